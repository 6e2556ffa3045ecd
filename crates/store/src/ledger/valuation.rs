//! All opportunities of a snapshot in the reporting currency, worked out once per day and currency; what an earlier snapshot has worked out of the same rows is taken over.

use super::{
    DealRow, Snapshot,
    pieces::{Pieces, Spot},
};
use chrono::NaiveDate;
use chrono_tz::Tz;
use domain::{Moment, canonical::SourceId, metrics::Worth};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// What a conversion depends on besides facts and rates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Basis {
    currency: Option<SourceId>,
    today: NaiveDate,
    time_zone: Tz,
}

/// Piece by piece of the snapshot's deals, in their order.
#[derive(Debug)]
pub(crate) struct Valuation(Vec<Arc<[Worth]>>);

/// A valuation, and of which deals; at the rates of the snapshot that has it.
#[derive(Debug, Clone)]
struct Known {
    basis: Basis,
    deals: Pieces<DealRow>,
    valuation: Arc<Valuation>,
}

const KEPT: usize = 3;

/// Last used first: the present, and the ends of a period that somebody looks back at.
#[derive(Debug, Default)]
pub(super) struct Valuations(Mutex<Vec<Known>>);

impl Valuations {
    /// For a snapshot with the same rates.
    pub(super) fn taken_over(&self) -> Self {
        Self(Mutex::new(self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()))
    }

    /// Works out under the lock, so that requests that come together do not all do the same.
    pub(super) fn at(&self, snapshot: &Snapshot, moment: &Moment) -> Arc<Valuation> {
        let currency = moment.currency.as_ref().map(|currency| currency.id);
        let basis = Basis { currency, today: moment.today, time_zone: moment.time_zone };
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|known| known.basis == basis);
        let known = at.map(|at| kept.remove(at));
        let valuation = match &known {
            Some(known) if known.deals.are(&snapshot.deals) => Arc::clone(&known.valuation),
            _ => Arc::new(Valuation::new(snapshot, moment, known.as_ref())),
        };
        kept.insert(0, Known { basis, deals: snapshot.deals.clone(), valuation: Arc::clone(&valuation) });
        kept.truncate(KEPT);
        valuation
    }
}

impl Valuation {
    fn new(snapshot: &Snapshot, moment: &Moment, known: Option<&Known>) -> Self {
        let rates = &snapshot.references.rates;
        let known = known.into_iter().flat_map(|known| known.deals.all().iter().zip(&known.valuation.0));
        // A piece that is kept alive is where it is, and no other one is there.
        let known: HashMap<_, _> = known.map(|(piece, worths)| (Arc::as_ptr(piece), worths)).collect();
        let pieces = snapshot.deals.all().iter().map(|piece| match known.get(&Arc::as_ptr(piece)) {
            Some(worths) => Arc::clone(worths),
            None => piece.rows().iter().map(|deal| snapshot.input(deal).worth(moment, rates)).collect(),
        });
        Self(pieces.collect())
    }

    /// Of each deal of the snapshot.
    pub(super) fn all(&self) -> impl Iterator<Item = Worth> {
        self.0.iter().flat_map(|piece| piece.iter().copied())
    }

    /// Of the deals of one account.
    pub(super) fn at(&self, spot: &Spot) -> &[Worth] {
        self.0.get(spot.piece).and_then(|piece| piece.get(spot.rows.clone())).unwrap_or_default()
    }
}
