//! Links that lead out of the app.

use super::Icon;
use leptos::prelude::*;

/// Only web addresses become links: what somebody typed in Odoo must not run here.
pub fn web_address(website: &str) -> Option<String> {
    let website = website.trim();
    let lower = website.to_ascii_lowercase();
    if lower.starts_with("https://") || lower.starts_with("http://") {
        return Some(website.to_owned());
    }
    let looks_like_a_host = website.contains('.') && !website.contains([':', ' ', '<', '"']);
    looks_like_a_host.then(|| format!("https://{website}"))
}

/// A small link with an arrow that leads outside.
pub fn outside_link(url: &str, text: &'static str) -> Option<impl IntoView + use<>> {
    web_address(url).map(|href| {
        view! {
            <a href=href target="_blank" rel="noopener noreferrer external" class="inline-flex items-center gap-1 rounded-control whitespace-nowrap text-accent hover:underline">
                {text}
                {Icon::ExternalLink.sized("size-3.5 shrink-0")}
            </a>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_become_links() {
        assert_eq!(web_address("https://acme.example"), Some("https://acme.example".to_owned()));
        assert_eq!(web_address("www.acme.example"), Some("https://www.acme.example".to_owned()));
        assert_eq!(web_address("javascript:alert(1)"), None);
        assert_eq!(web_address("JaVaScript:alert(document.cookie)//.x"), None);
        assert_eq!(web_address("none"), None);
    }
}
