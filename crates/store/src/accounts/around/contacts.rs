//! People and addresses of an account, each with the deals and invoices that are with them.

use super::{Eye, InvoiceEntry, Invoices, PartPage, PartQuery, invoices};
use crate::{
    Result, StoreError,
    accounts::{DealDetail, find},
    collections::SERVING,
    cursor::Cursor,
    ledger::Row,
    order::Value,
};
use domain::{
    canonical::{PartnerKind, SourceId},
    facts::{AccountFact, ContactFact, Fact},
    text,
};
use shared::{EntityType, accounts::DealState, around::ContactKind, list::Direction};
use std::collections::HashMap;

/// Most deals and most invoices that come along with one contact.
const MOST: usize = 200;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactEntry {
    /// An account that is a person is its own contact.
    pub entity: EntityType,
    pub id: SourceId,
    pub fact: ContactFact,
    /// Visible ones that are open, won or lost.
    pub deals: u64,
    /// Invoices, credit notes and drafts.
    pub invoices: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactDetail {
    pub contact: ContactEntry,
    pub deals: Vec<DealDetail>,
    pub invoices: Vec<InvoiceEntry>,
}

impl ContactEntry {
    pub(super) fn kind(&self) -> ContactKind {
        match self.fact.kind {
            PartnerKind::Contact => ContactKind::Person,
            PartnerKind::Invoice | PartnerKind::Delivery | PartnerKind::Other => ContactKind::Address,
        }
    }
}

/// Those that are not archived, in no order.
pub(super) async fn all(eye: &Eye<'_>) -> Result<Vec<ContactEntry>> {
    let mut contacts = read(eye).await?;
    contacts.retain(|contact| !contact.fact.archived);
    Ok(contacts)
}

pub(super) fn page(
    eye: &Eye<'_>,
    query: &PartQuery<ContactKind>,
    cursor: Option<&Cursor>,
    mut contacts: Vec<ContactEntry>,
) -> Result<PartPage<ContactEntry>> {
    contacts.retain(|contact| contact.kind() == query.part);
    let rows: Vec<_> = contacts.into_iter().map(|contact| (text::fold(&contact.fact.name), contact)).collect();
    let keyed = rows.iter().map(|(folded, contact)| ((Value::Name(folded.as_str()), contact.id), contact)).collect();
    let page = eye.page(query, cursor, Direction::Asc, keyed)?;
    let items = page.items.iter().map(|contact| (*contact).clone()).collect();
    Ok(page.with(items, ()))
}

pub(super) async fn find(eye: &Eye<'_>, id: SourceId) -> Result<Option<ContactDetail>> {
    let Some(contact) = read(eye).await?.into_iter().find(|contact| contact.id == id) else { return Ok(None) };
    let mut rows: Vec<_> = eye.deals().filter(|row| row.0.partner == id && is_shown(row)).collect();
    rows.sort_by_key(|(deal, _)| (deal.state, deal.id));
    rows.truncate(MOST);
    let query = PartQuery { account: eye.id(), part: Invoices { contact: Some(id) }, limit: MOST };
    Ok(Some(ContactDetail {
        contact,
        deals: find::detailed(&eye.gate(), eye.scope, eye.moment, &mut rows).await?,
        invoices: invoices::list(eye, &query, None).await?.items,
    }))
}

fn is_shown((deal, _): &Row<'_>) -> bool {
    deal.state != DealState::Archived
}

async fn read(eye: &Eye<'_>) -> Result<Vec<ContactEntry>> {
    let generation = eye.moment.generation;
    let mut deals: HashMap<SourceId, u64> = HashMap::new();
    for (deal, _) in eye.deals().filter(is_shown) {
        *deals.entry(deal.partner).or_default() += 1;
    }
    let mut documents: HashMap<SourceId, u64> = HashMap::new();
    for (row, _) in invoices::shown(eye) {
        *documents.entry(row.partner).or_default() += 1;
    }
    let mut entry = |entity, id, fact| ContactEntry {
        entity,
        id,
        fact,
        deals: deals.remove(&id).unwrap_or_default(),
        invoices: documents.remove(&id).unwrap_or_default(),
    };
    let gate = eye.gate();
    let mut contacts = Vec::new();
    let own = [(eye.id(), eye.family.account.from)];
    if let Some(served) = gate.versions(eye.scope, eye.moment, EntityType::Account, own).await?.pop()
        && let Fact::Account(fact) = served.data
        && fact.individual
    {
        contacts.push(entry(EntityType::Account, served.id, themself(fact)));
    }
    for served in gate.hanging(eye.scope, generation, EntityType::Contact, eye.id()).await? {
        let Fact::Contact(fact) = served.data else { return Err(StoreError::Shape { collection: SERVING }) };
        contacts.push(entry(EntityType::Contact, served.id, fact));
    }
    Ok(contacts)
}

fn themself(account: AccountFact) -> ContactFact {
    ContactFact {
        name: account.name,
        // The account is shown; so is the only person of it.
        archived: false,
        kind: PartnerKind::Contact,
        account: None,
        job_title: None,
        email: account.email,
        phone: account.phone,
        country: account.country,
        city: account.city,
        unresolved: Vec::new(),
    }
}
