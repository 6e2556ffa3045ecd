//! Orders and quotations of an account, with the sums over all of them.

use super::{Eye, Orders, PartPage, PartQuery};
use crate::{Result, StoreError, collections::SERVING, cursor::Cursor, order::Value};
use domain::{
    canonical::SourceId,
    facts::{Fact, OrderFact},
    metrics::{OrderGroup, OrderParts},
};
use rust_decimal::Decimal;
use shared::{EntityType, list::Direction};
use std::collections::HashSet;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderEntry {
    pub id: SourceId,
    /// Without its deal where that is out of reach.
    pub fact: OrderFact,
    /// Without tax, in the reporting currency; absent where there is no rate.
    pub converted: Option<Decimal>,
}

pub(super) async fn list(
    eye: &Eye<'_>,
    query: &PartQuery<Orders>,
    cursor: Option<&Cursor>,
) -> Result<PartPage<OrderEntry, OrderParts>> {
    let rates = &eye.snapshot.references.rates;
    let visible: HashSet<_> = eye.deals().map(|(deal, _)| deal.id).collect();
    let mut whole = OrderParts::default();
    let mut entries = Vec::new();
    for served in eye.gate().hanging(eye.scope, eye.moment.generation, EntityType::Order, eye.id()).await? {
        let Fact::Order(mut fact) = served.data else { return Err(StoreError::Shape { collection: SERVING }) };
        if OrderGroup::of(&fact).is_none() {
            continue;
        }
        whole.add(&fact, eye.moment, rates, None);
        let converted = fact.converted(eye.moment, rates);
        fact.deal = fact.deal.filter(|deal| visible.contains(deal));
        entries.push(OrderEntry { id: served.id, fact, converted });
    }
    let at = |entry: &OrderEntry| entry.fact.ordered_at.map_or(Value::Missing, Value::At);
    let rows = entries.into_iter().map(|entry| ((at(&entry), entry.id), entry)).collect();
    let page = eye.page(query, cursor, Direction::Desc, rows)?;
    Ok(PartPage { items: page.items, total: page.total, whole, next_cursor: page.next_cursor })
}
