//! Transactions that are tried again as a whole where MongoDB says that this is safe.

use std::{
    marker::PhantomData,
    ops::{Deref, DerefMut},
    time::Duration,
};

use futures::future::BoxFuture;
use mongodb::{
    ClientSession,
    options::{ReadConcern, WriteConcern},
};
use tokio::time::Instant;

use crate::{
    connect::Db,
    error::{DbError, Result},
    lease::Fence,
};

/// Two lifetimes of a transaction (15 s): after that, trying again would only hide what is wrong.
const PATIENCE: Duration = Duration::from_secs(30);
const FIRST_PAUSE: Duration = Duration::from_millis(5);
const LONGEST_PAUSE: Duration = Duration::from_millis(500);

/// The session of a running transaction: give it to every read and write (`.session(tx.session())`). `'env` is what the body borrows from
/// its surroundings; it outlives every try.
#[derive(Debug)]
pub struct Tx<'a, 'env> {
    session: &'a mut ClientSession,
    env: PhantomData<&'a &'env ()>,
}

impl Tx<'_, '_> {
    pub fn session(&mut self) -> &mut ClientSession {
        self.session
    }
}

impl Deref for Tx<'_, '_> {
    type Target = ClientSession;

    fn deref(&self) -> &ClientSession {
        self.session
    }
}

impl DerefMut for Tx<'_, '_> {
    fn deref_mut(&mut self) -> &mut ClientSession {
        self.session
    }
}

impl Db {
    /// Runs `body` in a transaction and commits it; runs it again when it collided with another. `body` must write through the session
    /// only, and must not care how often it runs. An error of `body` leaves nothing behind.
    pub async fn transaction<'env, T>(
        &self,
        body: impl for<'a> FnMut(Tx<'a, 'env>) -> BoxFuture<'a, Result<T>>,
    ) -> Result<T> {
        run(self, None, body).await
    }
}

pub(crate) async fn run<'env, T>(
    db: &Db,
    fence: Option<&Fence>,
    mut body: impl for<'a> FnMut(Tx<'a, 'env>) -> BoxFuture<'a, Result<T>>,
) -> Result<T> {
    let mut session = db.client().start_session().await?;
    let mut retry = Retry::new();
    loop {
        let tried = attempt(&mut session, fence, &mut body).await;
        match tried {
            Err(e) if e.is_transient() && retry.pause().await => {}
            other => return other,
        }
    }
}

async fn attempt<'env, T>(
    session: &mut ClientSession,
    fence: Option<&Fence>,
    body: &mut impl for<'a> FnMut(Tx<'a, 'env>) -> BoxFuture<'a, Result<T>>,
) -> Result<T> {
    start(session, fence).await?;
    match body(Tx { session: &mut *session, env: PhantomData }).await {
        Ok(value) => commit(session).await.map(|()| value),
        Err(e) => {
            abort(session).await;
            Err(e)
        }
    }
}

/// Opens a transaction and, with a fence, makes the lease its first write: whoever takes the lease over must wait for our end.
pub(crate) async fn start(session: &mut ClientSession, fence: Option<&Fence>) -> Result<()> {
    session.start_transaction().read_concern(ReadConcern::snapshot()).write_concern(WriteConcern::majority()).await?;
    let Some(fence) = fence else { return Ok(()) };
    let passed = fence.pass(session).await;
    if passed.is_err() {
        abort(session).await;
    }
    passed
}

pub(crate) async fn commit(session: &mut ClientSession) -> Result<()> {
    let mut retry = Retry::new();
    loop {
        match session.commit_transaction().await.map_err(DbError::from) {
            Err(e) if e.is_commit_unknown() && retry.pause().await => {}
            other => return other,
        }
    }
}

/// The server ends the transaction by itself should this not reach it.
pub(crate) async fn abort(session: &mut ClientSession) {
    if let Err(e) = session.abort_transaction().await.map_err(DbError::from) {
        tracing::debug!(error = %e, "a transaction could not be aborted, the server will");
    }
}

pub(crate) struct Retry {
    deadline: Instant,
    pause: Duration,
}

impl Retry {
    pub(crate) fn new() -> Self {
        Self { deadline: Instant::now() + PATIENCE, pause: FIRST_PAUSE }
    }

    /// False when there is no time left.
    pub(crate) async fn pause(&mut self) -> bool {
        if Instant::now() + self.pause > self.deadline {
            return false;
        }
        tokio::time::sleep(self.pause).await;
        self.pause = (self.pause * 2).min(LONGEST_PAUSE);
        true
    }
}
