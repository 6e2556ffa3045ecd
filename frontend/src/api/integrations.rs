//! The connection to Odoo, the lake behind it, the jobs that keep it: for admins.

use super::{ApiError, Client, call::Line};
use gloo_net::http::Method;
use serde_json::{Map, Value};
use shared::{
    alerts::AlertList,
    data_lake::{DataLakeHealth, DataLakeStats},
    explorer::{SyncSettings, SyncSettingsForm},
    integrations::{ConnectionTest, ConnectionTestRequest, Integration, OdooConnectionForm},
    jobs::{JobList, JobName, JobStarted},
    paths,
    sync::Triggered,
};

fn nothing() -> Map<String, Value> {
    Map::new()
}

impl Client {
    pub async fn odoo(&self, line: &Line) -> Result<Integration, ApiError> {
        self.get(paths::ODOO, line).await
    }

    pub async fn connect_odoo(&self, version: i64, form: &OdooConnectionForm) -> Result<Integration, ApiError> {
        self.change(Method::PUT, paths::ODOO, version, form).await
    }

    pub async fn enable_odoo(&self, version: i64, enabled: bool) -> Result<Integration, ApiError> {
        let path = if enabled { paths::ODOO_ENABLE } else { paths::ODOO_DISABLE };
        self.change(Method::POST, path, version, &nothing()).await
    }

    /// Without a connection: the stored one.
    pub async fn test_odoo(&self, connection: Option<OdooConnectionForm>) -> Result<ConnectionTest, ApiError> {
        self.post(paths::ODOO_TEST, &ConnectionTestRequest { connection }).await
    }

    pub async fn sync_users(&self) -> Result<Triggered, ApiError> {
        self.post(paths::ODOO_SYNC_USERS, &nothing()).await
    }

    pub async fn sync_departments(&self) -> Result<Triggered, ApiError> {
        self.post(paths::ODOO_SYNC_DEPARTMENTS, &nothing()).await
    }

    pub async fn lake_health(&self, line: &Line) -> Result<DataLakeHealth, ApiError> {
        self.get(paths::DATA_LAKE_HEALTH, line).await
    }

    pub async fn alerts(&self, line: &Line) -> Result<AlertList, ApiError> {
        self.get(paths::ALERTS, line).await
    }

    pub async fn lake_stats(&self, line: &Line) -> Result<DataLakeStats, ApiError> {
        self.get(paths::DATA_LAKE_STATS, line).await
    }

    pub async fn sync_settings(&self, line: &Line) -> Result<SyncSettings, ApiError> {
        self.get(paths::SYNC_SETTINGS, line).await
    }

    pub async fn change_sync_settings(&self, version: i64, form: SyncSettingsForm) -> Result<SyncSettings, ApiError> {
        self.change(Method::PUT, paths::SYNC_SETTINGS, version, &form).await
    }

    pub async fn jobs(&self, line: &Line) -> Result<JobList, ApiError> {
        self.get(paths::JOBS, line).await
    }

    pub async fn run_job(&self, name: JobName) -> Result<JobStarted, ApiError> {
        self.post(&paths::run_job(name), &nothing()).await
    }

    pub async fn retry_job(&self, id: &str) -> Result<JobStarted, ApiError> {
        self.post(&paths::retry_job(&crate::route::encode(id)), &nothing()).await
    }
}
