//! How sure people say that single deals are, whatever their stage is set to: records of our own that a replay does not touch.

use super::Deals;
use crate::{
    Result, StoreError,
    collections::{DEAL_FORECASTS, SETTINGS, open},
    gate::Gate,
    raw,
    settings::DEAL_FORECASTS as VERSION,
    version,
};
use db::Db;
use domain::{Moment, Scope, Token, canonical::SourceId, facts::serving_id};
use futures::TryStreamExt;
use mongodb::bson::{self, Document, doc};
use serde::{Deserialize, Serialize};
use shared::{EntityType, accounts::DealState, figures::ForecastCategory};
use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};
use uuid::Uuid;

/// What was said of a deal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SaidForecast {
    /// Raised by each change; 0 while nobody has said anything.
    pub version: i64,
    /// Absent: as its stage.
    pub category: Option<ForecastCategory>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Row {
    #[serde(rename = "_id")]
    key: String,
    deal: SourceId,
    version: i64,
    category: Option<ForecastCategory>,
    #[serde(with = "uuid::serde::hyphenated")]
    set_by: Uuid,
    set_at: bson::DateTime,
}

#[derive(Deserialize)]
struct InForce {
    deal: SourceId,
    category: ForecastCategory,
}

type ByDeal = Arc<BTreeMap<SourceId, ForecastCategory>>;

/// What is in force, in memory: read again when a change has raised the version of all.
#[derive(Debug, Default)]
pub(crate) struct Forecasts(RwLock<(i64, ByDeal)>);

impl Forecasts {
    pub(crate) async fn at(&self, db: &Db, version: i64) -> Result<ByDeal> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        if known.0 == version {
            return Ok(known.1);
        }
        let said = doc! { "category": { "$ne": null } };
        let mut rows = open::<InForce>(db, DEAL_FORECASTS).find(said).await?;
        let mut by_deal = BTreeMap::new();
        while let Some(InForce { deal, category }) = rows.try_next().await? {
            by_deal.insert(deal, category);
        }
        // A change that came in between has raised the version too: the next request reads again.
        let by_deal = Arc::new(by_deal);
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.0 < version {
            *known = (version, Arc::clone(&by_deal));
        }
        Ok(by_deal)
    }
}

impl Deals<'_> {
    /// What was said of a deal that the reader was shown.
    pub(super) async fn said(self, id: SourceId) -> Result<SaidForecast> {
        let rows = open::<Row>(self.store.db(), DEAL_FORECASTS);
        let row = rows.find_one(doc! { "_id": key(id) }).await?;
        Ok(row.map(|row| SaidForecast { version: row.version, category: row.category }).unwrap_or_default())
    }

    /// Replaces what was said in this version (0: nothing was). In force with the next question. Returns the deal's name
    /// and who sees it, or `None` when it is not in scope.
    pub async fn say_forecast(
        self,
        scope: &Scope,
        moment: &Moment,
        id: SourceId,
        (version, category): (i64, Option<ForecastCategory>),
        by: Uuid,
    ) -> Result<Option<(String, Vec<Token>)>> {
        let Some(label) = self.label(scope, moment, id).await? else { return Ok(None) };
        let db = self.store.db();
        let set_at = raw::date(db.now().await?);
        let row = Row { key: key(id), deal: id, version: version + 1, category, set_by: by, set_at };
        let row = &bson::serialize_to_document(&row).map_err(mongodb::error::Error::from)?;
        let rows = &open::<Document>(db, DEAL_FORECASTS);
        let same = &doc! { "_id": key(id), "version": version };
        let settings = &open::<Document>(db, SETTINGS);
        let raised = &doc! { "$inc": { "version": 1_i64 } };
        let said = db.transaction(|mut tx| {
            Box::pin(async move {
                let is_same = match version {
                    0 => rows.insert_one(row).session(tx.session()).await.map(|_| true)?,
                    _ => rows.replace_one(same.clone(), row).session(tx.session()).await?.matched_count == 1,
                };
                if is_same {
                    let all = settings.update_one(doc! { "_id": VERSION }, raised.clone());
                    all.upsert(true).session(tx.session()).await?;
                }
                Ok(is_same)
            })
        });
        match said.await {
            Ok(true) => Ok(Some(label)),
            Ok(false) => Err(StoreError::ChangedMeanwhile),
            Err(error) if error.is_duplicate() => Err(StoreError::ChangedMeanwhile),
            Err(error) => Err(error.into()),
        }
    }

    /// Name of an open deal in scope, and who sees it.
    async fn label(self, scope: &Scope, moment: &Moment, id: SourceId) -> Result<Option<(String, Vec<Token>)>> {
        let snapshot = self.store.inner.ledger.at(moment.generation).await?;
        let Some(row) = snapshot.deals.iter().find(|row| row.id == id) else { return Ok(None) };
        let gate = Gate::new(self.store);
        let label = gate.label(scope, moment.generation, EntityType::Opportunity, (id, row.from)).await?;
        if label.is_some() && row.state != DealState::Open {
            return Err(StoreError::NotOpen);
        }
        Ok(label)
    }
}

fn key(id: SourceId) -> String {
    version::serving_key(&serving_id(EntityType::Opportunity, id))
}
