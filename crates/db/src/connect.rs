//! `Db`: one connection pool and one database name, opened from a URI or from the embedded mongod, and the database's clock.

use std::{net::IpAddr, path::PathBuf, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use mongodb::{
    Client, Collection, Database,
    bson::{Bson, Document, doc},
    error::ErrorKind,
    options::{ClientOptions, ReadConcern, ServerAddress, Tls, WriteConcern},
};
use secrecy::{ExposeSecret, SecretString};

use crate::{
    embedded::Embedded,
    error::{DbError, DriverError, Result},
};

const OLDEST_WIRE_VERSION: i32 = 17; // MongoDB 6.0
const BULK_WRITE_WIRE_VERSION: i32 = 25; // MongoDB 8.0

#[derive(Debug, Clone)]
pub struct DbConfig {
    /// A replica set (or a mongos). Unset: a mongod of our own, below `data_dir`.
    pub uri: Option<SecretString>,
    pub database: String,
    pub data_dir: PathBuf,
    /// The mongod to start; unset: the first on the PATH.
    pub mongod: Option<PathBuf>,
}

/// A database and the connections to it. Clones are cheap and share both.
#[derive(Debug, Clone)]
pub struct Db {
    link: Arc<Link>,
    name: Arc<str>,
}

#[derive(Debug)]
struct Link {
    client: Client,
    wire_version: i32,
    version: String,
    embedded: Option<Embedded>,
}

impl Db {
    pub async fn open(config: &DbConfig) -> Result<Self> {
        let (client, embedded) = match &config.uri {
            Some(uri) => (connect(uri.expose_secret()).await?, None),
            None => {
                let embedded = Embedded::open(&config.data_dir, config.mongod.as_deref()).await?;
                (connect(&embedded.uri()).await?, Some(embedded))
            }
        };
        let hello = client.database("admin").run_command(doc! { "hello": 1 }).await.map_err(unreachable)?;
        // A mongos answers `msg: "isdbgrid"` and stands for replica sets behind it.
        if hello.get_str("setName").is_err() && hello.get_str("msg").ok() != Some("isdbgrid") {
            return Err(DbError::NotAReplicaSet);
        }
        let version = version(&client).await?;
        let wire_version = hello.get_i32("maxWireVersion").unwrap_or(0);
        if wire_version < OLDEST_WIRE_VERSION {
            return Err(DbError::TooOld { found: version });
        }
        let link = Link { client, wire_version, version, embedded };
        Ok(Self { link: Arc::new(link), name: config.database.as_str().into() })
    }

    /// Another database over the same connections.
    #[must_use]
    pub fn sibling(&self, name: &str) -> Self {
        Self { link: Arc::clone(&self.link), name: name.into() }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn client(&self) -> &Client {
        &self.link.client
    }

    pub fn database(&self) -> Database {
        self.link.client.database(&self.name)
    }

    /// Version of the server, for people.
    pub fn server_version(&self) -> &str {
        &self.link.version
    }

    /// How other processes of the same user reach the embedded mongod; `None` when it is not ours.
    pub fn socket_uri(&self) -> Option<String> {
        self.link.embedded.as_ref().map(Embedded::uri)
    }

    /// Process id of the embedded mongod; `None` when it is not ours.
    pub fn mongod_pid(&self) -> Option<i32> {
        self.link.embedded.as_ref().map(Embedded::pid)
    }

    /// The database's clock. Leases, ticks and sessions go by it, never by ours.
    pub async fn now(&self) -> Result<DateTime<Utc>> {
        let hello = self.database().run_command(doc! { "hello": 1 }).await?;
        let time = hello.get_datetime("localTime").map_err(|_| DbError::Shape { what: "the answer to hello" })?;
        Ok(DateTime::from_timestamp_millis(time.timestamp_millis()).unwrap_or_default())
    }

    /// An error unless the database answers now.
    pub async fn ping(&self) -> Result<()> {
        self.database().run_command(doc! { "ping": 1 }).await?;
        Ok(())
    }

    /// Bytes that are free where the server keeps its data; `None` where it does not tell.
    pub async fn free_disk(&self) -> Result<Option<u64>> {
        let stats = self.database().run_command(doc! { "dbStats": 1 }).await?;
        // Whole numbers come as doubles here.
        let bytes = |name: &str| {
            stats.get(name).and_then(|value| value.as_f64().or(value.as_i64().and_then(|n| n.to_string().parse().ok())))
        };
        let free = bytes("fsTotalSize").zip(bytes("fsUsedSize")).map(|(total, used)| (total - used).max(0.0));
        Ok(free.and_then(|free| format!("{free:.0}").parse().ok()))
    }

    /// Closes the connections; then stops the embedded mongod, unless another process still uses it. Every clone is unusable afterwards.
    pub async fn shutdown(&self) -> Result<()> {
        self.link.client.clone().shutdown().immediate(true).await;
        match &self.link.embedded {
            Some(embedded) => embedded.release().await,
            None => Ok(()),
        }
    }

    pub(crate) fn has_bulk_write(&self) -> bool {
        self.link.wire_version >= BULK_WRITE_WIRE_VERSION
    }

    #[expect(clippy::disallowed_methods, reason = "db's own two collections, leases and migrations")]
    pub(crate) fn collection(&self, name: &str) -> Collection<Document> {
        self.database().collection(name)
    }
}

async fn connect(uri: &str) -> Result<Client> {
    let mut options = ClientOptions::parse(uri).await.map_err(|e| match *e.kind {
        ErrorKind::DnsResolve { .. } => unreachable(e),
        _ => DbError::InvalidUri,
    })?;
    refuse_open_doors(&options)?;
    options.app_name.get_or_insert_with(|| "salescommand".into());
    options.server_selection_timeout.get_or_insert(Duration::from_secs(10));
    // Majority always: a write that can be rolled back would let a lease have two holders.
    options.write_concern = Some(WriteConcern::majority());
    options.read_concern = Some(ReadConcern::majority());
    Client::with_options(options).map_err(|_| DbError::InvalidUri)
}

/// Sales data crosses a network only with credentials and TLS.
fn refuse_open_doors(options: &ClientOptions) -> Result<()> {
    let guarded = options.credential.is_some() && matches!(options.tls, Some(Tls::Enabled(_)));
    let outside = options.hosts.iter().find(|host| !is_local(host));
    match outside {
        Some(host) if !guarded => Err(DbError::InsecureUri { host: host.to_string() }),
        _ => Ok(()),
    }
}

fn is_local(host: &ServerAddress) -> bool {
    match host {
        ServerAddress::Tcp { host, .. } => {
            host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
        }
        ServerAddress::Unix { .. } => true,
        _ => false,
    }
}

async fn version(client: &Client) -> Result<String> {
    let info = client.database("admin").run_command(doc! { "buildInfo": 1 }).await.map_err(unreachable)?;
    Ok(info.get("version").and_then(Bson::as_str).unwrap_or("unknown").to_owned())
}

fn unreachable(error: mongodb::error::Error) -> DbError {
    match *error.kind {
        ErrorKind::Authentication { .. } => DbError::Refused,
        _ => DbError::Unreachable(DriverError::new(error)),
    }
}
