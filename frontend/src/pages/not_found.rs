//! An address that leads nowhere.

use crate::{
    components::{Icon, button::Weight, note::Note},
    route::Page,
    words::words,
};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn NotFound() -> impl IntoView {
    let w = words();
    view! {
        <Title text=w.failure.no_page />
        <main id="main" tabindex="-1" class="flex min-h-0 flex-1 flex-col items-center justify-center">
            <h1 class="sr-only">{w.failure.no_page}</h1>
            <Note icon=Icon::SearchX title=w.failure.no_page text=w.failure.no_page_why>
                <a href=Page::Accounts.path() class=Weight::Plain.class()>{w.failure.to_accounts}</a>
            </Note>
        </main>
    }
}
