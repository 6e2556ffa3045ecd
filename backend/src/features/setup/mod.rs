//! `POST /api/setup`: the first super admin of a fresh installation, made with the one-time setup token.

use super::auth::sign_in;
use crate::{
    auth::Source,
    first_admin,
    http::{Body, Failure, FormProblems, client_address},
    person,
    state::State,
};
use actix_web::{HttpRequest, HttpResponse, post, web::Data};
use shared::{
    FieldProblem, ProblemCode,
    auth::{Me, SetupRequest},
};
use std::time::Instant;
use store::{
    people::{NewPerson, PasswordHash},
    setup::Redeemed,
};
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(set_up);
}

/// Create the first super admin
///
/// Takes the setup token that the server shows at its first start; the token works once. Signs the new person in.
#[utoipa::path(
    tag = "auth",
    request_body = SetupRequest,
    responses((status = 200, description = "Created and signed in", body = Me), FormProblems),
    security(())
)]
#[post("/api/setup")]
async fn set_up(
    request: HttpRequest,
    state: Data<State>,
    Body(form): Body<SetupRequest>,
) -> Result<HttpResponse, Failure> {
    let source = Source::new(client_address(&request, &state.trusted_proxies), None);
    state.attempts.check(&source, Instant::now()).map_err(Failure::too_many)?;
    let checks = (person::email(&form.email), person::name(&form.name), person::password(&form.password));
    let (email, name, password) = match checks {
        (Ok(email), Ok(name), Ok(password)) => (email, name, password),
        (email, name, password) => {
            let wrong = [("email", email.err()), ("name", name.err()), ("password", password.err())];
            let wrong = wrong.into_iter().filter_map(|(field, message)| Some((field, message?)));
            return Err(Failure::fields(
                wrong.map(|(field, message)| FieldProblem { field: field.into(), message: message.into() }).collect(),
            ));
        }
    };
    if state.store.people().count_super_admins().await? > 0 {
        return Err(ProblemCode::Conflict.into());
    }
    // Hashed before the token is spent: a hash that fails leaves the token good.
    let hash = state.passwords.hash(password).await?;
    let new = NewPerson::super_admin(&email, &name, PasswordHash(hash));
    let person = match state.store.setup().redeem(form.token.trim(), new).await? {
        Redeemed::Created(person) => person,
        Redeemed::BadToken => {
            state.attempts.failed(&source, Instant::now());
            return Err(ProblemCode::WrongCredentials.into());
        }
        Redeemed::AlreadySetUp => return Err(ProblemCode::Conflict.into()),
    };
    first_admin::forget_token(&state.setup_token_file);
    tracing::info!(person.id = %person.id, "created the first super admin with the setup token");
    sign_in(&request, &state, person).await
}
