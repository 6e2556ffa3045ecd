//! What somebody without a session can ask for.

use super::{ApiError, call, call::Line};
use shared::{
    ProblemCode,
    auth::{LoginRequest, Me, SetupRequest},
    paths,
};

/// The app's own page as the server has it now.
pub async fn page() -> Result<String, ApiError> {
    call::get_text("/").await
}

/// `None`: nobody is signed in.
pub async fn who_am_i() -> Result<Option<Me>, ApiError> {
    match call::get(paths::ME, &Line::unbroken()).await {
        Ok(me) => Ok(Some(me)),
        Err(error) if error.code() == Some(ProblemCode::Unauthenticated) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The session arrives as a cookie; who it is for is asked with [`who_am_i`].
pub async fn sign_in(request: &LoginRequest) -> Result<(), ApiError> {
    call::post_only(paths::LOGIN, request).await
}

pub async fn set_up(request: &SetupRequest) -> Result<(), ApiError> {
    call::post_only(paths::SETUP, request).await
}
