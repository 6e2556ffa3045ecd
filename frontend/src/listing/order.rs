//! The order of what has no heads to press: cards, a board, a phone's list.

use crate::{
    components::{
        Icon,
        button::IconButton,
        picker::{Choice, Picker},
    },
    words::words,
};
use leptos::prelude::*;
use shared::list::Direction;

#[component]
pub fn Order(
    choices: Vec<Choice>,
    #[prop(into)] chosen: Signal<Option<String>>,
    #[prop(into)] direction: Signal<Direction>,
    on_choose: Callback<String>,
    on_turn: Callback<()>,
) -> impl IntoView {
    let w = words();
    let choose = move |id: Option<String>| on_choose.run(id.unwrap_or_default());
    view! {
        <div class="flex shrink-0 items-center">
            <Picker
                label=w.accounts.order
                choices=Signal::stored(choices)
                chosen
                on_choose=choose
            />
            {move || {
                let (icon, label) = match direction.get() {
                    Direction::Asc => (Icon::ArrowUp, w.accounts.ascending),
                    Direction::Desc => (Icon::ArrowDown, w.accounts.descending),
                };
                view! { <IconButton icon label=label on_press=move || on_turn.run(()) /> }
            }}
        </div>
    }
}
