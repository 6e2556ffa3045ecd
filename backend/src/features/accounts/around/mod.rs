//! Everything around an account: the 360° view and the lists that it opens to.

mod activities;
mod contact;
mod contacts;
mod invoices;
mod orders;
mod view;
mod whole;

pub(in crate::features) use view::timeline;

use crate::{
    features::reading,
    http::{Caller, Failure, ReadSales},
    state::State,
};
use actix_web::{HttpRequest, HttpResponse};
use domain::{Moment, Scope, canonical::SourceId, facts::parse_serving_id};
use serde::Serialize;
use shared::{EntityType, ProblemCode};
use std::fmt::Debug;
use store::{
    StoreError,
    accounts::{Accounts, around::PartQuery},
    cursor::Cursor,
};
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

/// Who asks for a page of an account's rows, and where they go on.
struct Asking<'a> {
    request: &'a HttpRequest,
    caller: &'a Caller<ReadSales>,
    state: &'a State,
    cursor: Option<&'a str>,
}

impl<'a> Asking<'a> {
    async fn answer<P: Debug, R, V: Serialize>(
        self,
        query: PartQuery<P>,
        read: impl AsyncFnOnce(
            &Accounts<'a>,
            &Scope,
            &Moment,
            &PartQuery<P>,
            Option<&Cursor>,
        ) -> Result<Option<R>, StoreError>,
        view: impl FnOnce(R, &Moment) -> V,
    ) -> Result<HttpResponse, Failure> {
        let Self { request, caller, state, cursor } = self;
        let (scope, accounts) = (caller.scope(), state.store.accounts());
        let cursor = cursor.map(|text| accounts.resume_part(&scope, &query, text)).transpose()?;
        let moment = reading::moment(state, caller, cursor.as_ref().map(Cursor::generation)).await?;
        let fresh = reading::freshness(state, caller, &scope, &moment, request).await?;
        let page = async || {
            let page = read(&accounts, &scope, &moment, &query, cursor.as_ref()).await?.ok_or(ProblemCode::NotFound)?;
            Ok(view(page, &moment))
        };
        fresh.answer(request, &state.answers, page).await
    }
}
