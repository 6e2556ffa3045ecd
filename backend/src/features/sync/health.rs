//! How the sync is: one look for all operations that show it, and the one rule that makes an indicator of it.

use crate::{http::Failure, state::State, worker::Times};
use chrono::{DateTime, TimeDelta, Utc};
use shared::sync::{HeldDeletions, Indicator, Progress, RunState, SyncErrorCode, SyncRun};
use store::integrations::IntegrationRecord;

pub(crate) struct SyncHealth {
    /// Absent while no Odoo is configured.
    pub(crate) connection: Option<IntegrationRecord>,
    /// The newest whole run that has ended.
    pub(crate) last_run: Option<SyncRun>,
    pub(crate) last_success: Option<DateTime<Utc>>,
    pub(crate) progress: Option<Progress>,
    pub(crate) held: Vec<HeldDeletions>,
    pub(crate) times: Times,
    pub(crate) now: DateTime<Utc>,
    /// A run waits or goes on.
    is_busy: bool,
}

impl SyncHealth {
    pub(crate) async fn look(state: &State) -> Result<Self, Failure> {
        let runs = state.store.runs();
        Ok(Self {
            // Before the log: a run that ends meanwhile shows as one that still goes on, never as one that never was.
            is_busy: state.bell.is_busy().await?,
            progress: runs.progress().await?,
            connection: state.store.integrations().find_odoo().await?,
            last_run: runs.last().await?,
            last_success: runs.last_success().await?,
            held: state.store.held().await?,
            times: state.times().await?,
            now: state.db.now().await?,
        })
    }

    pub(crate) fn indicator(&self) -> Indicator {
        let connection = self.connection.as_ref().map(|connection| Configured {
            is_enabled: connection.enabled,
            since: connection.changed_at,
            secret_opens: connection.secret_opens,
        });
        let last_run = self.last_run.as_ref().map(|run| LastRun {
            state: run.state,
            began: run.started_at,
            was_refused: run.errors.iter().any(|error| error.code == SyncErrorCode::WrongCredentials),
        });
        let facts = Facts {
            connection,
            last_run,
            last_success: self.last_success,
            is_running: self.is_busy || self.progress.is_some(),
            are_deletions_held: !self.held.is_empty(),
            interval: TimeDelta::minutes(i64::from(self.times.interval_minutes)),
            now: self.now,
        };
        facts.indicator()
    }

