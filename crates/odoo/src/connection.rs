//! The test of a connection: what works, or exactly what is wrong.

use crate::config::OdooConfig;
use crate::model::model_of;
use crate::odoo::Odoo;
use crate::transport::{Protocol, Transports};
use chrono::{DateTime, Utc};
use domain::canonical::Kind;
use shared::integrations::TransportChoice;
use source::{ErrorKind, SourceError};
use std::time::Duration;

/// People wait for the answer.
const PATIENCE: Duration = Duration::from_secs(25);

/// What an admin should know of a connection that works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionReport {
    /// `Odoo 18.0`
    pub version: String,
    /// The one that was chosen, never `Auto`.
    pub transport: TransportChoice,
    /// Name of the integration user.
    pub user: String,
    /// Odoo's ids of the companies that it may work in.
    pub companies: Vec<i64>,
    /// Models that are read.
    pub readable: Vec<(Kind, &'static str)>,
    /// Models that may not be read, each with the model or field in words: the sync leaves them out where it can.
    pub unreadable: Vec<(Kind, &'static str, SourceError)>,
    /// Models that this Odoo does not have.
    pub absent: Vec<(Kind, &'static str)>,
    /// What is read in another way than usual.
    pub notes: Vec<String>,
    /// When the API key ends, where Odoo tells.
    pub credential_ends: Option<DateTime<Utc>>,
}

/// Why a connection does not work.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{error}")]
pub struct ConnectionProblem {
    /// Its kind is the code, its message is for admins.
    pub error: SourceError,
    /// With a wrong database: those that the server tells of.
    pub databases: Vec<String>,
}

/// Does what a run does at its start, with the same code, and reads nothing of the business.
pub async fn test_connection(
    config: OdooConfig,
    client: reqwest::Client,
) -> Result<ConnectionReport, ConnectionProblem> {
    let odoo = Odoo::new(config, client);
    match tokio::time::timeout(PATIENCE, report(&odoo)).await {
        Ok(answer) => answer,
        Err(_) => Err(ConnectionProblem {
            error: SourceError::new(
                ErrorKind::Timeout,
                format_args!("Odoo at {} did not answer within {} seconds", odoo.config().url(), PATIENCE.as_secs()),
            ),
            databases: Vec::new(),
        }),
    }
}

async fn report(odoo: &Odoo) -> Result<ConnectionReport, ConnectionProblem> {
    let session = match odoo.open().await {
        Ok(session) => session,
        Err(error) if error.kind == ErrorKind::UnknownDatabase => return Err(unknown_database(odoo, error).await),
        Err(error) => return Err(ConnectionProblem { error, databases: Vec::new() }),
    };
    let identity = session.identity();
    let model = |kind: &Kind| session.readable(*kind).map_or(model_of(*kind).name, |readable| readable.model);
    let is_read = |kind: &&Kind| session.readable(**kind).is_ok();
    Ok(ConnectionReport {
        version: session.product(),
        transport: session.protocol().as_choice(),
        user: session.user().name.clone(),
        companies: session.user().companies.clone(),
        readable: Kind::ALL.iter().filter(is_read).map(|kind| (*kind, model(kind))).collect(),
        unreadable: identity.unreadable.into_iter().map(|(kind, error)| (kind, model(&kind), error)).collect(),
        absent: identity.absent.into_iter().map(|kind| (kind, model(&kind))).collect(),
        notes: identity.notes.into_iter().map(|(_, note)| note).collect(),
        credential_ends: identity.credential_ends,
    })
}

/// With the databases that the server tells of. Where ours is among them, it is not the name that is wrong.
async fn unknown_database(odoo: &Odoo, error: SourceError) -> ConnectionProblem {
    let databases = databases(odoo.transports()).await;
    let config = odoo.config();
    if databases.iter().any(|name| name == config.database()) {
        let message = format!(
            "Odoo at {} has this database and does not offer its external API for it: on Odoo Online the plan must be \
             Custom, and a proxy before Odoo may close the path",
            config.url()
        );
        return ConnectionProblem { error: SourceError::new(ErrorKind::NoApi, message), databases };
    }
    ConnectionProblem { error, databases }
}

/// None where the server keeps its list to itself.
async fn databases(transports: &Transports) -> Vec<String> {
    for protocol in [Protocol::JsonRpc, Protocol::XmlRpc] {
        if let Ok(names) = transports.link(protocol).databases().await {
            return names;
        }
    }
    Vec::new()
}
