//! Orders and quotations of an account, with the sums over all of them.

use super::{Eye, Orders, PartPage, PartQuery};
use crate::{Result, StoreError, collections::SERVING, cursor::Cursor, order::Value};
use domain::{
    canonical::SourceId,
    facts::{Fact, OrderFact},
    metrics::Sum,
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

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrderSums {
    pub orders: u64,
    pub quotations: u64,
    /// Without tax.
    pub ordered: Sum,
    pub quoted: Sum,
}

pub(super) async fn list(
    eye: &Eye<'_>,
    query: &PartQuery<Orders>,
    cursor: Option<&Cursor>,
) -> Result<PartPage<OrderEntry, OrderSums>> {
    let rates = &eye.snapshot.references.rates;
    let visible: HashSet<_> = eye.deals().map(|(deal, _)| deal.id).collect();
    let mut whole = OrderSums::default();
    let mut entries = Vec::new();
    for served in eye.gate().hanging(eye.scope, eye.moment.generation, EntityType::Order, eye.id()).await? {
        let Fact::Order(mut fact) = served.data else { return Err(StoreError::Shape { collection: SERVING }) };
        let (count, sum) = match fact.state {
            state if state.is_order() => (&mut whole.orders, &mut whole.ordered),
            state if state.is_quotation() => (&mut whole.quotations, &mut whole.quoted),
            _ => continue,
        };
        let converted = fact.converted(eye.moment, rates);
        *count += 1;
        sum.add(fact.untaxed, &fact.currency_code, converted);
        fact.deal = fact.deal.filter(|deal| visible.contains(deal));
        entries.push(OrderEntry { id: served.id, fact, converted });
    }
    let at = |entry: &OrderEntry| entry.fact.ordered_at.map_or(Value::Missing, Value::At);
    let rows = entries.into_iter().map(|entry| ((at(&entry), entry.id), entry)).collect();
    let page = eye.page(query, cursor, Direction::Desc, rows)?;
    Ok(PartPage { items: page.items, total: page.total, whole, next_cursor: page.next_cursor })
}
