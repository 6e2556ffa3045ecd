//! One request: abortable, with a time limit, its answer or problem read.

use super::ApiError;
use gloo_net::http::{Method, RequestBuilder, Response};
use leptos::prelude::set_timeout_with_handle;
use serde::{Serialize, de::DeserializeOwned};
use shared::paths::APP_HEADER;
use std::{cell::Cell, rc::Rc, time::Duration};
use web_sys::{AbortController, AbortSignal};

const TIME_LIMIT: Duration = Duration::from_secs(30);

/// Holds a request: dropping it takes the request back.
#[derive(Debug)]
pub struct Abort(Option<AbortController>);

impl Abort {
    pub fn new() -> Self {
        Self(AbortController::new().ok())
    }

    /// For the request that this handle holds.
    pub fn line(&self) -> Line {
        Line(self.0.clone())
    }
}

impl Drop for Abort {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}

/// The request's end of an [`Abort`].
#[derive(Debug, Clone)]
pub struct Line(Option<AbortController>);

impl Line {
    /// For requests that must go through once they are sent.
    pub fn unbroken() -> Self {
        Self(AbortController::new().ok())
    }

    fn signal(&self) -> Option<AbortSignal> {
        self.0.as_ref().map(AbortController::signal)
    }

    fn cut(&self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}

pub async fn get<T: DeserializeOwned>(path: &str, line: &Line) -> Result<T, ApiError> {
    send(Method::GET, path, None::<&()>, None, line).await?.read()
}

pub async fn get_text(path: &str) -> Result<String, ApiError> {
    send(Method::GET, path, None::<&()>, None, &Line::unbroken()).await?.text
}

pub async fn post<B: Serialize, T: DeserializeOwned>(path: &str, body: &B) -> Result<T, ApiError> {
    send(Method::POST, path, Some(body), None, &Line::unbroken()).await?.read()
}

/// Changes the record only while it still has the version that the change was made on.
pub async fn change<B: Serialize, T: DeserializeOwned>(
    method: Method,
    path: &str,
    version: i64,
    body: &B,
) -> Result<T, ApiError> {
    send(method, path, Some(body), Some(version), &Line::unbroken()).await?.read()
}

/// Only while it still has the version that was seen.
pub async fn delete(path: &str, version: i64) -> Result<(), ApiError> {
    send(Method::DELETE, path, Some(&()), Some(version), &Line::unbroken()).await.map(|_| ())
}

/// For answers whose body does not matter, be it empty, whole or cut off.
pub async fn post_only<B: Serialize>(path: &str, body: &B) -> Result<(), ApiError> {
    send(Method::POST, path, Some(body), None, &Line::unbroken()).await.map(|_| ())
}

struct Answer {
    status: u16,
    retry_after: Option<u64>,
    /// To its last byte, or why it did not come.
    text: Result<String, ApiError>,
}

impl Answer {
    fn read<T: DeserializeOwned>(self) -> Result<T, ApiError> {
        serde_json::from_str(&self.text?).map_err(|_| ApiError::Unreadable { status: self.status })
    }

    /// Of a refusal the status alone says enough.
    fn problem(self) -> ApiError {
        match self.text.map(|text| serde_json::from_str(&text)) {
            Ok(Ok(problem)) => ApiError::Problem { problem, retry_after: self.retry_after },
            Err(ApiError::Aborted) => ApiError::Aborted,
            _ => ApiError::Unreadable { status: self.status },
        }
    }
}

/// An answer can be late, cut off or taken back as long as its body is not there, not only until it begins.
async fn send<B: Serialize>(
    method: Method,
    path: &str,
    body: Option<&B>,
    version: Option<i64>,
    line: &Line,
) -> Result<Answer, ApiError> {
    let timed_out = Rc::new(Cell::new(false));
    let timer = {
        let (timed_out, line) = (Rc::clone(&timed_out), line.clone());
        set_timeout_with_handle(
            move || {
                timed_out.set(true);
                line.cut();
            },
            TIME_LIMIT,
        )
    };
    let signal = line.signal();
    let lost = || match (timed_out.get(), signal.as_ref().is_some_and(AbortSignal::aborted)) {
        (true, _) => ApiError::TimedOut,
        (false, true) => ApiError::Aborted,
        (false, false) => ApiError::Offline,
    };
    let response = exchange(method, path, body, version, signal.as_ref()).await;
    let answer = match response {
        Ok(response) => Ok(Answer {
            status: response.status(),
            retry_after: response.headers().get("Retry-After").and_then(|seconds| seconds.trim().parse().ok()),
            text: response.text().await.map_err(|_| lost()),
        }),
        Err(_) => Err(lost()),
    };
    if let Ok(timer) = timer {
        timer.clear();
    }
    let answer = answer?;
    if (200..300).contains(&answer.status) { Ok(answer) } else { Err(answer.problem()) }
}

async fn exchange<B: Serialize>(
    method: Method,
    path: &str,
    body: Option<&B>,
    version: Option<i64>,
    signal: Option<&AbortSignal>,
) -> Result<Response, gloo_net::Error> {
    let builder = RequestBuilder::new(path)
        .method(method)
        .abort_signal(signal)
        .header("Accept", "application/json, application/problem+json");
    let builder = match version {
        Some(version) => builder.header("If-Match", &format!("\"{version}\"")),
        None => builder,
    };
    match body {
        Some(body) => builder.header(APP_HEADER, "1").json(body)?.send().await,
        None => builder.send().await,
    }
}
