//! JSON-RPC: the envelope, the services `common`, `db` and `object`, and the answer's bytes.

mod arguments;
mod methods;
mod reply;

use serde_json::{Map, Value as Json, json};

use crate::caller::{Caller, truthy};
use crate::clock::Stamp;
use crate::errors::OdooError;
use crate::python;
use crate::state::World;

pub(crate) use reply::{Reply, Rows, write_error};

/// A well-formed request.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) id: Json,
    pub(crate) service: String,
    pub(crate) method: String,
    pub(crate) args: Vec<Json>,
}

/// What a call touches, for the statistics and the faults.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) model: String,
    pub(crate) method: String,
    pub(crate) offset: bool,
}

impl Request {
    /// The two ways to be no request carry Odoo's own words.
    pub(crate) fn parse(body: &[u8]) -> Result<Self, &'static str> {
        let json: Json = serde_json::from_slice(body).map_err(|_| "Invalid JSON data")?;
        let Json::Object(envelope) = json else { return Err("Invalid JSON-RPC data") };
        let params = envelope.get("params").cloned().unwrap_or(json!({}));
        let text = |name: &str| params.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
        Ok(Self {
            id: envelope.get("id").cloned().unwrap_or(Json::Null),
            service: text("service"),
            method: text("method"),
            args: params.get("args").and_then(Json::as_array).cloned().unwrap_or_default(),
        })
    }

    pub(crate) fn target(&self) -> Target {
        let text = |at: usize| self.args.get(at).and_then(Json::as_str).unwrap_or_default().to_owned();
        if self.service != "object" {
            return Target { model: self.service.clone(), method: self.method.clone(), offset: false };
        }
        let offset = self.args.get(6).and_then(|kwargs| kwargs.get("offset")).is_some_and(truthy);
        Target { model: text(3), method: text(4), offset }
    }

    pub(crate) fn is_write(&self) -> bool {
        let reading = [
            "search",
            "read",
            "search_read",
            "search_count",
            "fields_get",
            "exists",
            "name_search",
            "check_access",
            "has_access",
            "check_access_rights",
        ];
        let target = self.target();
        self.service == "object" && !reading.contains(&target.method.as_str())
    }
}

/// Runs a request that started at `now`.
pub(crate) fn run(world: &World, request: &Request, now: Stamp) -> Result<Reply, OdooError> {
    match request.service.as_str() {
        "common" => common(world, request),
        "db" => databases(world, request),
        "object" => object(world, request, now),
        other => Err(OdooError::new("builtins.KeyError", python::repr_text(other))),
    }
}

fn common(world: &World, request: &Request) -> Result<Reply, OdooError> {
    let text = |at: usize| request.args.get(at).and_then(Json::as_str).unwrap_or_default();
    match request.method.as_str() {
        "version" => Ok(Reply::Json(world.version())),
        "login" | "authenticate" => {
            world.check_database(text(0))?;
            Ok(Reply::Json(world.authenticate(text(1), text(2)).map_or(json!(false), Json::from)))
        }
        other => Err(OdooError::new("builtins.Exception", format!("Method not found: {other}"))),
    }
}

fn databases(world: &World, request: &Request) -> Result<Reply, OdooError> {
    let first = request.args.first().and_then(Json::as_str);
    match request.method.as_str() {
        "list" => Ok(Reply::Json(json!([world.database()]))),
        "db_exist" => Ok(Reply::Json(json!(first == Some(world.database())))),
        "server_version" => Ok(Reply::Json(world.version().get("server_version").cloned().unwrap_or(Json::Null))),
        other => Err(OdooError::new("builtins.KeyError", python::repr_text(&format!("exp_{other}")))),
    }
}

fn object(world: &World, request: &Request, now: Stamp) -> Result<Reply, OdooError> {
    let text = |at: usize| request.args.get(at).and_then(Json::as_str).unwrap_or_default();
    if request.method != "execute_kw" && request.method != "execute" {
        return Err(OdooError::new("builtins.NameError", format!("Method not available {}", request.method)));
    }
    world.check_database(text(0))?;
    let uid = request.args.get(1).and_then(Json::as_i64).unwrap_or_default();
    if !world.is_signed_in(uid, text(2)) {
        return Err(OdooError::denied());
    }
    let (args, kwargs) = if request.method == "execute" {
        (request.args.get(5..).unwrap_or_default().to_vec(), Map::new())
    } else {
        let args = request.args.get(5).and_then(Json::as_array).cloned().unwrap_or_default();
        (args, request.args.get(6).and_then(Json::as_object).cloned().unwrap_or_default())
    };
    let (model, method) = (text(3), text(4));
    if method.starts_with('_') {
        return Err(OdooError::access(format!("Private methods (such as {method}) cannot be called remotely.")));
    }
    let Some(model) = crate::model::schema().find(model) else {
        return Err(OdooError::user(format!("Object {model} doesn't exist")));
    };
    let context = kwargs.get("context").and_then(Json::as_object).cloned().unwrap_or_default();
    methods::call(world, model, method, args, kwargs, |db| {
        Caller::new(db, uid, now, world.is_restricted(uid), world.rights(), &context)
    })
}
