//! `Failure`: why a request was not answered as asked, and the problem document that says so without its cause.

use super::PROBLEM_JSON;
use actix_web::{HttpResponse, ResponseError, http::StatusCode, http::header};
use db::DbError;
use shared::{FieldProblem, Problem, ProblemCode};
use std::{error::Error, fmt};
use store::StoreError;

type Cause = Box<dyn Error + Send + Sync>;

/// The cause is for the log only; it is written there once, with the request's id, where the answer is made.
pub(crate) struct Failure {
    code: ProblemCode,
    fields: Vec<FieldProblem>,
    retry_after: Option<u64>,
    allow: Option<String>,
    cause: Option<Cause>,
}

impl Failure {
    pub(crate) fn internal(cause: impl Into<Cause>) -> Self {
        Self { cause: Some(cause.into()), ..ProblemCode::Internal.into() }
    }

    pub(crate) fn unavailable(cause: impl Into<Cause>) -> Self {
        Self { cause: Some(cause.into()), retry_after: Some(5), ..ProblemCode::Unavailable.into() }
    }

    pub(crate) fn field(field: &str, message: impl Into<String>) -> Self {
        Self::fields(vec![FieldProblem { field: field.to_owned(), message: message.into() }])
    }

    pub(crate) fn fields(fields: Vec<FieldProblem>) -> Self {
        Self { fields, ..ProblemCode::InvalidFields.into() }
    }

    pub(crate) fn too_many(retry_after: u64) -> Self {
        Self { retry_after: Some(retry_after), ..ProblemCode::TooManyRequests.into() }
    }

    pub(crate) fn method_not_allowed(allow: String) -> Self {
        Self { allow: Some(allow), ..ProblemCode::MethodNotAllowed.into() }
    }

    pub(crate) fn code(&self) -> ProblemCode {
        self.code
    }

    pub(crate) fn cause(&self) -> Option<&Cause> {
        self.cause.as_ref()
    }

    pub(crate) fn answer(&self, request_id: String) -> HttpResponse {
        let (status, title) = meaning(self.code);
        let mut answer = HttpResponse::build(status);
        answer.content_type(PROBLEM_JSON);
        if let Some(seconds) = self.retry_after {
            answer.insert_header((header::RETRY_AFTER, seconds.to_string()));
        }
        if let Some(allow) = &self.allow {
            answer.insert_header((header::ALLOW, allow.as_str()));
        }
        let problem = Problem {
            kind: "about:blank".into(),
            title: title.into(),
            status: status.as_u16(),
            code: self.code,
            request_id,
            fields: self.fields.clone(),
        };
        match serde_json::to_string(&problem) {
            Ok(body) => answer.body(body),
            Err(_) => answer.finish(),
        }
    }
}

fn meaning(code: ProblemCode) -> (StatusCode, &'static str) {
    match code {
        ProblemCode::Unauthenticated => (StatusCode::UNAUTHORIZED, "Sign in first"),
        ProblemCode::WrongCredentials => {
            (StatusCode::UNAUTHORIZED, "E-mail address and password do not belong together")
        }
        ProblemCode::Forbidden => (StatusCode::FORBIDDEN, "You may not do this"),
        ProblemCode::PendingApproval => (StatusCode::FORBIDDEN, "An administrator has not approved you yet"),
        ProblemCode::CrossSite => (StatusCode::FORBIDDEN, "The request does not come from this app"),
        ProblemCode::NotFound => (StatusCode::NOT_FOUND, "There is no such thing, or it is not yours to see"),
        ProblemCode::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, "This address does not take that method"),
        ProblemCode::Conflict => (StatusCode::CONFLICT, "The present state does not allow this"),
        ProblemCode::ChangedMeanwhile => {
            (StatusCode::PRECONDITION_FAILED, "Somebody has changed this meanwhile, read it again")
        }
        ProblemCode::VersionRequired => {
            (StatusCode::PRECONDITION_REQUIRED, "Name the version that you have changed, in If-Match")
        }
        ProblemCode::SnapshotExpired => {
            (StatusCode::GONE, "This list has grown too old, start again from its first page")
        }
        ProblemCode::TooSlow => (StatusCode::REQUEST_TIMEOUT, "The body did not arrive in time"),
        ProblemCode::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "The body is larger than 1 MB"),
        ProblemCode::UnsupportedMediaType => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "The body must be application/json"),
        ProblemCode::WrongHost => (StatusCode::MISDIRECTED_REQUEST, "This server does not answer for that host"),
        ProblemCode::MalformedBody => (StatusCode::BAD_REQUEST, "The body is not valid JSON"),
        ProblemCode::InvalidFields => (StatusCode::UNPROCESSABLE_ENTITY, "Some fields are wrong"),
        ProblemCode::TooManyRequests => (StatusCode::TOO_MANY_REQUESTS, "Too many attempts, try again later"),
        ProblemCode::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong on our side"),
        ProblemCode::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "Not available right now, try again soon"),
    }
}

impl From<ProblemCode> for Failure {
    fn from(code: ProblemCode) -> Self {
        Self { code, fields: Vec::new(), retry_after: None, allow: None, cause: None }
    }
}

/// What the framework refused by itself, by its status.
impl From<StatusCode> for Failure {
    fn from(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => ProblemCode::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => ProblemCode::MethodNotAllowed,
            StatusCode::REQUEST_TIMEOUT => ProblemCode::TooSlow,
            StatusCode::PAYLOAD_TOO_LARGE => ProblemCode::TooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => ProblemCode::UnsupportedMediaType,
            status if status.is_client_error() => ProblemCode::MalformedBody,
            _ => ProblemCode::Internal,
        }
        .into()
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::SnapshotExpired | StoreError::NoHistory { .. } => ProblemCode::SnapshotExpired.into(),
            StoreError::EmailTaken | StoreError::Exists | StoreError::NotOpen => ProblemCode::Conflict.into(),
            StoreError::ChangedMeanwhile => ProblemCode::ChangedMeanwhile.into(),
            StoreError::BadCursor => Self::field("cursor", "this cursor is not one of ours"),
            StoreError::Db(error) => error.into(),
            error => Self::internal(error),
        }
    }
}

impl From<DbError> for Failure {
    fn from(error: DbError) -> Self {
        if error.is_away() { Self::unavailable(error) } else { Self::internal(error) }
    }
}

impl ResponseError for Failure {
    fn status_code(&self) -> StatusCode {
        meaning(self.code).0
    }

    fn error_response(&self) -> HttpResponse {
        self.answer(String::new())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(meaning(self.code).1)
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Failure({:?})", self.code)
    }
}
