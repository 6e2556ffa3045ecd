//! How a deal's parts look wherever it is shown: its amount, its closing day, what needs attention.

use crate::{
    components::{Icon, tone::Tone},
    dom, format,
    words::{Words, words},
};
use leptos::prelude::*;
use shared::{Money, accounts::DealState, deals::DealItem};

/// In the reporting currency; where no rate is known in its own, in amber.
pub fn worth(deal: &DealItem, class: &'static str) -> AnyView {
    let w = words();
    let own = format::money(&deal.expected_revenue, w.lang);
    match &deal.converted {
        Some(money) => {
            let title =
                if money.currency == deal.expected_revenue.currency { format::money(money, w.lang) } else { own };
            view! {
                <span class=format!("figures {class}") title=title data-figure="expected" data-amount=money.amount.to_string()>
                    {format::amount(&money.amount, w.lang)}
                </span>
            }
            .into_any()
        }
        None => view! { <span class="figures text-12 font-medium text-warning" title=w.figure.no_rate>{own}</span> }
            .into_any(),
    }
}

/// An amount, or a dash that tells why there is none.
pub fn amount(money: Option<&Money>) -> AnyView {
    let w = words();
    match money {
        Some(money) => view! {
            <span class="figures" title=format::money(money, w.lang) data-amount=money.amount.to_string()>{format::amount(&money.amount, w.lang)}</span>
        }
        .into_any(),
        None => view! { <span class="text-warning" title=w.figure.no_rate>"–"</span> }.into_any(),
    }
}

pub fn nothing(why: &'static str) -> AnyView {
    view! { <span class="text-faint" title=why>"–"</span> }.into_any()
}

/// The day on which it closes, or was closed.
pub fn day(deal: &DealItem, w: &Words) -> Option<String> {
    match deal.state {
        DealState::Won | DealState::Lost => {
            let at = deal.closed_at?;
            let day = format::day_of(at, dom::utc_offset_minutes(at.timestamp_millis()), w);
            Some(if deal.closed_estimated { format!("≈ {day}") } else { day })
        }
        DealState::Open | DealState::Archived => deal.close_on.map(|day| format::day(day, w)),
    }
}

/// With icon and words where it is late; the words of `short` are in its title only.
pub fn closing(deal: &DealItem, short: bool) -> AnyView {
    let w = words();
    let Some(text) = day(deal, w) else {
        return if short {
            nothing(w.account.no_date)
        } else {
            view! { <span class="truncate text-faint">{w.account.no_date}</span> }.into_any()
        };
    };
    let (icon, class, title) = match deal.state {
        DealState::Won => {
            (Some(Icon::CircleCheck.sized("size-3.5 shrink-0 text-positive")), "text-muted", w.deals.won.to_owned())
        }
        DealState::Lost => {
            (Some(Icon::CircleX.sized("size-3.5 shrink-0 text-negative")), "text-muted", w.deals.lost.to_owned())
        }
        _ if deal.is_overdue => {
            (Some(Icon::CalendarX.sized("size-3.5 shrink-0")), "text-negative", (w.deals.overdue_since)(&text))
        }
        _ => (None, "", text.clone()),
    };
    let title = if deal.closed_estimated { format!("{title}. {}", w.deals.estimated) } else { title };
    // Read out too, where it is only to be seen in colour and icon.
    let said = icon.is_some().then(|| view! { <span class="sr-only">{title.clone()}</span> });
    let text = if deal.is_overdue && !short { format!("{} {text}", w.deals.overdue) } else { text };
    let hidden = if said.is_some() { "true" } else { "false" };
    view! {
        <span class=format!("figures relative inline-flex min-w-0 items-center gap-1 {class}") title=title>
            {icon}
            {said}
            <span class="truncate" aria-hidden=hidden>{text}</span>
        </span>
    }
    .into_any()
}

/// Days in the stage, in amber where they are too many.
pub fn stage_age(deal: &DealItem, long: bool) -> AnyView {
    let w = words();
    let Some(days) = deal.stage_age.filter(|_| deal.state == DealState::Open) else { return nothing("") };
    let text = match (long, deal.is_rotting) {
        (false, _) => days.to_string(),
        (true, false) => (w.deals.days)(days),
        (true, true) => (w.deals.rotting_for)(days),
    };
    if !deal.is_rotting {
        return view! { <span class="figures">{text}</span> }.into_any();
    }
    view! {
        <span class="figures relative inline-flex min-w-0 items-center gap-1 text-warning" title=format!("{}. {}", w.deals.rotting, (w.deals.rotting_for)(days))>
            {Icon::Hourglass.sized("size-3.5 shrink-0")}
            <span class="sr-only">{w.deals.rotting}</span>
            <span class="truncate">{text}</span>
        </span>
    }
    .into_any()
}

/// What became of it, as icon and word.
pub fn state(deal: &DealItem) -> AnyView {
    let w = words();
    let (icon, class, word) = match deal.state {
        DealState::Open => (Icon::CircleDot, Tone::Off.text(), w.deals.open),
        DealState::Won => (Icon::CircleCheck, Tone::Good.text(), w.deals.won),
        DealState::Lost => (Icon::CircleX, Tone::Bad.text(), w.deals.lost),
        DealState::Archived => (Icon::Archive, Tone::Off.text(), w.deals.archived),
    };
    view! {
        <span class=format!("mr-1.5 inline-flex items-center gap-1 align-bottom font-medium {class}") data-state=word>
            {icon.sized("size-3.5 shrink-0")}
            {word}
        </span>
    }
    .into_any()
}
