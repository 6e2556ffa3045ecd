//! What a list of deals can be asked for.

use crate::{
    accounts::Choice,
    ledger::{DealRow, Row, Snapshot},
};
use domain::{
    Moment, Period,
    canonical::SourceId,
    metrics::{DealGroup, DealInput},
    text,
};
use shared::{
    accounts::DealState,
    deals::{DealShow, DealSort},
    list::Direction,
};

/// Absent filters do not filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DealListQuery {
    /// Part of the deal's or its account's name; case, accents and width do not matter.
    pub q: Option<String>,
    pub account: Option<Choice>,
    pub salesperson: Option<Choice>,
    pub team: Option<Choice>,
    pub stage: Option<Choice>,
    pub show: DealShow,
    /// In which deals were won or lost or became opportunities; absent: all time.
    pub period: Option<Period>,
    pub sort: DealSort,
    pub direction: Direction,
    /// Most deals on a page. Not part of what a cursor is bound to.
    pub limit: usize,
}

impl Default for DealListQuery {
    fn default() -> Self {
        Self {
            q: None,
            account: None,
            salesperson: None,
            team: None,
            stage: None,
            show: DealShow::Open,
            period: None,
            sort: DealSort::CloseOn,
            direction: Direction::Asc,
            limit: 50,
        }
    }
}

impl DealListQuery {
    /// Names the list: equal for queries whose pages continue each other.
    pub(super) fn identity(&self) -> String {
        let Self { q, account, salesperson, team, stage, show, period, sort, direction, limit: _ } = self;
        let who = (account, salesperson, team, stage);
        format!("deals {:?}", (q.as_deref().map(text::fold), who, show, period, sort, direction))
    }

    pub(super) fn shows(&self, deal: &DealInput<'_>, moment: &Moment) -> bool {
        let group = match self.show {
            DealShow::Open => DealGroup::Open,
            DealShow::Won => DealGroup::Won,
            DealShow::Lost => DealGroup::Lost,
            DealShow::New => DealGroup::New,
            DealShow::Overdue => DealGroup::Overdue,
            DealShow::Rotting => DealGroup::Rotting,
            DealShow::Attention => return deal.is_overdue(moment) || deal.is_rotting(moment),
            DealShow::Archived => return deal.state == DealState::Archived,
            DealShow::All => return deal.state != DealState::Archived,
        };
        group.takes(deal, moment, self.period)
    }

    /// The filters, ready for many rows.
    pub(super) fn filter<'a>(&'a self, snapshot: &'a Snapshot, moment: &'a Moment) -> impl Fn(&Row<'_>) -> bool + 'a {
        let needle = self.q.as_deref().map(|q| text::fold(q.trim())).filter(|needle| !needle.is_empty());
        let fits = |choice: Option<Choice>, value| choice.is_none_or(|choice| choice.admits(value));
        let called = move |deal: &DealRow, needle: &str| {
            deal.folded.contains(needle)
                || snapshot.account(deal.account).is_some_and(|family| family.account.folded.contains(needle))
        };
        move |row| {
            let (deal, _) = row;
            fits(self.account, known(deal.account))
                && fits(self.salesperson, known(deal.salesperson))
                && fits(self.team, deal.team)
                && fits(self.stage, deal.stage)
                && self.shows(&snapshot.dated(row), moment)
                && needle.as_ref().is_none_or(|needle| called(deal, needle))
        }
    }
}

fn known(id: SourceId) -> Option<SourceId> {
    (id != 0).then_some(id)
}
