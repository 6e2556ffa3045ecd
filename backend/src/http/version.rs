//! Versions of records: sent as `ETag`, demanded as `If-Match` by each change, so that nobody overwrites what they have not seen.

use super::{Failure, caller::Verdict};
use actix_web::{
    FromRequest, HttpRequest, HttpResponse, HttpResponseBuilder,
    dev::Payload,
    http::header::{self, ETag, EntityTag},
};
use futures::future::LocalBoxFuture;
use serde::Serialize;
use shared::ProblemCode;

/// The version that the caller has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct IfMatch(pub(crate) i64);

impl FromRequest for IfMatch {
    type Error = Failure;
    type Future = LocalBoxFuture<'static, Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let header = request.headers().get(header::IF_MATCH);
        let read = match header.map(|value| value.to_str().ok().and_then(version)) {
            None => Err(ProblemCode::VersionRequired.into()),
            // `*`, a list, another kind of tag: no version that we gave out.
            Some(None) => Err(ProblemCode::ChangedMeanwhile.into()),
            Some(Some(version)) => Ok(Self(version)),
        };
        Box::pin(Verdict::awaited(request).before(read))
    }
}

fn version(tag: &str) -> Option<i64> {
    tag.trim().strip_prefix('"')?.strip_suffix('"')?.parse().ok().filter(|version| *version >= 0)
}

/// The record with its version.
pub(crate) fn versioned(version: i64, body: &impl Serialize) -> HttpResponse {
    with_version(HttpResponse::Ok(), version, body)
}

/// The same of one that was made just now.
pub(crate) fn created(version: i64, body: &impl Serialize) -> HttpResponse {
    with_version(HttpResponse::Created(), version, body)
}

/// For one reader, and out of date with the next change.
pub(crate) fn passing(body: &impl Serialize) -> HttpResponse {
    HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "private, no-store")).json(body)
}

fn with_version(mut answer: HttpResponseBuilder, version: i64, body: &impl Serialize) -> HttpResponse {
    answer
        .insert_header(ETag(EntityTag::new_strong(version.to_string())))
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .json(body)
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn a_version_is_a_number_in_quotes() {
        assert_eq!(version("\"7\""), Some(7));
        for other in ["7", "*", "W/\"7\"", "\"7\", \"8\"", "\"-1\"", "\"x\"", ""] {
            assert_eq!(version(other), None, "{other}");
        }
    }
}
