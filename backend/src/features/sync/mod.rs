//! The state of the sync for everybody, its runs and the button for admins.

mod history;
mod now;
mod status;
mod trigger;

pub(crate) use now::now;
pub(crate) use status::in_per_cent;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(status::status).service(trigger::trigger).service(history::history);
}
