//! The configuration, typed, from the environment; everything that is wrong with it is reported together, by name.

mod environment;
mod parse;
pub mod variables;

pub use environment::Environment;
pub use variables::{VARIABLES, Variable};

pub(crate) use parse::is_loopback;

use crate::telemetry::LogFormat;
use chrono_tz::Tz;
use db::DbConfig;
use odoo::OdooConfig;
use secrecy::SecretString;
use shared::integrations::SecretKind;
use std::{
    fmt,
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    time::Duration,
};
use store::{MasterKey, integrations::OdooSettings};
use url::Url;
use variables as name;

#[derive(Debug, Clone)]
pub struct Config {
    pub http: HttpConfig,
    pub database: DbConfig,
    pub master_key: MasterKeySource,
    /// The first connection, complete or absent.
    pub odoo: Option<OdooEnvironment>,
    /// Until an admin sets another.
    pub sync_interval: Duration,
    pub first_admin: Option<FirstAdmin>,
    /// For alerts.
    pub mail: Option<MailConfig>,
    pub organisation: OrganisationDefaults,
    pub log: LogConfig,
    /// Unset: nobody is told.
    pub metrics: Option<SocketAddr>,
    /// Bytes that are to be free before a run begins.
    pub least_free_disk: u64,
    /// Bytes of answers that are kept in memory.
    pub most_answers: u64,
}

#[derive(Debug, Clone)]
pub struct HttpConfig {
    pub listen: SocketAddr,
    /// Unset only on loopback: then it follows from the port that is really taken.
    pub public_url: Option<Url>,
    pub site_dir: Option<PathBuf>,
    /// Peers whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
}

/// Where the key comes from that wraps the keys of stored secrets.
#[derive(Debug, Clone)]
pub enum MasterKeySource {
    Given(MasterKey),
    File(PathBuf),
    /// In the data directory: on loopback only.
    Generated,
}

/// A connection that was checked.
#[derive(Clone)]
pub struct OdooEnvironment {
    pub settings: OdooSettings,
    pub secret: SecretString,
}

/// Without the user name, which is an e-mail address as a rule.
impl fmt::Debug for OdooEnvironment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OdooEnvironment({})", self.settings.url)
    }
}

#[derive(Debug, Clone)]
pub struct FirstAdmin {
    pub email: String,
    pub password: SecretString,
}

/// A mail server, and who writes.
#[derive(Clone)]
pub struct MailConfig {
    pub url: SecretString,
    pub from: String,
}

impl fmt::Debug for MailConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MailConfig(..)")
    }
}

/// In force until an admin sets something else.
#[derive(Debug, Clone)]
pub struct OrganisationDefaults {
    pub time_zone: Tz,
    pub currency: Option<String>,
}

#[derive(Debug, Clone)]
pub struct LogConfig {
    pub filter: String,
    pub format: Option<LogFormat>,
}

/// What is wrong with one variable. Never holds its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigProblem {
    pub name: String,
    pub message: String,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct ConfigProblems(pub Vec<ConfigProblem>);

impl fmt::Display for ConfigProblems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the configuration is not valid (docs/configuration.md lists every variable):")?;
        self.0.iter().try_for_each(|problem| write!(f, "\n  {} {}", problem.name, problem.message))
    }
}

impl Config {
    pub fn read(environment: &Environment) -> Result<Self, ConfigProblems> {
        let mut reader = Reader { environment, problems: Vec::new() };
        let data_dir = PathBuf::from(environment.get(name::DATA_DIR).unwrap_or("data"));
        let config = Self {
            http: reader.http(),
            database: DbConfig {
                uri: environment.get(name::MONGODB_URI).map(|uri| uri.to_owned().into()),
                database: reader
                    .optional(name::DATABASE, parse::database_name)
                    .unwrap_or_else(|| "salescommand".into()),
                data_dir,
                mongod: environment.get(name::MONGOD).map(PathBuf::from),
            },
            master_key: reader.master_key(),
            odoo: reader.odoo(),
            sync_interval: reader
                .optional(name::SYNC_INTERVAL_MINUTES, parse::interval)
                .unwrap_or(Duration::from_secs(300)),
            first_admin: reader.first_admin(),
            mail: reader.mail(),
            organisation: OrganisationDefaults {
                time_zone: reader.optional(name::TIME_ZONE, parse::time_zone).unwrap_or(Tz::UTC),
                currency: reader.optional(name::CURRENCY, parse::currency),
            },
            log: LogConfig {
                filter: reader.optional(name::LOG, parse::log_filter).unwrap_or_else(|| "info".into()),
                format: reader.optional(name::LOG_FORMAT, parse::log_format),
            },
            metrics: reader.optional(name::METRICS_LISTEN, parse::loopback_address),
            least_free_disk: reader
                .optional(name::LEAST_FREE_DISK_MB, parse::megabytes)
                .unwrap_or(sync::DEFAULT_LEAST_FREE_DISK),
            most_answers: reader.optional(name::ANSWERS_MB, parse::megabytes).unwrap_or(12 << 20),
        };
        if reader.problems.is_empty() { Ok(config) } else { Err(ConfigProblems(reader.problems)) }
    }
}

struct Reader<'a> {
    environment: &'a Environment,
    problems: Vec<ConfigProblem>,
}

