//! The table's columns: what each is called, orders by and shows, and which of them the person wants to see.

use super::{
    address::is_closed,
    look::{amount, closing, nothing, stage_age},
};
use crate::{
    components::{
        Icon,
        popover::{Popover, Side},
        tile::{Shape, tile},
    },
    format,
    state::switches::Switches,
    words::{Words, words},
};
use leptos::prelude::*;
use shared::{
    accounts::Named,
    deals::{DealItem, DealShow, DealSort},
    list::Direction,
};

/// Beside the deal's name, which is always there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Account,
    Stage,
    Salesperson,
    Own,
    Expected,
    Weighted,
    Probability,
    Closing,
    StageDays,
}

impl Column {
    pub const ALL: [Self; 9] = [
        Self::Account,
        Self::Stage,
        Self::Salesperson,
        Self::Own,
        Self::Expected,
        Self::Weighted,
        Self::Probability,
        Self::Closing,
        Self::StageDays,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Stage => "stage",
            Self::Salesperson => "salesperson",
            Self::Own => "own_currency",
            Self::Expected => "expected",
            Self::Weighted => "weighted",
            Self::Probability => "probability",
            Self::Closing => "closing",
            Self::StageDays => "stage_days",
        }
    }

    pub fn label(self, show: DealShow, w: &Words) -> &'static str {
        match self {
            Self::Account => w.deals.account,
            Self::Stage => w.deals.stage,
            Self::Salesperson => w.accounts.salesperson,
            Self::Own => w.deals.own_currency,
            Self::Expected => w.deals.expected,
            Self::Weighted => w.accounts.weighted,
            Self::Probability => w.deals.probability,
            Self::Closing if is_closed(show) => w.deals.closed,
            Self::Closing => w.deals.closes,
            Self::StageDays => w.deals.stage_days,
        }
    }

    /// Where there is little room.
    pub fn short(self, w: &Words) -> Option<&'static str> {
        match self {
            Self::Probability => Some(w.deals.probability_short),
            Self::StageDays => Some(w.deals.stage_days_short),
            _ => None,
        }
    }

    pub fn sort(self, show: DealShow) -> Option<DealSort> {
        match self {
            Self::Account => Some(DealSort::Account),
            Self::Stage => Some(DealSort::Stage),
            Self::Expected => Some(DealSort::Expected),
            Self::Weighted => Some(DealSort::Weighted),
            Self::Probability => Some(DealSort::Probability),
            Self::Closing if is_closed(show) => Some(DealSort::ClosedAt),
            Self::Closing => Some(DealSort::CloseOn),
            Self::StageDays => Some(DealSort::StageChangedAt),
            Self::Salesperson | Self::Own => None,
        }
    }

    /// The longest in its stage came there first.
    pub fn spoken(self, direction: Direction) -> Direction {
        match (self, direction) {
            (Self::StageDays, Direction::Asc) => Direction::Desc,
            (Self::StageDays, Direction::Desc) => Direction::Asc,
            (_, direction) => direction,
        }
    }

    pub fn is_right(self) -> bool {
        !matches!(self, Self::Account | Self::Stage | Self::Salesperson)
    }

    /// The least, in px, as its class says; where there is much room, what is long gets more of it.
    pub fn width(self) -> (u32, &'static str) {
        match self {
            Self::Account => (132, "w-33 min-[1800px]:w-56"),
            Self::Stage => (100, "w-25 min-[1800px]:w-36"),
            Self::Salesperson => (124, "w-31 min-[1800px]:w-48"),
            Self::Own => (136, "w-34 min-[1800px]:w-44"),
            Self::Expected | Self::Weighted => (128, "w-32"),
            Self::Probability => (84, "w-21"),
            Self::Closing => (124, "w-31"),
            Self::StageDays => (72, "w-18"),
        }
    }

    pub fn cell(self, deal: &DealItem, w: &Words) -> AnyView {
        match self {
            Self::Account => match (&deal.account, &deal.lead_company) {
                (Some(account), _) => text(&account.name, "text-muted"),
                (None, Some(company)) => text(company, "text-faint italic"),
                (None, None) => nothing(w.deals.no_account),
            },
            Self::Stage => named(deal.stage.as_ref(), w.deals.no_stage),
            Self::Salesperson => match &deal.salesperson {
                Some(person) => view! {
                    <span class="flex min-w-0 items-center gap-2">{tile(&person.name, Shape::Person)} {text(&person.name, "text-muted")}</span>
                }
                .into_any(),
                None => nothing(w.accounts.nobody),
            },
            Self::Own => {
                let own = &deal.expected_revenue;
                let same = deal.converted.as_ref().is_some_and(|converted| converted.currency == own.currency);
                if same {
                    return ().into_any();
                }
                let text = format::money(own, w.lang);
                view! { <span class="figures block truncate text-muted" title=text>{text.clone()}</span> }.into_any()
            }
            Self::Expected => amount(deal.converted.as_ref()),
            Self::Weighted => amount(deal.weighted.as_ref()),
            Self::Probability => {
                let text = format::percent(&deal.probability, w.lang);
                view! { <span class="figures text-muted">{text}</span> }.into_any()
            }
            Self::Closing => closing(deal, true),
            Self::StageDays => stage_age(deal, false),
        }
    }
}

