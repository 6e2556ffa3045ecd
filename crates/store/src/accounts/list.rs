//! A page of accounts: fold, sort, take the page, fetch its documents by their exact `_id`.

use super::{
    AccountListQuery,
    fold::{Fold, Folded},
};
use crate::{
    Result, Store, StoreError,
    cursor::{Cursor, Position},
    ledger::{Family, Snapshot},
};
use domain::{
    Moment, Scope,
    canonical::SourceId,
    facts::{AccountFact, Fact},
    metrics::AccountParts,
};
use rust_decimal::Decimal;
use shared::{EntityType, accounts::AccountSort, list::Direction};
use std::{cmp::Ordering, collections::HashMap};

/// One account of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountEntry {
    pub id: SourceId,
    pub fact: AccountFact,
    pub parts: AccountParts,
    /// Deals of others hang on this account: the figures are the reader's part of it.
    pub your_deals_only: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountPage {
    pub items: Vec<AccountEntry>,
    /// Accounts in the whole list.
    pub total: u64,
    /// Over the whole list.
    pub totals: AccountParts,
    /// Absent on the last page.
    pub next_cursor: Option<String>,
}

/// What accounts are compared by, before their ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Value<'a> {
    Name(&'a str),
    Amount(Decimal),
    Count(u64),
}

impl<'a> Value<'a> {
    fn of(sort: AccountSort, family: Family<'a>, parts: &AccountParts) -> Self {
        match sort {
            AccountSort::Name => Self::Name(&family.account.folded),
            AccountSort::Pipeline => Self::Amount(parts.pipeline.total()),
            AccountSort::Weighted => Self::Amount(parts.weighted.total()),
            AccountSort::Won => Self::Amount(parts.won.total()),
            AccountSort::OpenDeals => Self::Count(parts.open_deals),
        }
    }

    fn parse(sort: AccountSort, text: &'a str) -> Option<Self> {
        match sort {
            AccountSort::Name => Some(Self::Name(text)),
            AccountSort::Pipeline | AccountSort::Weighted | AccountSort::Won => text.parse().ok().map(Self::Amount),
            AccountSort::OpenDeals => text.parse().ok().map(Self::Count),
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Name(name) => (*name).to_owned(),
            Self::Amount(amount) => amount.to_string(),
            Self::Count(count) => count.to_string(),
        }
    }
}

type Key<'a> = (Value<'a>, SourceId);

/// Every list ends with the id, in the direction of the list.
fn compare(direction: Direction, a: &Key<'_>, b: &Key<'_>) -> Ordering {
    match direction {
        Direction::Asc => a.cmp(b),
        Direction::Desc => b.cmp(a),
    }
}

/// The page and the sums, before any document is read.
struct Cut<'a> {
    page: Vec<(Key<'a>, Family<'a>)>,
    has_more: bool,
    total: u64,
    totals: AccountParts,
}

pub(super) async fn list(
    store: &Store,
    scope: &Scope,
    moment: &Moment,
    query: &AccountListQuery,
    cursor: Option<&Cursor>,
) -> Result<AccountPage> {
    if cursor.is_some_and(|cursor| !cursor.fits(moment)) {
        return Err(StoreError::SnapshotExpired);
    }
    let snapshot = store.inner.ledger.at(moment.generation).await?;
    let reach = snapshot.reach(scope);
    let fold = Fold::new(&snapshot, &reach, moment);
    let after = cursor.map(|cursor| &cursor.position);
    let Cut { page, has_more, total, totals } = cut(&snapshot, &fold, query, after)?;
    let named = page.iter().map(|(_, family)| (family.account.id, family.account.from));
    let found = store.accounts().gate().versions(scope, moment.generation, EntityType::Account, named).await?;
    let mut facts: HashMap<_, _> = found.into_iter().map(|served| (served.id, served.data)).collect();
    let mut items = Vec::with_capacity(page.len());
    for (_, family) in &page {
        // A version that the ledger holds can only be missing when retention has just taken it.
        let Some(Fact::Account(fact)) = facts.remove(&family.account.id) else {
            return Err(StoreError::SnapshotExpired);
        };
        let Folded { parts, hides_deals } = fold.account(*family);
        items.push(AccountEntry { id: family.account.id, fact, parts, your_deals_only: hides_deals });
    }
    let last = page.last().filter(|_| has_more).map(|((value, id), _)| Position { value: value.text(), id: *id });
    let next_cursor = last.map(|position| store.inner.cursors.sign(&query.identity(), scope, moment, position));
    Ok(AccountPage { items, total, totals, next_cursor })
}

fn cut<'a>(
    snapshot: &'a Snapshot,
    fold: &Fold<'a>,
    query: &AccountListQuery,
    after: Option<&'a Position>,
) -> Result<Cut<'a>> {
    let after = match after {
        Some(Position { value, id }) => {
            Some((Value::parse(query.sort, value).ok_or(StoreError::SnapshotExpired)?, *id))
        }
        None => None,
    };
    let admits = query.filter();
    let (mut totals, mut total) = (AccountParts::default(), 0);
    let mut rest = Vec::new();
    let is_ordered = query.sort == AccountSort::Name;
    let mut take = |family: Family<'a>| {
        if !fold.sees(family.account) || !admits(family.account) {
            return;
        }
        let Folded { parts, .. } = fold.account(family);
        totals.merge(&parts);
        total += 1;
        if is_ordered && rest.len() > query.limit {
            return;
        }
        let key = (Value::of(query.sort, family, &parts), family.account.id);
        if after.as_ref().is_none_or(|after| compare(query.direction, &key, after) == Ordering::Greater) {
            rest.push((key, family));
        }
    };
    match (is_ordered, query.direction) {
        (true, Direction::Asc) => snapshot.by_name().for_each(&mut take),
        (true, Direction::Desc) => snapshot.by_name().rev().for_each(&mut take),
        (false, _) => snapshot.families().for_each(&mut take),
    }
    let has_more = rest.len() > query.limit;
    if has_more && !is_ordered {
        rest.select_nth_unstable_by(query.limit, |(a, _), (b, _)| compare(query.direction, a, b));
    }
    rest.truncate(query.limit);
    if !is_ordered {
        rest.sort_unstable_by(|(a, _), (b, _)| compare(query.direction, a, b));
    }
    Ok(Cut { page: rest, has_more, total, totals })
}
