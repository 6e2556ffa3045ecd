//! Connections to other systems: their settings with an encrypted secret, and the state that the runs keep there.

use crate::{
    Result, StoreError,
    collections::{INTEGRATIONS, open},
    raw,
    vault::{Sealed, Vault},
};
use chrono::{DateTime, Utc};
use db::Db;
use mongodb::{
    Collection,
    bson::{self, Bson, Document, doc},
    options::ReturnDocument,
};
use serde::{Deserialize, Serialize};
use shared::{
    integrations::{ConfiguredBy, IntegrationType, SecretKind, TransportChoice},
    sync::{RunState, SyncRun},
};
use std::fmt;

/// `_id` of the connection that the lake is filled from.
const ODOO: &str = "odoo";
/// What the secret of Odoo is bound to.
const ODOO_SECRET: &str = "integrations/odoo/secret";

/// Where Odoo is and who we are there, without the secret.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OdooSettings {
    pub url: String,
    pub database: String,
    pub username: String,
    #[serde(default)]
    pub transport: TransportChoice,
    #[serde(default)]
    pub secret_kind: SecretKind,
}

/// Without the user name, which is an e-mail address as a rule.
impl fmt::Debug for OdooSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OdooSettings({}, {})", self.url, self.database)
    }
}

/// Settings that are to hold.
#[derive(Clone)]
pub struct NewOdooSettings {
    pub settings: OdooSettings,
    /// `None`: the stored one stays.
    pub secret: Option<String>,
    pub configured_by: ConfiguredBy,
}

impl fmt::Debug for NewOdooSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewOdooSettings").field("configured_by", &self.configured_by).finish_non_exhaustive()
    }
}

/// The record of one connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntegrationRecord {
    pub integration_type: IntegrationType,
    /// Raised by each change of the settings, never by a run.
    pub version: i64,
    pub enabled: bool,
    pub config: OdooSettings,
    pub configured_by: ConfiguredBy,
    pub changed_at: DateTime<Utc>,
    /// Of the newest run.
    pub sync_status: Option<RunState>,
    /// End of the newest run that read everything.
    pub last_sync: Option<DateTime<Utc>>,
    pub error_message: Option<String>,
    /// With the master key of this process; else it must be entered anew.
    pub secret_opens: bool,
    sealed: Sealed,
}

#[derive(Debug, Serialize, Deserialize)]
struct IntegrationDoc {
    #[serde(rename = "_id")]
    id: String,
    integration_type: IntegrationType,
    version: i64,
    enabled: bool,
    config: ConfigDoc,
    configured_by: ConfiguredBy,
    changed_at: bson::DateTime,
    sync_status: Option<RunState>,
    last_sync: Option<bson::DateTime>,
    error_message: Option<String>,
    /// The run that `sync_status` is about.
    run: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct ConfigDoc {
    #[serde(flatten)]
    settings: OdooSettings,
    secret: Sealed,
}

impl IntegrationDoc {
    fn into_record(self, vault: &Vault) -> IntegrationRecord {
        IntegrationRecord {
            secret_opens: vault.opens(&self.config.secret),
            integration_type: self.integration_type,
            version: self.version,
            enabled: self.enabled,
            config: self.config.settings,
            configured_by: self.configured_by,
            changed_at: raw::instant(self.changed_at),
            sync_status: self.sync_status,
            last_sync: self.last_sync.map(raw::instant),
            error_message: self.error_message,
            sealed: self.config.secret,
        }
    }
}

/// The connections; settings change by version, so that nobody overwrites what they have not seen.
#[derive(Debug, Clone)]
pub struct Integrations {
    rows: Collection<IntegrationDoc>,
    vault: Vault,
}

impl Integrations {
    pub(crate) fn new(db: &Db, vault: Vault) -> Self {
        Self { rows: open(db, INTEGRATIONS), vault }
    }

    pub async fn find_odoo(&self) -> Result<Option<IntegrationRecord>> {
        Ok(self.rows.find_one(doc! { "_id": ODOO }).await?.map(|row| row.into_record(&self.vault)))
    }

    /// An error when it cannot be opened with this process's master key: it must be entered anew.
    pub async fn secret(&self, record: &IntegrationRecord) -> Result<String> {
        self.vault.unseal(ODOO_SECRET, &record.sealed).await
    }

