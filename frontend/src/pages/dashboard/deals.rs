//! The deals to look at: the largest ones, and those that are overdue or rot.

use crate::{
    components::{Icon, answered::Panel, note::Note},
    format,
    route::Page,
    words::Words,
};
use leptos::prelude::*;
use shared::{dashboard::Overview, deals::DealItem};

pub fn top(overview: &Overview, w: &'static Words) -> AnyView {
    let list = list(&overview.top, w.numbers.no_open, w);
    view! { <Panel title=w.numbers.top>{list}</Panel> }.into_any()
}

pub fn attention(overview: &Overview, w: &'static Words) -> AnyView {
    let list = list(&overview.attention, w.numbers.no_attention, w);
    let count = format::count(overview.attention_total, w.lang);
    let all = (overview.attention_total > 0).then(|| {
        view! {
            <a href=Page::Opportunities.with("show=attention") class="figures rounded-control text-12 font-medium text-accent hover:underline" data-attention=overview.attention_total.to_string()>
                {(w.numbers.all)(&count)}
            </a>
        }
    });
    view! { <Panel title=w.numbers.attention aside=all.into_any()>{list}</Panel> }.into_any()
}

fn list(deals: &[DealItem], none: &'static str, w: &'static Words) -> AnyView {
    if deals.is_empty() {
        return view! { <Note icon=Icon::CircleCheck title=none /> }.into_any();
    }
    view! { <ul>{deals.iter().map(|deal| row(deal, w)).collect_view()}</ul> }.into_any()
}

fn row(deal: &DealItem, w: &'static Words) -> AnyView {
    let account = deal.account.as_ref().map(|account| account.name.clone()).or_else(|| deal.lead_company.clone());
    let named = [deal.stage.as_ref(), deal.salesperson.as_ref()];
    let below: Vec<_> =
        account.into_iter().chain(named.into_iter().flatten().map(|named| named.name.clone())).collect();
    let own = format::money(&deal.expected_revenue, w.lang);
    let amount = match &deal.converted {
        Some(money) => {
            let other = (money.currency != deal.expected_revenue.currency).then_some(own);
            view! {
                <span class="figures text-13 font-medium">{format::money(money, w.lang)}</span>
                {other.map(|own| view! { <span class="figures text-12 text-muted">{own}</span> })}
            }
            .into_any()
        }
        None => view! {
            <span class="figures text-13 font-medium">{own}</span>
            <span class="text-11 text-warning" title=w.figure.no_rate>{w.figure.no_rate_short}</span>
        }
        .into_any(),
    };
    view! {
        <li class="relative flex min-h-12 items-center gap-3 border-line px-4 py-1.5 not-last:border-b hover:bg-hover" data-deal=deal.id.clone()>
            <div class="min-w-0 flex-1">
                <a
                    dir="auto"
                    href=Page::Opportunity(&deal.id).path()
                    class="block truncate text-left text-13 font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
                    title=deal.name.clone()
                >
                    {deal.name.clone()}
                </a>
                <p class="truncate text-12 text-muted">{below.join(" · ")}</p>
                {warnings(deal, w)}
            </div>
            <div class="flex shrink-0 flex-col items-end">{amount}</div>
        </li>
    }
    .into_any()
}

/// Always in words beside the icon.
fn warnings(deal: &DealItem, w: &Words) -> Option<AnyView> {
    let overdue = deal.close_on.filter(|_| deal.is_overdue).map(|day| {
        let text = (w.numbers.overdue)(&format::day(day, w));
        view! { <span class="inline-flex items-center gap-1 text-negative">{Icon::CircleAlert.sized("size-3.5 shrink-0")} {text}</span> }
    });
    let rotting = deal.is_rotting.then(|| {
        let days = deal.stage_age.and_then(|days| u64::try_from(days).ok()).unwrap_or_default();
        let text = (w.numbers.rotting)(&format::count(days, w.lang));
        view! { <span class="inline-flex items-center gap-1 text-warning">{Icon::History.sized("size-3.5 shrink-0")} {text}</span> }
    });
    (overdue.is_some() || rotting.is_some())
        .then(|| view! { <p class="figures flex flex-wrap gap-x-3 text-12">{overdue} {rotting}</p> }.into_any())
}
