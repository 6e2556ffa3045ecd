//! Odoo as the pipeline sees it.

use crate::ahead::Ahead;
use crate::config::OdooConfig;
use crate::horizon::Horizons;
use crate::map;
use crate::model::model_of;
use crate::read::Reader;
use crate::session::Session;
use crate::sizes::Sizes;
use crate::transport::Transports;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::canonical::{Kind, SourceId};
use source::{Identity, Mapped, RawRecord, Sighting, Source, SourceError, Window};
use std::sync::Arc;
use tokio::sync::Mutex;

/// One Odoo database, read as one integration user.
#[derive(Debug)]
pub struct Odoo {
    config: OdooConfig,
    transports: Transports,
    session: Mutex<Option<Arc<Session>>>,
    sizes: Sizes,
    horizons: Horizons,
    ahead: Ahead,
}

impl Odoo {
    /// `client` comes from [`crate::http_client`].
    pub fn new(config: OdooConfig, client: reqwest::Client) -> Self {
        let transports = Transports::new(&config, client);
        Self {
            config,
            transports,
            session: Mutex::new(None),
            sizes: Sizes::default(),
            horizons: Horizons::default(),
            ahead: Ahead::default(),
        }
    }

    /// Chooses the protocol anew, and forgets that the last run may have given Odoo up.
    pub(crate) async fn open(&self) -> Result<Arc<Session>, SourceError> {
        self.transports.gate().open_again();
        let session = Arc::new(Session::open(&self.transports, &self.config).await?);
        *self.session.lock().await = Some(Arc::clone(&session));
        Ok(session)
    }

    async fn session(&self) -> Result<Arc<Session>, SourceError> {
        let opened = self.session.lock().await.clone();
        match opened {
            Some(session) => Ok(session),
            None => self.open().await,
        }
    }

    fn reader<'a>(&'a self, session: &'a Session) -> Reader<'a> {
        let link = self.transports.link(session.protocol());
        Reader { link, config: &self.config, session, sizes: &self.sizes, horizons: &self.horizons, ahead: &self.ahead }
    }

    /// When the credential of the newest session stops to work, where Odoo tells.
    pub async fn credential_ends(&self) -> Option<DateTime<Utc>> {
        self.session.lock().await.as_ref().and_then(|session| session.identity().credential_ends)
    }

    pub(crate) fn config(&self) -> &OdooConfig {
        &self.config
    }

    pub(crate) fn transports(&self) -> &Transports {
        &self.transports
    }
}

#[async_trait]
impl Source for Odoo {
    async fn connect(&self) -> Result<Identity, SourceError> {
        Ok(self.open().await?.identity())
    }

    fn model(&self, kind: Kind) -> &'static str {
        model_of(kind).name
    }

    /// In the form that Odoo 17 shows and newer ones redirect.
    fn url(&self, kind: Kind, id: SourceId) -> Option<String> {
        let model = model_of(kind);
        model.linked.then(|| format!("{}web#id={id}&model={}&view_type=form", self.config.url(), model.name))
    }

    fn set_horizon(&self, kind: Kind, since: DateTime<Utc>) {
        self.horizons.set(kind, since);
    }

    async fn page(&self, kind: Kind, window: Window, after: SourceId) -> Result<Vec<RawRecord>, SourceError> {
        let session = self.session().await?;
        self.reader(&session).page(kind, window, after).await
    }

    fn page_size(&self) -> usize {
        self.config.limits().page
    }

    async fn count(&self, kind: Kind, window: Window) -> Result<u64, SourceError> {
        let session = self.session().await?;
        self.reader(&session).count(kind, window).await
    }

    async fn sweep(&self, kind: Kind, after: SourceId) -> Result<Vec<Sighting>, SourceError> {
        let session = self.session().await?;
        self.reader(&session).sweep(kind, after).await
    }

    fn sweep_page_size(&self) -> usize {
        self.config.limits().sweep
    }

    async fn fetch(&self, kind: Kind, ids: &[SourceId]) -> Result<Vec<RawRecord>, SourceError> {
        let session = self.session().await?;
        self.reader(&session).fetch(kind, ids).await
    }

    fn mapping_version(&self) -> i32 {
        map::VERSION
    }

    fn map(&self, kind: Kind, raw: &RawRecord) -> Mapped {
        map::map(kind, raw)
    }
}
