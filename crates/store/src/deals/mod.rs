//! Deals that a reader may see, as a list, as a board, and one by one.

mod board;
mod find;
mod forecasts;
mod list;
mod options;
mod query;

pub use board::Column;
pub use find::{DealDetail, StageStay};
pub(crate) use forecasts::Forecasts;
pub use forecasts::SaidForecast;
pub use list::{DealPage, FirstDeals};
pub use options::DealOptions;
pub use query::DealListQuery;

use crate::{
    Result, Store, StoreError,
    cursor::{Cursor, CursorError},
    gate::Gate,
    ledger::{Row, View},
};
use domain::{
    Moment, Scope,
    canonical::SourceId,
    facts::{DealFact, Fact},
    metrics::Worth,
};
use shared::{EntityType, deals::DealShow};
use std::collections::HashMap;

/// Ids that one query asks for.
const CHUNK: usize = 1_000;

/// A deal of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DealEntry {
    pub id: SourceId,
    pub fact: DealFact,
    pub worth: Worth,
}

#[derive(Debug, Clone, Copy)]
pub struct Deals<'a> {
    store: &'a Store,
}

impl Store {
    pub fn deals(&self) -> Deals<'_> {
        Deals { store: self }
    }
}

impl<'a> Deals<'a> {
    /// Checks a continuation that came from outside. Then: `store.moment_at(cursor.generation())`, `list`.
    pub fn resume(&self, scope: &Scope, query: &DealListQuery, cursor: &str) -> Result<Cursor, CursorError> {
        self.store.inner.cursors.verify(cursor, &query.identity(), scope)
    }

    pub async fn list(
        self,
        scope: &Scope,
        moment: &Moment,
        query: &DealListQuery,
        cursor: Option<&Cursor>,
    ) -> Result<DealPage> {
        list::list(self, scope, moment, query, cursor).await
    }

    /// Where a list begins, and where the list of those in it does that are shown as `within` too, without sums.
    pub async fn first(
        self,
        scope: &Scope,
        moment: &Moment,
        query: &DealListQuery,
        within: DealShow,
    ) -> Result<[FirstDeals; 2]> {
        list::first(self, scope, moment, query, within).await
    }

    /// `query.limit`: cards in each column.
    pub async fn board(self, scope: &Scope, moment: &Moment, query: &DealListQuery) -> Result<Vec<Column>> {
        board::board(self, scope, moment, query).await
    }

    /// One deal in scope, whatever its state.
    pub async fn find(self, scope: &Scope, moment: &Moment, id: SourceId) -> Result<Option<DealDetail>> {
        find::find(self, scope, moment, id).await
    }

    /// Values that the filters of a list can take, over the deals in scope that are open or closed.
    pub async fn options(self, scope: &Scope, moment: &Moment) -> Result<DealOptions> {
        let snapshot = self.store.inner.ledger.at(moment.generation).await?;
        Ok(options::count(&View::new(&snapshot, scope, moment)))
    }

    /// The documents of these rows, in their order.
    async fn entries(self, scope: &Scope, moment: &Moment, rows: &[Row<'_>]) -> Result<Vec<DealEntry>> {
        let gate = Gate::new(self.store);
        let mut facts = HashMap::with_capacity(rows.len());
        for chunk in rows.chunks(CHUNK) {
            let named = chunk.iter().map(|(deal, _)| (deal.id, deal.from));
            let found = gate.versions(scope, moment, EntityType::Opportunity, named).await?;
            facts.extend(found.into_iter().map(|served| (served.id, served.data)));
        }
        let entry = |(deal, worth): &Row<'_>| match facts.remove(&deal.id) {
            Some(Fact::Deal(fact)) => Ok(DealEntry { id: deal.id, fact, worth: *worth }),
            // A version that the ledger holds can only be missing when retention has just taken it.
            _ => Err(StoreError::SnapshotExpired),
        };
        rows.iter().map(entry).collect()
    }
}
