//! What admins set for the organisation.

mod organisation;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(organisation::get).service(organisation::change);
}
