//! How the connection is, in figures, and what is not as it should be.

use super::super::when;
use crate::{
    components::{Icon, answered::answered, tone::toned},
    format,
    frame::tone_of,
    route::Page,
    state::{asked::Asked, sync::use_sync},
    words::{Words, words},
};
use leptos::prelude::*;
use rust_decimal::Decimal;
use shared::{
    data_lake::{DataLakeHealth, Drift, LakeConcern},
    integrations::Integration,
};
use std::sync::Arc;

#[component]
pub fn Strip(odoo: Asked<Integration>, health: Asked<DataLakeHealth>) -> impl IntoView {
    let w = words();
    let sync = use_sync();
    // The stream tells it sooner than the connection's own record.
    let indicator = Memo::new(move |_| {
        sync.status().map(|status| status.indicator).or_else(|| odoo.here().map(|odoo| odoo.indicator))
    });
    view! {
        <div class="flex flex-col border-b border-line">
            <p class="px-4 pt-3 text-16 font-semibold" data-indicator=move || indicator.get().map(|it| format!("{it:?}").to_lowercase())>
                {move || indicator.get().map(|indicator| toned(tone_of(indicator), (w.admin.indicator)(indicator).to_owned()))}
            </p>
            {move || odoo.here().and_then(|odoo| odoo.error_message.clone()).map(|message| view! {
                <p class="px-4 pt-1 text-13 text-muted text-pretty">{message}</p>
            })}
            {answered(health, w.admin.no_health, move |health| figures(&health, w))}
        </div>
    }
}

/// `99.98` as `99.98 %`.
fn identical(drift: &Drift, w: &Words) -> String {
    drift
        .percent_identical
        .parse::<Decimal>()
        .map_or_else(|_| drift.percent_identical.clone(), |percent| format::percent(&percent, w.lang))
}

fn figures(health: &Arc<DataLakeHealth>, w: &'static Words) -> AnyView {
    let line = |name: &'static str, label: &'static str, value: AnyView, below: Option<String>| {
        view! {
            <div class="min-w-0" data-fact=name>
                <dt class="text-12 text-muted">{label}</dt>
                <dd class="figures truncate text-14 font-medium">{value}</dd>
                {below.map(|below| view! { <dd class="figures truncate text-12 text-muted" title=below.clone()>{below.clone()}</dd> })}
            </div>
        }
    };
    let text = |text: String| view! { {text} }.into_any();
    let age = |at: Option<chrono::DateTime<chrono::Utc>>| {
        at.map_or_else(|| w.admin.never.to_owned(), |at| format::age(health.now - at, w))
    };
    let waiting = |count: u64, page: Page<'static>| {
        let shown = format::count(count, w.lang);
        if count == 0 {
            return view! { <span class="text-faint">{shown}</span> }.into_any();
        }
        view! { <a href=page.path() class="figure-link rounded-control text-warning">{shown}</a> }.into_any()
    };
    let (share, sampled) = match &health.drift {
        Some(drift) => {
            let (same, all) = (format::count(drift.identical, w.lang), format::count(drift.sampled, w.lang));
            (
                identical(drift, w),
                Some(format!("{} · {}", (w.sync.read_of)(&same, &all), format::age(health.now - drift.at, w))),
            )
        }
        None => ("–".to_owned(), Some(w.admin.not_sampled.to_owned())),
    };
    let concerns: Vec<_> = health
        .concerns
        .iter()
        .map(|concern| {
            let path = match concern {
                LakeConcern::DeletionsHeld => Some(Page::Held.path()),
                LakeConcern::RecordsQuarantined => Some(Page::Quarantine.path()),
                _ => None,
            };
            let words = (w.admin.concern)(*concern);
            match path {
                Some(path) => {
                    view! { <li><a href=path class="rounded-control hover:underline">{words}</a></li> }.into_any()
                }
                None => view! { <li>{words}</li> }.into_any(),
            }
        })
        .collect();
    view! {
        <dl class="grid grid-cols-2 gap-x-8 gap-y-3 px-4 py-3 md:flex md:flex-wrap">
            {line("last_success", w.sync.last_success, text(age(health.last_success)), health.last_success.map(|at| when(at, w)))}
            {line("identical", w.admin.identical, text(share), sampled)}
            {line("compared", w.admin.compared, text(age(health.compared_at)), health.compared_at.map(|at| when(at, w)))}
            {line("generation", w.admin.generation, text(format::count(u64::try_from(health.generation).unwrap_or(0), w.lang)), health.published_at.map(|at| when(at, w)))}
            {line("held", w.admin.held, waiting(health.held, Page::Held), None)}
            {line("quarantined", w.admin.quarantine, waiting(health.quarantined, Page::Quarantine), None)}
        </dl>
        {(!concerns.is_empty()).then(|| view! {
            <div class="flex gap-2 border-t border-warning-line bg-warning-soft px-4 py-2 text-13 text-warning">
                {Icon::TriangleAlert.sized("mt-0.5 size-4 shrink-0")}
                <ul>{concerns}</ul>
            </div>
        })}
    }
    .into_any()
}
