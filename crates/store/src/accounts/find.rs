//! One account with the deals behind its figures.

use super::fold::{Fold, Folded};
use crate::{Result, Store, StoreError, collections::SERVING, gate::Gate, ledger::Row};
use domain::{
    Moment, Scope,
    canonical::SourceId,
    facts::{AccountFact, DealFact, Fact},
    metrics::{AccountParts, BusinessParts, Health},
};
use rust_decimal::Decimal;
use shared::{EntityType, accounts::DealState};
use std::collections::HashMap;

/// Ids that one query asks for.
const CHUNK: usize = 1_000;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountDetail {
    pub id: SourceId,
    pub fact: AccountFact,
    /// Where the record lives in its source.
    pub url: Option<String>,
    pub parts: AccountParts,
    pub business: BusinessParts,
    pub health: Health,
    /// Deals of others hang on this account: the figures are the reader's part of it.
    pub your_deals_only: bool,
    /// Open and won ones in scope: the rows behind `parts`. Open ones first, each by id.
    pub deals: Vec<DealDetail>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DealDetail {
    pub id: SourceId,
    pub fact: DealFact,
    /// Expected revenue in the reporting currency; absent where there is no rate.
    pub converted: Option<Decimal>,
    /// Weighted revenue in the reporting currency.
    pub weighted: Option<Decimal>,
}

pub(super) async fn find(store: &Store, scope: &Scope, moment: &Moment, id: SourceId) -> Result<Option<AccountDetail>> {
    let snapshot = store.inner.ledger.at(moment.generation).await?;
    let fold = Fold::new(&snapshot, scope, moment);
    let Some(family) = snapshot.account(id).filter(|family| fold.sees(family.account)) else { return Ok(None) };
    let gate = store.accounts().gate();
    let versions = [(id, family.account.from)];
    let account = gate.versions(scope, moment, EntityType::Account, versions).await?.pop();
    let account = account.ok_or(StoreError::SnapshotExpired)?;
    let url = gate.url(&account, moment.generation, EntityType::Account).await?;
    let Fact::Account(mut fact) = account.data else { return Err(StoreError::Shape { collection: SERVING }) };
    // A visible subsidiary does not make its parent visible, not even by name.
    fact.parent =
        fact.parent.filter(|parent| snapshot.account(parent.id).is_some_and(|above| fold.sees(above.account)));
    let mut rows: Vec<_> = fold.deals(family).filter(|(deal, _)| is_shown(deal.state)).collect();
    let deals = detailed(&gate, scope, moment, &mut rows).await?;
    let Folded { parts, hides_deals } = fold.account(family);
    let business = fold.business(id);
    let health = fold.health(family, &business);
    Ok(Some(AccountDetail { id, fact, url, parts, business, health, your_deals_only: hides_deals, deals }))
}

/// The documents of deals: open ones first, each by id.
pub(super) async fn detailed(
    gate: &Gate<'_>,
    scope: &Scope,
    moment: &Moment,
    rows: &mut [Row<'_>],
) -> Result<Vec<DealDetail>> {
    rows.sort_by_key(|(deal, _)| (deal.state, deal.id));
    let mut facts = HashMap::with_capacity(rows.len());
    for chunk in rows.chunks(CHUNK) {
        let versions = chunk.iter().map(|(deal, _)| (deal.id, deal.from));
        let found = gate.versions(scope, moment, EntityType::Opportunity, versions).await?;
        facts.extend(found.into_iter().map(|served| (served.id, served.data)));
    }
    let mut deals = Vec::with_capacity(rows.len());
    for (deal, value) in rows {
        let Some(Fact::Deal(fact)) = facts.remove(&deal.id) else { return Err(StoreError::SnapshotExpired) };
        deals.push(DealDetail { id: deal.id, fact, converted: value.expected, weighted: value.weighted });
    }
    Ok(deals)
}

fn is_shown(state: DealState) -> bool {
    matches!(state, DealState::Open | DealState::Won)
}
