//! A page of accounts: fold, sort, take the page, fetch its documents by their exact `_id`.

use super::{
    AccountListQuery,
    fold::{Fold, Folded},
};
use crate::{
    Result, Store, StoreError,
    cursor::{Cursor, Position},
    ledger::{Family, Snapshot},
    order::{self, Key, Value, compare},
};
use domain::{
    Moment, Scope,
    canonical::SourceId,
    facts::{AccountFact, Fact},
    metrics::{AccountParts, Health},
};
use shared::{EntityType, accounts::AccountSort, list::Direction};
use std::{cmp::Ordering, collections::HashMap};

/// One account of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountEntry {
    pub id: SourceId,
    pub fact: AccountFact,
    pub parts: AccountParts,
    pub health: Health,
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

fn value<'a>(sort: AccountSort, family: Family<'a>, parts: &AccountParts) -> Value<'a> {
    match sort {
        AccountSort::Name => Value::Name(&family.account.folded),
        AccountSort::Pipeline => Value::Amount(parts.pipeline.total()),
        AccountSort::Weighted => Value::Amount(parts.weighted.total()),
        AccountSort::Won => Value::Amount(parts.won.total()),
        AccountSort::OpenDeals => Value::Count(parts.open_deals),
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
    let fold = Fold::new(&snapshot, scope, moment);
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
        items.push(fold.entry(*family, fact));
    }
    let last = page.last().filter(|_| has_more).map(|(key, _)| order::position(key));
    let next_cursor = last.map(|position| store.inner.cursors.sign(&query.identity(), scope, moment, position));
    Ok(AccountPage { items, total, totals, next_cursor })
}

fn cut<'a>(
    snapshot: &'a Snapshot,
    fold: &Fold<'a>,
    query: &AccountListQuery,
    after: Option<&'a Position>,
) -> Result<Cut<'a>> {
    let after = after.map(|after| order::key(after).ok_or(StoreError::SnapshotExpired)).transpose()?;
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
        let key = (value(query.sort, family, &parts), family.account.id);
        if after.as_ref().is_none_or(|after| compare(query.direction, &key, after) == Ordering::Greater) {
            rest.push((key, family));
        }
    };
    match (is_ordered, query.direction) {
        (true, Direction::Asc) => snapshot.by_name().for_each(&mut take),
        (true, Direction::Desc) => snapshot.by_name().rev().for_each(&mut take),
        (false, _) => snapshot.families().for_each(&mut take),
    }
    let (page, has_more) = order::page(rest, query.direction, None, query.limit);
    Ok(Cut { page, has_more, total, totals })
}
