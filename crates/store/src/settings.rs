//! What admins set for the organisation, and keys that are generated once for all processes.

use crate::{
    Result, StoreError,
    collections::{SETTINGS, open},
    secret,
};
use chrono_tz::Tz;
use db::Db;
use domain::{
    Rules,
    canonical::SourceId,
    metrics::{Weights, goal::Thresholds},
};
use mongodb::{
    Collection,
    bson::{self, Binary, Document, RawDocument, doc, spec::BinarySubtype},
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use shared::{
    activities::DEFAULT_KEEP_DAYS, auth::UserRole, figures::ForecastCategory, health_score::ReasonKind,
    navigation::NavItem,
};
use std::{collections::BTreeMap, sync::Arc};

/// What the organisation has set, its weights, and the version of what is said of single deals.
pub(crate) type OfFigures = (Organisation, HealthWeights, i64);

const ORGANISATION: &str = "organisation";
const SYNC_TIMES: &str = "sync_times";
const GOAL_THRESHOLDS: &str = "goal_thresholds";
const ACTIVITY_LOG: &str = "activity_log";
const HEALTH_WEIGHTS: &str = "health_weights";
/// Raised whenever somebody says how sure a deal is.
pub(crate) const DEAL_FORECASTS: &str = "deal_forecasts";
const NAVIGATION: &str = "navigation";

/// Settings that every figure depends on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// Raised by each change; 0 while nothing was ever set.
    #[serde(default)]
    pub version: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<Tz>,
    /// ISO 4217 code of the reporting currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// The fiscal year's first month, 1 to 12.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fiscal_month: Option<u32>,
    /// Days in a stage after which an open deal rots.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rotting_days: Option<u32>,
    /// Stages with a limit of their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rotting_days_of: Vec<StageLimit>,
    /// Stages whose deals are not forecast as pipeline.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forecast_of: Vec<StageForecast>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageForecast {
    pub stage: SourceId,
    pub category: ForecastCategory,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageLimit {
    pub stage: SourceId,
    pub days: u32,
}

impl Organisation {
    /// With the defaults for what was never set.
    pub(crate) fn rules(
        &self,
        weights: &HealthWeights,
        forecast_of_deals: Arc<BTreeMap<SourceId, ForecastCategory>>,
    ) -> Rules {
        let usual = Rules::default();
        Rules {
            fiscal_month: self.fiscal_month.unwrap_or(usual.fiscal_month),
            rotting_days: self.rotting_days.unwrap_or(usual.rotting_days),
            rotting_days_of: self.rotting_days_of.iter().map(|limit| (limit.stage, limit.days)).collect(),
            forecast_of: self.forecast_of.iter().map(|of| (of.stage, of.category)).collect(),
            forecast_of_deals,
            health: weights.in_force(),
        }
    }
}

/// Points of the reasons of an account's health; what is absent was never set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HealthWeights {
    /// Raised by each change; 0 while nothing was ever set.
    #[serde(default)]
    pub version: i64,
    #[serde(default)]
    pub points: BTreeMap<ReasonKind, i32>,
}

impl HealthWeights {
    /// With the defaults for what was never set.
    pub fn in_force(&self) -> Weights {
        Weights::set(&self.points)
    }
}

/// What the menu of each role shows; a role that is absent was never set and sees all that it may use.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Navigation {
    /// Raised by each change; 0 while nothing was ever set.
    #[serde(default)]
    pub version: i64,
    #[serde(default)]
    pub shown: BTreeMap<UserRole, Vec<NavItem>>,
}

impl Navigation {
    pub fn shows(&self, item: NavItem, role: UserRole) -> bool {
        item.is_fixed() || self.shown.get(&role).is_none_or(|shown| shown.contains(&item))
    }
}

/// How often and when the sync runs; what is absent was never set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncTimes {
    /// Raised by each change; 0 while nothing was ever set.
    #[serde(default)]
    pub version: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval_minutes: Option<u32>,
    /// Full hour in the organisation's time zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub full_compare_hour: Option<u32>,
}

