//! The account above, those below, and the sums over a whole tree of them.

use super::{Eye, count};
use crate::{
    Result, StoreError,
    accounts::{AccountDetail, AccountEntry},
    ledger::Family,
};
use domain::{
    facts::Fact,
    metrics::{AccountParts, BusinessParts},
};
use shared::{EntityType, list::MAX_LIMIT};
use std::collections::HashMap;

/// Over an account and everything below it that is in reach.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rollup {
    pub accounts: u64,
    pub parts: AccountParts,
    pub business: BusinessParts,
    /// Deals of others hang on one of them.
    pub your_deals_only: bool,
}

pub(super) async fn parent(eye: &Eye<'_>, detail: &AccountDetail) -> Result<Option<AccountEntry>> {
    let above = detail.fact.parent.as_ref().and_then(|parent| eye.snapshot.account(parent.id));
    Ok(entries(eye, above.into_iter().collect()).await?.pop())
}

/// Neither archived ones nor vendors, like the list of accounts; how many there are.
pub(super) async fn children(eye: &Eye<'_>) -> Result<(Vec<AccountEntry>, u64)> {
    let is_child = |family: &Family<'_>| {
        let account = family.account;
        account.parent == Some(eye.id()) && account.id != eye.id() && is_shown(eye, family)
    };
    let mut below: Vec<_> = eye.snapshot.families().filter(is_child).collect();
    let total = count(below.len());
    below.sort_by(|a, b| (&a.account.folded, a.account.id).cmp(&(&b.account.folded, b.account.id)));
    below.truncate(usize::try_from(MAX_LIMIT).unwrap_or(usize::MAX));
    Ok((entries(eye, below).await?, total))
}

fn is_shown(eye: &Eye<'_>, family: &Family<'_>) -> bool {
    family.account.is_listed && eye.fold.sees(family.account)
}

async fn entries<'a>(eye: &Eye<'a>, families: Vec<Family<'a>>) -> Result<Vec<AccountEntry>> {
    let named = families.iter().map(|family| (family.account.id, family.account.from));
    let found = eye.gate().versions(eye.scope, eye.moment, EntityType::Account, named).await?;
    let mut facts: HashMap<_, _> = found.into_iter().map(|served| (served.id, served.data)).collect();
    let entry = |family: Family<'a>| match facts.remove(&family.account.id) {
        Some(Fact::Account(mut fact)) => {
            // A card names no parent, and none that may be out of reach.
            fact.parent = None;
            Ok(eye.fold.entry(family, fact))
        }
        _ => Err(StoreError::SnapshotExpired),
    };
    families.into_iter().map(entry).collect()
}

pub(super) fn rollup(eye: &Eye<'_>) -> Rollup {
    let mut rollup = Rollup::default();
    for family in eye.fold.0.tree(eye.id()) {
        let folded = eye.fold.account(family);
        rollup.accounts += 1;
        rollup.parts.merge(&folded.parts);
        rollup.business.merge(&eye.fold.business(family.account.id));
        rollup.your_deals_only |= folded.hides_deals;
    }
    rollup
}
