//! The job that puts down how far each goal is: measured as the board measures it, the last time of a day counts.

use super::{
    measure::{Measured, measure},
    sight::Sight,
    wanted::{self, Wanted},
};
use domain::Moment;
use store::{KpiSnapshot, Store, StoreError};

/// Returns how many. What is there of today already is replaced.
pub(crate) async fn put_down(store: &Store) -> Result<usize, StoreError> {
    let moment = store.moment().await?;
    let sight = Sight::of_everything(store, &moment).await?;
    let mut running = wanted::all(store, &sight).await?;
    running.retain(|wanted| is_running(wanted, &moment));
    let measured = measure(store, &sight, &moment, running).await?;
    let snapshots: Vec<_> = measured.into_iter().map(|measured| snapshot(measured, &moment)).collect();
    let goals = snapshots.len();
    store.goals().put_down(snapshots).await?;
    Ok(goals)
}

/// From the first day on; the day after the last one tells how it ended.
fn is_running(wanted: &Wanted, moment: &Moment) -> bool {
    (wanted.aim.from..=wanted.aim.until).contains(&moment.today)
}

fn snapshot(Measured { wanted, progress, .. }: Measured, moment: &Moment) -> KpiSnapshot {
    KpiSnapshot {
        date: moment.today,
        goal: wanted.id,
        metric: wanted.aim.metric,
        assignee: wanted.assignee,
        target: wanted.aim.target,
        currency: wanted.aim.currency,
        actual: progress.actual,
        achievement: progress.achievement,
        status: progress.status,
        generation: moment.generation,
    }
}
