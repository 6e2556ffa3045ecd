//! What is wrong now, for longer than one run.

use chrono::{DateTime, TimeDelta, Utc};
use shared::{
    alerts::AlertKind,
    sync::{RunState, SyncRun},
};
use store::{Store, StoreError};

/// So many failures in a row are an outage.
const FAILURES: usize = 3;
/// Runs looked at, a page at a time; those of a part say nothing of the whole.
const PAGE: i64 = 20;
const PAGES: usize = 10;
/// Days before its end from which a credential is worth an alert.
const AHEAD: TimeDelta = TimeDelta::days(14);

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct State {
    pub(super) kind: AlertKind,
    pub(super) finding: Finding,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Finding {
    /// `detail`: what is different from time to time; neither a secret nor a value of a record.
    Holds {
        since: DateTime<Utc>,
        detail: String,
    },
    Over,
    /// An alert that lasts goes on, and none begins.
    Unknown,
}

pub(super) async fn look(store: &Store) -> Result<Vec<State>, StoreError> {
    let findings = [
        (AlertKind::SyncFailing, sync(store).await?),
        (AlertKind::DeletionsHeld, held(store).await?),
        (AlertKind::Drift, drift(store).await?),
        (AlertKind::CredentialEnds, credential(store).await?),
    ];
    Ok(findings.map(|(kind, finding)| State { kind, finding }).into())
}

async fn sync(store: &Store) -> Result<Finding, StoreError> {
    // While it is switched off on purpose, nothing recovers and nothing breaks.
    if !store.integrations().find_odoo().await?.is_some_and(|odoo| odoo.enabled) {
        return Ok(Finding::Unknown);
    }
    let mut ended: Vec<SyncRun> = Vec::new();
    let mut before: Option<String> = None;
    for _ in 0..PAGES {
        let page = store.runs().history(before.as_deref(), PAGE).await?;
        before = page.last().map(|run| run.id.clone());
        ended.extend(page.into_iter().filter(|run| run.mode.is_whole() && run.state != RunState::InProgress));
        if before.is_none() || ended.len() >= FAILURES {
            break;
        }
    }
    Ok(outage(&ended))
}

/// `ended`: newest first.
fn outage(ended: &[SyncRun]) -> Finding {
    let failed: Vec<_> = ended.iter().take_while(|run| run.state == RunState::Failed).collect();
    match (failed.first(), failed.last()) {
        (Some(newest), Some(oldest)) if failed.len() >= FAILURES => Finding::Holds {
            since: oldest.finished_at.unwrap_or(oldest.started_at),
            detail: newest.errors.first().map(|error| error.message.clone()).unwrap_or_default(),
        },
        (None, _) if !ended.is_empty() => Finding::Over,
        // One or two failures: not yet an outage, and not the end of one.
        _ => Finding::Unknown,
    }
}

async fn held(store: &Store) -> Result<Finding, StoreError> {
    let held = store.held().await?;
    let Some(since) = held.iter().map(|line| line.since).min() else { return Ok(Finding::Over) };
    let lines: Vec<_> = held.iter().map(|line| format!("{} × {}", line.count, line.entity)).collect();
    Ok(Finding::Holds { since, detail: lines.join(", ") })
}

async fn drift(store: &Store) -> Result<Finding, StoreError> {
    let Some(sample) = store.last_drift().await? else { return Ok(Finding::Unknown) };
    let drifted: Vec<_> = sample.kinds.iter().filter(|kind| kind.different > 0).collect();
    if drifted.is_empty() {
        return Ok(Finding::Over);
    }
    let lines: Vec<_> = drifted
        .iter()
        .map(|kind| format!("{} of {} × {}", kind.different, kind.different + kind.identical, kind.kind.name()))
        .collect();
    Ok(Finding::Holds { since: sample.at, detail: lines.join(", ") })
}

async fn credential(store: &Store) -> Result<Finding, StoreError> {
    let ends = store.alerts().credential().await?;
    Ok(ending(ends, store.db_now().await?))
}

fn ending(ends: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Finding {
    match ends {
        Some(ends) if ends - now <= AHEAD => {
            Finding::Holds { since: now, detail: ends.format("%Y-%m-%d %H:%M UTC").to_string() }
        }
        _ => Finding::Over,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::sync::{SyncError, SyncErrorCode, SyncMode};

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minute)
    }

    fn run(minute: i64, state: RunState) -> SyncRun {
        let error = SyncError { code: SyncErrorCode::Unreachable, message: format!("minute {minute}"), entity: None };
        SyncRun {
            id: minute.to_string(),
            mode: SyncMode::Delta,
            state,
            started_at: at(minute),
            finished_at: Some(at(minute)),
            generation: None,
            entities: Vec::new(),
            errors: vec![error],
        }
    }

    #[test]
    fn the_third_failure_in_a_row_begins_an_outage_and_the_first_run_that_reads_ends_it() {
        use RunState::{Failed, Partial, Success};
        let runs = |states: &[RunState]| -> Vec<_> {
            // The newest of them is of minute 20.
            (0..).zip(states).map(|(back, state)| run(20 - 5 * back, *state)).collect()
        };
        let outage_since = |minute| Finding::Holds { since: at(minute), detail: "minute 20".into() };
        assert_eq!(outage(&runs(&[Failed, Failed, Failed])), outage_since(10));
        assert_eq!(outage(&runs(&[Failed, Failed, Failed, Failed, Success])), outage_since(5));
        assert_eq!(outage(&runs(&[Failed, Failed, Partial, Failed])), Finding::Unknown);
        assert_eq!(outage(&runs(&[Partial, Failed, Failed, Failed])), Finding::Over);
        assert_eq!(outage(&runs(&[Success])), Finding::Over);
        assert_eq!(outage(&[]), Finding::Unknown);
    }

    #[test]
    fn a_credential_is_told_of_fourteen_days_before_its_end_and_after_it() {
        let day = 24 * 60;
        let told = |ends| matches!(ending(Some(at(ends)), at(0)), Finding::Holds { .. });
        assert!(!told(14 * day + 1));
        assert!(told(14 * day) && told(0) && told(-day));
        assert_eq!(ending(None, at(0)), Finding::Over);
    }
}