/// Where one status of a goal ends and the next begins; what is absent was never set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalThresholds {
    /// Raised by each change; 0 while nothing was ever set.
    #[serde(default)]
    pub version: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_track: Option<Decimal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_risk: Option<Decimal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub early_share: Option<Decimal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub early_days: Option<u32>,
}

impl GoalThresholds {
    /// With the defaults for what was never set.
    pub fn in_force(&self) -> Thresholds {
        let usual = Thresholds::default();
        Thresholds {
            on_track: self.on_track.unwrap_or(usual.on_track),
            at_risk: self.at_risk.unwrap_or(usual.at_risk),
            early_share: self.early_share.unwrap_or(usual.early_share),
            early_days: self.early_days.unwrap_or(usual.early_days),
        }
    }
}

/// How long the activity log goes back; what is absent was never set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityLog {
    /// Raised by each change; 0 while nothing was ever set.
    #[serde(default)]
    pub version: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep_days: Option<u32>,
}

impl ActivityLog {
    /// With the default for what was never set.
    pub fn days(&self) -> u32 {
        self.keep_days.unwrap_or(DEFAULT_KEEP_DAYS)
    }
}

#[derive(Debug, Clone)]
pub struct Settings {
    settings: Collection<Document>,
}

impl Settings {
    pub(crate) fn new(db: &Db) -> Self {
        Self { settings: open(db, SETTINGS) }
    }

    pub async fn organisation(&self) -> Result<Organisation> {
        let found = self.settings.clone_with_type::<Organisation>().find_one(doc! { "_id": ORGANISATION }).await?;
        Ok(found.unwrap_or_default())
    }

    /// All that figures depend on, in one question.
    pub(crate) async fn of_figures(&self) -> Result<OfFigures> {
        let all = doc! { "_id": { "$in": [ORGANISATION, HEALTH_WEIGHTS, DEAL_FORECASTS] } };
        let mut rows = self.settings.find(all).await?;
        let (mut organisation, mut weights, mut forecasts) = Default::default();
        while rows.advance().await? {
            let row = rows.current();
            match row.get_str("_id") {
                Ok(ORGANISATION) => organisation = read(row)?,
                Ok(DEAL_FORECASTS) => forecasts = read::<Version>(row)?.version,
                _ => weights = read(row)?,
            }
        }
        Ok((organisation, weights, forecasts))
    }

    /// Replaces the settings that have this version (0: none were set); what is `None` goes back to the default. Returns
    /// what holds now, with its new version.
    pub async fn set_organisation(&self, version: i64, set: &Organisation) -> Result<Organisation> {
        let new = Organisation { version: version + 1, ..set.clone() };
        self.replace(ORGANISATION, version, &new).await?;
        Ok(new)
    }

    pub async fn sync_times(&self) -> Result<SyncTimes> {
        let found = self.settings.clone_with_type::<SyncTimes>().find_one(doc! { "_id": SYNC_TIMES }).await?;
        Ok(found.unwrap_or_default())
    }

    /// Replaces the times that have this version (0: none were set).
    pub async fn set_sync_times(&self, version: i64, times: &SyncTimes) -> Result<SyncTimes> {
        let new = SyncTimes { version: version + 1, ..times.clone() };
        self.replace(SYNC_TIMES, version, &new).await?;
        Ok(new)
    }

    pub async fn goal_thresholds(&self) -> Result<GoalThresholds> {
        let found = self.settings.clone_with_type::<GoalThresholds>().find_one(doc! { "_id": GOAL_THRESHOLDS }).await?;
        Ok(found.unwrap_or_default())
    }

    /// Replaces the thresholds that have this version (0: none were set).
    pub async fn set_goal_thresholds(&self, version: i64, set: &GoalThresholds) -> Result<GoalThresholds> {
        let new = GoalThresholds { version: version + 1, ..set.clone() };
        self.replace(GOAL_THRESHOLDS, version, &new).await?;
        Ok(new)
    }

