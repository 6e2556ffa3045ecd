//! One open stream: what its reader has been told, and what to say next.

use super::{
    frame::{self, COME_BACK, HEARTBEAT, Place},
    hub::Now,
    places::Seat,
};
use crate::{
    features::sync,
    http::{Caller, Failure, ReadSales, permissions},
    state::State,
};
use actix_web::web::{Bytes, Data};
use domain::Scope;
use futures::{Stream, stream};
use secrecy::SecretString;
use shared::{
    ProblemCode,
    auth::Permission,
    events::{Bye, Day, EntityRecords, Event, Records, Reload, ReloadReason, Status},
    sync::Progress,
};
use std::{collections::VecDeque, convert::Infallible, time::Duration};
use store::{ServingIds, StoreError};
use tokio::{sync::watch, time::Instant};

const SILENCE: Duration = Duration::from_secs(15);
/// The database is away: how soon to look again.
const AGAIN: Duration = Duration::from_secs(1);
/// Records that one reader is told by id.
const MOST_IDS: usize = 500;

/// Frames are made only when the connection asks for the next one: a reader who is slow, or gone, costs one step and no more.
pub(super) struct Listener {
    state: Data<State>,
    token: SecretString,
    news: watch::Receiver<Option<Now>>,
    closing: watch::Receiver<bool>,
    frames: VecDeque<Bytes>,
    heartbeat: Instant,
    /// The news could not be told: when to try again.
    again: Option<Instant>,
    has_ended: bool,
    told: Told,
    seat: Seat,
}

/// As the reader knows it.
struct Told {
    place: Place,
    /// The reader's place is not one of ours.
    is_lost: bool,
    scope: Scope,
    settings_version: i64,
    now: Option<Now>,
    progress: Option<Progress>,
}

impl Listener {
    pub(super) fn new(
        state: Data<State>,
        caller: &Caller<ReadSales>,
        token: SecretString,
        seat: Seat,
        last_event_id: Option<&str>,
    ) -> Self {
        let here = Place::of(&caller.moment);
        let last = last_event_id.map(Place::parse);
        let known = last.flatten().filter(|last| last.generation <= here.generation && last.epoch <= here.epoch);
        let told = Told {
            place: known.unwrap_or(here),
            is_lost: last.is_some() && known.is_none(),
            scope: caller.scope(),
            settings_version: caller.moment.settings_version,
            now: None,
            progress: None,
        };
        let mut news = state.events.listen();
        // What is known already is news to this reader.
        news.mark_changed();
        let closing = state.events.closing();
        let heartbeat = Instant::now() + SILENCE;
        let (frames, again) = (VecDeque::new(), None);
        Self { state, token, news, closing, frames, heartbeat, again, has_ended: false, told, seat }
    }

    pub(super) fn frames(self) -> impl Stream<Item = Result<Bytes, Infallible>> {
        stream::unfold(self, |mut listener| async move { Some((Ok(listener.next().await?), listener)) })
    }

    async fn next(&mut self) -> Option<Bytes> {
        loop {
            if let Some(frame) = self.frames.pop_front() {
                self.heartbeat = Instant::now() + SILENCE;
                return Some(frame);
            }
            if self.has_ended {
                return None;
            }
            tokio::select! {
                biased;
                _ = self.closing.wait_for(|closing| *closing) => {
                    self.has_ended = true;
                    return Some(COME_BACK);
                }
                () = self.seat.wanted() => return None,
                _ = self.news.changed() => {}
                () = tokio::time::sleep_until(self.again.unwrap_or(self.heartbeat).min(self.heartbeat)) => {}
            }
            self.again = None;
            match self.tell().await.map_err(|failure| (failure.code(), failure)) {
                Ok(()) => {}
                Err((
                    code @ (ProblemCode::Unauthenticated | ProblemCode::Forbidden | ProblemCode::PendingApproval),
                    _,
                )) => {
                    self.frames.clear();
                    self.push(&Event::Bye(Bye { code }), false);
                    self.has_ended = true;
                }
                Err((_, failure)) => {
                    tracing::debug!(?failure, "a listener cannot be told the news now");
                    self.again = Some(Instant::now() + AGAIN);
                }
            }
            if self.frames.is_empty() && Instant::now() >= self.heartbeat {
                self.frames.push_back(HEARTBEAT);
            }
        }
    }

