//! Answers JSON-RPC with the rows that a real Odoo 18 sent, unless a test says otherwise.

use odoo::{Limits, Odoo, OdooConfig, http_client};
use secrecy::SecretString;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use url::Url;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

pub const UUID: &str = "11111111-2222-3333-4444-555555555555";
pub const ADMIN: i64 = 2;

/// One call as it came in. `service` calls have the method as `method` and no model.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    pub model: String,
    pub method: String,
    pub domain: Value,
    pub named: Map<String, Value>,
}

type Script = Box<dyn Fn(&Call) -> Option<ResponseTemplate> + Send + Sync>;

struct State {
    rows: BTreeMap<&'static str, Vec<Value>>,
    fields: BTreeMap<&'static str, Value>,
    script: Script,
    calls: Mutex<Vec<Call>>,
}

pub struct Recorded {
    pub server: MockServer,
    state: Arc<State>,
}

impl Recorded {
    pub async fn start() -> Self {
        Self::with(|_| None).await
    }

    /// `script` answers first; where it does not, the recordings do.
    pub async fn with(script: impl Fn(&Call) -> Option<ResponseTemplate> + Send + Sync + 'static) -> Self {
        Self::made(script, |_| {}).await
    }

    /// Recorded rows, changed.
    pub async fn changed(change: impl FnOnce(&mut BTreeMap<&'static str, Vec<Value>>)) -> Self {
        Self::made(|_| None, change).await
    }

    /// What Odoo 19 sent of the models that differ there, over the same protocol.
    pub async fn nineteen() -> Self {
        let (mut rows, mut fields) = recordings();
        for model in NINETEEN {
            rows.insert(model, serde_json::from_value(read("odoo19/rows", model)).unwrap());
            fields.insert(model, read("odoo19/fields_get", model));
        }
        Self::serving(rows, fields, |_| None).await
    }

    async fn made(
        script: impl Fn(&Call) -> Option<ResponseTemplate> + Send + Sync + 'static,
        change: impl FnOnce(&mut BTreeMap<&'static str, Vec<Value>>),
    ) -> Self {
        let (mut rows, fields) = recordings();
        change(&mut rows);
        Self::serving(rows, fields, script).await
    }

    async fn serving(
        rows: BTreeMap<&'static str, Vec<Value>>,
        fields: BTreeMap<&'static str, Value>,
        script: impl Fn(&Call) -> Option<ResponseTemplate> + Send + Sync + 'static,
    ) -> Self {
        let state = Arc::new(State { rows, fields, script: Box::new(script), calls: Mutex::default() });
        let server = MockServer::start().await;
        Mock::given(method("POST")).and(path("/jsonrpc")).respond_with(Peer(Arc::clone(&state))).mount(&server).await;
        Self { server, state }
    }

    pub fn odoo(&self) -> Odoo {
        self.odoo_with(Limits::default())
    }

    pub fn odoo_with(&self, limits: Limits) -> Odoo {
        Odoo::new(config(&self.server.uri()).with_limits(limits), http_client().unwrap())
    }

    pub fn calls(&self, model: &str, method: &str) -> Vec<Call> {
        let calls = self.state.calls.lock().unwrap();
        calls.iter().filter(|call| call.model == model && call.method == method).cloned().collect()
    }
}

pub fn config(url: &str) -> OdooConfig {
    let secret = SecretString::from("a secret that is nowhere else");
    OdooConfig::new(Url::parse(url).unwrap(), "lab", "sync@example.com", secret).unwrap()
}

pub fn result(value: impl Into<Value>) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({"jsonrpc": "2.0", "id": 1, "result": value.into()}))
}

pub fn fault(class: &str) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({"jsonrpc": "2.0", "id": 1, "error": {
        "code": 200, "message": "Odoo Server Error",
        "data": {"name": class, "debug": "Traceback with a secret", "message": "text with a secret", "arguments": []},
    }}))
}

/// A recorded answer, with its own head.
pub fn wire(name: &str) -> ResponseTemplate {
    let text = std::fs::read_to_string(fixture(&format!("wire/{name}.response.json"))).unwrap();
    let (_, body) = text.split_once("\r\n\r\n").unwrap();
    ResponseTemplate::new(200).set_body_raw(body, "application/json; charset=utf-8")
}

fn fixture(name: &str) -> String {
    format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"))
}

const NINETEEN: [&str; 10] = [
    "account.move",
    "calendar.event",
    "crm.lead",
    "crm.stage",
    "hr.department",
    "hr.employee",
    "mail.activity",
    "mail.message",
    "res.users",
    "sale.order",
];

const MODELS: [&str; 20] = [
    "account.move",
    "calendar.event",
    "crm.lead",
    "crm.lost.reason",
    "crm.tag",
    "hr.department",
    "mail.activity",
    "mail.activity.type",
    "mail.message",
    "sale.order",
    "crm.stage",
    "crm.team",
    "crm.team.member",
    "hr.employee",
    "res.company",
    "res.country",
    "res.currency",
    "res.partner.industry",
    "res.partner",
    "res.users",
];

