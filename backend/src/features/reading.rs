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

pub(super) fn freshness<N>(caller: &Caller<N>, scope: &Scope, moment: &Moment, request: &HttpRequest) -> Freshness {
    let currency = moment.currency.as_ref().map(|currency| currency.code.as_str()).unwrap_or_default();
    Freshness::new(&[
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
    ])
}

impl From<CursorError> for Failure {
    fn from(error: CursorError) -> Self {
        Self::field("cursor", error.to_string())
    }
}