    /// Replaces the settings that have this version (0: there are none). Enabled, where it is the first.
    pub async fn set_odoo(&self, version: i64, new: NewOdooSettings) -> Result<IntegrationRecord> {
        let NewOdooSettings { settings, secret, configured_by } = new;
        let sealed = match secret {
            Some(secret) => Some(self.vault.seal(ODOO_SECRET, &secret).await?),
            None => None,
        };
        if version == 0 {
            let secret = sealed.ok_or(StoreError::NoSecret)?;
            return self.create(settings, secret, configured_by).await;
        }
        let value = |part: bson::error::Result<Bson>| part.map_err(mongodb::error::Error::from);
        let mut set = doc! {
            "version": version + 1,
            "configured_by": value(bson::serialize_to_bson(&configured_by))?,
            "changed_at": "$$NOW",
            "config.url": { "$literal": settings.url },
            "config.database": { "$literal": settings.database },
            "config.username": { "$literal": settings.username },
            "config.transport": settings.transport.name(),
            "config.secret_kind": value(bson::serialize_to_bson(&settings.secret_kind))?,
        };
        if let Some(sealed) = sealed {
            set.insert("config.secret", doc! { "$literal": value(bson::serialize_to_bson(&sealed))? });
        }
        self.change(version, set).await
    }

    pub async fn enable_odoo(&self, version: i64, enabled: bool) -> Result<IntegrationRecord> {
        self.change(version, doc! { "version": version + 1, "enabled": enabled, "changed_at": "$$NOW" }).await
    }

    /// The connection cannot even be tried, for this reason: no run will say so.
    pub async fn refuse_odoo(&self, reason: &str) -> Result<()> {
        let failed = doc! { "$set": { "sync_status": "failed", "error_message": reason } };
        self.rows.update_one(doc! { "_id": ODOO }, failed).await?;
        Ok(())
    }

    async fn create(
        &self,
        settings: OdooSettings,
        secret: Sealed,
        configured_by: ConfiguredBy,
    ) -> Result<IntegrationRecord> {
        let row = IntegrationDoc {
            id: ODOO.to_owned(),
            integration_type: IntegrationType::Odoo,
            version: 1,
            enabled: true,
            config: ConfigDoc { settings, secret },
            configured_by,
            changed_at: bson::DateTime::MIN,
            sync_status: None,
            last_sync: None,
            error_message: None,
            run: None,
        };
        match self.rows.insert_one(&row).await.map_err(db::DbError::from) {
            Err(e) if e.is_duplicate() => return Err(StoreError::ChangedMeanwhile),
            Err(e) => return Err(e.into()),
            Ok(_) => {}
        }
        // By the database's clock, which an insert cannot read.
        self.change(1, doc! { "changed_at": "$$NOW" }).await
    }

    async fn change(&self, version: i64, set: Document) -> Result<IntegrationRecord> {
        let same = doc! { "_id": ODOO, "version": version };
        let change = vec![doc! { "$set": set }];
        let changed = self.rows.find_one_and_update(same, change).return_document(ReturnDocument::After).await?;
        changed.map(|row| row.into_record(&self.vault)).ok_or(StoreError::ChangedMeanwhile)
    }
}

/// What a run's begin does to the connection, in the transaction that opens its log. One that looks at a part of the lake
/// only does nothing to it.
pub(crate) fn begun(run: &SyncRun) -> (Document, Document) {
    let whole = if run.mode.is_whole() {
        doc! { "_id": ODOO }
    } else {
        doc! { "_id": Bson::Null }
    };
    (whole, doc! { "$set": { "sync_status": "in_progress", "run": &run.id } })
}

/// What its end does, in the transaction that closes its log. A run that lost its lease has no say over its successor's.
pub(crate) fn ended(run: &SyncRun, read_everything: bool) -> Result<(Document, Document)> {
    let state = bson::serialize_to_bson(&run.state).map_err(mongodb::error::Error::from)?;
    let message = run.errors.first().map(|error| error.message.as_str());
    let mut set = doc! { "sync_status": state, "error_message": message };
    if let Some(end) = run.finished_at.filter(|_| read_everything) {
        set.insert("last_sync", raw::date(end));
    }
    Ok((doc! { "_id": ODOO, "run": &run.id }, doc! { "$set": set }))
}
