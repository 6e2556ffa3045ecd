//! Signing in and out, and who one is.

mod login;
mod logout;
mod me;

pub(crate) use login::sign_in;
pub(crate) use me::view as me_view;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(login::login).service(logout::logout).service(me::me);
}
