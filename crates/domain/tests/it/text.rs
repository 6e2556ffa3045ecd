//! Folding of text for search and order.

use domain::text::fold;

#[test]
fn accents_case_and_width_do_not_count() {
    assert_eq!(fold("Café ZOÉ"), "cafe zoe");
    assert_eq!(fold("ＴＯＫＹＯ１"), "tokyo1");
    assert_eq!(fold("Köln"), fold("KÖLN"));
    assert_eq!(fold("İstanbul"), "istanbul");
}

#[test]
fn other_scripts_stay_as_they_are() {
    assert_eq!(fold("東京精密"), "東京精密");
    assert_eq!(fold("شركة"), "شركة");
}
