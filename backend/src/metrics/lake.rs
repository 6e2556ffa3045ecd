//! How the sync, the lake and the jobs are, as the database tells it now.

use super::{Unreadable, gauge, number};
use crate::state::State;
use prometheus::Registry;
use shared::{alerts::AlertKind, sync::RunState};

pub(super) async fn add(state: &State, registry: &Registry) -> Result<(), Unreadable> {
    runs(state, registry).await?;
    last_run(state, registry).await?;
    lake(state, registry).await?;
    trouble(state, registry).await?;
    jobs(state, registry).await
}

async fn runs(state: &State, registry: &Registry) -> Result<(), Unreadable> {
    let runs = gauge(registry, "sync_runs", "Runs in the log, by how they ended.", &["state"])?;
    for of in [RunState::Success, RunState::Partial, RunState::Failed, RunState::InProgress] {
        runs.with_label_values(&[word(of)]).set(number(state.store.runs().count(of).await?));
    }
    if let Some(success) = state.store.runs().last_success().await? {
        let age = state.store.db_now().await? - success;
        let help = "Age of the newest run that read everything; absent before the first.";
        let labels: [&str; 0] = [];
        gauge(registry, "sync_last_success_age_seconds", help, &labels)?
            .with_label_values(&labels)
            .set(age.num_seconds());
    }
    Ok(())
}

fn word(state: RunState) -> &'static str {
    match state {
        RunState::Success => "success",
        RunState::Partial => "partial",
        RunState::Failed => "failed",
        RunState::InProgress => "in_progress",
    }
}

async fn last_run(state: &State, registry: &Registry) -> Result<(), Unreadable> {
    let Some(run) = state.store.runs().last().await? else { return Ok(()) };
    let help = "What the newest run of everything did.";
    let records = gauge(registry, "sync_last_run_records", help, &["entity", "outcome"])?;
    for counts in &run.entities {
        let outcomes = [
            ("read", counts.read),
            ("inserted", counts.inserted),
            ("updated", counts.updated),
            ("deleted", counts.deleted),
            ("revived", counts.revived),
            ("rejected", counts.rejected),
            ("held", counts.held),
        ];
        for (outcome, count) in outcomes {
            records.with_label_values(&[&counts.entity.to_string(), outcome]).set(number(count));
        }
    }
    Ok(())
}

async fn lake(state: &State, registry: &Registry) -> Result<(), Unreadable> {
    let none: [&str; 0] = [];
    let published = state.store.lake().await?.generation;
    gauge(registry, "generation", "The published generation; 0 before the first.", &none)?
        .with_label_values(&none)
        .set(published);
    let rows = gauge(registry, "ledger_rows", "Facts in the memory of this process.", &["kind"])?;
    let (accounts, deals) = state.store.ledger_rows().await?;
    rows.with_label_values(&["account"]).set(number(accounts));
    rows.with_label_values(&["deal"]).set(number(deals));
    if let Some(free) = state.db.free_disk().await? {
        gauge(registry, "disk_free_bytes", "Room where the database lies.", &none)?
            .with_label_values(&none)
            .set(number(free));
    }
    Ok(())
}

async fn trouble(state: &State, registry: &Registry) -> Result<(), Unreadable> {
    let held = gauge(registry, "held_deletions", "Deletions that wait for an admin.", &["entity"])?;
    for line in state.store.held().await? {
        held.with_label_values(&[&line.entity.to_string()]).set(number(line.count));
    }
    let quarantined = gauge(registry, "quarantined_records", "Records that were refused.", &["entity"])?;
    for (entity, count) in state.store.quarantine_counts().await? {
        quarantined.with_label_values(&[&entity.to_string()]).set(number(count));
    }
    let help = "Records of the newest drift sample, by what they were.";
    let drift = gauge(registry, "drift_sampled_records", help, &["entity", "found"])?;
    for kind in state.store.last_drift().await?.map(|sample| sample.kinds).unwrap_or_default() {
        drift.with_label_values(&[kind.kind.name(), "identical"]).set(number(kind.identical));
        drift.with_label_values(&[kind.kind.name(), "different"]).set(number(kind.different));
    }
    let alerts = gauge(registry, "alerts", "1 while the alert lasts.", &["kind"])?;
    let lasting = state.store.alerts().list().await?;
    for kind in AlertKind::ALL {
        let lasts = lasting.iter().any(|alert| alert.kind == *kind && alert.over_at.is_none());
        alerts.with_label_values(&[kind.name()]).set(i64::from(lasts));
    }
    Ok(())
}

async fn jobs(state: &State, registry: &Registry) -> Result<(), Unreadable> {
    let jobs = gauge(registry, "jobs", "Jobs in the queues; done ones are left out.", &["job", "state"])?;
    for (name, queue) in state.bell.queues().all() {
        let counts = queue.counts().await?;
        for (state, count) in [("waiting", counts.waiting), ("running", counts.running), ("dead", counts.dead)] {
            jobs.with_label_values(&[name.name(), state]).set(number(count));
        }
    }
    Ok(())
}
