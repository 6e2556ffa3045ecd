//! An account at a glance: what is next, what was won by month, the latest activities, what is above and below it.

use super::{
    business::business,
    facts::facts,
    timeline::{page_of_deal, touch},
};
use crate::{
    api::{Source, name_of},
    components::{
        answered::{Panel, answered},
        button::Button,
        figure::not_converted,
        health::health_mark,
        opens::opens,
    },
    format,
    pages::dashboard::months_panel,
    route::Page,
    state::{asked::Asked, session::use_client},
    words::{Words, words},
};
use leptos::prelude::*;
use shared::{
    Figure,
    accounts::AccountCard,
    around::{Around, Rollup},
    figures::FigureName,
};

/// `as_table`: how the chart is shown, whatever data come.
pub fn overview(around: &Around, as_table: RwSignal<bool>) -> AnyView {
    let w = words();
    let next = around.next_activity.as_ref().map(|row| touch(row, page_of_deal, w));
    let next = next.map(|row| view! { <Panel title=w.around.next><ul>{row}</ul></Panel> });
    let latest: Vec<_> = around
        .activities
        .iter()
        .filter(|row| row.at.is_some())
        .take(3)
        .map(|row| touch(row, page_of_deal, w))
        .collect();
    let latest = (!latest.is_empty()).then(|| view! { <Panel title=w.around.latest><ol>{latest}</ol></Panel> });
    let won = around.months.iter().any(|month| month.deals > 0);
    let months = won.then(|| months_panel(around.months.clone().into(), as_table, false, w));
    let related = relatives(around, w);
    let any = next.is_some() || latest.is_some() || won || related.is_some();
    let panels =
        any.then(|| view! { <div class="flex flex-col gap-3 px-5 py-4">{next} {months} {related} {latest}</div> });
    view! { {business(around)} {panels} {facts(&around.account)} }.into_any()
}

fn money(source: Source, figure: &Figure, w: &'static Words) -> AnyView {
    let amount = figure.value.amount.to_string();
    let shown = view! { <span class="figures" data-amount=amount>{format::money(&figure.value, w.lang)}</span> };
    view! {
        {opens(Some(source), "", shown.into_any())}
        {not_converted(&figure.not_converted, true)}
    }
    .into_any()
}

fn relatives(around: &Around, w: &'static Words) -> Option<AnyView> {
    if around.parent.is_none() && around.children.is_empty() {
        return None;
    }
    let shown = u64::try_from(around.children.len()).unwrap_or(u64::MAX);
    let more = around.counts.children.saturating_sub(shown);
    let more = (more > 0).then(|| {
        view! { <p class="px-4 py-2 text-12 text-muted">{(w.around.more_children)(&format::count(more, w.lang))}</p> }
    });
    let parent = related(w.around.parent, around.parent.as_slice(), w);
    let children = related(w.around.children, &around.children, w);
    let rollup = (!around.children.is_empty()).then(|| roll_up(around.account.card.id.clone(), w));
    Some(
        view! {
            <Panel title=w.around.relatives>
                {parent}
                {children}
                {more}
                {rollup}
            </Panel>
        }
        .into_any(),
    )
}

fn related(label: &'static str, cards: &[AccountCard], w: &'static Words) -> Option<AnyView> {
    let cards: Vec<_> = cards.iter().map(|card| relative(card, w)).collect();
    (!cards.is_empty()).then(|| {
        view! {
            <h3 class="px-4 pt-2 text-12 font-medium text-muted">{label}</h3>
            <ul>{cards}</ul>
        }
        .into_any()
    })
}

fn relative(card: &AccountCard, w: &'static Words) -> AnyView {
    let figure = |label: &'static str, name: FigureName, figure: &Figure| {
        view! {
            <div class="min-w-0 text-right">
                <dt class="text-11 text-faint">{label}</dt>
                <dd class="text-13">{money(Source::of_account(name, &card.id), figure, w)}</dd>
            </div>
        }
    };
    view! {
        <li class="flex items-center gap-4 border-line px-4 py-2 not-last:border-b" data-relative=card.id.clone()>
            <a href=Page::Account(&card.id).path() dir="auto" class="min-w-0 flex-1 truncate rounded-control text-left text-13 font-medium text-accent hover:underline">{card.name.clone()}</a>
            {health_mark(&card.health)}
            <dl class="flex shrink-0 gap-4 max-md:flex-col max-md:gap-1">
                {figure(w.accounts.pipeline, FigureName::Pipeline, &card.figures.pipeline)}
                {figure(w.accounts.won, FigureName::Won, &card.figures.won)}
            </dl>
        </li>
    }
    .into_any()
}

/// The sums of the whole tree, asked for when somebody wants them.
fn roll_up(account: String, w: &'static Words) -> AnyView {
    let asked: RwSignal<Option<Asked<Around>>> = RwSignal::new(None);
    let client = use_client();
    let owner = Owner::current();
    let ask = move || {
        let account = account.clone();
        let start = move || {
            Asked::start(
                move |line| {
                    let account = account.clone();
                    async move { client.around(&account, true, &line).await }
                },
                || (),
            )
        };
        asked.set(Some(owner.clone().map_or_else(start.clone(), |owner| owner.with(start))));
    };
    let ask = StoredValue::new_local(ask);
    (move || match asked.get() {
        None => view! {
            <div class="border-t border-line px-4 py-2"><Button label=w.around.roll_up on_press=move || ask.with_value(|ask| ask()) /></div>
        }
        .into_any(),
        Some(asked) => answered(asked, w.around.part_failed, move |around| {
            around.rollup.as_ref().map(|rollup| rolled_up(&around.account.card.id, rollup, w)).into_any()
        })
        .into_any(),
    })
    .into_any()
}

fn rolled_up(account: &str, rollup: &Rollup, w: &'static Words) -> AnyView {
    let figure = |label: &'static str, name: FigureName, figure: &Figure, class: &'static str| {
        view! {
            <div class="min-w-0" data-rollup=name_of(name)>
                <dt class="text-11 text-faint">{label}</dt>
                <dd class=format!("text-13 font-medium {class}")>{money(Source::of_tree(name, account), figure, w)}</dd>
            </div>
        }
    };
    let bad =
        if rollup.billing.overdue.value.amount.is_sign_positive() && !rollup.billing.overdue.value.amount.is_zero() {
            "text-negative"
        } else {
            ""
        };
    view! {
        <div class="border-t border-line bg-page px-4 py-2">
            <p class="text-12 text-muted">{(w.around.rolled_up)(&format::count(rollup.accounts, w.lang), rollup.accounts)}</p>
            <dl class="grid grid-cols-2 gap-x-4 gap-y-1 md:grid-cols-3">
                {figure(w.accounts.pipeline, FigureName::Pipeline, &rollup.figures.pipeline, "")}
                {figure(w.accounts.weighted, FigureName::Weighted, &rollup.figures.weighted, "")}
                {figure(w.accounts.won, FigureName::Won, &rollup.figures.won, "")}
                {figure(w.account.invoiced, FigureName::Invoiced, &rollup.billing.invoiced, "")}
                {figure(w.account.outstanding, FigureName::Outstanding, &rollup.billing.outstanding, "")}
                {figure(w.health.overdue, FigureName::Overdue, &rollup.billing.overdue, bad)}
            </dl>
        </div>
    }
    .into_any()
}
