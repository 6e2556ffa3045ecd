//! Errors on the wire: RFC 9457 problem documents with a closed set of codes.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    /// 401: no credential, or one that is not valid any more.
    Unauthenticated,
    /// 401: e-mail and password do not belong together.
    WrongCredentials,
    /// 403: known, but not allowed.
    Forbidden,
    /// 403: signed in, but an admin has not approved the person yet.
    PendingApproval,
    /// 403: an unsafe request that does not come from the app itself.
    CrossSite,
    /// 404: not there, or not yours.
    NotFound,
    /// 405: the path is known, the method is not.
    MethodNotAllowed,
    /// 409: the record's state does not allow this now.
    Conflict,
    /// 412: somebody changed the record meanwhile; read it again.
    ChangedMeanwhile,
    /// 428: the change must name the version that it was made on, in `If-Match`.
    VersionRequired,
    /// 410: the generation that a cursor points to is not kept any more.
    SnapshotExpired,
    /// 408: the body did not arrive in time.
    TooSlow,
    /// 413: the body is larger than 1 MB.
    TooLarge,
    /// 415: the body is not JSON.
    UnsupportedMediaType,
    /// 421: the request names a host that is not PUBLIC_URL's.
    WrongHost,
    /// 400: the body is not valid JSON.
    MalformedBody,
    /// 422: one or more fields are wrong, see `fields`.
    InvalidFields,
    /// 429: too many attempts; see `Retry-After`.
    TooManyRequests,
    /// 500: our fault; the cause is in the log under the request id.
    Internal,
    /// 503: starting, stopping, or the database is away.
    Unavailable,
}

/// What is wrong with one field of the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldProblem {
    /// Name of the query parameter or body field.
    pub field: String,
    /// What would be right, in words.
    pub message: String,
}

/// `application/problem+json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// Always `about:blank`: `code` says it.
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    pub status: u16,
    pub code: ProblemCode,
    /// Find the cause in the server's log by this id.
    pub request_id: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldProblem>,
}
