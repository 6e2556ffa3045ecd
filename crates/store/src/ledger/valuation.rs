//! All opportunities of a snapshot in the reporting currency, worked out once per day and currency.

use super::Snapshot;
use chrono::NaiveDate;
use chrono_tz::Tz;
use domain::{Moment, canonical::SourceId, metrics::Worth};
use std::sync::{Arc, Mutex, PoisonError};

/// What a conversion depends on besides facts and rates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Basis {
    currency: Option<SourceId>,
    today: NaiveDate,
    time_zone: Tz,
}

#[derive(Debug)]
pub(crate) struct Valuation {
    /// In the order of the snapshot's deals.
    pub(crate) deals: Vec<Worth>,
}

impl Valuation {
    pub(super) fn new(snapshot: &Snapshot, moment: &Moment) -> Self {
        let rates = &snapshot.references.rates;
        let value = |deal| snapshot.input(deal).worth(moment, rates);
        Self { deals: snapshot.deals.iter().map(value).collect() }
    }
}

/// The last valuation of a snapshot; another day or currency replaces it.
#[derive(Debug, Default)]
pub(super) struct Valuations(Mutex<Option<(Basis, Arc<Valuation>)>>);

impl Valuations {
    /// Works out under the lock, so that requests that come together do not all do the same.
    pub(super) fn at(&self, moment: &Moment, work_out: impl FnOnce() -> Valuation) -> Arc<Valuation> {
        let currency = moment.currency.as_ref().map(|currency| currency.id);
        let basis = Basis { currency, today: moment.today, time_zone: moment.time_zone };
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &*last {
            Some((known, valuation)) if *known == basis => Arc::clone(valuation),
            _ => Arc::clone(&last.insert((basis, Arc::new(work_out()))).1),
        }
    }
}
