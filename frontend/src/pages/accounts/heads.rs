//! The columns that sort: their names, their order on the screen, what a click on their head does.

use super::{Address, go_to};
use crate::{listing::SortHead, words::Words};
use leptos::prelude::*;
use shared::accounts::AccountSort;

pub fn sort_label(sort: AccountSort, w: &Words) -> &'static str {
    match sort {
        AccountSort::Name => w.accounts.name,
        AccountSort::Pipeline => w.accounts.pipeline,
        AccountSort::Weighted => w.accounts.weighted,
        AccountSort::Won => w.accounts.won,
        AccountSort::OpenDeals => w.accounts.open_deals,
    }
}

pub fn head(
    sort: AccountSort,
    label: &'static str,
    short: Option<&'static str>,
    address: Memo<Address>,
    unit: Signal<Option<String>>,
    class: &'static str,
) -> AnyView {
    let go = go_to(address);
    let direction = Signal::derive(move || address.with(|a| (a.sort() == sort).then(|| a.direction())));
    let on_press = Callback::new(move |()| go(&move |address| address.clicked(sort)));
    let right = sort != AccountSort::Name;
    match short {
        Some(short) => view! { <SortHead label short direction on_press unit right class /> }.into_any(),
        None => view! { <SortHead label direction on_press unit right class /> }.into_any(),
    }
}
