//! The reconciliation with Odoo: its state, its runs, starting one.

use super::{ApiError, Client, call::Line};
use crate::route::Query;
use shared::{
    paths,
    sync::{HistoryPage, SyncStatus, TriggerRequest, Triggered},
};

const RUNS_PER_PAGE: &str = "50";

impl Client {
    pub async fn sync_status(&self, line: &Line) -> Result<SyncStatus, ApiError> {
        self.get(paths::SYNC_STATUS, line).await
    }

    pub async fn start_sync(&self, full: bool) -> Result<Triggered, ApiError> {
        self.post(paths::SYNC_TRIGGER, &TriggerRequest { full }).await
    }

    pub async fn newest_run(&self, line: &Line) -> Result<HistoryPage, ApiError> {
        self.get(&format!("{}?limit=1", paths::SYNC_HISTORY), line).await
    }

    pub async fn sync_history(&self, cursor: Option<&str>, line: &Line) -> Result<HistoryPage, ApiError> {
        let search = Query::default().with("cursor", cursor).with("limit", Some(RUNS_PER_PAGE)).text();
        self.get(&format!("{}?{search}", paths::SYNC_HISTORY), line).await
    }
}
