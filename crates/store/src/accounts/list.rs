//! A page of accounts: fold, sort, take the page, fetch its documents by their exact `_id`.

use super::{AccountListQuery, fold::Fold};
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

/// What the account is ordered by, of the parts that the reader sees.
fn value<'a, 'p>(sort: AccountSort, family: Family<'a>, parts: impl Iterator<Item = &'p AccountParts>) -> Value<'a> {
    match sort {
        AccountSort::Name => Value::Name(&family.account.folded),
        AccountSort::Pipeline => Value::Amount(parts.map(|parts| parts.pipeline.total()).sum()),
        AccountSort::Weighted => Value::Amount(parts.map(|parts| parts.weighted.total()).sum()),
        AccountSort::Won => Value::Amount(parts.map(|parts| parts.won.total()).sum()),
        AccountSort::OpenDeals => Value::Count(parts.map(|parts| parts.open_deals).sum()),
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
    let found = store.accounts().gate().versions(scope, moment, EntityType::Account, named).await?;
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
    let families: Box<dyn Iterator<Item = Family<'a>>> = match (query.sort, query.direction) {
        (AccountSort::Name, Direction::Asc) => Box::new(snapshot.by_name()),
        (AccountSort::Name, Direction::Desc) => Box::new(snapshot.by_name().rev()),
        _ => Box::new(snapshot.families()),
    };
    let (mut totals, mut total, mut behind) = (AccountParts::default(), 0, 0);
    let rows = families.filter(|family| fold.sees(family.account) && admits(family.account)).filter_map(|family| {
        total += 1;
        fold.parts(family).for_each(|parts| totals.merge(parts));
        // They come in their order: after the page only the sums count.
        if query.sort == AccountSort::Name && behind > query.limit {
            return None;
        }
        let key = (value(query.sort, family, fold.parts(family)), family.account.id);
        let is_behind = after.as_ref().is_none_or(|after| compare(query.direction, &key, after) == Ordering::Greater);
        behind += usize::from(is_behind);
        is_behind.then_some((key, family))
    });
    // Reads them all, so that the sums are of all.
    let (page, has_more) = order::page(rows, query.direction, None, query.limit);
    Ok(Cut { page, has_more, total, totals })
}
