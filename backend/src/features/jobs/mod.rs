//! Background jobs for admins: what ran, what is due, what failed for good, and a way to start each.

mod get;
mod list;
mod retry;
mod run;
mod view;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(list::list).service(get::get).service(run::run).service(retry::retry);
}