    pub async fn activity_log(&self) -> Result<ActivityLog> {
        let found = self.settings.clone_with_type::<ActivityLog>().find_one(doc! { "_id": ACTIVITY_LOG }).await?;
        Ok(found.unwrap_or_default())
    }

    /// Replaces the setting that has this version (0: none was set).
    pub async fn set_activity_log(&self, version: i64, set: ActivityLog) -> Result<ActivityLog> {
        let new = ActivityLog { version: version + 1, ..set };
        self.replace(ACTIVITY_LOG, version, &new).await?;
        Ok(new)
    }

    pub async fn health_weights(&self) -> Result<HealthWeights> {
        let found = self.settings.clone_with_type::<HealthWeights>().find_one(doc! { "_id": HEALTH_WEIGHTS }).await?;
        Ok(found.unwrap_or_default())
    }

    /// Replaces the weights that have this version (0: none were set).
    pub async fn set_health_weights(&self, version: i64, points: BTreeMap<ReasonKind, i32>) -> Result<HealthWeights> {
        let new = HealthWeights { version: version + 1, points };
        self.replace(HEALTH_WEIGHTS, version, &new).await?;
        Ok(new)
    }

    pub async fn navigation(&self) -> Result<Navigation> {
        let found = self.settings.clone_with_type::<Navigation>().find_one(doc! { "_id": NAVIGATION }).await?;
        Ok(found.unwrap_or_default())
    }

    /// Replaces the menus that have this version (0: none were set).
    pub async fn set_navigation(&self, version: i64, shown: BTreeMap<UserRole, Vec<NavItem>>) -> Result<Navigation> {
        let new = Navigation { version: version + 1, shown };
        self.replace(NAVIGATION, version, &new).await?;
        Ok(new)
    }

    async fn replace<T: Serialize + Sync>(&self, name: &str, version: i64, new: &T) -> Result<()> {
        let mut row = bson::serialize_to_document(new).map_err(mongodb::error::Error::from)?;
        row.insert("_id", name);
        let done = match version {
            0 => self.settings.insert_one(row).await.map(|_| true),
            _ => {
                let same = doc! { "_id": name, "version": version };
                self.settings.replace_one(same, row).await.map(|done| done.matched_count == 1)
            }
        };
        match done.map_err(db::DbError::from) {
            Ok(true) => Ok(()),
            Ok(false) => Err(StoreError::ChangedMeanwhile),
            Err(e) if e.is_duplicate() => Err(StoreError::ChangedMeanwhile),
            Err(e) => Err(e.into()),
        }
    }

    /// 256 random bits under this name, the same for every process and for ever.
    pub(crate) async fn key(&self, name: &str) -> Result<[u8; 32]> {
        let fresh = Binary { subtype: BinarySubtype::Generic, bytes: secret::random_bytes()?.to_vec() };
        let generate = doc! { "$setOnInsert": { "key": fresh } };
        let write = || self.settings.update_one(doc! { "_id": name }, generate.clone()).upsert(true);
        match write().await.map_err(db::DbError::from) {
            Err(e) if !e.is_duplicate() => return Err(e.into()),
            _ => {}
        }
        let stored = self.settings.find_one(doc! { "_id": name }).await?;
        stored
            .as_ref()
            .and_then(|row| row.get_binary_generic("key").ok())
            .and_then(|bytes| <[u8; 32]>::try_from(bytes.as_slice()).ok())
            .ok_or(StoreError::Shape { collection: SETTINGS })
    }
}

#[derive(Deserialize)]
struct Version {
    version: i64,
}

fn read<T: DeserializeOwned>(row: &RawDocument) -> Result<T> {
    Ok(bson::deserialize_from_slice(row.as_bytes()).map_err(mongodb::error::Error::from)?)
}