impl Reader<'_> {
    fn problem(&mut self, name: &str, message: impl Into<String>) {
        self.problems.push(ConfigProblem { name: name.into(), message: message.into() });
    }

    fn optional<T>(&mut self, name: &str, parse: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        match parse(self.environment.get(name)?) {
            Ok(value) => Some(value),
            Err(message) => {
                self.problem(name, message);
                None
            }
        }
    }

    fn http(&mut self) -> HttpConfig {
        let listen =
            self.optional(name::LISTEN, parse::address).unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080)));
        let public_url = self.optional(name::PUBLIC_URL, parse::public_url);
        if !listen.ip().is_loopback() && self.environment.get(name::PUBLIC_URL).is_none() {
            self.problem(name::PUBLIC_URL, "is required when the server does not listen on loopback");
        }
        let trusted_proxies = self.optional(name::TRUSTED_PROXIES, parse::ip_addresses).unwrap_or_default();
        let site_dir = self.environment.get(name::SITE_DIR).map(PathBuf::from);
        HttpConfig { listen, public_url, site_dir, trusted_proxies }
    }

    fn master_key(&mut self) -> MasterKeySource {
        let file = self.environment.get(name::MASTER_KEY_FILE).map(PathBuf::from);
        let is_given = self.environment.get(name::MASTER_KEY).is_some();
        let given = self.optional(name::MASTER_KEY, parse::master_key);
        if file.is_some() && is_given {
            self.problem(name::MASTER_KEY_FILE, format!("and {} are both set: one of them, please", name::MASTER_KEY));
        }
        // What may be wrong with the address is said elsewhere.
        let address = self.environment.get(name::LISTEN).and_then(|text| parse::address(text).ok());
        let is_open = address.is_some_and(|address| !address.ip().is_loopback());
        if is_open && file.is_none() && !is_given {
            let message =
                format!("(or {}) is required when the server does not listen on loopback", name::MASTER_KEY_FILE);
            self.problem(name::MASTER_KEY, message);
        }
        match (given, file) {
            (Some(key), _) => MasterKeySource::Given(key),
            (None, Some(file)) => MasterKeySource::File(file),
            (None, None) => MasterKeySource::Generated,
        }
    }

    fn odoo(&mut self) -> Option<OdooEnvironment> {
        let url = self.optional(name::ODOO_URL, parse::url);
        let transport = self.optional(name::ODOO_TRANSPORT, parse::transport).unwrap_or_default();
        let api_key = self.environment.get(name::ODOO_API_KEY);
        let secret = api_key.or_else(|| self.environment.get(name::ODOO_PASSWORD));
        let one_of_all = [name::ODOO_URL, name::ODOO_DATABASE, name::ODOO_USERNAME];
        let started = secret.is_some() || one_of_all.iter().any(|name| self.environment.get(name).is_some());
        if !started {
            return None;
        }
        for missing in one_of_all.into_iter().filter(|name| self.environment.get(name).is_none()) {
            self.problem(missing, "is required when another variable of the connection to Odoo is set");
        }
        if secret.is_none() {
            self.problem(
                name::ODOO_API_KEY,
                format!(
                    "(or {}) is required when another variable of the connection to Odoo is set",
                    name::ODOO_PASSWORD
                ),
            );
        }
        let database = self.environment.get(name::ODOO_DATABASE)?;
        let username = self.environment.get(name::ODOO_USERNAME)?;
        let secret: SecretString = secret?.to_owned().into();
        match OdooConfig::new(url?, database, username, secret.clone()) {
            Ok(odoo) => {
                let secret_kind = if api_key.is_some() { SecretKind::ApiKey } else { SecretKind::Password };
                let (url, database, username) = (odoo.url().to_string(), database.to_owned(), username.to_owned());
                Some(OdooEnvironment {
                    settings: OdooSettings { url, database, username, transport, secret_kind },
                    secret,
                })
            }
            Err(error) => {
                self.problem(name::ODOO_URL, format!("is refused: {error}"));
                None
            }
        }
    }

    fn mail(&mut self) -> Option<MailConfig> {
        let url = self.optional(name::SMTP_URL, parse::smtp_url);
        let from = self.optional(name::ALERT_FROM, parse::mailbox);
        for (given, needed) in [(name::SMTP_URL, name::ALERT_FROM), (name::ALERT_FROM, name::SMTP_URL)] {
            if self.environment.get(given).is_some() && self.environment.get(needed).is_none() {
                self.problem(needed, format!("is required when {given} is set"));
            }
        }
        Some(MailConfig { url: url?, from: from? })
    }

    fn first_admin(&mut self) -> Option<FirstAdmin> {
        let email = self.optional(name::ADMIN_EMAIL, parse::email);
        let password = self.optional(name::ADMIN_PASSWORD, parse::password);
        for (given, needed) in [(name::ADMIN_EMAIL, name::ADMIN_PASSWORD), (name::ADMIN_PASSWORD, name::ADMIN_EMAIL)] {
            if self.environment.get(given).is_some() && self.environment.get(needed).is_none() {
                self.problem(needed, format!("is required when {given} is set"));
            }
        }
        Some(FirstAdmin { email: email?, password: password? })
    }
}
