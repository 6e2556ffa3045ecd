//! Activities: what happened here and in Odoo, day by day, newest first.

mod address;
mod row;
mod toolbar;

use crate::{
    api::ApiError,
    format,
    frame::TopBar,
    listing::{Empty, EmptyWords, PagedRows, version},
    route::Page,
    state::{
        paged::{Paged, Phase, Piece},
        session::use_client,
        sync::use_sync,
    },
    words::words,
};
use chrono::NaiveDate;
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use shared::activities::{LogQuery, LoggedActivity};
use std::sync::Arc;

/// The organisation's day and its time zone, as the last answer told them.
type Today = Option<(NaiveDate, String)>;

#[component]
pub fn ActivitiesPage() -> impl IntoView {
    let w = words();
    let search = use_location().search;
    let query = Memo::new(move |_| search.with(|search| address::parse(search)));
    let navigate = StoredValue::new_local(use_navigate());
    let go = Callback::new(move |query: LogQuery| {
        let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate.with_value(|navigate| navigate(&Page::Activities.with(&address::text(&query)), options));
    });
    let (client, renewals) = (use_client(), use_sync().renewals());
    let today = RwSignal::new(Today::None);
    let ask = move |cursor: Option<String>, line| async move {
        // The page may be left before this runs.
        let asked = query.try_get_untracked().ok_or(ApiError::Aborted)?;
        let page = client.feed(asked, cursor, &line).await?;
        today.try_set(Some((page.today, page.time_zone)));
        let items = page.items.into_iter().map(Arc::new).collect();
        Ok(Piece { items, total: None, next_cursor: page.next_cursor })
    };
    let rows = Paged::start(ask, move || (query.get(), renewals.get()));
    // Rows of another question are no answer to this one.
    Effect::new(move |before: Option<LogQuery>| {
        let asked = query.get();
        if before.is_some_and(|before| before != asked) {
            rows.items.set(Vec::new());
            rows.phase.set(Phase::Waiting);
        }
        asked
    });
    let account = Signal::derive(move || {
        let wanted = query.with(|query| query.account.clone())?;
        rows.items.with(|items| items.iter().find_map(|entry| name_of(entry, &wanted)))
    });
    let empty = Callback::new(move |()| {
        let f = w.feed;
        let says = EmptyWords {
            no_match: f.no_match,
            no_match_why: f.no_match_why,
            none: f.none,
            none_why: f.none_why,
            none_yet: f.none_yet,
            none_yet_why: f.none_yet_why,
        };
        let filtered = Signal::derive(move || query.with(|query| *query != LogQuery::default()));
        let on_clear = Callback::new(move |()| go.run(LogQuery::default()));
        view! { <Empty says filtered on_clear /> }.into_any()
    });
    let content = Callback::new(move |()| days(rows, today));
    view! {
        <TopBar title=w.feed.title />
        <main id="main" tabindex="-1" class="relative flex min-h-0 flex-1 flex-col">
            {toolbar::toolbar(query, go, account)}
            <div class="min-h-0 flex-1 overflow-y-auto border-t border-line" tabindex="0" role="region" aria-label=w.feed.title>
                {PagedRows::of(rows).view(w.feed.failed, empty, content)}
            </div>
        </main>
    }
}

/// Of the account with this id, where the entry tells it.
fn name_of(entry: &LoggedActivity, id: &str) -> Option<String> {
    let account = entry.account.as_ref().filter(|account| account.id == id);
    account.map(|account| account.name.clone()).or_else(|| (entry.entity_id == id).then(|| entry.title.clone()))
}

fn days(rows: Paged<Arc<LoggedActivity>>, today: RwSignal<Today>) -> AnyView {
    let there = Memo::new(move |_| {
        rows.items.with(|items| {
            let mut days: Vec<_> = items.iter().map(|entry| entry.local.date()).collect();
            days.dedup();
            days
        })
    });
    view! { <For each=move || there.get() key=|day| *day let:day>{of_day(day, rows, today)}</For> }.into_any()
}

fn of_day(day: NaiveDate, rows: Paged<Arc<LoggedActivity>>, today: RwSignal<Today>) -> AnyView {
    let w = words();
    let heading = move || {
        let date = format::day(day, w);
        let back = today.with(|today| today.as_ref().map(|(today, _)| (*today - day).num_days()));
        match back {
            Some(0) => format!("{} · {date}", w.feed.today),
            Some(1) => format!("{} · {date}", w.feed.yesterday),
            _ => date,
        }
    };
    let entries = move || {
        rows.items.with(|items| items.iter().filter(|entry| entry.local.date() == day).cloned().collect::<Vec<_>>())
    };
    let zone = move || today.with_untracked(|today| today.as_ref().map(|(_, zone)| zone.clone()).unwrap_or_default());
    view! {
        <section data-day=day.to_string()>
            <h2 class="sticky top-0 z-10 border-b border-line bg-page px-4 py-1.5 text-12 font-semibold text-muted">{heading}</h2>
            <ol>
                <For each=entries key=version let:entry>
                    {row::row(&entry, &zone())}
                </For>
            </ol>
        </section>
    }
    .into_any()
}
