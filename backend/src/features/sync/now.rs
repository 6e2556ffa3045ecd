//! What changes on every screen while the sync works.

use super::status::indicator;
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
    let runs = state.store.runs();
    let last_run = runs.last().await?;
    let progress = runs.progress().await?;
    let deletions_are_held = !state.store.held().await?.is_empty();
    let indicator = indicator(state, last_run.as_ref(), progress.as_ref(), deletions_are_held).await?;
    Ok(SyncNow { indicator, last_success: runs.last_success().await?, progress })
}
