//! The control port: the same as the library, as JSON over HTTP under `/control/`.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::Control;
use crate::errors::OdooError;
use crate::http::{HttpRequest, HttpResponse};
use crate::orm::Settled;

/// A change of records. `at`: the start of the transaction, when it commits late.
#[derive(Debug, Deserialize)]
struct Change {
    model: String,
    #[serde(default)]
    ids: Vec<i64>,
    #[serde(default)]
    id: Option<i64>,
    #[serde(default)]
    values: Json,
    #[serde(default)]
    name: String,
    #[serde(default)]
    at: Option<DateTime<Utc>>,
    /// The button that is pressed; `values` are its arguments.
    #[serde(default)]
    method: String,
    /// Every so manieth record is written, so many are deleted.
    #[serde(default)]
    every: usize,
    #[serde(default)]
    count: usize,
    /// What others are merged into.
    #[serde(default)]
    target: i64,
}

#[derive(Debug, Deserialize)]
struct Payment {
    invoices: Vec<i64>,
    amount: f64,
    how: Settled,
}

impl Change {
    fn ids(&self) -> Vec<i64> {
        self.ids.iter().copied().chain(self.id).collect()
    }
}

#[derive(Debug, Deserialize)]
struct Wanted {
    model: String,
    #[serde(default)]
    domain: Json,
    #[serde(default)]
    fields: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Key {
    uid: i64,
    key: String,
    name: String,
    #[serde(default)]
    scope: Option<String>,
    #[serde(default)]
    expires: Option<DateTime<Utc>>,
}

enum Refused {
    Odoo(OdooError),
    Body(serde_json::Error),
    Path,
}

impl From<OdooError> for Refused {
    fn from(error: OdooError) -> Self {
        Self::Odoo(error)
    }
}

impl From<serde_json::Error> for Refused {
    fn from(error: serde_json::Error) -> Self {
        Self::Body(error)
    }
}

pub(crate) fn answer(control: &Control, request: &HttpRequest) -> HttpResponse {
    let (status, body) = match run(control, request) {
        Ok(body) => (200, body),
        Err(Refused::Odoo(error)) => (400, json!({"name": error.class, "message": error.message})),
        Err(Refused::Body(error)) => (400, json!({"message": error.to_string()})),
        Err(Refused::Path) => (404, json!({"message": "no such control"})),
    };
    HttpResponse::new(status, "application/json", body.to_string())
}

fn run(control: &Control, request: &HttpRequest) -> Result<Json, Refused> {
    let path = request.path.strip_prefix("/control/").unwrap_or_default();
    let body = || -> Result<Json, Refused> {
        if request.body.is_empty() { Ok(json!({})) } else { Ok(serde_json::from_slice(&request.body)?) }
    };
    let field = |name: &str| -> Result<Json, Refused> { Ok(body()?.get(name).cloned().unwrap_or(Json::Null)) };
    match (request.method.as_str(), path) {
        ("GET", "people") => return Ok(serde_json::to_value(control.people())?),
        ("GET", "stats") => return Ok(serde_json::to_value(control.stats())?),
        ("GET", "now") => return Ok(json!({"now": control.now()})),
        ("DELETE", "stats") => control.reset_stats(),
        ("DELETE", "faults") => control.clear_faults(),
        ("DELETE", "rights") => control.restore_rights(),
        ("POST", "faults") => control.fail(serde_json::from_value(body()?)?),
        ("POST", "distort") => control.distort(serde_json::from_value(body()?)?),
        ("POST", "rights") => control.remove_right(serde_json::from_value(body()?)?),
        ("POST", "pace") => control.set_pace(serde_json::from_value(field("pace")?)?),
        ("POST", "call_limit") => control.set_call_limit(field("ms")?.as_u64().map(Duration::from_millis)),
        ("POST", "version") => control.set_version(field("version")?.as_str()),
        ("POST", "clock") => control.shift_clock(field("seconds")?.as_i64().unwrap_or(0)),
        ("POST", "key") => {
            let wanted: Key = serde_json::from_value(body()?)?;
            let scope = wanted.scope.as_deref();
            return Ok(json!({"id": control.add_key(wanted.uid, &wanted.key, &wanted.name, scope, wanted.expires)}));
        }
        ("POST", "snapshot") => return Ok(json!({"snapshot": control.snapshot()})),
        ("POST", "restore") => {
            let wanted = field("snapshot")?.as_u64().and_then(|number| usize::try_from(number).ok());
            if !wanted.is_some_and(|number| control.restore(number)) {
                return Err(Refused::Path);
            }
        }
        ("POST", "database_uuid") => control.set_database_uuid(field("uuid")?.as_str().unwrap_or_default())?,
        ("POST", "read") => {
            let wanted: Wanted = serde_json::from_value(body()?)?;
            let fields: Vec<&str> = wanted.fields.iter().map(String::as_str).collect();
            return Ok(json!({"rows": control.read(&wanted.model, &wanted.domain, &fields)?}));
        }
        ("POST", "pay") => {
            let Payment { invoices, amount, how } = serde_json::from_value(body()?)?;
            return Ok(json!({"id": control.pay(&invoices, amount, how)?}));
        }
        ("POST", change) => return records(control, change, serde_json::from_value(body()?)?),
        _ => return Err(Refused::Path),
    }
    Ok(json!({}))
}

fn records(control: &Control, path: &str, change: Change) -> Result<Json, Refused> {
    let ids = change.ids();
    let model = change.model.as_str();
    match (path, change.at) {
        ("create", None) => return Ok(json!({"id": control.create(model, change.values)?})),
        ("create", Some(at)) => return Ok(json!({"id": control.create_late(model, change.values, at)?})),
        ("write", None) => control.write(model, &ids, change.values)?,
        ("write", Some(at)) => control.write_late(model, &ids, change.values, at)?,
        ("archive", _) => control.archive(model, &ids)?,
        ("act", _) => return Ok(json!({"result": control.act(model, &change.method, &ids, change.values)?})),
        ("merge", _) => control.merge(model, change.target, &ids)?,
        ("write_every", _) => {
            return Ok(json!({"count": control.write_every(model, change.every, change.values)?}));
        }
        ("unlink_first", _) => return Ok(json!({"count": control.unlink_first(model, change.count)?})),
        ("unarchive", _) => control.unarchive(model, &ids)?,
        ("unlink", _) => control.unlink(model, &ids)?,
        ("recreate", _) => {
            let id = ids.first().copied().unwrap_or_default();
            return Ok(json!({"id": control.recreate(model, id)?}));
        }
        ("rename", _) => {
            for id in ids {
                control.rename(model, id, &change.name)?;
            }
        }
        ("silent", _) => {
            for id in ids {
                control.write_silently(model, id, change.values.clone())?;
            }
        }
        _ => return Err(Refused::Path),
    }
    Ok(json!({}))
}
