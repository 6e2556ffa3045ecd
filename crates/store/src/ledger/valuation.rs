//! All opportunities of a snapshot in the reporting currency, worked out once per day and currency; what an earlier snapshot has worked out of the same versions is taken over.

use super::{DealRow, Snapshot};
use chrono::NaiveDate;
use chrono_tz::Tz;
use domain::{Moment, canonical::SourceId, metrics::Worth};
use std::{
    cmp::Ordering,
    sync::{Arc, Mutex, PoisonError},
};

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

/// A valuation, and of which deals; at the rates of the snapshot that has it.
#[derive(Debug, Clone)]
struct Known {
    basis: Basis,
    deals: Arc<Vec<DealRow>>,
    valuation: Arc<Valuation>,
}

/// The last valuation; another day or currency replaces it.
#[derive(Debug, Default)]
pub(super) struct Valuations(Mutex<Option<Known>>);

impl Valuations {
    /// For a snapshot with the same rates.
    pub(super) fn taken_over(&self) -> Self {
        Self(Mutex::new(self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()))
    }

    /// Works out under the lock, so that requests that come together do not all do the same.
    pub(super) fn at(&self, snapshot: &Snapshot, moment: &Moment) -> Arc<Valuation> {
        let currency = moment.currency.as_ref().map(|currency| currency.id);
        let basis = Basis { currency, today: moment.today, time_zone: moment.time_zone };
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = last.take().filter(|known| known.basis == basis);
        let valuation = match &known {
            Some(known) if Arc::ptr_eq(&known.deals, &snapshot.deals) => Arc::clone(&known.valuation),
            _ => Arc::new(Valuation::new(snapshot, moment, known.as_ref())),
        };
        *last = Some(Known { basis, deals: Arc::clone(&snapshot.deals), valuation: Arc::clone(&valuation) });
        valuation
    }
}

impl Valuation {
    fn new(snapshot: &Snapshot, moment: &Moment, known: Option<&Known>) -> Self {
        let rates = &snapshot.references.rates;
        let known = known.into_iter().flat_map(|known| known.deals.iter().zip(&known.valuation.deals));
        let mut known = known.peekable();
        let mut value = |deal: &DealRow| {
            while known.next_if(|(earlier, _)| earlier.order().cmp(&deal.order()) == Ordering::Less).is_some() {}
            match known.peek() {
                // The same version: of one id, the generation that wrote it names it.
                Some((earlier, worth)) if earlier.id == deal.id && earlier.from == deal.from => **worth,
                _ => snapshot.input(deal).worth(moment, rates),
            }
        };
        Self { deals: snapshot.deals.iter().map(&mut value).collect() }
    }
}
