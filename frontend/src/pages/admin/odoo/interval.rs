//! How often Odoo is compared with the lake.

use crate::{
    api::ApiError,
    components::{
        answered::{Panel, answered},
        button::Weight,
        field::Refusal,
        note::explain,
    },
    state::{asked::Asked, session::use_client, sync::use_sync},
    words::{Words, words},
};
use leptos::{prelude::*, task::spawn_local};
use shared::{
    ProblemCode,
    explorer::{SyncSettings, SyncSettingsForm},
    integrations::{LONGEST_INTERVAL_MINUTES, SHORTEST_INTERVAL_MINUTES},
};
use std::sync::Arc;

#[component]
pub fn Interval(settings: Asked<SyncSettings>) -> impl IntoView {
    let w = words();
    let saved = RwSignal::new(false);
    view! {
        <Panel title=w.admin.interval aside=view! { <p role="status" class="text-12 text-positive">{move || saved.get().then_some(w.admin.saved)}</p> }.into_any()>
            {answered(settings, w.admin.no_settings, move |now| form(settings, saved, &now, w))}
        </Panel>
    }
}

/// Whole minutes in the range that is allowed.
fn minutes(text: &str) -> Option<u32> {
    text.trim().parse().ok().filter(|minutes| (SHORTEST_INTERVAL_MINUTES..=LONGEST_INTERVAL_MINUTES).contains(minutes))
}

fn form(settings: Asked<SyncSettings>, saved: RwSignal<bool>, now: &Arc<SyncSettings>, w: &'static Words) -> AnyView {
    let client = use_client();
    let sync = use_sync();
    let version = now.version;
    let text = RwSignal::new(now.interval_minutes.to_string());
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<ApiError>);
    let wrong = RwSignal::new(false);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let Some(interval_minutes) = minutes(&text.get_untracked()) else {
            wrong.set(true);
            return;
        };
        if busy.get_untracked() {
            return;
        }
        wrong.set(false);
        busy.set(true);
        spawn_local(async move {
            let form = SyncSettingsForm { interval_minutes, full_compare_hour: None };
            let answer = client.change_sync_settings(version, form).await;
            busy.try_set(false);
            match answer {
                Ok(fresh) => {
                    settings.put(fresh);
                    saved.try_set(true);
                    sync.ask();
                }
                Err(error) => {
                    failed.try_set(Some(error));
                }
            }
        });
    };
    let refusal = Signal::derive(move || failed.with(|error| error.as_ref().map(|error| explain(error, w).to_owned())));
    let changed =
        move || failed.with(|error| error.as_ref().and_then(ApiError::code) == Some(ProblemCode::ChangedMeanwhile));
    let night = (w.admin.nightly)(now.full_compare_hour, &now.time_zone);
    let shown = now.interval_minutes;
    view! {
        <form class="flex flex-col gap-2 px-4 py-3" novalidate on:submit=submit data-interval=shown.to_string()>
            <div class="flex flex-wrap items-center gap-2 text-13">
                <label for="interval">{w.admin.every_minutes}</label>
                <input
                    id="interval"
                    type="number"
                    min=SHORTEST_INTERVAL_MINUTES.to_string()
                    max=LONGEST_INTERVAL_MINUTES.to_string()
                    step="1"
                    class="figures h-8 w-16 rounded-control border border-line-control bg-panel px-2 text-14 aria-invalid:border-negative"
                    aria-describedby="interval-note"
                    aria-invalid=move || wrong.get().then_some("true")
                    prop:value=text
                    on:input=move |event| {
                        text.set(event_target_value(&event));
                        saved.set(false);
                    }
                />
                <span class="flex-1">{w.admin.minutes}</span>
                <button type="submit" class=Weight::Plain.class() aria-disabled=move || busy.get().then_some("true")>{w.admin.save}</button>
            </div>
            <p id="interval-note" class="text-12" class=("text-negative", wrong) class=("text-muted", move || !wrong.get())>{w.admin.interval_hint}</p>
            <p class="text-12 text-muted text-pretty">{night}</p>
            <Refusal text=refusal />
            {move || changed().then(|| view! {
                <button type="button" class=Weight::Plain.class() on:click=move |_| settings.again()>{w.admin.load_again}</button>
            })}
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_is_5_to_60_whole_minutes() {
        assert_eq!(minutes(" 5 "), Some(5));
        assert_eq!(minutes("60"), Some(60));
        for wrong in ["4", "61", "", "7.5", "-5", "ten"] {
            assert_eq!(minutes(wrong), None, "{wrong}");
        }
    }
}
