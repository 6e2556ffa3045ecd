//! Checks a connection that an admin has entered, each wrong field by name.

use crate::{
    http::Failure,
    worker::{NoConnection, odoo_config, stored_config},
};
use odoo::{ConfigError, OdooConfig};
use secrecy::SecretString;
use shared::{FieldProblem, integrations::OdooConnectionForm};
use store::{
    Store,
    integrations::{IntegrationRecord, OdooSettings},
};

const LONGEST: usize = 2_000;

/// A connection that may be tried.
pub(super) struct Checked {
    pub(super) settings: OdooSettings,
    /// What was entered; `None`: the stored one stays.
    pub(super) secret: Option<String>,
    pub(super) config: OdooConfig,
}

/// `stored`: where a connection is that the form may leave the secret of.
pub(super) async fn check(
    store: &Store,
    form: OdooConnectionForm,
    stored: Option<&IntegrationRecord>,
) -> Result<Checked, Failure> {
    let OdooConnectionForm { url, database, username, transport, secret_kind, secret } = form;
    let settings = OdooSettings {
        url: url.trim().to_owned(),
        database: database.trim().to_owned(),
        username: username.trim().to_owned(),
        transport,
        secret_kind,
    };
    let secret = secret.map(|secret| secret.trim().to_owned());
    let mut wrong = Vec::new();
    let mut refuse = |field: &str, message: String| wrong.push(FieldProblem { field: field.into(), message });
    for (field, value) in [
        ("url", Some(&settings.url)),
        ("database", Some(&settings.database)),
        ("username", Some(&settings.username)),
        ("secret", secret.as_ref()),
    ] {
        let Some(value) = value else { continue };
        if value.is_empty() {
            refuse(field, "must not be empty".into());
        } else if value.len() > LONGEST || value.chars().any(char::is_control) {
            refuse(field, format!("must be at most {LONGEST} characters, none of them a control character"));
        }
    }
    // In the form in which it will be stored; the secret plays no part in what can be wrong here.
    let judged = odoo_config(&settings, SecretString::from("judged".to_owned()));
    let settings = match judged {
        Ok(config) => OdooSettings { url: config.url().to_string(), ..settings },
        Err(error) => {
            if !settings.url.is_empty() && is_about_url(&error) {
                refuse("url", error.to_string());
            }
            settings
        }
    };
    let same = stored.filter(|record| is_same_door(&record.config, &settings));
    if secret.is_none() && same.is_none() {
        refuse("secret", "is required: a stored one is never sent to another server, database or user".into());
    }
    if !wrong.is_empty() {
        return Err(Failure::fields(wrong));
    }
    let config = match (&secret, same) {
        (Some(secret), _) => odoo_config(&settings, secret.clone().into())?,
        (None, Some(record)) => {
            let mut same = record.clone();
            same.config = settings.clone();
            stored_config(store, &same).await.map_err(unreadable)?
        }
        (None, None) => return Err(Failure::field("secret", "is required")),
    };
    Ok(Checked { settings, secret, config })
}

fn is_same_door(stored: &OdooSettings, entered: &OdooSettings) -> bool {
    (&stored.url, &stored.database, &stored.username) == (&entered.url, &entered.database, &entered.username)
}

fn is_about_url(error: &NoConnection) -> bool {
    match error {
        NoConnection::BadUrl => true,
        NoConnection::Refused(error) => !matches!(error, ConfigError::Empty(_)),
        _ => false,
    }
}

fn unreadable(error: NoConnection) -> Failure {
    match error {
        NoConnection::Unreadable => Failure::field("secret", error.to_string()),
        error => error.into(),
    }
}
