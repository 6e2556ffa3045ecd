//! What the two older protocols share: services with positional arguments, and a user id that goes with each call.

use super::{Call, ServerVersion, Subject, Transport, TransportError};
use crate::config::OdooConfig;
use async_trait::async_trait;
use serde_json::{Value, json};
use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};

/// No user of Odoo has it.
const NOBODY: i64 = 0;

/// The id of the integration user, as long as its credential works.
#[derive(Debug, Default)]
pub(crate) struct User(AtomicI64);

impl User {
    pub(crate) fn kept(&self) -> Option<i64> {
        Some(self.0.load(Ordering::Relaxed)).filter(|uid| *uid != NOBODY)
    }

    pub(crate) fn keep(&self, answer: &Value) -> Result<i64, TransportError> {
        let uid = answer.as_i64().filter(|uid| *uid > NOBODY);
        let uid = uid.ok_or(TransportError::BadAnswer("signing in gave no user id"))?;
        self.0.store(uid, Ordering::Relaxed);
        Ok(uid)
    }

    /// Remembers that the credential no longer works, so that the next run asks Odoo anew.
    pub(crate) fn forget(&self, error: TransportError) -> TransportError {
        if error == TransportError::WrongCredentials {
            self.0.store(NOBODY, Ordering::Relaxed);
        }
        error
    }
}

/// A way to write down a call of a service, and to read what it answers.
#[async_trait]
pub(crate) trait Wire: Send + Sync + fmt::Debug {
    async fn ask(&self, service: &str, method: &str, args: &[Value]) -> Result<Value, TransportError>;
}

#[derive(Debug)]
pub(crate) struct Rpc<W> {
    wire: W,
    config: OdooConfig,
    user: User,
}

impl<W> Rpc<W> {
    pub(crate) fn over(wire: W, config: OdooConfig) -> Self {
        Self { wire, config, user: User::default() }
    }
}

#[async_trait]
impl<W: Wire> Transport for Rpc<W> {
    async fn version(&self) -> Result<ServerVersion, TransportError> {
        let answer = self.wire.ask("common", "version", &[]).await?;
        ServerVersion::from_info(answer.get("server_version_info"))
            .ok_or_else(|| TransportError::NotOdoo("it does not tell a version of Odoo".to_owned()))
    }

    async fn sign_in(&self) -> Result<i64, TransportError> {
        if let Some(uid) = self.user.kept() {
            return Ok(uid);
        }
        let config = &self.config;
        let args = [json!(config.database()), json!(config.username()), json!(config.secret()), json!({})];
        match self.wire.ask("common", "authenticate", &args).await? {
            Value::Bool(false) => Err(TransportError::WrongCredentials),
            answer => self.user.keep(&answer),
        }
    }

    async fn call(&self, call: &Call) -> Result<Value, TransportError> {
        let uid = self.sign_in().await?;
        let positional = match &call.subject {
            Subject::Model => json!([]),
            Subject::Domain(domain) => json!([domain]),
            Subject::Ids(ids) => json!([ids]),
        };
        let args = [
            json!(self.config.database()),
            json!(uid),
            json!(self.config.secret()),
            json!(call.model),
            json!(call.method),
            positional,
            Value::Object(call.named.clone()),
        ];
        self.wire.ask("object", "execute_kw", &args).await.map_err(|error| self.user.forget(error))
    }

    async fn databases(&self) -> Result<Vec<String>, TransportError> {
        let answer = self.wire.ask("db", "list", &[]).await?;
        let names = answer.as_array().ok_or(TransportError::BadAnswer("there is no list of databases"))?;
        Ok(names.iter().filter_map(Value::as_str).map(str::to_owned).collect())
    }
}
