//! The session's cookie: opaque, unreadable for scripts, bound to this host where there is TLS.

use super::Origin;
use actix_web::{
    HttpRequest,
    cookie::{Cookie, SameSite, time::Duration},
};
use secrecy::{ExposeSecret, SecretString};

/// As long as a session may live at most; the database decides earlier.
const LIFE: Duration = Duration::days(30);

pub(crate) struct SessionCookie;

impl SessionCookie {
    fn name(origin: &Origin) -> &'static str {
        // Browsers keep a `__Host-` cookie only when it is secure.
        if origin.is_secure() { "__Host-salescommand" } else { "salescommand" }
    }

    pub(crate) fn holding(token: &SecretString, origin: &Origin) -> Cookie<'static> {
        Cookie::build(Self::name(origin), token.expose_secret().to_owned())
            .path("/")
            .http_only(true)
            .secure(origin.is_secure())
            .same_site(SameSite::Lax)
            .max_age(LIFE)
            .finish()
    }

    pub(crate) fn cleared(origin: &Origin) -> Cookie<'static> {
        let mut cookie = Self::holding(&SecretString::default(), origin);
        cookie.set_max_age(Duration::ZERO);
        cookie
    }
}

pub(crate) fn session_token(request: &HttpRequest, origin: &Origin) -> Option<SecretString> {
    let cookie = request.cookie(SessionCookie::name(origin))?;
    (!cookie.value().is_empty()).then(|| cookie.value().to_owned().into())
}
