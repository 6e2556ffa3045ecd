//! `GET /api/sync/status`: how fresh the figures are, what runs, and what went wrong.

use super::health::SyncHealth;
use crate::{
    features::data_lake::drift,
    http::{Caller, Failure, PersonProblems, ReadSyncStatus, permissions},
    state::State,
};
use actix_web::{
    get,
    web::{Data, Json},
};
use shared::{
    EntityType,
    auth::Permission,
    sync::{Progress, SyncStatus},
};

/// State of the sync
///
/// For every approved person. Messages, issues and how many records the whole lake holds are for admins: for others, `progress` counts per cent.
#[utoipa::path(tag = "sync", responses((status = 200, description = "The state", body = SyncStatus), PersonProblems), security(("session" = [])))]
#[get("/api/sync/status")]
pub(super) async fn status(caller: Caller<ReadSyncStatus>, state: Data<State>) -> Result<Json<SyncStatus>, Failure> {
    let health = SyncHealth::look(&state).await?;
    let sees_all = permissions(&caller.person).contains(&Permission::ReadSyncHistory);
    let shown = SyncStatus {
        indicator: health.indicator(),
        generation: caller.moment.generation,
        last_success: health.last_success,
        now: health.now,
        interval_minutes: health.times.interval_minutes,
        progress: health.progress,
        last_run: health.last_run,
        held_deletions: health.held,
        records: state.store.counts().await?,
        drift: if sees_all { drift(&state).await? } else { None },
    };
    Ok(Json(if sees_all { shown } else { for_everybody(shown) }))
}

pub(crate) const FOR_ADMINS: &str = "An administrator can see the details.";

/// Without what tells of records that the reader may not see.
fn for_everybody(mut state: SyncStatus) -> SyncStatus {
    // How many people the sync covers is for everybody.
    state.records.retain(|kept| kept.entity == EntityType::Employee);
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
