//! JSON-2, the API of Odoo 19 and newer: an API key as bearer, named arguments, and errors as HTTP statuses.

use super::http::{Http, Reply};
use super::jsonrpc::{Fault, broken};
use super::rpc::User;
use super::{Call, ServerVersion, Subject, Transport, TransportError};
use crate::config::OdooConfig;
use async_trait::async_trait;
use reqwest::Client;
use reqwest::header::{AUTHORIZATION, HeaderValue};
use serde_json::{Map, Value, json};

#[derive(Debug)]
pub(crate) struct Json2 {
    http: Http,
    config: OdooConfig,
    user: User,
}

impl Json2 {
    pub(crate) fn new(config: &OdooConfig, client: Client) -> Self {
        Self { http: Http::new(config, client), config: config.clone(), user: User::default() }
    }

    async fn ask(&self, model: &str, method: &str, arguments: &Map<String, Value>) -> Result<Value, TransportError> {
        // A key that cannot stand in a header is no key of Odoo's.
        let mut bearer = HeaderValue::try_from(format!("bearer {}", self.config.secret()))
            .map_err(|_| TransportError::WrongCredentials)?;
        bearer.set_sensitive(true);
        let request = self
            .http
            .post(&format!("json/2/{model}/{method}"))
            .header(AUTHORIZATION, bearer)
            .header("X-Odoo-Database", self.config.database())
            .json(arguments);
        self.read(&self.http.send(request).await?)
    }

    fn read(&self, reply: &Reply) -> Result<Value, TransportError> {
        let status = reply.status.as_u16();
        if status == 200 {
            return value(reply);
        }
        let fault = reply.is_json.then(|| serde_json::from_slice::<Fault>(&reply.body).ok()).flatten();
        let fault = fault.filter(Fault::is_named).map(|fault| fault.told(self.config.database()));
        Err(match (status, fault) {
            (401, _) => TransportError::WrongCredentials,
            (409, _) => TransportError::Busy("odoo.exceptions.ConcurrencyError".to_owned()),
            // Unknown fields and arguments are a 500 too: what Odoo names is its answer, and not tried again.
            (_, Some(error)) => error,
            // A page of Odoo's web server: it has no database of this name.
            (404, None) if !reply.is_json => TransportError::UnknownDatabase,
            (403..=405, None) => TransportError::NoApi(format!("it answers HTTP {status}")),
            (500.., None) => TransportError::Unavailable { status, wait: None },
            (_, None) => TransportError::NotOdoo(format!("it answers HTTP {status}")),
        })
    }
}

fn value(reply: &Reply) -> Result<Value, TransportError> {
    if reply.is_empty() {
        return Err(TransportError::Cut("the answer was empty"));
    }
    if reply.body.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b'<') {
        return Err(TransportError::NotOdoo("it answers something else than JSON".to_owned()));
    }
    serde_json::from_slice(&reply.body).map_err(|e| broken(&e))
}

#[async_trait]
impl Transport for Json2 {
    /// Without key and database. Its cookie is of no use to us.
    async fn version(&self) -> Result<ServerVersion, TransportError> {
        let reply = self.http.send(self.http.get("web/version")).await?;
        match reply.status.as_u16() {
            200 => {}
            status @ (403..=405) => return Err(TransportError::NoApi(format!("it answers HTTP {status}"))),
            status @ 500.. => return Err(TransportError::Unavailable { status, wait: None }),
            status => return Err(TransportError::NotOdoo(format!("it answers HTTP {status}"))),
        }
        let answer = value(&reply)?;
        ServerVersion::from_info(answer.get("version_info"))
            .ok_or_else(|| TransportError::NotOdoo("it does not tell a version of Odoo".to_owned()))
    }

    async fn sign_in(&self) -> Result<i64, TransportError> {
        if let Some(uid) = self.user.kept() {
            return Ok(uid);
        }
        let context = self.ask("res.users", "context_get", &Map::new()).await?;
        self.user.keep(context.get("uid").unwrap_or(&Value::Null))
    }

    async fn call(&self, call: &Call) -> Result<Value, TransportError> {
        let mut arguments = call.named.clone();
        match &call.subject {
            Subject::Model => {}
            Subject::Domain(domain) => drop(arguments.insert("domain".to_owned(), domain.clone())),
            Subject::Ids(ids) => drop(arguments.insert("ids".to_owned(), json!(ids))),
        }
        self.ask(call.model, call.method, &arguments).await.map_err(|error| self.user.forget(error))
    }

    /// JSON-2 has no word for it.
    async fn databases(&self) -> Result<Vec<String>, TransportError> {
        Ok(Vec::new())
    }
}
