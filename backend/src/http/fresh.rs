//! ETags: an answer that depends on lake, day, settings, reader and question is not sent twice.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{self, ETag, EntityTag, Header, IfNoneMatch},
    },
};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// Changes when the same facts give other bytes, so that a browser does not keep an older program's answer.
const REPRESENTATION: &str = concat!(env!("CARGO_PKG_VERSION"), "/1");

/// All that an answer depends on. Known before anything is read.
#[derive(Debug)]
pub(crate) struct Freshness(EntityTag);

impl Freshness {
    pub(crate) fn new(parts: &[&str]) -> Self {
        let mut hash = Sha256::new();
        for part in [REPRESENTATION].iter().chain(parts) {
            hash.update(part.len().to_be_bytes());
            hash.update(part.as_bytes());
        }
        Self(EntityTag::new_strong(hex::encode(hash.finalize().iter().take(16).copied().collect::<Vec<_>>())))
    }

    /// 304 when the reader has just this answer.
    pub(crate) fn not_modified(&self, request: &HttpRequest) -> Option<HttpResponse> {
        // `*` asks for any answer at all, which a reader who has one does not.
        let same = match IfNoneMatch::parse(request) {
            Ok(IfNoneMatch::Items(held)) => held.iter().any(|tag| tag.weak_eq(&self.0)),
            _ => false,
        };
        same.then(|| self.headed(StatusCode::NOT_MODIFIED).finish())
    }

    pub(crate) fn json(&self, body: &impl Serialize) -> HttpResponse {
        self.headed(StatusCode::OK).json(body)
    }

    fn headed(&self, status: StatusCode) -> actix_web::HttpResponseBuilder {
        let mut answer = HttpResponse::build(status);
        answer.insert_header(ETag(self.0.clone())).insert_header((header::CACHE_CONTROL, "private, no-cache"));
        answer
    }
}
