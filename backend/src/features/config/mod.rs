//! What admins set for the organisation.

mod activity_log;
mod goal_thresholds;
mod health_weights;
mod navigation;
mod organisation;
mod targets;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .service(organisation::get)
        .service(organisation::change)
        .service(goal_thresholds::get)
        .service(goal_thresholds::change)
        .service(health_weights::get)
        .service(health_weights::change)
        .service(navigation::get)
        .service(navigation::change)
        .service(activity_log::get)
        .service(activity_log::change)
        .service(targets::list)
        .service(targets::create)
        .service(targets::delete);
}
