//! What every request needs, shared by all threads of the server.

use crate::{
    auth::{Attempts, Passwords},
    features::{ApiIndex, events::Hub},
    http::{Answers, Origin, Site},
    metrics::Requests,
    worker::{Bell, Connection, DefaultTimes, Times},
};
use db::Db;
use std::{
    net::IpAddr,
    path::PathBuf,
    sync::atomic::{AtomicBool, Ordering},
};
use store::{Store, StoreError};

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
    pub(crate) bell: Bell,
    pub(crate) default_times: DefaultTimes,
    pub(crate) connection: Connection,
    /// A mail server for alerts is configured.
    pub(crate) has_mail: bool,
    pub(crate) least_free_disk: u64,
    pub(crate) requests: Requests,
    pub(crate) setup_token_file: PathBuf,
    pub(crate) answers: Answers,
    pub(crate) events: Hub,
    pub(crate) stopping: AtomicBool,
}

impl State {
    /// How often and when the sync runs, as it is set now.
    pub(crate) async fn times(&self) -> Result<Times, StoreError> {
        Times::read(&self.store, self.default_times).await
    }

    pub(crate) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }

    /// From now on the probe says "not ready", so that no new requests are sent here; who listens to events is sent away.
    pub(crate) fn begin_stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
        self.events.close();
    }
}
