//! Drift samples: what random records, read once more from the source, say about the lake.

use crate::{
    Result, Store,
    collections::{DRIFT, open},
    raw,
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::canonical::{Kind, SourceId};
use futures::TryStreamExt;
use mongodb::bson::{self, doc, oid::ObjectId};
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

/// Samples are kept for a week.
const KEPT: TimeDelta = TimeDelta::days(7);

/// One look at all kinds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DriftSample {
    pub at: DateTime<Utc>,
    pub kinds: Vec<KindDrift>,
}

/// Records of one kind that were compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindDrift {
    pub kind: Kind,
    pub identical: u64,
    /// They differ, and nothing explains it.
    pub different: u64,
    /// Written in the source after our last look: the next run reads them.
    pub fresh: u64,
    /// Not there any more: the next sweep decides.
    pub gone: u64,
    /// The first that differ.
    pub first: Vec<DriftedRecord>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DriftedRecord {
    pub id: SourceId,
    /// Fields of our record that the source has otherwise; empty when only fields differ that are not shown.
    pub fields: Vec<String>,
}

/// Samples of some time together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DriftSummary {
    pub samples: u64,
    /// Without fresh and gone ones.
    pub compared: u64,
    pub identical: u64,
    /// Of the newest sample.
    pub last_at: DateTime<Utc>,
}

impl DriftSummary {
    /// `99.98`; `100.00` only if nothing differed. `None` when nothing was compared.
    pub fn percent(&self) -> Option<String> {
        let share = Decimal::from(self.identical).checked_div(Decimal::from(self.compared))? * Decimal::ONE_HUNDRED;
        Some(format!("{:.2}", share.round_dp_with_strategy(2, RoundingStrategy::ToZero)))
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct DriftDoc {
    #[serde(rename = "_id")]
    id: String,
    at: bson::DateTime,
    ends_at: bson::DateTime,
    kinds: Vec<KindDrift>,
}

impl Store {
    pub async fn keep_drift(&self, sample: &DriftSample) -> Result<()> {
        let row = DriftDoc {
            id: ObjectId::new().to_hex(),
            at: raw::date(sample.at),
            ends_at: raw::date(sample.at + KEPT),
            kinds: sample.kinds.clone(),
        };
        open::<DriftDoc>(self.db(), DRIFT).insert_one(row).await?;
        Ok(())
    }

    pub async fn last_drift(&self) -> Result<Option<DriftSample>> {
        let found = open::<DriftDoc>(self.db(), DRIFT).find_one(doc! {}).sort(doc! { "at": -1, "_id": -1 }).await?;
        Ok(found.map(|row| DriftSample { at: raw::instant(row.at), kinds: row.kinds }))
    }

    /// All samples since then (the status shows 24 hours); `None` without any.
    pub async fn drift_since(&self, since: DateTime<Utc>) -> Result<Option<DriftSummary>> {
        let recent = doc! { "at": { "$gte": raw::date(since) } };
        let mut found = open::<DriftDoc>(self.db(), DRIFT).find(recent).sort(doc! { "at": 1 }).await?;
        let mut summary: Option<DriftSummary> = None;
        while let Some(row) = found.try_next().await? {
            let last_at = raw::instant(row.at);
            let sum = summary.get_or_insert(DriftSummary { samples: 0, compared: 0, identical: 0, last_at });
            (sum.samples, sum.last_at) = (sum.samples + 1, last_at);
            for kind in row.kinds {
                sum.compared += kind.identical + kind.different;
                sum.identical += kind.identical;
            }
        }
        Ok(summary)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_single_difference_is_never_rounded_away() {
        let percent = |identical, compared| {
            DriftSummary { samples: 1, compared, identical, last_at: DateTime::UNIX_EPOCH }.percent()
        };
        assert_eq!(percent(4_999, 5_000).as_deref(), Some("99.98"));
        assert_eq!(percent(199_999, 200_000).as_deref(), Some("99.99"));
        assert_eq!(percent(600, 600).as_deref(), Some("100.00"));
        assert_eq!(percent(0, 0), None);
    }
}
