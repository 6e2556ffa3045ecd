//! `GET /api/sync/status`: how fresh the figures are, what runs, and what went wrong.

use crate::{
    http::{Caller, Failure, PersonProblems, ReadSyncStatus, permissions},
    state::State,
};
use actix_web::{
    get,
    web::{Data, Json},
};
use shared::{
    auth::Permission,
    sync::{Indicator, Progress, RunState, SyncErrorCode, SyncRun, SyncStatus},
};

/// State of the sync
///
/// For every approved person. Messages, issues and how many records the whole lake holds are for admins: for others, `progress` counts per cent.
#[utoipa::path(tag = "sync", responses((status = 200, description = "The state", body = SyncStatus), PersonProblems), security(("session" = [])))]
#[get("/api/sync/status")]
pub(super) async fn status(caller: Caller<ReadSyncStatus>, state: Data<State>) -> Result<Json<SyncStatus>, Failure> {
    let runs = state.store.runs();
    let last_run = runs.last().await?;
    let progress = runs.progress().await?;
    let held_deletions = state.store.held().await?;
    let indicator = indicator(&state, last_run.as_ref(), progress.as_ref(), !held_deletions.is_empty()).await?;
    let shown = SyncStatus {
        indicator,
        generation: caller.moment.generation,
        last_success: runs.last_success().await?,
        now: state.db.now().await?,
        interval_minutes: u32::try_from(state.sync_interval.as_secs() / 60).unwrap_or(u32::MAX),
        progress,
        last_run,
        held_deletions,
        records: state.store.counts().await?,
    };
    let sees_all = permissions(&caller.person).contains(&Permission::ReadSyncHistory);
    Ok(Json(if sees_all { shown } else { for_everybody(shown) }))
}

/// The first that applies, in the order of `Indicator`.
pub(super) async fn indicator(
    state: &State,
    last_run: Option<&SyncRun>,
    progress: Option<&Progress>,
    deletions_are_held: bool,
) -> Result<Indicator, Failure> {
    let Some(bell) = &state.bell else { return Ok(Indicator::NotConfigured) };
    let refused = |run: &SyncRun| run.errors.iter().any(|error| error.code == SyncErrorCode::WrongCredentials);
    if last_run.is_some_and(refused) {
        return Ok(Indicator::NeedsRefresh);
    }
    if progress.is_some() || bell.is_busy().await? {
        return Ok(Indicator::Syncing);
    }
    Ok(match last_run.map(|run| run.state) {
        Some(RunState::Failed) => Indicator::Error,
        Some(RunState::Success) if !deletions_are_held => Indicator::Connected,
        // Configured, and nothing was read yet.
        Some(_) | None => Indicator::Warning,
    })
}

const FOR_ADMINS: &str = "An administrator can see the details.";

/// Without what tells of records that the reader may not see.
fn for_everybody(mut state: SyncStatus) -> SyncStatus {
    state.records.clear();
    state.progress = state.progress.map(in_per_cent);
    // How many wait for an admin is shown; the reason compares that with the size of the lake.
    state.held_deletions.iter_mut().for_each(|held| held.reason = FOR_ADMINS.into());
    if let Some(run) = &mut state.last_run {
        run.entities.clear();
        run.errors.iter_mut().for_each(|error| error.message = FOR_ADMINS.into());
    }
    state
}

pub(crate) fn in_per_cent(progress: Progress) -> Progress {
    let expected = progress.records_expected.filter(|expected| *expected > 0);
    let done = expected.map_or(0, |expected| (progress.records_read.saturating_mul(100) / expected).min(100));
    Progress { records_read: done, records_expected: expected.map(|_| 100), ..progress }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_in_per_cent_tells_no_size() {
        let read = |records_read, records_expected| {
            let started_at = chrono::DateTime::UNIX_EPOCH;
            let all = Progress { run: "run".into(), started_at, entity: None, records_read, records_expected };
            let shown = in_per_cent(all);
            (shown.records_read, shown.records_expected)
        };
        assert_eq!(read(12_300, Some(20_000)), (61, Some(100)));
        assert_eq!(read(20_500, Some(20_000)), (100, Some(100)));
        assert_eq!(read(7, Some(0)), (0, None));
        assert_eq!(read(7, None), (0, None));
    }
}
