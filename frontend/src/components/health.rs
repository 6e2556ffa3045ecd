//! How well an account is: state, score and the reasons that make it, never by colour alone.

use super::tone::Tone;
use crate::words::words;
use leptos::prelude::*;
use shared::health_score::{Health, HealthState};

fn tone(state: HealthState) -> Tone {
    match state {
        HealthState::Healthy => Tone::Good,
        HealthState::Watch => Tone::Warning,
        HealthState::AtRisk => Tone::Bad,
        HealthState::NoBusiness => Tone::Off,
    }
}

fn signed(points: i32) -> String {
    if points < 0 { format!("−{}", points.unsigned_abs()) } else { format!("+{points}") }
}

/// `50 + 15 − 20`, each with its reason, a line each.
fn told(health: &Health) -> String {
    let w = words();
    let reason = |reason: &shared::health_score::HealthReason| {
        format!("{} {}", signed(reason.points), w.health.reason(reason.kind))
    };
    match health.score {
        None => w.health.no_business_why.to_owned(),
        Some(_) => {
            let first = format!("50 {}", w.health.start);
            std::iter::once(first).chain(health.reasons.iter().map(reason)).collect::<Vec<_>>().join("\n")
        }
    }
}

/// Icon, word and score in one line; the reasons on hover.
pub fn health_chip(health: &Health) -> AnyView {
    let w = words();
    let tone = tone(health.state);
    let icon = match health.state {
        HealthState::NoBusiness => None,
        _ => Some(tone.icon().sized("size-3.5 shrink-0")),
    };
    let score = health.score.map(|score| score.to_string());
    view! {
        <span
            class=format!("inline-flex shrink-0 items-center gap-1 text-11 whitespace-nowrap {}", tone.text())
            title=told(health)
            data-health=w.health.id(health.state)
            data-score=score.clone()
        >
            {icon} {w.health.state(health.state)} <span class="figures font-medium">{score.clone()}</span>
        </span>
    }
    .into_any()
}

/// For a row: icon and score; the word is for who cannot see the icon.
pub fn health_mark(health: &Health) -> Option<AnyView> {
    let w = words();
    let (tone, score) = (tone(health.state), health.score?);
    Some(
        view! {
            <span
                class=format!("inline-flex shrink-0 items-center gap-0.5 text-11 {}", tone.text())
                title=format!("{} {score}\n{}", w.health.state(health.state), told(health))
                data-health=w.health.id(health.state)
                data-score=score.to_string()
            >
                {tone.icon().sized("size-3 shrink-0")}
                <span class="sr-only">{w.health.title} " " {w.health.state(health.state)}</span>
                <span class="figures">{score.to_string()}</span>
            </span>
        }
        .into_any(),
    )
}

/// The chip with its reasons beside it: their points and 50 are the score.
pub fn health_line(health: &Health) -> AnyView {
    let w = words();
    let reasons: Vec<_> = health
        .reasons
        .iter()
        .map(|reason| {
            let (points, name) = (signed(reason.points), w.health.reason(reason.kind));
            view! {
                <li class="whitespace-nowrap" data-points=reason.points.to_string()>
                    <span class="figures font-medium text-ink">{points}</span> " " {name}
                </li>
            }
        })
        .collect();
    let start = health.score.map(|_| view! { <li class="whitespace-nowrap"><span class="figures font-medium text-ink">"50"</span> " " {w.health.start}</li> });
    let why = health.score.is_none().then_some(w.health.no_business_why);
    view! {
        <div class="flex flex-wrap items-baseline gap-x-4 gap-y-1 border-b border-line px-5 py-2 text-12 text-muted" data-health-reasons="">
            <span class="font-medium">{w.health.title}</span>
            {health_chip(health)}
            <ul class="flex min-w-0 flex-wrap gap-x-3 gap-y-1">{start} {reasons}</ul>
            {why}
        </div>
    }
    .into_any()
}
