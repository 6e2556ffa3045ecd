//! Bodies and queries, read strictly: what is unknown, doubled or mistyped is named.

use super::{Failure, caller::Verdict};
use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, web};
use futures::{StreamExt, future::LocalBoxFuture};
use serde::de::DeserializeOwned;
use shared::{FieldProblem, ProblemCode};
use std::time::Duration;

const MAX_BODY: usize = 1_000_000;
/// Well below the time of the whole request: who is late is the client, not this server.
const BODY_TIME: Duration = Duration::from_secs(10);

/// A JSON body.
#[derive(Debug)]
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned + 'static> FromRequest for Body<T> {
    type Error = Failure;
    type Future = LocalBoxFuture<'static, Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_json = request.content_type().eq_ignore_ascii_case("application/json");
        let (mut payload, verdict) = (payload.take(), Verdict::awaited(request));
        Box::pin(async move {
            let read = async {
                if !is_json {
                    return Err(ProblemCode::UnsupportedMediaType.into());
                }
                let body = tokio::time::timeout(BODY_TIME, collect(&mut payload)).await;
                let body = body.map_err(|_| Failure::from(ProblemCode::TooSlow))??;
                from_object(&body)
            };
            verdict.before(read.await.map(Self)).await
        })
    }
}

/// serde takes a list for an object too.
fn from_object<T: DeserializeOwned>(body: &[u8]) -> Result<T, Failure> {
    let is_list = body.trim_ascii_start().starts_with(b"[");
    let read = serde_json::from_slice(body).map_err(|error| wrong_body(&error))?;
    match is_list {
        true => Err(Failure::field("body", "must be an object")),
        false => Ok(read),
    }
}

async fn collect(payload: &mut Payload) -> Result<web::BytesMut, Failure> {
    let mut body = web::BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| Failure::from(ProblemCode::MalformedBody))?;
        if body.len() + chunk.len() > MAX_BODY {
            return Err(ProblemCode::TooLarge.into());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// serde names a missing or unknown field between back-ticks; for a wrong type it names the position only.
fn wrong_body(error: &serde_json::Error) -> Failure {
    if !error.is_data() {
        return ProblemCode::MalformedBody.into();
    }
    let message = error.to_string();
    let named =
        ["missing field `", "unknown field `"].iter().find_map(|start| message.strip_prefix(start)?.split_once('`'));
    match named {
        Some((field, _)) if message.starts_with("missing") => Failure::field(field, "is missing"),
        Some((field, _)) => Failure::field(field, "is not known here"),
        None => Failure::field(
            "body",
            format!("a value has the wrong type at line {}, column {}", error.line(), error.column()),
        ),
    }
}

/// A query string whose parameters are all optional.
#[derive(Debug)]
pub(crate) struct Query<T>(pub(crate) T);

impl<T: DeserializeOwned + 'static> FromRequest for Query<T> {
    type Error = Failure;
    type Future = LocalBoxFuture<'static, Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let (read, verdict) = (read(request.query_string()).map(Self), Verdict::awaited(request));
        Box::pin(verdict.before(read))
    }
}

fn read<T: DeserializeOwned>(query: &str) -> Result<T, Failure> {
    let pairs: Vec<_> = url::form_urlencoded::parse(query.as_bytes()).collect();
    let mut wrong = Vec::new();
    for (position, (name, value)) in pairs.iter().enumerate() {
        let seen_before = pairs.iter().take(position).any(|(earlier, _)| earlier == name);
        let alone = url::form_urlencoded::Serializer::new(String::new()).append_pair(name, value).finish();
        // All parameters are optional, so each must be readable by itself: that tells which one is wrong.
        let message = match web::Query::<T>::from_query(&alone) {
            _ if seen_before => Some("is given twice".to_owned()),
            Ok(_) => None,
            Err(error) => Some(in_words(&error)),
        };
        wrong.extend(message.map(|message| FieldProblem { field: name.to_string(), message }));
    }
    if !wrong.is_empty() {
        return Err(Failure::fields(wrong));
    }
    web::Query::<T>::from_query(query)
        .map(web::Query::into_inner)
        .map_err(|error| Failure::field("query", in_words(&error)))
}

fn in_words(error: &actix_web::error::QueryPayloadError) -> String {
    let message = error.to_string();
    // `unknown variant `x`, expected one of …`: the second half is what helps.
    match message.split_once("expected ") {
        Some((start, expected)) if start.contains("unknown field") => format!("is not known here; expected {expected}"),
        Some((_, expected)) => format!("must be {expected}"),
        None => "is not valid".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::ResponseError;
    use shared::accounts::{AccountQuery, AccountSort};

    #[test]
    fn a_query_is_read_with_all_that_is_in_it() {
        let query: AccountQuery = read("q=Azure%20In&sort=open_deals&limit=7").unwrap();
        assert_eq!(query.q.as_deref(), Some("Azure In"));
        assert_eq!(query.sort, Some(AccountSort::OpenDeals));
        assert_eq!(query.limit, Some(7));
    }

    #[test]
    fn each_wrong_parameter_is_named() {
        for query in [
            "colour=red",
            "sort=size",
            "limit=many",
            "limit=-1",
            "limit=",
            "q=a&q=b",
            "direction=up",
            "limit=99999999999",
        ] {
            let failure = read::<AccountQuery>(query).unwrap_err();
            assert_eq!(failure.status_code(), 422, "{query}");
        }
    }
}
