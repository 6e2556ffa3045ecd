//! What the test of the connection found: it works and how, or what is wrong and where that is mended.

use crate::{
    components::{
        Icon,
        tone::{Tone, toned},
    },
    format,
    pages::admin::when,
    words::Words,
};
use leptos::prelude::*;
use shared::integrations::{ConnectionTest, MissingRight};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    None,
    Busy,
    Here(ConnectionTest),
}

pub fn result(outcome: RwSignal<Outcome>, w: &'static Words) -> impl IntoView {
    view! {
        <div role="status">
            {move || match outcome.get() {
                Outcome::None => None,
                Outcome::Busy => Some(view! { <p class="border-t border-line px-4 py-3 text-13">{toned(Tone::Busy, w.admin.testing.to_owned())}</p> }.into_any()),
                Outcome::Here(test) => Some(found(&test, w).into_any()),
            }}
        </div>
    }
}

fn found(test: &ConnectionTest, w: &'static Words) -> impl IntoView + use<> {
    let took = chrono::Duration::milliseconds(i64::try_from(test.took_ms).unwrap_or(i64::MAX));
    let mut facts: Vec<String> = test.version.clone().into_iter().collect();
    facts.extend(test.transport.map(|transport| (w.admin.transport_name)(transport).to_owned()));
    facts.push(format::span(took, w));
    let head = match &test.problem {
        None => toned(Tone::Good, w.admin.works.to_owned()).into_any(),
        Some(problem) => {
            let message = problem.message.clone();
            view! {
                <span class="flex gap-1.5 font-medium text-negative">
                    {Icon::CircleX.sized("mt-0.5 size-3.5 shrink-0")}
                    <span class="text-pretty">{(w.admin.connection_problem)(problem.code)}</span>
                </span>
                <span class="block pl-5 text-12 text-muted text-pretty">{message}</span>
            }
            .into_any()
        }
    };
    let missing: Vec<_> = test.missing.iter().map(|right| unreadable(right, w)).collect();
    let all = test.works && missing.is_empty();
    view! {
        <div class="flex flex-col gap-2 border-t border-line px-4 py-3 text-13" data-test=if test.works { "works" } else { "fails" }>
            <div class="font-medium">{head}</div>
            <p class="figures text-12 text-muted">{facts.join(" · ")}</p>
            {test.credential_ends.map(|ends| view! { <p class="text-12 text-muted" data-key-ends="">{w.admin.key_ends} " " <span class="figures">{when(ends, w)}</span></p> })}
            {(!test.databases.is_empty()).then(|| view! { <p class="text-12 text-muted">{w.admin.databases} ": " {test.databases.join(", ")}</p> })}
            {test.notes.iter().map(|note| view! { <p class="text-12 text-muted text-pretty">{note.clone()}</p> }).collect_view()}
            {all.then(|| view! { <p class="text-12 text-muted">{w.admin.all_readable}</p> })}
            {(!missing.is_empty()).then(|| view! {
                <div>
                    <h3 class="text-12 font-medium text-warning">{w.admin.not_readable}</h3>
                    <ul class="flex flex-col gap-0.5">{missing}</ul>
                </div>
            })}
        </div>
    }
}

fn unreadable(right: &MissingRight, w: &'static Words) -> impl IntoView + use<> {
    view! {
        <li class="flex flex-wrap gap-x-2 text-12">
            <span class="figures font-medium">{right.model.clone()}</span>
            {right.entity.map(|entity| view! { <span>{(w.sync.entity)(entity)}</span> })}
            <span class="text-muted text-pretty">{right.message.clone()}</span>
        </li>
    }
}
