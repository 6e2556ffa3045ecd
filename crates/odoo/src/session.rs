//! What is looked up once per run: version, companies, the database's own name, and what may be read.

use crate::answer;
use crate::config::OdooConfig;
use crate::model::{Model, WRITE_DATE, model_of};
use crate::transport::{Call, Link, Protocol, ServerVersion, Subject, TransportError, Transports};
use crate::user::{User, earliest_end};
use chrono::{DateTime, Utc};
use domain::canonical::Kind;
use futures::{StreamExt, TryStreamExt, stream};
use serde_json::{Map, Value, json};
use source::{ErrorKind, Identity, SourceError};
use std::collections::HashMap;

pub(crate) const OLDEST: u32 = 17;
/// Kinds that are looked at side by side.
const AT_ONCE: usize = 2;

/// A kind that can be read, and how.
#[derive(Debug, Clone)]
pub(crate) struct Readable {
    pub(crate) model: &'static str,
    /// Those of the wish list that may be read.
    pub(crate) fields: Vec<&'static str>,
    /// Changes can be asked for by `write_date`.
    pub(crate) by_change: bool,
}

#[derive(Debug, Clone)]
enum Access {
    Readable(Readable),
    Unreadable(SourceError),
    Absent,
}

#[derive(Debug)]
pub(crate) struct Session {
    protocol: Protocol,
    version: ServerVersion,
    user: User,
    credential_ends: Option<DateTime<Utc>>,
    fingerprint: String,
    context: Map<String, Value>,
    kinds: HashMap<Kind, Access>,
}

impl Session {
    pub(crate) async fn open(transports: &Transports, config: &OdooConfig) -> Result<Self, SourceError> {
        let server = config.url().as_str();
        let (protocol, version) =
            transports.choose().await.map_err(|error| error.told(server, "asking for its version"))?;
        let opening = Opening { link: transports.link(protocol), server };
        opening.check(&version)?;
        let uid = opening.link.sign_in().await.map_err(|e| opening.told(e, "signing in"))?;
        let user = opening.user(uid).await?;
        let context = fixed_context(&user.companies);
        let fingerprint = match opening.database_uuid().await? {
            Some(uuid) => format!("uuid:{uuid}"),
            None => fingerprint_of_address(config),
        };
        let credential_ends = if config.has_api_key() { opening.end_of_key(uid).await? } else { None };
        let kinds = stream::iter(Kind::ALL.iter().copied())
            .map(|kind| opening.access(kind, &context))
            .buffer_unordered(AT_ONCE)
            .try_collect()
            .await?;
        Ok(Self { protocol, version, user, credential_ends, fingerprint, context, kinds })
    }

    pub(crate) fn protocol(&self) -> Protocol {
        self.protocol
    }

    pub(crate) fn user(&self) -> &User {
        &self.user
    }

    /// `Odoo 18.0`
    pub(crate) fn product(&self) -> String {
        format!("Odoo {}", self.version.series)
    }

    pub(crate) fn identity(&self) -> Identity {
        let mut identity = Identity {
            system: "odoo",
            version: format!("{} over {}", self.product(), self.protocol),
            fingerprint: self.fingerprint.clone(),
            rights: self.user.rights(),
            unreadable: Vec::new(),
            absent: Vec::new(),
            notes: Vec::new(),
            credential_ends: self.credential_ends,
        };
        for kind in Kind::ALL {
            match self.kinds.get(kind) {
                Some(Access::Unreadable(error)) => identity.unreadable.push((*kind, error.clone())),
                Some(Access::Absent) => identity.absent.push(*kind),
                Some(Access::Readable(readable)) if readable.model != model_of(*kind).name => {
                    let (whole, read) = (model_of(*kind).name, readable.model);
                    let note =
                        format!("The integration user may not read {whole}, so {read} is read, which shows less");
                    identity.notes.push((*kind, note));
                }
                Some(Access::Readable(_)) | None => {}
            }
        }
        identity
    }

