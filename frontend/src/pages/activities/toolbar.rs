//! Which activities are shown, and the way to have them as a file.

use super::address::{is_day, last, types, with_from, with_last, with_types};
use crate::{
    api::{feed_file, named},
    components::{
        Icon,
        button::{Button, Weight},
        picker::{Choice, picker},
        ticks::ticks,
    },
    state::{
        asked::Asked,
        session::{may, use_client, use_me},
        sync::use_sync,
    },
    words::words,
};
use chrono::NaiveDate;
use leptos::prelude::*;
use shared::{
    activities::{LogQuery, LoggedType},
    auth::Permission,
};

const DAY: &str = "inline-flex h-7 shrink-0 items-center gap-1.5 rounded-control border border-dashed border-line-strong px-2 text-13 text-muted";

/// `account` is the name of the one that the address names.
pub fn toolbar(query: Memo<LogQuery>, go: Callback<LogQuery>, account: Signal<Option<String>>) -> AnyView {
    let w = words();
    let (client, renewals) = (use_client(), use_sync().renewals());
    // Without them the chips are empty, and the list's own failure says why.
    let filters = Asked::start(move |line| async move { client.feed_filters(&line).await }, move || renewals.get());
    let choice = |id: String, name: String| Choice { id, name, hint: None };
    let kinds = Signal::derive(move || {
        let there = filters.here().map(|filters| filters.types.clone()).unwrap_or_default();
        let chosen = query.with(types);
        let shown = LoggedType::ALL.iter().filter(|kind| there.contains(kind) || chosen.contains(kind));
        shown.map(|kind| choice(kind.name().to_owned(), (w.feed.kind)(*kind).to_owned())).collect::<Vec<_>>()
    });
    let chosen =
        Signal::derive(move || query.with(types).iter().map(|kind| kind.name().to_owned()).collect::<Vec<_>>());
    let choose = Callback::new(move |names: Vec<String>| go.run(with_types(query.get_untracked(), &names)));
    let people = Signal::derive(move || {
        let there = filters.here().map(|filters| filters.people.clone()).unwrap_or_default();
        there.into_iter().map(|person| choice(person.id, person.name)).collect::<Vec<_>>()
    });
    let person = Signal::derive(move || query.with(|query| query.user.clone()));
    let choose_person = Callback::new(move |user| go.run(LogQuery { user, ..query.get_untracked() }));
    let of_account = Signal::derive(move || query.with(|query| query.account.clone()));
    let accounts = Signal::derive(move || {
        let named = of_account.get().zip(account.get());
        named.map(|(id, name)| choice(id, name)).into_iter().collect::<Vec<_>>()
    });
    let choose_account = Callback::new(move |account| go.run(LogQuery { account, ..query.get_untracked() }));
    let from = Signal::derive(move || query.with(|query| query.from));
    let until = Signal::derive(move || query.with(last));
    let set_from = Callback::new(move |from| go.run(with_from(query.get_untracked(), from)));
    let set_last = Callback::new(move |last| go.run(with_last(query.get_untracked(), last)));
    let filtered = move || query.with(|query| *query != LogQuery::default());
    let exports = may(&use_me(), Permission::ExportActivities);
    view! {
        <div class="flex min-h-11 shrink-0 items-center gap-2 px-4 py-2 max-md:overflow-x-auto">
            <div class="flex flex-1 items-center gap-1.5" role="group" aria-label=w.accounts.filters>
                {ticks(w.feed.types, kinds, chosen, choose)}
                {picker(w.feed.person, people, person, true, choose_person)}
                {move || of_account.with(Option::is_some).then(|| picker(w.deals.account, accounts, of_account, true, choose_account))}
                {day(w.feed.from, from, set_from)}
                {day(w.feed.last, until, set_last)}
                {move || filtered().then(|| view! {
                    <Button weight=Weight::Quiet label=w.accounts.clear on_press=move || go.run(LogQuery::default()) />
                })}
            </div>
            {exports.then(|| view! {
                <a href=move || query.with(feed_file) download="activities.csv" class=Weight::Plain.class()>
                    {Icon::Download.small()} {w.feed.download}
                </a>
            })}
        </div>
    }
    .into_any()
}

fn day(label: &'static str, value: Signal<Option<NaiveDate>>, set: Callback<Option<NaiveDate>>) -> AnyView {
    view! {
        <label class=DAY>
            {label}
            <input
                type="date"
                class="bg-transparent text-13 text-ink"
                min="1900-01-01"
                max="2200-12-30"
                prop:value=move || value.get().map(|day| day.to_string()).unwrap_or_default()
                on:change=move |event| {
                    let text = event_target_value(&event);
                    // Half a date is none yet, nor is a year of which the first digits are typed.
                    match named::<NaiveDate>(&text).filter(is_day) {
                        Some(day) => set.run(Some(day)),
                        None if text.is_empty() => set.run(None),
                        None => {}
                    }
                }
            />
        </label>
    }
    .into_any()
}
