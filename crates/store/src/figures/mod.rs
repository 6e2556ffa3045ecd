//! Figures over all deals and invoices of a reader, for a period, and the rows behind each.

mod attributed;
mod behind;
mod explain;
mod flow;
mod overview;
mod people;
mod staff;

pub use attributed::{Attributed, Attribution, Whose};
pub use explain::{Explained, ExplainedFact, ExplainedRow, GroupSum, RateUsed};
pub(crate) use overview::months;
pub use overview::{Overview, PersonPart, StagePart};
pub use people::ByPerson;
pub use staff::Staff;

use crate::{
    Result, Store,
    accounts::Choice,
    cursor::{Cursor, CursorError},
    ledger::{DealRow, Group, InvoiceRow, TouchRow},
};
use chrono::{DateTime, Utc};
use domain::{
    Moment, Period, Scope,
    canonical::SourceId,
    facts::{Link, OrderFact},
    metrics::FlowParts,
};
use shared::figures::FigureName;
use std::collections::BTreeSet;

/// Whose records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Salespeople {
    Nobody,
    /// Of any of them, each record once.
    Of(BTreeSet<SourceId>),
}

impl Salespeople {
    fn admits(&self, salesperson: Option<SourceId>) -> bool {
        match (self, salesperson) {
            (Self::Nobody, None) => true,
            (Self::Of(people), Some(person)) => people.contains(&person),
            _ => false,
        }
    }
}

/// Whose figures. Absent filters do not filter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub account: Option<Choice>,
    /// With an account: and what is below it.
    pub below: bool,
    pub salespeople: Option<Salespeople>,
    pub team: Option<Choice>,
    pub stage: Option<Choice>,
    /// Absent: all time.
    pub period: Option<Period>,
}

/// Whose part of all figures, and of which time. Absent filters do not filter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Selection {
    pub salesperson: Option<Choice>,
    pub team: Option<Choice>,
    /// Absent: all time.
    pub period: Option<Period>,
}

fn fits(choice: Option<Choice>, value: Option<SourceId>) -> bool {
    choice.is_none_or(|choice| choice.admits(value))
}

impl Selection {
    fn admits(&self, group: &Group) -> bool {
        fits(self.salesperson, (group.salesperson != 0).then_some(group.salesperson)) && fits(self.team, group.team)
    }
}

impl Filter {
    fn admits_person(&self, salesperson: Option<SourceId>) -> bool {
        self.salespeople.as_ref().is_none_or(|people| people.admits(salesperson))
    }

    fn admits(&self, deal: &DealRow) -> bool {
        fits(self.account, (deal.account != 0).then_some(deal.account))
            && self.admits_person((deal.salesperson != 0).then_some(deal.salesperson))
            && fits(self.team, deal.team)
            && fits(self.stage, deal.stage)
    }

    /// An invoice is in no stage.
    fn admits_invoice(&self, invoice: &InvoiceRow) -> bool {
        fits(self.account, (invoice.account != 0).then_some(invoice.account))
            && self.admits_person((invoice.salesperson != 0).then_some(invoice.salesperson))
            && fits(self.team, invoice.team)
            && self.stage.is_none()
    }

    /// Of the account that was asked for; an order is in no stage.
    fn admits_order(&self, order: &OrderFact) -> bool {
        let id = |link: &Option<Link>| link.as_ref().map(|link| link.id);
        self.admits_person(id(&order.salesperson)) && fits(self.team, id(&order.team)) && self.stage.is_none()
    }

    /// The people who did it are asked for elsewhere; an activity is in no stage.
    fn admits_account_of(&self, touch: &TouchRow) -> bool {
        let account = (touch.account != 0).then_some(touch.account);
        fits(self.account, account) && self.stage.is_none()
    }
}

/// Which figure is to be explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub figure: FigureName,
    pub filter: Filter,
    /// Of the pipeline flow: when it opens, and when it closes unless that is now.
    pub between: Option<(DateTime<Utc>, Option<DateTime<Utc>>)>,
    /// Most rows on a page. Not part of what a cursor is bound to.
    pub limit: usize,
}

impl Question {
    /// Equal for questions whose pages continue each other.
    fn identity(&self) -> String {
        format!("explain {:?} {:?} {:?}", self.figure, self.filter, self.between)
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
    /// Everything over the records that the scope and the selection admit.
    pub async fn overview(self, scope: &Scope, moment: &Moment, selection: &Selection) -> Result<Overview> {
        overview::overview(self.store, scope, moment, selection).await
    }

    /// For each of the periods; `None`: all time.
    pub async fn by_salesperson(
        self,
        scope: &Scope,
        moment: &Moment,
        periods: &[Option<Period>],
    ) -> Result<Vec<ByPerson>> {
        people::by_salesperson(self.store, scope, moment, periods).await
    }

    /// Sums by attribution over the whole lake, the same for every reader, with the reader's part of each: what goals are
    /// measured by. Sums only: no row leaves through here, and whoever asks has checked that the reader may see the goal.
    pub async fn attributed(self, scope: &Scope, moment: &Moment, asked: &[Attribution]) -> Result<Vec<Attributed>> {
        attributed::attributed(self.store, scope, moment, asked).await
    }

    /// Checks a continuation that came from outside. Then: `store.moment_at(cursor.generation())`, `explain`.
    pub fn resume(self, scope: &Scope, question: &Question, cursor: &str) -> Result<Cursor, CursorError> {
        self.store.inner.cursors.verify(cursor, &question.identity(), scope)
    }

    /// What changed between two moments, of the deals that the scope and the filter admit at either.
    pub async fn flow(self, scope: &Scope, from: &Moment, to: &Moment, filter: &Filter) -> Result<FlowParts> {
        flow::parts(self.store, scope, (from, to), filter).await
    }

    /// A figure with a page of its rows, the largest first.
    pub async fn explain(
        self,
        scope: &Scope,
        moment: &Moment,
        question: &Question,
        cursor: Option<&Cursor>,
    ) -> Result<Explained> {
        match question.between {
            Some((opens_at, _)) => {
                let from = self.store.moment_as_of(opens_at).await?;
                flow::explain(self.store, scope, (&from, moment), question, cursor).await
            }
            None => explain::explain(self.store, scope, moment, question, cursor).await,
        }
    }
}
