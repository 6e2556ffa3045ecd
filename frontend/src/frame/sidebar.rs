//! The sidebar: mark, navigation, the person at its foot; folds to icons and remembers it.

use super::{nav::NavLinks, person::PersonMenu};
use crate::{
    components::{Icon, button::IconButton, mark::Mark},
    state::{choices::use_choices, window::use_room},
    words::words,
};
use leptos::prelude::*;

#[component]
pub fn Sidebar() -> impl IntoView {
    let w = words();
    let choices = use_choices();
    let room = use_room();
    let folded = Signal::derive(move || choices.is_folded(room));
    let label = Signal::derive(move || if folded.get() { w.frame.unfold } else { w.frame.fold }.to_owned());
    view! {
        <nav
            aria-label=w.frame.navigation
            class="z-30 flex shrink-0 flex-col border-r border-line bg-side"
            class=("w-58", move || !folded.get())
            class=("w-14", folded)
        >
            <div class="flex h-12 items-center gap-2 px-4" class:hidden=folded>
                <Mark />
                <span class="min-w-0 flex-1 truncate text-14 font-semibold tracking-tight">"SalesCommand"</span>
                <IconButton icon=Icon::PanelLeft label on_press=move || choices.fold(true, room) />
            </div>
            <div class="flex h-12 items-center justify-center" class:hidden=move || !folded.get()>
                <IconButton icon=Icon::PanelLeft label on_press=move || choices.fold(false, room) />
            </div>
            <div class="flex-1 overflow-y-auto px-2 pt-2">
                <NavLinks folded />
            </div>
            <div class="border-t border-line p-2"><PersonMenu on_phone=false /></div>
        </nav>
    }
}
