//! The calls: the services `common`, `db` and `object`, whichever way they travel, and JSON-2 beside them.

mod arguments;
mod json2;
mod methods;
mod reply;
mod wire;
mod xml;

use serde_json::{Map, Value as Json, json};

use crate::caller::{Caller, truthy};
use crate::clock::Stamp;
use crate::errors::OdooError;
use crate::python;
use crate::state::World;

pub(crate) use json2::Named;
pub(crate) use reply::{Reply, Rows};
pub(crate) use wire::{Call, Wire};

/// A call of a service with positional arguments, as JSON-RPC and XML-RPC make it.
#[derive(Debug)]
pub(crate) struct Request {
    service: String,
    method: String,
    args: Vec<Json>,
}

/// What a call touches, for the statistics and the faults.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) model: String,
    pub(crate) method: String,
    pub(crate) offset: bool,
}

impl Request {
    /// The body of `/jsonrpc` and its `id`. The two ways to be no request carry Odoo's own words.
    fn parse(body: &[u8]) -> Result<(Self, Json), &'static str> {
        let json: Json = serde_json::from_slice(body).map_err(|_| "Invalid JSON data")?;
        let Json::Object(envelope) = json else { return Err("Invalid JSON-RPC data") };
        let params = envelope.get("params").cloned().unwrap_or(json!({}));
        let text = |name: &str| params.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
        let args = params.get("args").and_then(Json::as_array).cloned().unwrap_or_default();
        let request = Self { service: text("service"), method: text("method"), args };
        Ok((request, envelope.get("id").cloned().unwrap_or(Json::Null)))
    }

    fn target(&self) -> Target {
        let text = |at: usize| self.args.get(at).and_then(Json::as_str).unwrap_or_default().to_owned();
        if self.service != "object" {
            return Target { model: self.service.clone(), method: self.method.clone(), offset: false };
        }
        let offset = self.args.get(6).and_then(|kwargs| kwargs.get("offset")).is_some_and(truthy);
        Target { model: text(3), method: text(4), offset }
    }
}

/// Runs a request that started at `now`.
fn run(world: &World, request: &Request, now: Stamp) -> Result<Reply, OdooError> {
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
        "version" => Ok(Reply::Json(world.common_version())),
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
        "list" => Ok(Reply::Json(json!(world.databases()))),
        "db_exist" => Ok(Reply::Json(json!(first == Some(world.database())))),
        "server_version" => {
            Ok(Reply::Json(world.common_version().get("server_version").cloned().unwrap_or(Json::Null)))
        }
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
    let version = world.version();
    let Some(of) = crate::model::schema().find(model) else {
        return Err(OdooError::user(format!("Object {model} doesn't exist")));
    };
    if methods::is_private(version, method) {
        return Err(OdooError::private(model, method));
    }
    let context = kwargs.get("context").and_then(Json::as_object).cloned().unwrap_or_default();
    methods::call(world, of, method, args, kwargs, |db| {
        Caller::new(db, uid, now, world.is_restricted(uid), world.rights(), &context)
    })
}
