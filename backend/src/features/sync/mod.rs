//! The state of the sync for everybody; its runs, its explorer, its times and the button for admins.

mod changed;
mod health;
mod held;
mod history;
mod now;
mod quarantine;
mod record;
mod resync;
mod run;
mod settings;
mod status;
mod trigger;
mod words;

pub(crate) use health::SyncHealth;
pub(crate) use now::now;
pub(crate) use status::{FOR_ADMINS, in_per_cent};
pub(crate) use trigger::{must_be_on, note, ring};

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .service(status::status)
        .service(trigger::trigger)
        .service(history::history)
        .service(settings::get)
        .service(settings::set)
        .service(run::get)
        .service(changed::list)
        .service(record::get)
        .service(resync::resync)
        .service(held::list)
        .service(held::release)
        .service(held::reject)
        .service(quarantine::list)
        .service(quarantine::retry);
}