fn read(folder: &str, model: &str) -> Value {
    serde_json::from_str(&std::fs::read_to_string(fixture(&format!("{folder}/{model}.json"))).unwrap()).unwrap()
}

fn recordings() -> (BTreeMap<&'static str, Vec<Value>>, BTreeMap<&'static str, Value>) {
    let mut rows: BTreeMap<_, Vec<Value>> =
        MODELS.iter().map(|model| (*model, serde_json::from_value(read("rows", model)).unwrap())).collect();
    let mut fields: BTreeMap<_, _> = MODELS.iter().map(|model| (*model, read("fields_get", model))).collect();
    // Not among the recordings: rates and the parameter that names the database.
    rows.insert("ir.config_parameter", vec![json!({"id": 7, "key": "database.uuid", "value": UUID})]);
    rows.insert(
        "res.currency.rate",
        vec![json!({"id": 1, "currency_id": 125, "company_id": false, "name": "2026-01-01", "rate": 0.9,
                    "write_date": "2026-11-21 04:35:01"})],
    );
    let types = [
        ("currency_id", "many2one"),
        ("company_id", "many2one"),
        ("name", "date"),
        ("rate", "float"),
        ("write_date", "datetime"),
    ];
    fields.insert(
        "res.currency.rate",
        types.iter().map(|(name, kind)| (name.to_string(), json!({"type": kind}))).collect(),
    );
    (rows, fields)
}

struct Peer(Arc<State>);

impl Respond for Peer {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let call = call(&serde_json::from_slice(&request.body).unwrap());
        self.0.calls.lock().unwrap().push(call.clone());
        (self.0.script)(&call).unwrap_or_else(|| self.0.answer(&call))
    }
}

fn call(body: &Value) -> Call {
    let args = body["params"]["args"].as_array().unwrap();
    if body["params"]["service"] == "common" {
        let method = body["params"]["method"].as_str().unwrap().to_owned();
        return Call { model: String::new(), method, domain: Value::Null, named: Map::new() };
    }
    Call {
        model: args[3].as_str().unwrap().to_owned(),
        method: args[4].as_str().unwrap().to_owned(),
        domain: args[5].get(0).cloned().unwrap_or(Value::Null),
        named: args[6].as_object().unwrap().clone(),
    }
}

impl State {
    fn answer(&self, call: &Call) -> ResponseTemplate {
        if call.model.is_empty() {
            return wire(if call.method == "version" { "common_version" } else { "common_authenticate_ok" });
        }
        let Some(rows) = self.rows.get(call.model.as_str()) else { return wire("object_unknown_model") };
        if call.method == "fields_get" {
            let wished = call.named["allfields"].as_array().unwrap();
            let known = self.fields[call.model.as_str()].as_object().unwrap();
            let found = known.iter().filter(|(name, _)| wished.contains(&json!(name)));
            return result(found.map(|(name, field)| (name.clone(), field.clone())).collect::<Map<_, _>>());
        }
        let limit = call.named.get("limit").and_then(Value::as_u64).unwrap_or(u64::MAX);
        let found = rows.iter().filter(|row| matches(row, &call.domain)).take(usize::try_from(limit).unwrap());
        match call.method.as_str() {
            "search_count" => result(found.count()),
            "search" => result(found.map(|row| row["id"].clone()).collect::<Vec<_>>()),
            "search_read" | "read" => result(found.map(|row| cut(row, &call.named["fields"])).collect::<Vec<_>>()),
            other => panic!("the connector must not call {other}"),
        }
    }
}

fn cut(row: &Value, fields: &Value) -> Value {
    let wished = fields.as_array().unwrap();
    let kept = row.as_object().unwrap().iter().filter(|(name, _)| *name == "id" || wished.contains(&json!(name)));
    kept.map(|(name, value)| (name.clone(), value.clone())).collect::<Map<_, _>>().into()
}

/// Ids, or conditions in prefix notation that must all hold.
fn matches(row: &Value, domain: &Value) -> bool {
    let mut terms = domain.as_array().unwrap().iter();
    let mut all = true;
    while terms.len() > 0 {
        match terms.as_slice() {
            [Value::Number(_), ..] => return terms.any(|id| *id == row["id"]),
            _ => all &= holds(row, &mut terms),
        }
    }
    all
}

fn holds(row: &Value, terms: &mut std::slice::Iter<'_, Value>) -> bool {
    let term = terms.next().unwrap();
    if term == "|" {
        let (first, second) = (holds(row, terms), holds(row, terms));
        return first || second;
    }
    let value = &row[term[0].as_str().unwrap()];
    let wanted = &term[2];
    match term[1].as_str().unwrap() {
        "=" => value == wanted,
        "!=" => value != wanted,
        "in" => wanted.as_array().unwrap().contains(value),
        ">" => value.as_i64() > wanted.as_i64(),
        "<=" => value.as_i64() <= wanted.as_i64(),
        ">=" => value.as_str() >= wanted.as_str(),
        other => panic!("the recordings know no {other}"),
    }
}
