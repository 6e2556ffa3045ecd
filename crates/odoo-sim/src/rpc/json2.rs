//! JSON-2: the model and the method in the path, named arguments in the body, a key in the head.

use serde_json::{Map, Value as Json, json};

use super::arguments::Signature;
use super::reply::Reply;
use super::{Target, methods};
use crate::caller::{Caller, truthy};
use crate::clock::Stamp;
use crate::errors::OdooError;
use crate::http::HttpRequest;
use crate::model::schema;
use crate::python;
use crate::state::World;

/// A call whose address was right; the rest is found out when it runs.
#[derive(Debug)]
pub(crate) struct Named {
    model: String,
    method: String,
    key: Option<String>,
    body: Result<Map<String, Json>, OdooError>,
}

impl Named {
    /// `path`: what follows `/json/2`.
    pub(crate) fn parse(path: &str, request: &HttpRequest) -> Result<Self, OdooError> {
        let mut parts = path.trim_start_matches('/').split('/');
        let (model, method) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        if request.method != "POST" || model.is_empty() || method.is_empty() || parts.next().is_some() {
            return Err(OdooError::http("NotFound", "Did you mean POST /json/2/<model>/<method>?"));
        }
        let bearer = request.authorization.as_deref().and_then(|given| given.split_once(' '));
        let key = bearer.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, key)| key.trim());
        Ok(Self {
            model: model.to_owned(),
            method: method.to_owned(),
            key: key.map(str::to_owned),
            body: arguments(&request.body),
        })
    }

    pub(super) fn target(&self) -> Target {
        let offset = self.body.as_ref().is_ok_and(|body| body.get("offset").is_some_and(truthy));
        Target { model: self.model.clone(), method: self.method.clone(), offset }
    }

    pub(super) fn run(&self, world: &World, now: Stamp) -> Result<Reply, OdooError> {
        let Some(key) = &self.key else {
            let words = "User not authenticated, use an API Key with a Bearer Authorization header.";
            return Err(OdooError::http("Unauthorized", words));
        };
        let uid = world.user_of_key(key).ok_or_else(|| OdooError::http("Unauthorized", "Invalid apikey"))?;
        let mut kwargs = self.body.clone()?;
        let (model, method, version) = (&self.model, self.method.as_str(), world.version());
        let of = schema()
            .find(model)
            .ok_or_else(|| OdooError::http("NotFound", format!("the model '{model}' does not exist")))?;
        if methods::is_private(version, method) {
            return Err(OdooError::private(model, method));
        }
        let signature = methods::signature(version, of, method)
            .ok_or_else(|| OdooError::http("NotFound", format!("The method '{model}.{method}' does not exist")))?;
        let context = match kwargs.remove("context") {
            Some(Json::Object(context)) => context,
            None => Map::new(),
            Some(_) => {
                return Err(OdooError::value("dictionary update sequence element #0 has length 1; 2 is required"));
            }
        };
        self.check(signature, &mut kwargs)?;
        let reply = methods::call(world, of, method, Vec::new(), kwargs, |db| {
            Caller::new(db, uid, now, world.is_restricted(uid), world.rights(), &context)
        })?;
        Ok(match reply {
            // Every recordset is a list of ids here, also that of one new record or message.
            Reply::Json(id) if matches!(method, "create" | "message_post") && id.is_i64() => Reply::Json(json!([id])),
            other => other,
        })
    }

    /// The arguments against the signature; `ids` that were not given are none.
    fn check(&self, signature: Signature, kwargs: &mut Map<String, Json>) -> Result<(), OdooError> {
        let refuse = |words: String| Err(OdooError::http("UnprocessableEntity", words));
        if signature.is_of_records() {
            kwargs.entry("ids").or_insert(json!([]));
        } else if kwargs.get("ids").is_some_and(truthy) {
            return refuse(format!("cannot call {}.{} with ids", self.model, self.method));
        } else {
            kwargs.remove("ids");
        }
        let mut needed = signature.names.iter().take(signature.needed);
        if let Some(missing) = needed.find(|name| !kwargs.contains_key(**name)) {
            return refuse(format!("missing a required argument: {}", python::repr_text(missing)));
        }
        // `search_read` hands on what it does not know, and fails later.
        if !signature.rest
            && self.method != "search_read"
            && let Some(unknown) = kwargs.keys().find(|name| !signature.names.contains(&name.as_str()))
        {
            return refuse(format!("got an unexpected keyword argument {}", python::repr_text(unknown)));
        }
        Ok(())
    }
}

/// No body, or one that is no object, is no arguments.
fn arguments(body: &[u8]) -> Result<Map<String, Json>, OdooError> {
    let text = String::from_utf8_lossy(body);
    if text.trim().is_empty() {
        return Ok(Map::new());
    }
    match serde_json::from_str(&text) {
        Ok(Json::Object(map)) => Ok(map),
        Ok(_) => Ok(Map::new()),
        Err(error) => {
            let before: usize = text.lines().take(error.line().saturating_sub(1)).map(|line| line.len() + 1).sum();
            let (line, column, at) = (error.line(), error.column() + 1, before + error.column());
            let words =
                format!("could not parse the body as json: Expecting value: line {line} column {column} (char {at})");
            Err(OdooError::http("BadRequest", words))
        }
    }
}
