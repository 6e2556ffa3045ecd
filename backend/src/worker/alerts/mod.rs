//! What admins must be told: looked for every minute, told once for each outage, over all processes.

mod conditions;
mod mailer;
mod words;

pub(crate) use words::sentence;

use crate::{config::Config, start_error::StartError};
use jobs::{Cause, Failure};
use mailer::{Mail, Mailer, Undelivered};
use shared::auth::{ApprovalStatus, UserRole};
use std::collections::BTreeSet;
use store::{Alert, Store, StoreError, people::PersonRecord};
use uuid::Uuid;

/// People read at a time.
const PAGE: u32 = 200;

/// The only one who tells. Who was told what is in the database: a process that stops in between tells nobody twice who was put
/// down, and the next one goes on.
#[derive(Debug, Clone)]
pub(crate) struct Herald {
    store: Store,
    mailer: Option<Mailer>,
    /// Where people find the app.
    link: String,
}

impl Herald {
    pub(crate) fn new(config: &Config, store: Store) -> Result<Self, StartError> {
        let mailer = config.mail.as_ref().map(Mailer::new).transpose()?;
        let default = || format!("http://localhost:{}/", config.http.listen.port());
        let link = config.http.public_url.as_ref().map_or_else(default, ToString::to_string);
        Ok(Self { store, mailer, link })
    }

    /// Says in words what came of it.
    pub(super) async fn look(&self) -> Result<String, Failure> {
        let before = self.store.alerts().list().await.map_err(store_failed)?;
        for state in conditions::look(&self.store).await.map_err(store_failed)? {
            let open = before.iter().find(|alert| alert.kind == state.kind);
            self.follow(state, open).await.map_err(store_failed)?;
        }
        let (mut told, mut refused) = (0, None);
        for alert in self.store.alerts().list().await.map_err(store_failed)? {
            match self.tell(&alert).await {
                Ok(count) => told += count,
                Err(Untold::Store(error)) => return Err(store_failed(error)),
                // The other alerts may get through.
                Err(Untold::Mail(error)) => refused = Some(error),
            }
        }
        let lasting = self.store.alerts().list().await.map_err(store_failed)?.len();
        match refused {
            Some(error) => Err(Failure::Again(Cause::new(error.kind(), error))),
            None => Ok(format!("{lasting} alerts last, {told} mails sent")),
        }
    }

    async fn follow(&self, state: conditions::State, open: Option<&Alert>) -> Result<(), StoreError> {
        use conditions::Finding::{Holds, Over, Unknown};
        match (state.finding, open) {
            (Holds { since, detail }, None) => {
                if self.store.alerts().notice(state.kind, since, &detail).await? {
                    tracing::warn!(alert = state.kind.name(), %since, "an alert begins");
                    self.store.note_deed(store::BY_ITSELF, "alert_began", state.kind.name(), 1).await?;
                }
            }
            (Over, Some(alert)) if alert.over_at.is_none() => {
                tracing::info!(alert = state.kind.name(), "an alert is over");
                self.store.note_deed(store::BY_ITSELF, "alert_ended", state.kind.name(), 1).await?;
                // Nobody waits for a word who was not told of it, nor where the screens alone say that it is done.
                match words::recovers(alert.kind) && !alert.told.is_empty() {
                    true => drop(self.store.alerts().end(alert).await?),
                    false => self.store.alerts().forget(alert).await?,
                }
            }
            (Holds { .. } | Over | Unknown, _) => {}
        }
        Ok(())
    }

    /// Returns to how many.
    async fn tell(&self, alert: &Alert) -> Result<usize, Untold> {
        let is_over = alert.over_at.is_some();
        if alert.told_at.is_some() && !is_over {
            return Ok(0);
        }
        let Some(mailer) = &self.mailer else {
            if is_over {
                self.store.alerts().forget(alert).await?;
            }
            return Ok(0);
        };
        let admins = self.admins().await?;
        let reached: BTreeSet<Uuid> = if is_over { &alert.told_over } else { &alert.told }.iter().copied().collect();
        let waits =
            |person: &&PersonRecord| !reached.contains(&person.id) && (!is_over || alert.told.contains(&person.id));
        let (mut told, mut failed) = (0, None);
        for person in admins.iter().filter(waits) {
            let mail = Mail { to: &person.email, ..words::mail(alert, &self.link) };
            match mailer.send(mail).await {
                Ok(()) => {
                    self.store.alerts().told(alert, person.id).await?;
                    told += 1;
                }
                Err(error) => {
                    tracing::warn!(alert = alert.kind.name(), person.id = %person.id, %error, "an alert could not be mailed");
                    failed = Some(error);
                }
            }
        }
        // An address that is refused for good must not keep the alert open for ever, where others were reached.
        match failed {
            Some(error) if !error.is_for_good() || (told == 0 && reached.is_empty()) => return Err(error.into()),
            _ => {}
        }
        match (is_over, admins.is_empty()) {
            (true, _) => self.store.alerts().forget(alert).await?,
            (false, true) => {}
            (false, false) => self.store.alerts().told_all(alert).await?,
        }
        Ok(told)
    }

    /// Those who may do something about it.
    async fn admins(&self) -> Result<Vec<PersonRecord>, StoreError> {
        let (mut admins, mut after) = (Vec::new(), None);
        loop {
            let page = self.store.people().list(after.as_deref(), PAGE).await?;
            let Some(last) = page.last() else { return Ok(admins) };
            after = Some(last.email.clone());
            admins.extend(page.into_iter().filter(|person| {
                person.is_active && person.approval_status == ApprovalStatus::Approved && person.role >= UserRole::Admin
            }));
        }
    }
}

#[derive(Debug, thiserror::Error)]
enum Untold {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Mail(#[from] Undelivered),
}

fn store_failed(error: StoreError) -> Failure {
    Failure::Again(Cause::new("store_failed", error))
}
