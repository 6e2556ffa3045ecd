//! The parts of an account, each with the number of its rows; the open one is in the address.

use super::{Moves, deals::ROWS};
use crate::{
    format,
    route::{Page, Query},
    words::words,
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use shared::around::AroundCounts;

/// Parameter of the address.
pub const TAB: &str = "tab";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    Overview,
    People,
    Deals,
    Invoices,
    Orders,
    Activities,
}

impl Tab {
    const ALL: [Self; 6] = [Self::Overview, Self::People, Self::Deals, Self::Invoices, Self::Orders, Self::Activities];

    pub fn name(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::People => "people",
            Self::Deals => "deals",
            Self::Invoices => "invoices",
            Self::Orders => "orders",
            Self::Activities => "activities",
        }
    }

    /// Of an account, opened at this part.
    pub fn path(self, account: &str) -> String {
        Page::Account(account).with(&Query::default().with(TAB, Some(self.name())).text())
    }

    /// As the address says; where it only names the rows of deals, those.
    fn of(query: &Query) -> Self {
        let named = query.get(TAB).and_then(|name| Self::ALL.into_iter().find(|tab| tab.name() == name));
        let usual = if query.get(ROWS).is_some() { Self::Deals } else { Self::Overview };
        named.unwrap_or(usual)
    }

    fn count(self, counts: &AroundCounts) -> Option<u64> {
        match self {
            Self::Overview => None,
            Self::People => Some(counts.people),
            Self::Deals => Some(counts.open_deals + counts.won_deals),
            Self::Invoices => Some(counts.invoices + counts.credit_notes + counts.draft_invoices),
            Self::Orders => Some(counts.orders + counts.quotations),
            Self::Activities => Some(counts.planned_activities + counts.touches),
        }
    }
}

pub fn open_tab() -> Memo<Tab> {
    let search = use_location().search;
    Memo::new(move |_| Tab::of(&Query::parse(&search.get())))
}

pub fn tabs(open: Memo<Tab>, counts: Memo<AroundCounts>, moves: Moves) -> AnyView {
    let w = words();
    let tab = move |tab: Tab| {
        let label = match tab {
            Tab::Overview => w.around.overview,
            Tab::People => w.around.people,
            Tab::Deals => w.account.deals,
            Tab::Invoices => w.around.invoices,
            Tab::Orders => w.around.orders,
            Tab::Activities => w.around.activities,
        };
        let count = move || tab.count(&counts.get()).map(|count| format::count(count, w.lang));
        view! {
            <button
                type="button"
                role="tab"
                id=format!("part-{}", tab.name())
                aria-selected=move || (open.get() == tab).to_string()
                aria-controls="part"
                class="-mb-px flex h-10 shrink-0 items-center gap-1.5 border-b-2 border-transparent text-13 font-medium whitespace-nowrap text-muted focus-inset hover:text-ink aria-selected:border-accent aria-selected:text-ink"
                on:click=move |_| moves.set(TAB, Some(tab.name()))
            >
                {label}
                <span class="figures text-12 font-normal text-faint" data-count="">{count}</span>
            </button>
        }
    };
    view! {
        <div role="tablist" aria-label=w.around.parts class="flex gap-5 overflow-x-auto border-b border-line px-5">
            {Tab::ALL.map(tab).collect_view()}
        </div>
    }
    .into_any()
}

pub fn panel_of(open: Memo<Tab>, content: impl Fn() -> AnyView + Send + Sync + 'static) -> AnyView {
    view! {
        <div id="part" role="tabpanel" aria-labelledby=move || format!("part-{}", open.get().name())>{content}</div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_names_the_part_that_is_open() {
        let of = |search: &str| Tab::of(&Query::parse(search));
        assert_eq!(of(""), Tab::Overview);
        assert_eq!(of("tab=invoices&rows=won"), Tab::Invoices);
        assert_eq!(of("rows=won"), Tab::Deals);
        assert_eq!(of("tab=nothing"), Tab::Overview);
    }
}