    pub(crate) fn state(&self) -> Option<RunState> {
        let state = self.connection.as_ref()?.sync_status?;
        // The worker of a run that is said to go on may be dead; the next run says so.
        match state {
            RunState::InProgress if self.progress.is_none() => self.last_run.as_ref().map(|run| run.state),
            state => Some(state),
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Configured {
    is_enabled: bool,
    /// The last change of the connection.
    since: DateTime<Utc>,
    secret_opens: bool,
}

#[derive(Debug, Clone, Copy)]
struct LastRun {
    state: RunState,
    began: DateTime<Utc>,
    /// Odoo did not take the credential.
    was_refused: bool,
}

/// All that the indicator follows from.
#[derive(Debug, Clone, Copy)]
struct Facts {
    connection: Option<Configured>,
    last_run: Option<LastRun>,
    last_success: Option<DateTime<Utc>>,
    is_running: bool,
    are_deletions_held: bool,
    interval: TimeDelta,
    now: DateTime<Utc>,
}

impl Facts {
    /// The first that applies, in the order of `Indicator`.
    fn indicator(self) -> Indicator {
        let Some(connection) = self.connection.filter(|connection| connection.is_enabled) else {
            return Indicator::NotConfigured;
        };
        // A credential that was entered since then was not refused yet.
        let is_refused = self.last_run.is_some_and(|run| run.was_refused && run.began >= connection.since);
        if is_refused || !connection.secret_opens {
            return Indicator::NeedsRefresh;
        }
        if self.is_running {
            return Indicator::Syncing;
        }
        let state = self.last_run.map(|run| run.state);
        // What was never read is as old as the connection.
        let age = self.now - self.last_success.unwrap_or(connection.since);
        if state == Some(RunState::Failed) || age > self.interval * 3 {
            return Indicator::Error;
        }
        let is_whole = state == Some(RunState::Success) && self.last_success.is_some();
        if !is_whole || self.are_deletions_held || age > self.interval * 2 {
            return Indicator::Warning;
        }
        Indicator::Connected
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)
    }

    /// Configured at minute 0, a good run from 100 to 100, looked at in minute 103, every five minutes.
    fn good() -> Facts {
        Facts {
            connection: Some(Configured { is_enabled: true, since: at(0), secret_opens: true }),
            last_run: Some(LastRun { state: RunState::Success, began: at(100), was_refused: false }),
            last_success: Some(at(100)),
            is_running: false,
            are_deletions_held: false,
            interval: TimeDelta::minutes(5),
            now: at(103),
        }
    }

    fn run(state: RunState, was_refused: bool) -> Option<LastRun> {
        Some(LastRun { state, began: at(100), was_refused })
    }

    #[test]
    fn each_state_has_its_cause() {
        let disabled = Configured { is_enabled: false, since: at(0), secret_opens: true };
        let sealed = Configured { is_enabled: true, since: at(0), secret_opens: false };
        let repaired = Configured { is_enabled: true, since: at(101), secret_opens: true };
        let refused = run(RunState::Failed, true);
        let cases = [
            (good(), Indicator::Connected),
            (Facts { connection: None, ..good() }, Indicator::NotConfigured),
            (Facts { connection: Some(disabled), ..good() }, Indicator::NotConfigured),
            (Facts { last_run: refused, ..good() }, Indicator::NeedsRefresh),
            (Facts { connection: Some(sealed), ..good() }, Indicator::NeedsRefresh),
            (Facts { last_run: refused, connection: Some(repaired), ..good() }, Indicator::Error),
            (Facts { is_running: true, ..good() }, Indicator::Syncing),
            (Facts { last_run: run(RunState::Failed, false), ..good() }, Indicator::Error),
            (Facts { now: at(115), ..good() }, Indicator::Warning),
            (Facts { now: at(116), ..good() }, Indicator::Error),
            (Facts { now: at(110), ..good() }, Indicator::Connected),
            (Facts { now: at(111), ..good() }, Indicator::Warning),
            (Facts { last_run: run(RunState::Partial, false), ..good() }, Indicator::Warning),
            (Facts { are_deletions_held: true, ..good() }, Indicator::Warning),
            (Facts { last_run: None, last_success: None, now: at(1), ..good() }, Indicator::Warning),
            (Facts { last_run: None, last_success: None, now: at(16), ..good() }, Indicator::Error),
        ];
        for (facts, expected) in cases {
            assert_eq!(facts.indicator(), expected, "{facts:?}");
        }
    }

    #[test]
    fn the_earlier_rule_wins() {
        let mut facts = Facts {
            last_run: run(RunState::Failed, true),
            is_running: true,
            are_deletions_held: true,
            now: at(1_000),
            ..good()
        };
        facts.connection = Some(Configured { is_enabled: false, since: at(0), secret_opens: false });
        assert_eq!(facts.indicator(), Indicator::NotConfigured);
        facts.connection = good().connection;
        assert_eq!(facts.indicator(), Indicator::NeedsRefresh);
        facts.last_run = run(RunState::Failed, false);
        assert_eq!(facts.indicator(), Indicator::Syncing);
        facts.is_running = false;
        assert_eq!(facts.indicator(), Indicator::Error);
        (facts.last_run, facts.now) = (run(RunState::Success, false), at(101));
        assert_eq!(facts.indicator(), Indicator::Warning);
        facts.are_deletions_held = false;
        assert_eq!(facts.indicator(), Indicator::Connected);
    }
}
