//! Moving the keyboard's focus, and scrolling to what it stands on.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Room beside what was scrolled to, in px.
const EDGE: i32 = 16;

pub fn focus(element: &HtmlElement) {
    // Focusing an element that is gone does nothing, which is right.
    let _ = element.focus();
}

/// What has the focus now.
pub fn focused() -> Option<HtmlElement> {
    document().active_element()?.dyn_into().ok()
}

/// Focuses the first element that matches and can be seen; tells whether there was one.
pub fn focus_first(selector: &str) -> bool {
    document().document_element().is_some_and(|root| focus_first_in(&root, selector))
}

/// Inside of that element.
pub fn focus_first_in(place: &web_sys::Element, selector: &str) -> bool {
    let Ok(Some(element)) = place.query_selector(selector) else { return false };
    let Ok(element) = element.dyn_into::<HtmlElement>() else { return false };
    focus(&element);
    true
}

/// Scrolls a bar of links, which is their positioned parent, sideways as far as needed to show the one of the page that is open.
pub fn reveal_current(bar: &HtmlElement) {
    let Ok(Some(link)) = bar.query_selector("[aria-current]") else { return };
    let Ok(link) = link.dyn_into::<HtmlElement>() else { return };
    let end = link.offset_left().saturating_add(link.offset_width()).saturating_add(EDGE);
    let needed = end.saturating_sub(bar.client_width());
    if needed > bar.scroll_left() {
        bar.set_scroll_left(needed);
    }
}

/// A key that is pressed in a text field belongs to that field.
pub fn is_typing(target: Option<web_sys::EventTarget>) -> bool {
    target.and_then(|target| target.dyn_into::<web_sys::Element>().ok()).is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
            || element.get_attribute("contenteditable").is_some()
    })
}

/// Scrolls as far as it takes to see the element of this id.
pub fn show(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}
