//! How far each goal was on each day: put down once, read as its history, never a figure on any other screen.

use crate::{
    Result,
    collections::{KPI_SNAPSHOTS, open},
    goals::Goals,
};
use chrono::NaiveDate;
use domain::metrics::goal::Assignee;
use futures::TryStreamExt;
use mongodb::{Collection, bson::doc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use shared::goals::{GoalMetric, GoalStatus};

/// Days that a history goes back at most: more than a year and a quarter.
const MOST_DAYS: i64 = 500;

/// A goal at the end of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KpiSnapshot {
    pub date: NaiveDate,
    /// As the API names it: what the target of a role makes has an id too.
    pub goal: String,
    pub metric: GoalMetric,
    pub assignee: Assignee,
    pub target: Decimal,
    pub currency: Option<String>,
    pub actual: Option<Decimal>,
    pub achievement: Option<Decimal>,
    pub status: GoalStatus,
    /// That it was read from.
    pub generation: i64,
}

#[derive(Debug, Serialize, Deserialize)]
struct Row {
    #[serde(rename = "_id")]
    id: String,
    #[serde(flatten)]
    snapshot: KpiSnapshot,
}

impl Goals {
    fn snapshots(&self) -> Collection<Row> {
        open(self.db(), KPI_SNAPSHOTS)
    }

    /// There is one of a day and a goal: the last that was put down.
    pub async fn put_down(&self, snapshots: Vec<KpiSnapshot>) -> Result<()> {
        let rows = self.snapshots();
        for snapshot in snapshots {
            let id = format!("{}/{}", snapshot.date, snapshot.goal);
            let row = Row { id: id.clone(), snapshot };
            match rows.replace_one(doc! { "_id": id }, row).upsert(true).await.map_err(db::DbError::from) {
                // Another process was faster, with what it measured at the same time.
                Err(error) if error.is_duplicate() => {}
                done => drop(done?),
            }
        }
        Ok(())
    }

    /// Of a goal while it asked for this metric of these people, oldest first.
    pub async fn history(&self, goal: &str, metric: GoalMetric, assignee: Assignee) -> Result<Vec<KpiSnapshot>> {
        let of_goal = doc! { "goal": goal, "metric": metric.name(), "assignee": assignee.to_string() };
        let found = self.snapshots().find(of_goal).sort(doc! { "date": -1 }).limit(MOST_DAYS).await?;
        let mut history: Vec<_> = found.map_ok(|row| row.snapshot).try_collect().await?;
        history.reverse();
        Ok(history)
    }
}
