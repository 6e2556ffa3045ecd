//! Invoices, credit notes and drafts of an account, with the sums over all of them.

use super::{Eye, Invoices, PartPage, PartQuery};
use crate::{Result, StoreError, cursor::Cursor, ledger::InvoiceRow, order::Value};
use domain::{
    canonical::{InvoiceState, SourceId},
    facts::{Fact, InvoiceFact},
    metrics::{BusinessParts, InvoiceInput, InvoiceWorth},
};
use shared::{EntityType, list::Direction};
use std::collections::HashMap;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoiceEntry {
    pub id: SourceId,
    pub fact: InvoiceFact,
    /// Absent for drafts.
    pub worth: Option<InvoiceWorth>,
}

/// All in reach but cancelled ones.
pub(super) fn shown<'a>(eye: &Eye<'a>) -> impl Iterator<Item = (&'a InvoiceRow, InvoiceInput<'a>)> {
    let all = eye.snapshot.invoices_of(eye.id());
    all.filter(|(row, _)| eye.fold.0.admits(row.visible_to) && row.state != InvoiceState::Cancelled)
}

pub(super) async fn list(
    eye: &Eye<'_>,
    query: &PartQuery<Invoices>,
    cursor: Option<&Cursor>,
) -> Result<PartPage<InvoiceEntry, BusinessParts>> {
    let rates = &eye.snapshot.references.rates;
    let mut whole = BusinessParts::default();
    let mut rows = Vec::new();
    for (row, input) in shown(eye) {
        if query.part.contact.is_none_or(|contact| row.partner == contact) {
            whole.add_invoice(&input, eye.moment, rates);
            rows.push(((row.invoice_date.map_or(Value::Missing, Value::Day), row.id), (row, input)));
        }
    }
    let page = eye.page(query, cursor, Direction::Desc, rows)?;
    let named = page.items.iter().map(|(row, _)| (row.id, row.from));
    let found = eye.gate().versions(eye.scope, eye.moment, EntityType::Invoice, named).await?;
    let mut facts: HashMap<_, _> = found.into_iter().map(|served| (served.id, served.data)).collect();
    let mut items = Vec::with_capacity(page.items.len());
    for (row, input) in &page.items {
        // A version that the ledger holds can only be missing when retention has just taken it.
        let Some(Fact::Invoice(fact)) = facts.remove(&row.id) else { return Err(StoreError::SnapshotExpired) };
        items.push(InvoiceEntry { id: row.id, fact, worth: input.worth(eye.moment, rates) });
    }
    Ok(page.with(items, whole))
}
