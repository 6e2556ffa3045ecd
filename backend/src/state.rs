//! What every request needs, shared by all threads of the server.

use crate::{
    auth::{Attempts, Passwords},
    features::{ApiIndex, events::Hub},
    http::{Origin, Site},
    worker::Bell,
};
use db::Db;
use std::{
    net::IpAddr,
    path::PathBuf,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};
use store::Store;

#[derive(Debug)]
pub struct State {
    pub(crate) db: Db,
    pub(crate) store: Store,
    pub(crate) origin: Origin,
    pub(crate) site: Site,
    pub(crate) api: ApiIndex,
    pub(crate) passwords: Passwords,
    pub(crate) attempts: Attempts,
    pub(crate) trusted_proxies: Vec<IpAddr>,
    /// Absent while no Odoo is configured.
    pub(crate) bell: Option<Bell>,
    pub(crate) sync_interval: Duration,
    pub(crate) setup_token_file: PathBuf,
    pub(crate) events: Hub,
    pub(crate) stopping: AtomicBool,
}

impl State {
    pub(crate) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }

    /// From now on the probe says "not ready", so that no new requests are sent here; who listens to events is sent away.
    pub(crate) fn begin_stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
        self.events.close();
    }
}
