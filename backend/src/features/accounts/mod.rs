//! Accounts that the caller may see, with the figures over the deals that they may see.

mod filters;
mod get;
mod list;
mod query;
mod view;

pub(super) use view::option as filter_option;

use crate::http::{Caller, Freshness};
use actix_web::HttpRequest;
use domain::{Moment, Scope};
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig) {
    // Before the record, which would take "filters" for an id.
    config.service(list::list).service(filters::filters).service(get::get);
}

/// Of an answer about sales data: all that it depends on.
pub(crate) fn freshness<N>(caller: &Caller<N>, scope: &Scope, moment: &Moment, request: &HttpRequest) -> Freshness {
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
