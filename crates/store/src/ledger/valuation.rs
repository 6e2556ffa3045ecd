//! All opportunities of a snapshot in the reporting currency, worked out once per day and currency; what an earlier snapshot has worked out of the same rows is taken over.

use super::{
    DealRow, Snapshot,
    pieces::{Piece, Pieces, Spot},
    reach::TokenSet,
};
use chrono::NaiveDate;
use chrono_tz::Tz;
use domain::{
    Moment,
    canonical::SourceId,
    metrics::{AccountParts, Worth},
};
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
pub(crate) struct Valuation(Vec<Arc<Valued>>);

#[derive(Debug)]
struct Valued {
    worths: Box<[Worth]>,
    /// Of each deal, who sees it: all that has to be looked at of those that a reader does not see.
    sets: Box<[TokenSet]>,
    /// By account.
    portions: Box<[Portion]>,
}

/// Deals of an account that a reader sees together or not at all.
#[derive(Debug)]
pub(crate) struct Portion {
    account: SourceId,
    pub(crate) visible_to: TokenSet,
    pub(crate) parts: AccountParts,
}

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
        let known = known.into_iter().flat_map(|known| known.deals.all().iter().zip(&known.valuation.0));
        // A piece that is kept alive is where it is, and no other one is there.
        let known: HashMap<_, _> = known.map(|(piece, valued)| (Arc::as_ptr(piece), valued)).collect();
        let pieces = snapshot.deals.all().iter().map(|piece| match known.get(&Arc::as_ptr(piece)) {
            Some(valued) => Arc::clone(valued),
            None => Arc::new(Valued::new(piece, snapshot, moment)),
        });
        Self(pieces.collect())
    }

    /// Of each deal of the snapshot.
    pub(super) fn all(&self) -> impl Iterator<Item = Worth> {
        self.0.iter().flat_map(|piece| piece.worths.iter().copied())
    }

    /// The snapshot's deals that somebody sees, each with what it is worth.
    pub(super) fn seen<'a>(
        &self,
        deals: &'a Pieces<DealRow>,
        admits: impl Fn(TokenSet) -> bool + Copy,
    ) -> impl Iterator<Item = (&'a DealRow, Worth)> {
        deals.all().iter().zip(&self.0).flat_map(move |(piece, valued)| {
            let seen = valued.sets.iter().enumerate().filter(move |(_, set)| admits(**set));
            seen.filter_map(|(at, _)| Some((piece.rows().get(at)?, *valued.worths.get(at)?)))
        })
    }

    /// Of the deals of one account.
    pub(super) fn at(&self, spot: &Spot) -> &[Worth] {
        self.0.get(spot.piece).and_then(|piece| piece.worths.get(spot.rows.clone())).unwrap_or_default()
    }

    /// The deals of one account, added up.
    pub(super) fn portions(&self, spot: &Spot, account: SourceId) -> &[Portion] {
        let all = self.0.get(spot.piece).map_or(&[][..], |piece| &piece.portions);
        let from = all.get(all.partition_point(|portion| portion.account < account)..).unwrap_or_default();
        from.get(..from.partition_point(|portion| portion.account == account)).unwrap_or_default()
    }
}

impl Valued {
    fn new(piece: &Piece<DealRow>, snapshot: &Snapshot, moment: &Moment) -> Self {
        let rates = &snapshot.references.rates;
        let worths: Box<[_]> = piece.rows().iter().map(|deal| snapshot.input(deal).worth(moment, rates)).collect();
        let mut portions: Vec<Portion> = Vec::new();
        // Nobody asks for all deals that are on no account.
        let on_accounts = piece.rows().iter().zip(&worths).filter(|(deal, _)| deal.account != 0);
        for (deal, worth) in on_accounts {
            let DealRow { account, visible_to, .. } = *deal;
            let same = |portion: &&mut Portion| portion.visible_to == visible_to;
            let of_account = portions.iter_mut().rev().take_while(|portion| portion.account == account);
            match of_account.into_iter().find(same) {
                Some(portion) => portion.parts.add(&snapshot.input(deal), *worth),
                None => {
                    let mut parts = AccountParts::default();
                    parts.add(&snapshot.input(deal), *worth);
                    portions.push(Portion { account, visible_to, parts });
                }
            }
        }
        let sets = piece.rows().iter().map(|deal| deal.visible_to).collect();
        Self { worths, sets, portions: portions.into() }
    }
}
