//! `POST /api/auth/logout`: ends the session on the server and in the browser.

use crate::{
    http::{AdminProblems, Done, Failure, Journal, SessionCookie, session_token},
    state::State,
};
use actix_web::{HttpRequest, HttpResponse, post, web::Data};
use secrecy::ExposeSecret;
use shared::activities::LoggedType;

/// Sign out
///
/// Whoever is signed out already gets the same answer.
#[utoipa::path(tag = "auth", responses((status = 204, description = "Signed out"), AdminProblems), security(("session" = []), ()))]
#[post("/api/auth/logout")]
pub(super) async fn logout(request: HttpRequest, state: Data<State>) -> Result<HttpResponse, Failure> {
    if let Some(token) = session_token(&request, &state.origin) {
        if let Some(session) = state.store.sessions().look(token.expose_secret()).await?
            && let Some(person) = state.store.people().find(session.person).await?
        {
            Journal::of(&request).write(Done::oneself(LoggedType::SignedOut).by(&person));
        }
        state.store.sessions().revoke(token.expose_secret()).await?;
    }
    Ok(HttpResponse::NoContent().cookie(SessionCookie::cleared(&state.origin)).finish())
}
