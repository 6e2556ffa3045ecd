//! What changes on every screen while the sync works.

use super::SyncHealth;
use crate::{http::Failure, state::State};
use chrono::{DateTime, Utc};
use shared::sync::{Indicator, Progress};

#[derive(Debug)]
pub(crate) struct SyncNow {
    pub(crate) indicator: Indicator,
    pub(crate) last_success: Option<DateTime<Utc>>,
    pub(crate) progress: Option<Progress>,
}

pub(crate) async fn now(state: &State) -> Result<SyncNow, Failure> {
    let health = SyncHealth::look(state).await?;
    Ok(SyncNow { indicator: health.indicator(), last_success: health.last_success, progress: health.progress })
}
