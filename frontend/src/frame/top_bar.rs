//! The bar over every page: where one is, search, how fresh the data are.

use super::{
    palette::{Palette, palette_button},
    search::SearchField,
    sync_card::SyncPill,
};
use crate::{
    components::{Icon, button::IconButton},
    state::window::use_room,
    words::words,
};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn TopBar(
    title: &'static str,
    /// Beside the title: how many there are.
    #[prop(optional, into)]
    count: Signal<Option<String>>,
    /// Of the browser's tab, where that says more than the page's title.
    #[prop(optional, into)]
    tab: Option<Signal<String>>,
    /// The page is a list in which one searches.
    #[prop(optional)]
    listed: bool,
) -> impl IntoView {
    let w = words();
    let phone = use_room().phone;
    let palette = expect_context::<Palette>();
    let tab = tab.unwrap_or_else(|| Signal::stored(title.to_owned()));
    view! {
        <Title text=move || tab.get() />
        <header class="z-30 flex h-12 shrink-0 short:h-10 items-center gap-3 border-b border-line bg-page px-4">
            <div class="flex min-w-0 flex-1 items-baseline gap-2">
                <h1 class="truncate text-14 font-semibold">{title}</h1>
                {move || count.get().map(|count| view! { <span class="figures text-13 text-muted">{count}</span> })}
            </div>
            {move || (!phone.get()).then(|| view! { <div class="w-80 min-w-0 shrink">{search(listed)}</div> })}
            {move || phone.get().then(|| view! { <IconButton icon=Icon::Search label=w.frame.find on_press=move || palette.open() /> })}
            <div class="flex min-w-0 justify-end md:flex-1"><SyncPill /></div>
        </header>
    }
}

fn search(listed: bool) -> AnyView {
    if listed { view! { <SearchField /> }.into_any() } else { palette_button() }
}
