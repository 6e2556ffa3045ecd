//! The log of runs: begun, in progress, ended, and what people ask about it.

use crate::{
    Result, Store, StoreError,
    collections::{INTEGRATIONS, SYNC_LOGS, open},
    integrations,
    loader::Loader,
};
use chrono::{DateTime, Utc};
use futures::TryStreamExt;
use mongodb::{
    Collection,
    bson::{self, Document, doc},
};
use serde::{Deserialize, Serialize};
use shared::{
    EntityType,
    sync::{Progress, RunState, SyncError, SyncErrorCode, SyncMode, SyncRun},
};

/// Widest fence number, so that ids sort like the runs did.
const DIGITS: usize = 10;

/// The runs, newest first.
#[derive(Debug, Clone)]
pub struct Runs {
    store: Store,
}

#[derive(Debug, Serialize, Deserialize)]
struct RunDoc {
    #[serde(rename = "_id")]
    id: String,
    mode: SyncMode,
    state: RunState,
    started_at: DateTime<Utc>,
    finished_at: Option<DateTime<Utc>>,
    generation: Option<i64>,
    entities: Vec<shared::sync::EntityCounts>,
    errors: Vec<SyncError>,
    /// Nothing was left unread: the lake is as new as the run.
    read_everything: bool,
    #[serde(default)]
    progress: ProgressDoc,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct ProgressDoc {
    entity: Option<EntityType>,
    records_read: i64,
    records_expected: Option<i64>,
}

impl RunDoc {
    fn new(run: &SyncRun, read_everything: bool) -> Self {
        let SyncRun { id, mode, state, started_at, finished_at, generation, entities, errors } = run.clone();
        let progress = ProgressDoc::default();
        Self { id, mode, state, started_at, finished_at, generation, entities, errors, read_everything, progress }
    }

    fn into_run(self) -> SyncRun {
        let Self { id, mode, state, started_at, finished_at, generation, entities, errors, .. } = self;
        SyncRun { id, mode, state, started_at, finished_at, generation, entities, errors }
    }
}

pub(crate) fn ended(run: &SyncRun, read_everything: bool) -> Result<Document> {
    Ok(bson::serialize_to_document(&RunDoc::new(run, read_everything)).map_err(mongodb::error::Error::from)?)
}

impl Store {
    pub fn runs(&self) -> Runs {
        Runs { store: self.clone() }
    }
}

impl Runs {
    fn rows(&self) -> Collection<RunDoc> {
        open(self.store.db(), SYNC_LOGS)
    }

    pub async fn find(&self, id: &str) -> Result<Option<SyncRun>> {
        Ok(self.rows().find_one(doc! { "_id": id }).await?.map(RunDoc::into_run))
    }

    /// Runs before the one with the id `before`, newest first, at most `limit`.
    pub async fn history(&self, before: Option<&str>, limit: i64) -> Result<Vec<SyncRun>> {
        let filter = before.map_or_else(Document::new, |id| doc! { "_id": { "$lt": id } });
        let rows: Vec<_> = self.rows().find(filter).sort(doc! { "_id": -1 }).limit(limit).await?.try_collect().await?;
        Ok(rows.into_iter().map(RunDoc::into_run).collect())
    }

    /// The newest run that has ended, apart from those that look at a part of the lake: they say nothing of the whole.
    pub async fn last(&self) -> Result<Option<SyncRun>> {
        let ended = doc! { "state": { "$ne": "in_progress" }, "mode": { "$in": ["delta", "full"] } };
        Ok(self.rows().find_one(ended).sort(doc! { "_id": -1 }).await?.map(RunDoc::into_run))
    }

    pub async fn count(&self, state: RunState) -> Result<u64> {
        let state = bson::serialize_to_bson(&state).map_err(mongodb::error::Error::from)?;
        Ok(self.rows().count_documents(doc! { "state": state }).await?)
    }

