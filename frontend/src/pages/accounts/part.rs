//! The mark of figures that are only the reader's part of an account, where there is no room for the words.

use crate::{components::Icon, words::words};
use leptos::prelude::*;
use shared::accounts::AccountFigures;

pub fn part(figures: &AccountFigures) -> Option<impl IntoView + use<>> {
    let w = words();
    let title = format!("{}. {}", w.accounts.your_deals, w.accounts.your_deals_why);
    figures.your_deals_only.then(|| {
        view! {
            <span class="relative inline-flex shrink-0 text-faint" title=title>
                {Icon::User.sized("size-3.5")}
                <span class="sr-only">{w.accounts.your_deals}</span>
            </span>
        }
    })
}
