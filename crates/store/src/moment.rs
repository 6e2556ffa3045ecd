//! From which point a request looks: the published generation, the organisation's settings, its day.

use crate::{
    Result, Store, StoreError,
    collections::{LAKE, LAKE_ID, open},
    night::begin_of,
    settings::{OfFigures, Organisation},
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use db::Db;
use domain::moment::ReportingCurrency;
use domain::{
    Moment, Org,
    canonical::{SourceId, Stage},
    money::Rates,
};
use mongodb::bson::doc;
use serde::Deserialize;
use std::sync::{Arc, Once};

/// What is published, and how far numbers have been given out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct Published {
    #[serde(default)]
    pub(crate) generation: i64,
    /// Versions may be closed by generations up to this one and, while a run is in progress, the next.
    #[serde(default)]
    pub(crate) highest: i64,
    /// Raised by a replay: the same generations with other documents.
    #[serde(default)]
    pub(crate) epoch: i64,
    /// Older generations are not kept.
    #[serde(default)]
    pub(crate) kept_from: i64,
}

impl Published {
    pub(crate) async fn read(db: &Db) -> Result<Self> {
        let lake = open::<Self>(db, LAKE);
        let fields = doc! { "generation": 1, "highest": 1, "epoch": 1, "kept_from": 1 };
        let found = lake.find_one(doc! { "_id": LAKE_ID }).projection(fields).await?;
        Ok(found.unwrap_or_default())
    }
}

impl Store {
    /// The latest published generation, now. Take it once per request.
    pub async fn moment(&self) -> Result<Moment> {
        let settings = self.settings();
        let (published, figures) = tokio::try_join!(self.published(), settings.of_figures())?;
        self.moment_by(published.generation, published.epoch, figures).await
    }

    /// An earlier generation, as a continued list needs it.
    pub async fn moment_at(&self, generation: i64) -> Result<Moment> {
        let published = self.published().await?;
        if generation > published.generation || generation < published.kept_from {
            return Err(StoreError::SnapshotExpired);
        }
        self.moment_of(generation, published.epoch).await
    }

    /// As the lake stood at the end of the day before `day`, seen from that day; `None` when it is not kept (any more).
    pub async fn moment_before(&self, day: NaiveDate) -> Result<Option<Moment>> {
        let Some(begins) = begin_of(day, self.time_zone().await?) else { return Ok(None) };
        match self.moment_as_of(begins - TimeDelta::milliseconds(1)).await {
            Err(StoreError::NoHistory { .. }) => Ok(None),
            found => found.map(Some),
        }
    }

    /// As the lake stood at that time, seen from it.
    pub async fn moment_as_of(&self, at: DateTime<Utc>) -> Result<Moment> {
        let published = self.published().await?;
        let is_kept = |generation: &i64| (published.kept_from..=published.generation).contains(generation);
        let Some(generation) = self.generation_at(at).await?.filter(is_kept) else {
            return Err(StoreError::NoHistory { since: self.history_since(published.kept_from).await? });
        };
        let moment = self.moment_of(generation, published.epoch).await?;
        Ok(Moment { now: at, today: moment.day_of(at), ..moment })
    }

    /// Teams and people of that generation, from which a person's reach follows.
    pub async fn org(&self, moment: &Moment) -> Result<Arc<Org>> {
        Ok(self.inner.ledger.at(moment.generation).await?.references.org.clone())
    }

    /// How many meetings of that generation have ended by now: grows when figures change though no record does.
    pub async fn meetings_over(&self, moment: &Moment) -> Result<usize> {
        Ok(self.inner.ledger.at(moment.generation).await?.meetings_over(moment))
    }

    /// Of that generation, in their order.
    pub async fn stages(&self, moment: &Moment) -> Result<Vec<(SourceId, Stage)>> {
        let snapshot = self.inner.ledger.at(moment.generation).await?;
        let stages = snapshot.references.stages.iter();
        let mut stages: Vec<_> = stages.map(|(id, stage)| (*id, stage.clone())).collect();
        stages.sort_by_key(|(id, stage)| (stage.sequence, *id));
        Ok(stages)
    }

    /// Whether amounts can be shown in this currency.
    pub async fn knows_currency(&self, moment: &Moment, code: &str) -> Result<bool> {
        let snapshot = self.inner.ledger.at(moment.generation).await?;
        Ok(snapshot.references.rates.currency_by_code(code).is_some())
    }

    /// The organisation's.
    pub(crate) async fn time_zone(&self) -> Result<Tz> {
        Ok(self.zone_of(&self.settings().organisation().await?))
    }

    fn zone_of(&self, set: &Organisation) -> Tz {
        set.time_zone.or(self.inner.options.time_zone).unwrap_or(chrono_tz::UTC)
    }

    async fn published(&self) -> Result<Published> {
        let published = Published::read(&self.inner.db).await?;
        self.inner.ledger.follow(published.epoch);
        Ok(published)
    }

    async fn moment_of(&self, generation: i64, epoch: i64) -> Result<Moment> {
        self.moment_by(generation, epoch, self.settings().of_figures().await?).await
    }

    async fn moment_by(&self, generation: i64, epoch: i64, figures: OfFigures) -> Result<Moment> {
        let (set, weights, forecasts) = figures;
        let snapshot = self.inner.ledger.at(generation).await?;
        let forecast_of_deals = self.inner.forecasts.at(&self.inner.db, forecasts).await?;
        let options = &self.inner.options;
        let zone = self.zone_of(&set);
        let code = set.currency.as_deref().or(options.currency.as_deref());
        let currency = reporting_currency(code, &snapshot.references.rates);
        let mut moment = Moment::new(generation, (self.inner.clock)(), zone, currency);
        // Each change raises one of them.
        moment.settings_version = set.version.saturating_add(weights.version).saturating_add(forecasts);
        moment.epoch = epoch;
        moment.rules = Arc::new(set.rules(&weights, forecast_of_deals));
        Ok(moment)
    }
}

/// The configured currency if the lake knows it, else the main company's.
fn reporting_currency(code: Option<&str>, rates: &Rates) -> Option<ReportingCurrency> {
    let configured = code.and_then(|code| rates.currency_by_code(code)).map(|(id, _)| id);
    if let (Some(code), None, Some(_)) = (code, configured, rates.main_company()) {
        static SAID: Once = Once::new();
        SAID.call_once(|| {
            tracing::warn!(currency = code, "Odoo does not know the reporting currency: the main company's is used");
        });
    }
    let id = configured.or_else(|| rates.company_currency(None))?;
    let currency = rates.currency(id)?;
    Some(ReportingCurrency { id, code: currency.code.clone(), digits: currency.digits })
}
