//! The dashboard: figures of a period, what to look at next, who won what.

mod overview;
mod view;

pub(super) use view::{month_of, span};

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(overview::overview).service(overview::real);
}
