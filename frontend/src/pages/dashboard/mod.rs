//! The dashboard: the figures of a period beside those of the one before, and what to look at next.

mod address;
mod deals;
mod due;
mod filters;
mod flow;
mod forecast;
mod goals;
mod months;
mod people;
mod skeleton;
mod stages;
mod tiles;
mod twin;

pub use months::months_panel;

use crate::{
    api::{ApiError, Goals},
    components::{
        Icon,
        note::{Failed, explain},
        nothing::Nothing,
    },
    frame::TopBar,
    state::{
        asked::{Answer, Asked},
        session::{use_client, use_me},
        sync::{Edition, use_sync},
    },
    words::{Words, words},
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use shared::{
    dashboard::{Overview, OverviewQuery},
    deals::DealFilters,
    figures::PeriodName,
    goals::GoalQuery,
};
use std::sync::Arc;

/// With what it answers.
type Shown = (OverviewQuery, Overview);

#[component]
pub fn DashboardPage() -> impl IntoView {
    let w = words();
    let search = use_location().search;
    let query = Memo::new(move |_| search.with(|search| address::parse(search)));
    let navigate = StoredValue::new_local(use_navigate());
    let go = Callback::new(move |query: OverviewQuery| {
        let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        let path = crate::route::Page::Dashboard.with(&address::text(&query));
        navigate.with_value(|navigate| navigate(&path, options));
    });
    let linked = use_me().no_reach.is_none();
    let client = use_client();
    let asked = Asked::start(
        move |line| async move {
            // The page may be left before this runs.
            let asked = query.try_get_untracked().ok_or(ApiError::Aborted)?;
            client.overview(&asked, &line).await.map(|overview| (asked, overview))
        },
        move || query.get(),
    );
    let filters = Asked::start(move |line| async move { client.deal_filters(&line).await }, || ());
    let renewals = use_sync().renewals();
    let goals = Asked::start(
        move |line| async move {
            let own = GoalQuery {
                assignee: Some("me".to_owned()),
                period: Some(PeriodName::ThisMonth),
                ..GoalQuery::default()
            };
            client.goals(&own, false, &line).await
        },
        move || renewals.get(),
    );
    let flow = flow::FlowPanel::start(asked);
    follow(asked, filters);
    let none = move || filters.here().is_some_and(|filters| filters.salespeople.is_empty());
    view! {
        <TopBar title=w.numbers.title />
        <main id="main" tabindex="-1" class="flex min-h-0 flex-1 flex-col">
            {move || if !linked || none() {
                let (n, a) = (w.numbers, &w.accounts);
                view! { <Nothing title=n.no_deals text=n.no_deals_why title_yet=a.none_yet text_yet=a.none_yet_why /> }.into_any()
            } else {
                view! {
                    {filters::bar(query, filters, go)}
                    {content(asked, goals, flow, query, w)}
                }
                .into_any()
            }}
        </main>
    }
}

/// Asks again when the data are newer than what is shown, and once only for each of their generations.
fn follow(asked: Asked<Shown>, filters: Asked<DealFilters>) {
    let edition = use_sync().edition();
    let shown = Memo::new(move |_| asked.answer.with(|answer| answer.here().map(|shown| shown.1.generation)));
    let asked_for = StoredValue::new(None);
    Effect::new(move |before: Option<u32>| {
        let Edition { generation, turn } = edition.get();
        let newer = generation.filter(|newest| shown.get().is_some_and(|shown| shown < *newest));
        let newer = newer.filter(|newest| asked_for.get_value() != Some(*newest));
        if newer.is_some() {
            asked_for.set_value(newer);
        }
        if newer.is_some() || before.is_some_and(|before| before != turn) {
            asked.again();
            filters.again();
        }
        turn
    });
}

fn content(
    asked: Asked<Shown>,
    goals: Asked<Goals>,
    flow: flow::FlowPanel,
    query: Memo<OverviewQuery>,
    w: &'static Words,
) -> AnyView {
    let here = move || asked.here();
    let is_other = Memo::new(move |_| query.with(|query| here().is_some_and(|shown| shown.0 != *query)));
    let failed =
        move |error| view! { <Failed title=w.numbers.no_dashboard error on_retry=move || asked.again() /> }.into_any();
    // Chosen once, for all data that come.
    let tables = (RwSignal::new(false), RwSignal::new(false));
    let drawn = move || match (asked.answer.get(), asked.stale.get()) {
        (Answer::Waiting, _) => skeleton::skeleton(w.frame.loading),
        (Answer::Failed(error), _) => failed(error),
        // Figures of another period or person must not stand under this one.
        (Answer::Here(_), Some(error)) if is_other.get() => failed(error),
        (Answer::Here(shown), stale) => {
            let stale = stale.map(|error| {
                view! {
                    <p role="status" class="flex items-center gap-2 rounded-control border border-warning-line bg-warning-soft px-3 py-1.5 text-12 text-warning">
                        {Icon::TriangleAlert.sized("size-3.5 shrink-0")}
                        {w.accounts.not_renewed} " " {explain(&error, w)}
                    </p>
                }
            });
            view! { {stale} {figures(&shown, goals, flow, tables, w)} }.into_any()
        }
    };
    view! {
        <div
            class="relative flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto px-4 pb-6 transition-opacity"
            class=("opacity-40", is_other)
            aria-busy=move || (is_other.get() && asked.stale.with(Option::is_none)).to_string()
        >
            {drawn}
        </div>
    }
    .into_any()
}

fn figures(
    shown: &Arc<Shown>,
    own: Asked<Goals>,
    flow: flow::FlowPanel,
    tables: (RwSignal<bool>, RwSignal<bool>),
    w: &'static Words,
) -> AnyView {
    let overview = &shown.1;
    view! {
        {tiles::large(overview, w)}
        {tiles::small(overview, w)}
        {goals::row(own, w)}
        <div class="grid shrink-0 grid-cols-1 gap-3 lg:grid-cols-2">
            {stages::panel(Arc::clone(shown), tables.0, w)}
            {months_panel(overview.months.clone().into(), tables.1, true, w)}
        </div>
        {flow::has_begun(overview).then(|| flow.view(w))}
        <div class="grid shrink-0 grid-cols-1 gap-3 lg:grid-cols-2">
            {deals::attention(overview, w)}
            {due::panel(overview, w)}
            {deals::top(overview, w)}
            {forecast::panel(overview, w)}
        </div>
        {people::panel(overview, w)}
    }
    .into_any()
}
