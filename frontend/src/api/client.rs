//! What a signed-in person can ask for. When the session has ended, the rest of the app is told once, here.

use super::{ApiError, call, call::Line};
use gloo_net::http::Method;
use leptos::prelude::{Callable, Callback};
use serde::{Serialize, de::DeserializeOwned};
use shared::{ProblemCode, paths};

/// Copies share the answer to "the session has ended".
#[derive(Debug, Clone, Copy)]
pub struct Client {
    ended: Callback<()>,
}

impl Client {
    pub fn new(ended: Callback<()>) -> Self {
        Self { ended }
    }

    pub async fn sign_out(&self) -> Result<(), ApiError> {
        self.told(call::post_only(paths::LOGOUT, &serde_json::Map::new()).await)
    }

    pub(super) async fn get<T: DeserializeOwned>(&self, path: &str, line: &Line) -> Result<T, ApiError> {
        self.told(call::get(path, line).await)
    }

    pub(super) async fn post<B: Serialize, T: DeserializeOwned>(&self, path: &str, body: &B) -> Result<T, ApiError> {
        self.told(call::post(path, body).await)
    }

    pub(super) async fn change<B: Serialize, T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        version: i64,
        body: &B,
    ) -> Result<T, ApiError> {
        self.told(call::change(method, path, version, body).await)
    }

    pub(super) async fn delete(&self, path: &str, version: i64) -> Result<(), ApiError> {
        self.told(call::delete(path, version).await)
    }

    /// The session is over, as another way than an answer has told.
    pub fn end(&self) {
        self.ended.run(());
    }

    fn told<T>(&self, answer: Result<T, ApiError>) -> Result<T, ApiError> {
        if let Err(error) = &answer
            && (error.code() == Some(ProblemCode::Unauthenticated)
                || matches!(error, ApiError::Unreadable { status: 401 }))
        {
            self.ended.run(());
        }
        answer
    }
}
