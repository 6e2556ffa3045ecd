//! Folding of text for search and order.

use domain::text::{Match, Needle, fold};

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

#[test]
fn whole_names_fit_best_then_beginnings_then_words_then_what_stands_inside_one() {
    let fits = |text: &str, name: &str| Needle::new(text).unwrap().matches(&fold(name));
    assert_eq!(fits("blue harbor", "Blue Harbor"), Some(Match::Whole));
    assert_eq!(fits("Ulla", "ulla\nulla@alpenglow.example"), Some(Match::Whole));
    assert_eq!(fits("blue h", "Blue Harbor"), Some(Match::Start));
    assert_eq!(fits("har blue", "Blue Harbor"), Some(Match::Words));
    assert_eq!(fits("2026/17", "INV/2026/17"), Some(Match::Words));
    assert_eq!(fits("arbo", "Blue Harbor"), Some(Match::Inside));
    assert_eq!(fits("ar", "Bazaar Art"), Some(Match::Words));
    assert_eq!(fits("blue arbo", "Blue Harbor"), Some(Match::Inside));
    assert_eq!(fits("精密", "東京精密"), Some(Match::Inside));
    assert_eq!(fits("blue sky", "Blue Harbor"), None);
}

#[test]
fn nothing_is_no_needle() {
    assert!(Needle::new(" \t").is_none());
}
