//! The data lake from outside: health and sizes for admins, serving rows for everybody within their reach.

mod entities;
mod health;
mod stats;

use crate::{http::Failure, state::State};
use chrono::TimeDelta;
use shared::data_lake::Drift;
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(health::health).service(stats::stats).service(entities::list);
}

/// Of the samples of the last day; absent without any.
pub(crate) async fn drift(state: &State) -> Result<Option<Drift>, Failure> {
    let since = state.db.now().await? - TimeDelta::hours(24);
    let Some(summary) = state.store.drift_since(since).await? else { return Ok(None) };
    let percent = summary.percent();
    Ok(percent.map(|percent_identical| Drift {
        at: summary.last_at,
        sampled: summary.compared,
        identical: summary.identical,
        percent_identical,
    }))
}
