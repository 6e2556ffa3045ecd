//! ETags: an answer that depends on lake, day, settings, reader and question is not sent twice.

use super::{Answers, Failure};
use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{self, ETag, EntityTag, Header, IfNoneMatch},
    },
    web::Bytes,
};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// Changes when the same facts give other bytes, so that a browser does not keep an older program's answer.
const REPRESENTATION: &str = concat!(env!("CARGO_PKG_VERSION"), "/2");

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
    fn not_modified(&self, request: &HttpRequest) -> Option<HttpResponse> {
        // `*` asks for any answer at all, which a reader who has one does not.
        let same = match IfNoneMatch::parse(request) {
            Ok(IfNoneMatch::Items(held)) => held.iter().any(|tag| tag.weak_eq(&self.0)),
            _ => false,
        };
        same.then(|| self.headed(StatusCode::NOT_MODIFIED).finish())
    }

    /// 304, or what was answered before, or what `work` finds now.
    pub(crate) async fn answer<T: Serialize>(
        &self,
        request: &HttpRequest,
        answers: &Answers,
        work: impl AsyncFnOnce() -> Result<T, Failure>,
    ) -> Result<HttpResponse, Failure> {
        if let Some(not_modified) = self.not_modified(request) {
            return Ok(not_modified);
        }
        let body = match answers.find(&self.0) {
            Some(known) => known,
            None => {
                let found = work().await?;
                let body = Bytes::from(serde_json::to_vec(&found).map_err(Failure::internal)?);
                answers.keep(&self.0, body.clone());
                body
            }
        };
        Ok(self.headed(StatusCode::OK).content_type(header::ContentType::json()).body(body))
    }

    fn headed(&self, status: StatusCode) -> actix_web::HttpResponseBuilder {
        let mut answer = HttpResponse::build(status);
        answer.insert_header(ETag(self.0.clone())).insert_header((header::CACHE_CONTROL, "private, no-cache"));
        answer
    }
}