fn text(text: &str, class: &'static str) -> AnyView {
    let text = text.to_owned();
    view! { <span dir="auto" class=format!("block truncate text-left {class}") title=text>{text.clone()}</span> }
        .into_any()
}

fn named(named: Option<&Named>, none: &'static str) -> AnyView {
    named.map_or_else(|| nothing(none), |named| text(&named.name, "text-muted"))
}

/// Those that the person wants to see.
pub fn chosen(switches: Switches) -> Memo<Vec<Column>> {
    Memo::new(move |_| Column::ALL.into_iter().filter(|column| switches.is_on(column.name(), true)).collect())
}

#[component]
pub fn Chooser(switches: Switches, #[prop(into)] show: Signal<DealShow>) -> impl IntoView {
    let w = words();
    let open = RwSignal::new(false);
    let trigger = move || view! { {Icon::Columns3.small()} {w.deals.columns} }.into_any();
    let boxes = move || {
        let show = show.get();
        let boxes = Column::ALL.into_iter().map(|column| {
            let on = Signal::derive(move || switches.is_on(column.name(), true));
            view! {
                <label class="flex h-8 items-center gap-2.5 rounded-control px-2 text-13 hover:bg-hover">
                    <input
                        type="checkbox"
                        class="size-4 accent-accent-fill"
                        prop:checked=on
                        on:change=move |_| switches.set(column.name(), !on.get_untracked())
                    />
                    {column.label(show, w)}
                </label>
            }
            .into_any()
        });
        boxes.collect_view()
    };
    view! {
        <Popover
            open
            label=w.deals.columns
            side=Side::Right
            class="md:w-56"
            trigger=ViewFn::from(trigger)
            trigger_class="inline-flex h-7 items-center gap-1.5 rounded-control px-2 text-13 whitespace-nowrap text-muted hover:bg-hover hover:text-ink"
        >
            <div class="flex flex-col p-1" role="group" aria-label=w.deals.columns>{boxes}</div>
            {move || switches.is_touched().then(|| view! {
                <div class="border-t border-line p-1">
                    <button type="button" class="h-8 w-full rounded-control px-2 text-left text-13 text-muted hover:bg-hover hover:text-ink" on:click=move |_| switches.reset()>
                        {w.deals.usual_columns}
                    </button>
                </div>
            })}
        </Popover>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    #[test]
    fn the_closing_day_is_another_one_once_deals_are_closed() {
        let w = Lang::English.words();
        let seen = |show| (Column::Closing.label(show, w), Column::Closing.sort(show));
        assert_eq!(seen(DealShow::Overdue), ("Closes", Some(DealSort::CloseOn)));
        assert_eq!(seen(DealShow::Won), ("Closed", Some(DealSort::ClosedAt)));
    }

    #[test]
    fn many_days_in_a_stage_are_an_early_change() {
        assert_eq!(Column::StageDays.spoken(Direction::Asc), Direction::Desc);
        assert_eq!(Column::Closing.spoken(Direction::Asc), Direction::Asc);
    }
}