    /// End of the last run that read everything.
    pub async fn last_success(&self) -> Result<Option<DateTime<Utc>>> {
        let whole = doc! { "state": { "$in": ["success", "partial"] }, "mode": { "$in": ["delta", "full"] }, "read_everything": true };
        Ok(self.rows().find_one(whole).sort(doc! { "_id": -1 }).await?.and_then(|run| run.finished_at))
    }

    /// The run that is in progress now. One whose worker has died is not.
    pub async fn progress(&self) -> Result<Option<Progress>> {
        if self.store.loader_now().await?.is_none() {
            return Ok(None);
        }
        let row = self.rows().find_one(doc! { "state": "in_progress" }).sort(doc! { "_id": -1 }).await?;
        Ok(row.map(|row| Progress {
            run: row.id,
            started_at: row.started_at,
            entity: row.progress.entity,
            records_read: u64::try_from(row.progress.records_read).unwrap_or_default(),
            records_expected: row.progress.records_expected.and_then(|count| u64::try_from(count).ok()),
        }))
    }

    /// Puts down how far a run is. No fence: a run only ever writes about itself, while it is in progress.
    pub async fn report(&self, run: &str, progress: &Progress) -> Result<()> {
        let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        let fields = ProgressDoc {
            entity: progress.entity,
            records_read: number(progress.records_read),
            records_expected: progress.records_expected.map(number),
        };
        let fields = bson::serialize_to_bson(&fields).map_err(mongodb::error::Error::from)?;
        let ours = doc! { "_id": run, "state": "in_progress" };
        self.rows().update_one(ours, doc! { "$set": { "progress": fields } }).await?;
        Ok(())
    }

    /// Ends a run that can write no more (its lease is lost): only its own row, and only while it is in progress.
    pub async fn give_up(&self, run: &mut SyncRun) -> Result<()> {
        run.finished_at = Some(self.store.db().now().await?);
        let ours = &doc! { "_id": &run.id, "state": "in_progress" };
        let row = &RunDoc::new(run, false);
        let (connection, state) = &integrations::ended(run, false)?;
        let (rows, connections) = (&self.rows(), &open::<Document>(self.store.db(), INTEGRATIONS));
        self.store
            .db()
            .transaction(|mut tx| {
                Box::pin(async move {
                    rows.replace_one(ours.clone(), row).session(tx.session()).await?;
                    connections.update_one(connection.clone(), state.clone()).session(tx.session()).await?;
                    Ok(())
                })
            })
            .await
            .map_err(StoreError::from)
    }
}

impl Loader {
    /// Opens the log of a run. Runs that were cut off are closed first: there can be no other than this one.
    pub async fn begin_run(&self, mode: SyncMode) -> Result<SyncRun> {
        let run = SyncRun {
            id: format!("{:0DIGITS$}", self.fence()),
            mode,
            state: RunState::InProgress,
            started_at: self.stamped_at(),
            finished_at: None,
            generation: None,
            entities: Vec::new(),
            errors: Vec::new(),
        };
        let cut_off = SyncError {
            code: SyncErrorCode::LeaseLost,
            message: "the process that ran this sync ended before it was done; the next run repaired what it left"
                .to_owned(),
            entity: None,
        };
        let cut_off = bson::serialize_to_bson(&[cut_off]).map_err(mongodb::error::Error::from)?;
        let end =
            &doc! { "$set": { "state": "failed", "errors": cut_off, "finished_at": run.started_at.to_rfc3339() } };
        let row = &RunDoc::new(&run, false);
        let rows = &open::<RunDoc>(self.store().db(), SYNC_LOGS);
        let connections = &open::<Document>(self.store().db(), INTEGRATIONS);
        let (connection, state) = &integrations::begun(&run);
        self.lease()
            .run(|mut tx| {
                Box::pin(async move {
                    rows.update_many(doc! { "state": "in_progress" }, end.clone()).session(tx.session()).await?;
                    rows.insert_one(row).session(tx.session()).await?;
                    connections.update_one(connection.clone(), state.clone()).session(tx.session()).await?;
                    Ok(())
                })
            })
            .await
            .map_err(StoreError::from)?;
        Ok(run)
    }
}
