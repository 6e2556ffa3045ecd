//! Odoo as the measurements talk to it: bare calls, and the hidden hand of the stand-in.

use crate::error::{Error, Result};
use reqwest::Client;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::time::Duration;

/// Where Odoo is and who we are there.
#[derive(Debug, Clone, Serialize, Deserialize, clap::Args)]
pub struct Place {
    #[arg(long)]
    pub url: String,
    #[arg(long)]
    pub odoo_database: String,
    #[arg(long)]
    pub login: String,
}

/// The variable that holds the API key: command lines can be read by everybody.
pub const KEY: &str = "BENCH_ODOO_KEY";

#[derive(Debug)]
pub struct Odoo {
    http: Client,
    place: Place,
    key: String,
    uid: Value,
    context: Map<String, Value>,
}

impl Odoo {
    pub async fn sign_in(place: Place, key: String) -> Result<Self> {
        let mut odoo = Self { http: client()?, place, key, uid: Value::Null, context: Map::new() };
        let args = json!([odoo.place.odoo_database, odoo.place.login, odoo.key, {}]);
        odoo.uid = result(&odoo.post("common", "authenticate", args).await?)?;
        let user = json!([[odoo.uid]]);
        let user = odoo.call("res.users", "read", user, json!({"fields": ["company_ids"], "load": ""})).await?;
        odoo.context.insert("lang".to_owned(), json!("en_US"));
        odoo.context.insert("active_test".to_owned(), json!(false));
        let companies = user.pointer("/0/company_ids").cloned().unwrap_or_default();
        odoo.context.insert("allowed_company_ids".to_owned(), companies);
        Ok(odoo)
    }

    /// The answer as it came.
    pub async fn raw(&self, model: &str, method: &str, args: Value, mut named: Value) -> Result<Vec<u8>> {
        if let Some(named) = named.as_object_mut() {
            named.insert("context".to_owned(), Value::Object(self.context.clone()));
        }
        let args = json!([self.place.odoo_database, self.uid, self.key, model, method, args, named]);
        self.post("object", "execute_kw", args).await
    }

    pub async fn call(&self, model: &str, method: &str, args: Value, named: Value) -> Result<Value> {
        result(&self.raw(model, method, args, named).await?)
    }

    async fn post(&self, service: &str, method: &str, args: Value) -> Result<Vec<u8>> {
        let params = json!({"service": service, "method": method, "args": args});
        let body = json!({"jsonrpc": "2.0", "method": "call", "id": 1, "params": params});
        let answer = self.http.post(format!("{}/jsonrpc", self.place.url)).json(&body).send().await?;
        Ok(answer.error_for_status()?.bytes().await?.to_vec())
    }
}

fn result(answer: &[u8]) -> Result<Value> {
    #[derive(Deserialize)]
    struct Envelope {
        #[serde(default)]
        result: Value,
        error: Option<Value>,
    }
    let envelope: Envelope = serde_json::from_slice(answer)?;
    match envelope.error {
        None => Ok(envelope.result),
        Some(error) => Err(Error::Odoo(error.pointer("/data/message").unwrap_or(&error).to_string())),
    }
}

pub fn client() -> Result<Client> {
    Ok(Client::builder().no_proxy().timeout(Duration::from_secs(600)).build()?)
}

/// The stand-in's control port.
#[derive(Debug)]
pub struct Hand {
    http: Client,
    url: String,
}

impl Hand {
    pub fn new(url: String) -> Result<Self> {
        Ok(Self { http: client()?, url })
    }

    pub async fn tell(&self, what: &str, how: Value) -> Result<Value> {
        let answer = self.http.post(format!("{}/control/{what}", self.url)).json(&how).send().await?;
        let (status, body) = (answer.status(), answer.json::<Value>().await?);
        if status.is_success() { Ok(body) } else { Err(Error::Odoo(format!("to {what}: {body}"))) }
    }
}
