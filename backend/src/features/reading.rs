//! What every answer about sales data depends on: which moment it is read at, and when it is another.

use crate::{
    http::{Caller, Failure, Freshness},
    state::State,
};
use actix_web::HttpRequest;
use domain::{Moment, Scope};
use store::cursor::CursorError;

/// Now, or that of the generation at which the caller began to read.
pub(super) async fn moment<N>(state: &State, caller: &Caller<N>, generation: Option<i64>) -> Result<Moment, Failure> {
    match generation {
        Some(generation) => Ok(state.store.moment_at(generation).await?),
        None => Ok(caller.moment.clone()),
    }
}

pub(super) async fn freshness<N>(
    state: &State,
    caller: &Caller<N>,
    scope: &Scope,
    moment: &Moment,
    request: &HttpRequest,
) -> Result<Freshness, Failure> {
    freshness_with(state, caller, scope, moment, request, "").await
}

/// `more`: what the answer depends on besides.
pub(super) async fn freshness_with<N>(
    state: &State,
    caller: &Caller<N>,
    scope: &Scope,
    moment: &Moment,
    request: &HttpRequest,
    more: &str,
) -> Result<Freshness, Failure> {
    // A meeting that ends changes answers, though nothing is published and the day is the same.
    let meetings = state.store.meetings_over(moment).await?;
    let currency = moment.currency.as_ref().map(|currency| currency.code.as_str()).unwrap_or_default();
    Ok(Freshness::new(&[
        &moment.generation.to_string(),
        &moment.epoch.to_string(),
        &moment.today.to_string(),
        moment.time_zone.name(),
        currency,
        &moment.settings_version.to_string(),
        &caller.person.id.to_string(),
        &scope.fingerprint(),
        request.path(),
        request.query_string(),
        &meetings.to_string(),
        more,
    ]))
}

impl From<CursorError> for Failure {
    fn from(error: CursorError) -> Self {
        Self::field("cursor", error.to_string())
    }
}
