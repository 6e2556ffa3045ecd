//! Figures over all deals of a reader, for a period, and the rows behind each.

mod explain;
mod overview;

pub use explain::{Explained, ExplainedRow, GroupSum, RateUsed};
pub use overview::{Overview, PersonPart, StagePart};

use crate::{
    Result, Store,
    accounts::Choice,
    cursor::{Cursor, CursorError},
    ledger::DealRow,
};
use domain::{Moment, Period, Scope};
use shared::figures::FigureName;

/// Whose figures. Absent filters do not filter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Filter {
    pub account: Option<Choice>,
    pub salesperson: Option<Choice>,
    pub team: Option<Choice>,
    pub stage: Option<Choice>,
    /// Absent: all time.
    pub period: Option<Period>,
}

impl Filter {
    fn admits(&self, deal: &DealRow) -> bool {
        let fits = |choice: Option<Choice>, value| choice.is_none_or(|choice| choice.admits(value));
        fits(self.account, (deal.account != 0).then_some(deal.account))
            && fits(self.salesperson, (deal.salesperson != 0).then_some(deal.salesperson))
            && fits(self.team, deal.team)
            && fits(self.stage, deal.stage)
    }
}

#[derive(Debug, Clone, Copy)]
pub struct Figures<'a> {
    store: &'a Store,
}

impl Store {
    pub fn figures(&self) -> Figures<'_> {
        Figures { store: self }
    }
}

impl Figures<'_> {
    /// Everything over the deals that the scope and the filter admit, in one pass.
    pub async fn overview(self, scope: &Scope, moment: &Moment, filter: &Filter) -> Result<Overview> {
        overview::overview(self.store, scope, moment, filter).await
    }

    /// Checks a continuation that came from outside. Then: `store.moment_at(cursor.generation())`, `explain`.
    pub fn resume(
        self,
        scope: &Scope,
        figure: FigureName,
        filter: &Filter,
        cursor: &str,
    ) -> Result<Cursor, CursorError> {
        self.store.inner.cursors.verify(cursor, &explain::identity(figure, filter), scope)
    }

    /// A figure with a page of its rows, the largest first.
    pub async fn explain(
        self,
        scope: &Scope,
        moment: &Moment,
        figure: FigureName,
        filter: &Filter,
        cursor: Option<&Cursor>,
        limit: usize,
    ) -> Result<Explained> {
        explain::explain(self.store, scope, moment, (figure, filter), cursor, limit).await
    }
}
