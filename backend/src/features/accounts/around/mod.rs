//! Everything around an account: the 360° view and the lists that it opens to.

mod activities;
mod contact;
mod contacts;
mod invoices;
mod orders;
mod view;
mod whole;

use crate::http::Failure;
use domain::{canonical::SourceId, facts::parse_serving_id};
use shared::{EntityType, ProblemCode};
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .service(whole::whole)
        .service(contacts::contacts)
        .service(contact::contact)
        .service(invoices::invoices)
        .service(orders::orders)
        .service(activities::activities);
}

/// An id of the path that is none of an account names nothing.
fn account(id: &str) -> Result<SourceId, Failure> {
    match parse_serving_id(id) {
        Some((EntityType::Account, id)) => Ok(id),
        _ => Err(ProblemCode::NotFound.into()),
    }
}

/// A person, an address, or an account that is a person.
fn contact_id(id: &str) -> Option<SourceId> {
    match parse_serving_id(id) {
        Some((EntityType::Contact | EntityType::Account, id)) => Some(id),
        _ => None,
    }
}
