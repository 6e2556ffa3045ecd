//! What a figure is made of, and what changed between two moments.

mod explain;
mod flow;
mod links;
mod view;

pub(super) use links::Links;
pub(super) use view::value;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(explain::explain).service(flow::flow);
}
