//! Connections to other systems: their settings, their test, their state, and runs that are asked for there.

mod connection;
mod form;
mod health;
mod list;
mod parts;
mod switch;
mod test;
mod view;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .service(health::health)
        .service(list::list)
        .service(connection::get)
        .service(connection::set)
        .service(test::test)
        .service(switch::enable)
        .service(switch::disable)
        .service(parts::everything)
        .service(parts::users)
        .service(parts::departments);
}
