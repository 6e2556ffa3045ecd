//! `POST /api/auth/login`: e-mail and password for a session.

use super::me_view;
use crate::{
    auth::{PasswordError, Source},
    http::{Body, Done, Failure, FormProblems, Journal, SessionCookie, client_address, session_token},
    state::State,
};
use actix_web::{HttpRequest, HttpResponse, http::header, post, web::Data};
use secrecy::ExposeSecret;
use shared::{
    ProblemCode,
    activities::LoggedType,
    auth::{LoginRequest, Me},
};
use std::time::Instant;
use store::people::PersonRecord;

const LONGEST_EMAIL: usize = 320;
const LONGEST_PASSWORD: usize = 4 * 1024;

/// Sign in
///
/// Sets the session's cookie. The answer takes equally long whether the person exists or not.
#[utoipa::path(
    tag = "auth",
    request_body = LoginRequest,
    responses((status = 200, description = "Signed in", body = Me, headers(("Set-Cookie" = String, description = "The session"))), FormProblems),
    security(())
)]
#[post("/api/auth/login")]
pub(super) async fn login(
    request: HttpRequest,
    state: Data<State>,
    Body(form): Body<LoginRequest>,
) -> Result<HttpResponse, Failure> {
    let email = form.email.trim();
    if email.is_empty() || email.len() > LONGEST_EMAIL {
        return Err(Failure::field("email", "must be an e-mail address"));
    }
    if form.password.is_empty() || form.password.len() > LONGEST_PASSWORD {
        return Err(Failure::field("password", "must be a password"));
    }
    let source = Source::new(client_address(&request, &state.trusted_proxies), Some(email));
    state.attempts.check(&source, Instant::now()).map_err(Failure::too_many)?;
    let (person, stored) = state.store.people().find_credentials(email).await?.unzip();
    let stored = stored.flatten().map(|hash| hash.0);
    let turn = state.passwords.turn().await?;
    state.attempts.check(&source, Instant::now()).map_err(Failure::too_many)?;
    let fits = state.passwords.verify(&turn, form.password.into(), stored).await?;
    let Some(person) = person.filter(|_| fits) else {
        state.attempts.failed(&source, Instant::now());
        tracing::info!("a sign-in failed: wrong e-mail address or password");
        return Err(ProblemCode::WrongCredentials.into());
    };
    drop(turn);
    if !person.is_active {
        return Err(ProblemCode::Forbidden.into());
    }
    sign_in(&request, &state, person).await
}

/// Starts a session in place of the one that the browser may still hold.
pub(crate) async fn sign_in(
    request: &HttpRequest,
    state: &State,
    person: PersonRecord,
) -> Result<HttpResponse, Failure> {
    if let Some(earlier) = session_token(request, &state.origin) {
        state.store.sessions().revoke(earlier.expose_secret()).await?;
    }
    let agent = request.headers().get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
    let token = state.store.sessions().start(person.id, agent).await?;
    tracing::info!(person.id = %person.id, "signed in");
    Journal::of(request).write(Done::oneself(LoggedType::SignedIn).by(&person));
    let me = me_view(state, person).await?;
    let token = token.expose().to_owned().into();
    Ok(HttpResponse::Ok().cookie(SessionCookie::holding(&token, &state.origin)).json(me))
}

impl From<PasswordError> for Failure {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Busy => Self::unavailable(error),
            error => Self::internal(error),
        }
    }
}
