//! Connections to other systems: their settings, their test, their state.

use crate::{
    EntityType,
    sync::{Indicator, RunState},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Minutes between two runs that an admin may choose from.
pub const SHORTEST_INTERVAL_MINUTES: u32 = 5;
pub const LONGEST_INTERVAL_MINUTES: u32 = 60;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum IntegrationType {
    Odoo,
}

/// How to talk to Odoo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TransportChoice {
    /// By what the server says of itself.
    #[default]
    Auto,
    Jsonrpc,
    Xmlrpc,
    /// Odoo 19 and newer.
    Json2,
}

impl TransportChoice {
    pub const ALL: &'static [Self] = &[Self::Auto, Self::Jsonrpc, Self::Xmlrpc, Self::Json2];

    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Jsonrpc => "jsonrpc",
            Self::Xmlrpc => "xmlrpc",
            Self::Json2 => "json2",
        }
    }
}

/// What the secret of a connection is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SecretKind {
    /// Preferred; JSON-2 takes nothing else.
    #[default]
    ApiKey,
    Password,
}

/// The connection without its secret, which is never sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OdooConnection {
    pub url: String,
    pub database: String,
    /// Login of the integration user.
    pub username: String,
    pub transport: TransportChoice,
    pub secret_kind: SecretKind,
    /// A secret is stored and can be opened; false after a change of the server's master key: enter it anew.
    pub has_secret: bool,
}

/// Where the settings that hold now came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConfiguredBy {
    Environment,
    Admin,
}

/// `GET /api/integrations/odoo`, with the record's version as `ETag`; also the answer of each change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Integration {
    pub integration_type: IntegrationType,
    /// 0 before the first settings. Send it as `If-Match: "<version>"` with each change.
    pub version: i64,
    pub enabled: bool,
    /// Absent while not configured.
    pub config: Option<OdooConnection>,
    pub configured_by: Option<ConfiguredBy>,
    pub indicator: Indicator,
    /// State of the newest run; absent before the first.
    pub sync_status: Option<RunState>,
    /// End of the newest run that read everything.
    pub last_sync: Option<DateTime<Utc>>,
    /// Of the newest run that ended; never a credential or a payload.
    pub error_message: Option<String>,
    pub changed_at: Option<DateTime<Utc>>,
}

/// `GET /api/integrations`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IntegrationList {
    pub items: Vec<Integration>,
}

/// Body of `PUT /api/integrations/odoo`: replaces the connection.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OdooConnectionForm {
    /// `https://odoo.example.com`; `http` only for a server on this machine, no link-local address.
    pub url: String,
    pub database: String,
    pub username: String,
    #[serde(default)]
    pub transport: TransportChoice,
    /// Of `secret`, or of the stored one.
    #[serde(default)]
    pub secret_kind: SecretKind,
    /// API key (preferred) or password. Absent: the stored one stays, which is possible only while URL, database and user
    /// name stay too: a stored secret is never sent to another server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(format = "password", write_only))]
    pub secret: Option<String>,
}

impl fmt::Debug for OdooConnectionForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OdooConnectionForm(..)")
    }
}

/// Body of `POST /api/integrations/odoo/test`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConnectionTestRequest {
    /// What to test; absent: what is stored. Nothing is stored by the test.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connection: Option<OdooConnectionForm>,
}

/// What is wrong with a connection: one code for each cause that somebody must fix in another place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConnectionProblemCode {
    /// The host's name is not known.
    Dns,
    /// The name is known and nobody answers, or the connection was cut.
    Unreachable,
    Timeout,
    /// The certificate is not valid, or there is no TLS.
    Tls,
    /// Something answers, but it is no Odoo.
    NotOdoo,
    VersionTooOld,
    UnknownDatabase,
    /// The login is not known or its secret is wrong or expired.
    WrongCredentials,
    /// The plan of this Odoo has no external API.
    NoApi,
    /// The integration user may not read what is needed; `missing` lists it.
    MissingRights,
    /// Odoo answered with an error of its own.
    OdooError,
    /// The answer could not be understood.
    BadAnswer,
}

/// A model that the integration user cannot read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MissingRight {
    /// Odoo's own name, `crm.lead`.
    pub model: String,
    pub entity: Option<EntityType>,
    /// In words: the model, or which of its fields.
    pub message: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConnectionProblem {
    pub code: ConnectionProblemCode,
    /// What is wrong and what would help, in words; never a credential.
    pub message: String,
}

/// Answer of `POST /api/integrations/odoo/test`: 200 whether it works or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConnectionTest {
    pub works: bool,
    /// Present exactly when it does not work.
    pub problem: Option<ConnectionProblem>,
    /// `Odoo 18.0`, as far as the test got.
    pub version: Option<String>,
    /// The one that was or would be used.
    pub transport: Option<TransportChoice>,
    /// Models that cannot be read; the sync leaves them out where it can do without them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<MissingRight>,
    /// With a wrong database: those that the server tells of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub databases: Vec<String>,
    /// What is read in another way than usual, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// When the API key ends, where Odoo tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credential_ends: Option<DateTime<Utc>>,
    pub took_ms: u64,
}

/// Line of `GET /api/sync-status`, for every approved person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IntegrationHealth {
    pub integration_type: IntegrationType,
    pub indicator: Indicator,
    pub enabled: bool,
    pub sync_status: Option<RunState>,
    /// End of the newest run that read everything.
    pub last_sync: Option<DateTime<Utc>>,
    /// For admins in full, for others in general words.
    pub error_message: Option<String>,
    pub interval_minutes: u32,
}

/// `GET /api/sync-status`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IntegrationHealthList {
    pub items: Vec<IntegrationHealth>,
    /// The database's clock at the answer.
    pub now: DateTime<Utc>,
}
