//! From the record of a connection to a source: built anew when an admin has changed it, the same while nobody has.

use crate::config::OdooEnvironment;
use odoo::{ConfigError, ConnectionProblem, ConnectionReport, Odoo, OdooConfig};
use secrecy::{ExposeSecret, SecretString};
use shared::integrations::{ConfiguredBy, SecretKind};
use std::{fmt, sync::Arc};
use store::{
    Store, StoreError,
    integrations::{IntegrationRecord, NewOdooSettings, OdooSettings},
};
use tokio::sync::Mutex;
use url::Url;

/// Why there is nothing to sync with.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoConnection {
    #[error("no Odoo is configured")]
    NotConfigured,
    #[error("the connection to Odoo is disabled")]
    Disabled,
    #[error("the stored secret cannot be opened with this server's master key: enter it anew")]
    Unreadable,
    #[error("the URL of Odoo cannot be read")]
    BadUrl,
    #[error(transparent)]
    Refused(#[from] ConfigError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The version of the record that it was built from, and what was built.
type Built = (i64, Arc<Odoo>);

#[derive(Clone)]
pub(crate) struct Connection {
    store: Store,
    client: reqwest::Client,
    built: Arc<Mutex<Option<Built>>>,
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Connection")
    }
}

impl Connection {
    pub(crate) fn new(store: Store, client: reqwest::Client) -> Self {
        Self { store, client, built: Arc::default() }
    }

    /// What it has learned of this Odoo (page sizes, its pace) is kept from run to run.
    pub(crate) async fn source(&self) -> Result<Arc<Odoo>, NoConnection> {
        let record = self.store.integrations().find_odoo().await?.ok_or(NoConnection::NotConfigured)?;
        if !record.enabled {
            return Err(NoConnection::Disabled);
        }
        self.of(&record).await
    }

    /// For what only maps: a connection that is disabled will do.
    pub(crate) async fn mapper(&self) -> Result<Arc<Odoo>, NoConnection> {
        let record = self.store.integrations().find_odoo().await?.ok_or(NoConnection::NotConfigured)?;
        match self.of(&record).await {
            // To map takes no secret.
            Err(NoConnection::Unreadable) => {
                let config = odoo_config(&record.config, "unknown".to_owned().into())?;
                Ok(Arc::new(Odoo::new(config, self.client.clone())))
            }
            found => found,
        }
    }

    /// Whether this connection would work: what a run does at its start, and nothing is written down.
    pub(crate) async fn test(&self, config: OdooConfig) -> Result<ConnectionReport, ConnectionProblem> {
        odoo::test_connection(config, self.client.clone()).await
    }

    async fn of(&self, record: &IntegrationRecord) -> Result<Arc<Odoo>, NoConnection> {
        let mut built = self.built.lock().await;
        if let Some((version, odoo)) = built.as_ref()
            && *version == record.version
        {
            return Ok(Arc::clone(odoo));
        }
        let config = stored_config(&self.store, record).await?;
        let odoo = Arc::new(Odoo::new(config, self.client.clone()));
        *built = Some((record.version, Arc::clone(&odoo)));
        Ok(odoo)
    }
}

pub(crate) async fn stored_config(store: &Store, record: &IntegrationRecord) -> Result<OdooConfig, NoConnection> {
    let secret = match store.integrations().secret(record).await {
        Ok(secret) => secret,
        Err(StoreError::OtherMasterKey | StoreError::NoMasterKey) => return Err(NoConnection::Unreadable),
        Err(e) => return Err(e.into()),
    };
    odoo_config(&record.config, secret.into())
}

pub(crate) fn odoo_config(settings: &OdooSettings, secret: SecretString) -> Result<OdooConfig, NoConnection> {
    let url = Url::parse(&settings.url).ok().filter(Url::has_host).ok_or(NoConnection::BadUrl)?;
    let config = OdooConfig::new(url, settings.database.as_str(), settings.username.as_str(), secret)?;
    let config = config.with_transport(settings.transport);
    Ok(match settings.secret_kind {
        SecretKind::ApiKey => config,
        SecretKind::Password => config.with_password(),
    })
}

/// Writes the connection of the environment down, where there is none or an earlier one of the environment. What an admin has
/// set stays.
pub(crate) async fn adopt(store: &Store, environment: Option<&OdooEnvironment>) -> Result<(), StoreError> {
    let Some(environment) = environment else { return Ok(()) };
    let integrations = store.integrations();
    let version = match integrations.find_odoo().await? {
        None => 0,
        Some(record) if record.configured_by == ConfiguredBy::Admin => {
            if record.config != environment.settings {
                tracing::info!("the connection to Odoo that an admin has set holds, not the one of the environment");
            }
            return Ok(());
        }
        Some(record) => {
            let secret = if record.secret_opens { integrations.secret(&record).await.ok() } else { None };
            let same_secret = secret.is_some_and(|secret| secret == environment.secret.expose_secret());
            if same_secret && record.config == environment.settings {
                return Ok(());
            }
            record.version
        }
    };
    let new = NewOdooSettings {
        settings: environment.settings.clone(),
        secret: Some(environment.secret.expose_secret().to_owned()),
        configured_by: ConfiguredBy::Environment,
    };
    match integrations.set_odoo(version, new).await {
        Ok(_) => {
            tracing::info!("took the connection to Odoo from the environment");
            Ok(())
        }
        // Another process was quicker.
        Err(StoreError::ChangedMeanwhile) => Ok(()),
        Err(e) => Err(e),
    }
}
