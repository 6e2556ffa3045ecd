//! Facts about a record, one a line: icon, what it is, its value.

use super::Icon;
use leptos::prelude::*;

pub fn fact(icon: Icon, label: &'static str, value: AnyView) -> AnyView {
    view! {
        <dt class="flex items-center gap-2 text-muted">{icon.sized("size-3.5 shrink-0")} {label}</dt>
        <dd class="min-w-0 truncate">{value}</dd>
    }
    .into_any()
}

pub fn said(text: String) -> AnyView {
    let title = text.clone();
    view! { <span dir="auto" title=title>{text}</span> }.into_any()
}

/// To another page of the app.
pub fn inside(path: String, text: String) -> AnyView {
    view! { <a href=path dir="auto" class="rounded-control text-accent hover:underline">{text}</a> }.into_any()
}

/// Out of the app; an address of the web in a tab of its own.
pub fn outside(href: String, text: String, web: bool) -> AnyView {
    view! {
        <a
            href=href
            class="rounded-control text-accent hover:underline"
            target=web.then_some("_blank")
            rel=if web { "noopener noreferrer external" } else { "external" }
        >
            {text}
        </a>
    }
    .into_any()
}

pub fn fact_list(facts: impl IntoIterator<Item = Option<AnyView>>) -> AnyView {
    let facts: Vec<_> = facts.into_iter().flatten().collect();
    view! { <dl class="mt-4 grid grid-cols-[auto_1fr] gap-x-6 gap-y-2 border-t border-line px-5 py-4 text-13">{facts}</dl> }
        .into_any()
}
