//! Records that were refused, each with what is wrong with it, until they are asked for again.

use super::{
    AdminPage, record_link,
    table::{CELL, Chosen, HEAD, More, Tick, listed},
    when,
};
use crate::{
    api::ApiError,
    components::{
        Icon,
        button::Button,
        note::{Note, explain},
        outside::outside_link,
    },
    format,
    state::{
        paged::{Paged, Piece},
        session::use_client,
        sync::use_sync,
    },
    words::{Words, words},
};
use leptos::{prelude::*, task::spawn_local};
use shared::{auth::Permission, explorer::QuarantinedRecord};
use std::collections::BTreeSet;

#[component]
pub fn QuarantinePage() -> impl IntoView {
    let w = words();
    view! { <AdminPage title=w.admin.quarantine need=Permission::ManageSync><Quarantine /></AdminPage> }
}

#[component]
fn Quarantine() -> impl IntoView {
    let w = words();
    let client = use_client();
    let sync = use_sync();
    // Runs that ask for single records again are not told of one by one; what they take makes a new generation.
    let last = Memo::new(move |_| {
        sync.status().map(|status| {
            let run = status.last_run.as_ref().map(|run| (run.id.clone(), run.state));
            (status.indicator, status.generation, run)
        })
    });
    let list = Paged::start(
        move |cursor, line| async move {
            let page = client.quarantine(cursor.as_deref(), &line).await?;
            Ok(Piece { items: page.items, total: Some(page.total), next_cursor: page.next_cursor })
        },
        move || last.get(),
    );
    let chosen = Chosen::new();
    Effect::new(move |_| {
        let there: BTreeSet<_> = list.items.with(|items| items.iter().map(|record| record.id.clone()).collect());
        chosen.keep(&there);
    });
    let ids =
        Memo::new(move |_| list.items.with(|items| items.iter().map(|record| record.id.clone()).collect::<Vec<_>>()));
    let all = Signal::derive(move || ids.with(|ids| !ids.is_empty() && ids.iter().all(|id| chosen.has(id))));
    view! {
        <Bar list chosen />
        {listed(list, w.admin.no_list, move || {
            if ids.with(Vec::is_empty) {
                return view! { <Note icon=Icon::CircleCheck title=w.admin.no_quarantine text=w.admin.no_quarantine_why /> }.into_any();
            }
            view! {
                <div class="min-h-0 flex-1 overflow-auto" tabindex="0" role="region" aria-label=w.admin.quarantine>
                    <table class="w-full border-separate border-spacing-0 text-13">
                        <thead>
                            <tr>
                                <th scope="col" class=format!("{HEAD} w-10 pl-4")>
                                    <Tick label=w.admin.select_all on=all on_change=move |on| chosen.set(ids.get_untracked(), on) />
                                </th>
                                <th scope="col" class=HEAD>{w.admin.record}</th>
                                <th scope="col" class=format!("{HEAD} max-md:hidden")>{w.sync.kind}</th>
                                <th scope="col" class=format!("{HEAD} max-lg:hidden")>{w.admin.since}</th>
                                <th scope="col" class=HEAD>{w.admin.reason}</th>
                                <th scope="col" class=format!("{HEAD} pr-4")><span class="sr-only">"Odoo"</span></th>
                            </tr>
                        </thead>
                        <tbody>{move || list.items.with(|items| items.iter().map(|record| row(chosen, record, w)).collect_view())}</tbody>
                    </table>
                    <More paged=list label=w.admin.more />
                </div>
            }
            .into_any()
        })}
    }
}

#[component]
fn Bar(list: Paged<QuarantinedRecord>, chosen: Chosen) -> impl IntoView {
    let w = words();
    let client = use_client();
    let sync = use_sync();
    let (busy, said) = (RwSignal::new(false), RwSignal::new(None::<Result<(), ApiError>>));
    let count = Memo::new(move |_| chosen.count());
    let empty = Memo::new(move |_| list.items.with(Vec::is_empty));
    let retry = move || {
        let records: Vec<_> = chosen.0.get_untracked().into_iter().collect();
        busy.set(true);
        said.set(None);
        spawn_local(async move {
            let answer = client.retry_quarantined(records).await;
            busy.try_set(false);
            said.try_set(Some(answer.map(|_| ())));
            sync.ask();
        });
    };
    view! {
        <div
            class="flex min-h-12 shrink-0 flex-wrap items-center gap-3 px-4 py-2"
            class:hidden=move || empty.get() && said.with(Option::is_none)
        >
            <p class="min-w-0 flex-1 basis-60 text-13 max-md:basis-full text-muted text-pretty">
                {move || list.total.get().filter(|total| *total > 0).map(|total| (w.admin.quarantine_total)(&format::count(total, w.lang), total))}
            </p>
            <p role="status" class="text-13 empty:-mr-3">
                {move || said.get().map(|said| match said {
                    Ok(()) => view! { <span class="text-muted">{w.admin.retried}</span> }.into_any(),
                    Err(error) => view! { <span class="text-negative">{explain(&error, w)}</span> }.into_any(),
                })}
            </p>
            {move || (count.get() > 0).then(|| view! {
                <span class="figures text-13 font-medium">{(w.admin.selected)(&format::count(u64::try_from(count.get()).unwrap_or(u64::MAX), w.lang))}</span>
            })}
            {move || (!empty.get()).then(|| view! {
                <Button icon=Icon::RefreshCw label=w.admin.retry disabled=Signal::derive(move || count.get() == 0 || busy.get()) on_press=retry />
            })}
        </div>
    }
}

fn row(chosen: Chosen, record: &QuarantinedRecord, w: &'static Words) -> impl IntoView + use<> {
    let id = record.id.clone();
    let (ticked, ticking) = (id.clone(), id.clone());
    let reasons: Vec<_> = record.reasons.iter().map(|reason| view! { <li>{reason.clone()}</li> }).collect();
    view! {
        <tr class="hover:bg-hover" data-quarantined=id.clone()>
            <td class=format!("{CELL} pl-4")>
                <Tick
                    label=record.record.clone()
                    on=Signal::derive(move || chosen.has(&ticked))
                    on_change=move |on| chosen.set([ticking.clone()], on)
                />
            </td>
            <th scope="row" class=format!("{CELL} figures text-left font-normal")>{record_link(&id, None, &record.record)}</th>
            <td class=format!("{CELL} text-muted first-letter:uppercase max-md:hidden")>{(w.sync.entity)(record.entity)}</td>
            <td class=format!("{CELL} figures text-muted max-lg:hidden")>{when(record.since, w)}</td>
            <td class=format!("{CELL} text-pretty")><ul>{reasons}</ul></td>
            <td class=format!("{CELL} pr-4 text-right")>{record.odoo_url.as_deref().and_then(|url| outside_link(url, "Odoo"))}</td>
        </tr>
    }
}
