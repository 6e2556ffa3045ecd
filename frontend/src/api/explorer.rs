//! What runs changed, how records came to be as they are, what was held back or refused: for admins.

use super::{ApiError, Client, call::Line};
use crate::route::{Query, encode};
use serde_json::{Map, Value};
use shared::{
    explorer::{
        ChangedRecordPage, HeldDecided, HeldDecision, HeldPage, QuarantinePage, QuarantineRetry, RecordHistory,
        Resynced, RunDetail,
    },
    paths,
    sync::Triggered,
};

/// As many as the server gives at once.
const PER_PAGE: &str = "200";
/// In the details of a run.
const CHANGED_PER_PAGE: &str = "50";

fn page(path: &str, cursor: Option<&str>, limit: &str) -> String {
    format!("{path}?{}", Query::default().with("cursor", cursor).with("limit", Some(limit)).text())
}

impl Client {
    pub async fn sync_run(&self, id: &str, line: &Line) -> Result<RunDetail, ApiError> {
        self.get(&paths::sync_run(&encode(id)), line).await
    }

    pub async fn changed_records(
        &self,
        run: &str,
        cursor: Option<&str>,
        line: &Line,
    ) -> Result<ChangedRecordPage, ApiError> {
        self.get(&page(&paths::sync_run_records(&encode(run)), cursor, CHANGED_PER_PAGE), line).await
    }

    /// `before`: the generation after which the wanted versions end.
    pub async fn record_history(&self, id: &str, before: Option<&str>, line: &Line) -> Result<RecordHistory, ApiError> {
        let path = paths::sync_record(&encode(id));
        let query = Query::default().with("before", before).text();
        self.get(&if query.is_empty() { path } else { format!("{path}?{query}") }, line).await
    }

    pub async fn resync_record(&self, id: &str) -> Result<Resynced, ApiError> {
        self.post(&paths::resync_record(&encode(id)), &Map::<String, Value>::new()).await
    }

    pub async fn held(&self, cursor: Option<&str>, line: &Line) -> Result<HeldPage, ApiError> {
        self.get(&page(paths::SYNC_HELD, cursor, PER_PAGE), line).await
    }

    /// Deletes them here too, or else keeps them.
    pub async fn decide_held(&self, release: bool, decision: &HeldDecision) -> Result<HeldDecided, ApiError> {
        let path = if release { paths::SYNC_HELD_RELEASE } else { paths::SYNC_HELD_REJECT };
        self.post(path, decision).await
    }

    pub async fn retry_quarantined(&self, records: Vec<String>) -> Result<Triggered, ApiError> {
        self.post(paths::SYNC_QUARANTINE_RETRY, &QuarantineRetry { records }).await
    }

    pub async fn quarantine(&self, cursor: Option<&str>, line: &Line) -> Result<QuarantinePage, ApiError> {
        self.get(&page(paths::SYNC_QUARANTINE, cursor, PER_PAGE), line).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_asked_for_by_cursor_and_limit() {
        assert_eq!(page(paths::SYNC_HELD, None, PER_PAGE), "/api/sync/held?limit=200");
        assert_eq!(page(paths::SYNC_HELD, Some("a/b"), PER_PAGE), "/api/sync/held?cursor=a%2Fb&limit=200");
    }
}