    /// Says what is new to this reader, who is looked at anew: may they listen, and what may they see?
    async fn tell(&mut self) -> Result<(), Failure> {
        let caller = Caller::<ReadSales>::again(&self.state, &self.token).await?;
        let Some(now) = self.news.borrow_and_update().clone() else { return Ok(()) };
        self.tell_records(&caller, &now).await?;
        let before = self.told.now.replace(now.clone());
        let header = |now: &Now| (now.indicator, now.last_success);
        if before.as_ref().map(header) != Some(header(&now)) {
            let status = Status {
                indicator: now.indicator,
                generation: now.place.generation,
                last_success: now.last_success,
                now: self.state.db.now().await?,
            };
            self.push(&Event::Status(status), true);
        }
        let sees_all = permissions(&caller.person).contains(&Permission::ReadSyncHistory);
        let progress = now.progress.map(|progress| if sees_all { progress } else { sync::in_per_cent(progress) });
        if progress != self.told.progress {
            self.told.progress.clone_from(&progress);
            if let Some(progress) = progress {
                self.push(&Event::Progress(progress), true);
            }
        }
        if before.is_some_and(|before| (before.today, before.time_zone) != (now.today, now.time_zone)) {
            self.push(&Event::Day(Day { today: now.today, time_zone: now.time_zone.name().to_owned() }), true);
        }
        Ok(())
    }

    async fn tell_records(&mut self, caller: &Caller<ReadSales>, now: &Now) -> Result<(), Failure> {
        let scope = caller.scope();
        let from = self.told.place;
        if (now.place.epoch, now.place.generation) < (from.epoch, from.generation) {
            // This process has not looked since the reader asked.
            return Ok(());
        }
        let settings_version = now.settings_version.max(self.told.settings_version);
        let reload = if self.told.is_lost {
            Some(ReloadReason::NotKept)
        } else if now.place.epoch > from.epoch {
            Some(ReloadReason::Rebuilt)
        } else if settings_version > self.told.settings_version {
            Some(ReloadReason::Settings)
        } else if scope != self.told.scope {
            Some(ReloadReason::Access)
        } else {
            None
        };
        let generation = now.place.generation;
        let reload = match reload {
            None if generation == from.generation => return Ok(()),
            None => match self.state.events.step(&self.state, from, now.place).await {
                Ok(Some(touched)) => {
                    let noticed = touched.seen_by(&scope);
                    if count(&noticed.changed) + count(&noticed.gone) > MOST_IDS {
                        Some(ReloadReason::TooMany)
                    } else {
                        self.told.place = now.place;
                        self.push_records(&noticed.changed, &noticed.gone);
                        None
                    }
                }
                Ok(None) => Some(ReloadReason::TooMany),
                Err(StoreError::SnapshotExpired) => Some(ReloadReason::NotKept),
                Err(error) => return Err(error.into()),
            },
            some => some,
        };
        (self.told.place, self.told.is_lost) = (now.place, false);
        (self.told.scope, self.told.settings_version) = (scope, settings_version);
        if let Some(reason) = reload {
            self.push(&Event::Reload(Reload { generation, reason }), true);
        }
        Ok(())
    }

    /// The id comes with the last of the two: cut off between them, the reader gets both again.
    fn push_records(&mut self, changed: &ServingIds, gone: &ServingIds) {
        let generation = self.told.place.generation;
        let records = |ids: &ServingIds| {
            let records = ids.iter().map(|(entity, ids)| EntityRecords { entity: *entity, ids: ids.clone() }).collect();
            Records { generation, records }
        };
        if !gone.is_empty() {
            self.push(&Event::Gone(records(gone)), changed.is_empty());
        }
        if !changed.is_empty() {
            self.push(&Event::Changed(records(changed)), true);
        }
    }

    fn push(&mut self, event: &Event, with_id: bool) {
        match frame::event(event, with_id.then_some(self.told.place)) {
            Ok(frame) => self.frames.push_back(frame),
            Err(error) => tracing::error!(%error, "an event cannot be written"),
        }
    }
}

fn count(ids: &ServingIds) -> usize {
    ids.values().map(Vec::len).sum()
}
