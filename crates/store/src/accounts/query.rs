//! What a list of accounts can be asked for.

use crate::ledger::AccountRow;
use domain::{canonical::SourceId, text};
use shared::{accounts::AccountSort, list::Direction};

/// A filter on a reference: one record, or none at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Choice {
    None,
    Is(SourceId),
}

impl Choice {
    pub(crate) fn admits(self, value: Option<SourceId>) -> bool {
        match self {
            Self::None => value.is_none(),
            Self::Is(id) => value == Some(id),
        }
    }
}

/// Absent filters do not filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountListQuery {
    /// Part of the name; case, accents and width do not matter.
    pub q: Option<String>,
    pub industry: Option<Choice>,
    /// The account's own salesperson. Does not change the figures.
    pub salesperson: Option<Choice>,
    pub country: Option<Choice>,
    pub sort: AccountSort,
    pub direction: Direction,
    /// Most accounts on a page. Not part of what a cursor is bound to.
    pub limit: usize,
}

impl Default for AccountListQuery {
    fn default() -> Self {
        Self {
            q: None,
            industry: None,
            salesperson: None,
            country: None,
            sort: AccountSort::Name,
            direction: Direction::Asc,
            limit: 50,
        }
    }
}

impl AccountListQuery {
    /// Names the list: equal for queries whose pages continue each other.
    pub(super) fn identity(&self) -> String {
        let Self { q, industry, salesperson, country, sort, direction, limit: _ } = self;
        format!("accounts {:?}", (q.as_deref().map(text::fold), industry, salesperson, country, sort, direction))
    }

    /// The filters, ready for many rows.
    pub(super) fn filter(&self) -> impl Fn(&AccountRow) -> bool + '_ {
        let needle = self.q.as_deref().map(|q| text::fold(q.trim())).filter(|needle| !needle.is_empty());
        let fits = |choice: Option<Choice>, value| choice.is_none_or(|choice| choice.admits(value));
        move |account| {
            account.is_listed
                && fits(self.industry, account.industry)
                && fits(self.salesperson, account.salesperson)
                && fits(self.country, account.country)
                && needle.as_ref().is_none_or(|needle| account.folded.contains(needle.as_str()))
        }
    }
}
