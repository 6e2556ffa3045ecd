//! Looks at the lake when its document changes, and at the sync while anybody listens.

use super::{frame::Place, hub::Now};
use crate::{features::sync, http::Failure, state::State};
use actix_web::web::Data;
use std::time::Duration;
use store::StoreError;

/// Progress, the indicator and the day change without the lake; and should the change stream fail, this is how the lake is watched.
const WHILE_SOMEBODY_LISTENS: Duration = Duration::from_secs(1);
const WHILE_NOBODY_DOES: Duration = Duration::from_secs(30);
const BEFORE_FOLLOWING_AGAIN: Duration = Duration::from_secs(5);

/// Never ends: run it in a task of its own and abort that.
pub(crate) async fn keep_looking(state: Data<State>) {
    futures::join!(look_again_and_again(&state), follow_the_lake(&state));
}

async fn look_again_and_again(state: &State) {
    loop {
        match look(state).await {
            Ok(now) => state.events.tell(now),
            Err(error) => tracing::debug!(?error, "the lake cannot be looked at now"),
        }
        let pause = match state.events.places().count() {
            0 => WHILE_NOBODY_DOES,
            _ => WHILE_SOMEBODY_LISTENS,
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = state.events.wake.notified() => {}
        }
    }
}

async fn look(state: &State) -> Result<Now, Failure> {
    // Moves the ledger on too, before those who are told come and ask.
    let moment = state.store.moment().await?;
    let sync = sync::now(state).await?;
    Ok(Now {
        place: Place::of(&moment),
        settings_version: moment.settings_version,
        today: moment.today,
        time_zone: moment.time_zone,
        indicator: sync.indicator,
        last_success: sync.last_success,
        progress: sync.progress,
    })
}

async fn follow_the_lake(state: &State) {
    loop {
        if let Err(error) = follow(state).await {
            tracing::warn!(%error, "the lake's changes cannot be followed, it is looked at every second instead");
        }
        tokio::time::sleep(BEFORE_FOLLOWING_AGAIN).await;
    }
}

async fn follow(state: &State) -> Result<(), StoreError> {
    let mut changes = state.store.lake_changes().await?;
    // What was published before the stream was open.
    state.events.wake.notify_one();
    while changes.next().await? {
        state.events.wake.notify_one();
    }
    Ok(())
}