    /// Fixed for the whole run: all companies of the user, archived records too, one language.
    pub(crate) fn context(&self) -> &Map<String, Value> {
        &self.context
    }

    pub(crate) fn readable(&self, kind: Kind) -> Result<&Readable, SourceError> {
        match self.kinds.get(&kind) {
            Some(Access::Readable(readable)) => Ok(readable),
            Some(Access::Unreadable(error)) => Err(error.clone()),
            Some(Access::Absent) | None => Err(SourceError::new(
                ErrorKind::Refused,
                format_args!("this Odoo does not have the model {}", model_of(kind).name),
            )),
        }
    }
}

fn fixed_context(companies: &[i64]) -> Map<String, Value> {
    Map::from_iter([
        ("lang".to_owned(), json!("en_US")),
        ("active_test".to_owned(), json!(false)),
        ("allowed_company_ids".to_owned(), json!(companies)),
    ])
}

/// Stable as long as address and database name are; says nothing once Odoo moves to another address.
fn fingerprint_of_address(config: &OdooConfig) -> String {
    let text = format!("{}\n{}", config.url(), config.database());
    format!("url:{}", blake3::hash(text.as_bytes()).to_hex())
}

struct Opening<'a> {
    link: Link<'a>,
    server: &'a str,
}

impl Opening<'_> {
    fn told(&self, error: TransportError, doing: &str) -> SourceError {
        error.told(self.server, doing)
    }

    fn check(&self, version: &ServerVersion) -> Result<(), SourceError> {
        if version.major < OLDEST {
            return Err(SourceError::new(
                ErrorKind::VersionTooOld,
                format_args!(
                    "{} is Odoo {}, which is too old: at least Odoo {OLDEST} is needed",
                    self.server, version.series
                ),
            ));
        }
        Ok(())
    }

    async fn user(&self, uid: i64) -> Result<User, SourceError> {
        let doing = "reading the companies of the integration user";
        let user = async {
            let named = named(json!({"allfields": User::FIELDS, "attributes": ["type"]}));
            let call = Call { model: "res.users", method: "fields_get", subject: Subject::Model, named };
            let known = self.link.call(&call).await?;
            let fields: Vec<_> = User::FIELDS.into_iter().filter(|field| known.get(field).is_some()).collect();
            let rows = self.few("res.users", json!([["id", "=", uid]]), &fields, 1).await?;
            rows.first().and_then(User::from_row).ok_or(TransportError::BadAnswer("it names no company"))
        };
        user.await.map_err(|error| self.told(error, doing))
    }

    /// Absent where Odoo does not tell, or the key has no end.
    async fn end_of_key(&self, uid: i64) -> Result<Option<DateTime<Utc>>, SourceError> {
        let fields = ["name", "scope", "expiration_date"];
        match self.few("res.users.apikeys", json!([["user_id", "=", uid]]), &fields, 100).await {
            Ok(keys) => Ok(earliest_end(&keys)),
            Err(TransportError::NoRights | TransportError::Refused(_)) => Ok(None),
            Err(error) => Err(self.told(error, "asking when the API key ends")),
        }
    }

    /// Absent where the user is no administrator of Odoo's settings.
    async fn database_uuid(&self) -> Result<Option<String>, SourceError> {
        match self.few("ir.config_parameter", json!([["key", "=", "database.uuid"]]), &["value"], 1).await {
            Ok(rows) => Ok(rows
                .first()
                .and_then(|row| row.get("value"))
                .and_then(Value::as_str)
                .map(|uuid| uuid.trim().to_owned())
                .filter(|uuid| !uuid.is_empty())),
            Err(TransportError::NoRights) => Ok(None),
            Err(error) => Err(self.told(error, "reading the name of the database")),
        }
    }

    async fn few(
        &self,
        model: &'static str,
        domain: Value,
        fields: &[&str],
        limit: usize,
    ) -> Result<Vec<Map<String, Value>>, TransportError> {
        let context = json!({"active_test": false});
        let named = named(json!({"fields": fields, "limit": limit, "order": "id", "load": "", "context": context}));
        let call = Call { model, method: "search_read", subject: Subject::Domain(domain), named };
        let rows = answer::rows(self.link.call(&call).await?, 0, limit)?;
        Ok(rows.into_iter().map(|(_, row)| row).collect())
    }

    async fn access(&self, kind: Kind, context: &Map<String, Value>) -> Result<(Kind, Access), SourceError> {
        let model = model_of(kind);
        let first = self.look(model.name, model, context).await?;
        let access = match (first, model.stand_in) {
            (Ok(readable), _) => Access::Readable(readable),
            (Err(error), None) if model.optional && refused(&error) => Access::Absent,
            (Err(error), None) => Access::Unreadable(error),
            (Err(error), Some(stand_in)) => match self.look(stand_in, model, context).await? {
                Ok(readable) => Access::Readable(readable),
                Err(second) if model.optional && refused(&error) && refused(&second) => Access::Absent,
                Err(_) => Access::Unreadable(error),
            },
        };
        Ok((kind, access))
    }

    /// The outer error ends the run, the inner one only concerns this model.
    async fn look(
        &self,
        name: &'static str,
        model: &Model,
        context: &Map<String, Value>,
    ) -> Result<Result<Readable, SourceError>, SourceError> {
        let doing = format!("reading {name}");
        let fields = match self.fields(name, model, context).await {
            Ok(fields) => fields,
            Err(error @ (TransportError::NoRights | TransportError::Refused(_))) => {
                return Ok(Err(self.told(error, &doing)));
            }
            Err(error) => return Err(self.told(error, &doing)),
        };
        let readable = |field: &str| fields.get(field).is_some();
        if let Some(missing) = model.fields.iter().find(|f| f.essential && !readable(f.name)) {
            return Ok(Err(SourceError::new(
                ErrorKind::MissingRights,
                format_args!("The integration user may not read the field {} of {name} in Odoo", missing.name),
            )));
        }
        match self.probe(name, context).await {
            Ok(()) => {}
            Err(error @ (TransportError::NoRights | TransportError::Refused(_))) => {
                return Ok(Err(self.told(error, &doing)));
            }
            Err(error) => return Err(self.told(error, &doing)),
        }
        Ok(Ok(Readable {
            model: name,
            fields: model.fields.iter().map(|f| f.name).filter(|name| readable(name)).collect(),
            by_change: readable(WRITE_DATE) && !model.always_whole,
        }))
    }

    async fn fields(
        &self,
        name: &'static str,
        model: &Model,
        context: &Map<String, Value>,
    ) -> Result<Map<String, Value>, TransportError> {
        let wished: Vec<_> = model.fields.iter().map(|f| f.name).collect();
        let named = named(json!({"allfields": wished, "attributes": ["type"], "context": context}));
        let call = Call { model: name, method: "fields_get", subject: Subject::Model, named };
        match self.link.call(&call).await? {
            Value::Object(fields) => Ok(fields),
            _ => Err(TransportError::BadAnswer("there is no list of fields")),
        }
    }

    /// `fields_get` also answers for a model that may not be read.
    async fn probe(&self, name: &'static str, context: &Map<String, Value>) -> Result<(), TransportError> {
        let named = named(json!({"limit": 1, "order": "id", "context": context}));
        let call = Call { model: name, method: "search", subject: Subject::Domain(json!([])), named };
        answer::ids(self.link.call(&call).await?, 0, 1).map(|_| ())
    }
}

fn refused(error: &SourceError) -> bool {
    error.kind == ErrorKind::Refused
}

/// Named arguments of a call; anything but an object has none.
pub(crate) fn named(arguments: Value) -> Map<String, Value> {
    match arguments {
        Value::Object(arguments) => arguments,
        _ => Map::new(),
    }
}
