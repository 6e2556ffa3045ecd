//! What an organisation decides about its figures (docs/numbers.md §4).

use crate::{canonical::SourceId, metrics::Weights};
use shared::figures::ForecastCategory;
use std::{collections::BTreeMap, sync::Arc};

/// Days after which an open deal that has not moved rots, where nothing else is set.
pub const ROTTING_DAYS: u32 = 30;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// The fiscal year's first month, 1 to 12.
    pub fiscal_month: u32,
    pub rotting_days: u32,
    /// Stages with a limit of their own.
    pub rotting_days_of: BTreeMap<SourceId, u32>,
    /// Stages whose deals are not forecast as pipeline.
    pub forecast_of: BTreeMap<SourceId, ForecastCategory>,
    /// Deals of which somebody has said how sure they are, whatever their stage is set to.
    pub forecast_of_deals: Arc<BTreeMap<SourceId, ForecastCategory>>,
    /// Of the reasons of an account's health.
    pub health: Weights,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            fiscal_month: 1,
            rotting_days: ROTTING_DAYS,
            rotting_days_of: BTreeMap::new(),
            forecast_of: BTreeMap::new(),
            forecast_of_deals: Arc::default(),
            health: Weights::default(),
        }
    }
}

impl Rules {
    /// Most days in a stage before a deal rots.
    pub fn rotting_days(&self, stage: Option<SourceId>) -> u32 {
        stage.and_then(|stage| self.rotting_days_of.get(&stage)).copied().unwrap_or(self.rotting_days)
    }

    pub fn forecast(&self, deal: SourceId, stage: Option<SourceId>) -> ForecastCategory {
        self.forecast_of_deals.get(&deal).copied().unwrap_or_else(|| self.forecast_of_stage(stage))
    }

    pub fn forecast_of_stage(&self, stage: Option<SourceId>) -> ForecastCategory {
        stage.and_then(|stage| self.forecast_of.get(&stage)).copied().unwrap_or_default()
    }
}
