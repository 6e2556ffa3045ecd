//! Everything around one account: what hangs on it and what is above and below it, as far as the reader may see it.

mod contacts;
mod invoices;
mod orders;
mod relatives;
mod touches;

pub use contacts::{ContactDetail, ContactEntry};
pub use invoices::InvoiceEntry;
pub use orders::OrderEntry;
pub use relatives::Rollup;
pub use touches::TouchEntry;

use super::{AccountDetail, AccountEntry, Accounts, find, fold::Fold};
use crate::{
    Result, StoreError,
    cursor::{Cursor, CursorError},
    figures,
    gate::Gate,
    ledger::{Family, Row, Snapshot},
    order::{self, Key},
};
use domain::{
    Moment, Period, Scope,
    canonical::SourceId,
    metrics::{BusinessParts, OrderParts, SalesParts},
};
use shared::{
    accounts::DealState,
    around::{ContactKind, TouchKind},
    list::Direction,
};
use std::{collections::BTreeMap, sync::Arc};

/// Rows of each list that come along with the whole.
const FIRST: usize = 5;

/// One of the lists of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartQuery<P> {
    pub account: SourceId,
    pub part: P,
    /// Most rows on a page. Not part of what a cursor is bound to.
    pub limit: usize,
}

/// Invoices, of one contact where that is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Invoices {
    pub contact: Option<SourceId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Orders;

/// What is planned and what was done, of one kind where that is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Touches {
    pub kind: Option<TouchKind>,
}

impl<P: std::fmt::Debug> PartQuery<P> {
    /// Names the list: equal for queries whose pages continue each other.
    fn identity(&self) -> String {
        format!("account {} {:?}", self.account, self.part)
    }
}

/// A page of a list with what is told of the whole list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartPage<T, W = ()> {
    pub items: Vec<T>,
    /// Rows in the whole list.
    pub total: u64,
    pub whole: W,
    /// Absent on the last page.
    pub next_cursor: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Around {
    pub detail: AccountDetail,
    /// Visible ones; states that none is in are left out.
    pub deals: BTreeMap<DealState, u64>,
    pub people: PartPage<ContactEntry>,
    pub addresses: u64,
    pub invoices: PartPage<InvoiceEntry, BusinessParts>,
    pub orders: PartPage<OrderEntry, OrderParts>,
    pub touches: PartPage<TouchEntry, BTreeMap<TouchKind, u64>>,
    /// The twelve months up to the present one.
    pub months: Vec<(Period, SalesParts)>,
    pub parent: Option<AccountEntry>,
    /// By name; at most as many as a list may have on a page.
    pub children: Vec<AccountEntry>,
    pub children_total: u64,
    pub rollup: Option<Rollup>,
}

/// An account in reach, in one reader's eyes.
struct Eye<'a> {
    accounts: Accounts<'a>,
    scope: &'a Scope,
    moment: &'a Moment,
    snapshot: &'a Snapshot,
    fold: Fold<'a>,
    family: Family<'a>,
}

impl<'a> Eye<'a> {
    fn id(&self) -> SourceId {
        self.family.account.id
    }

    fn gate(&self) -> Gate<'a> {
        self.accounts.gate()
    }

    fn deals(&self) -> impl Iterator<Item = Row<'a>> {
        self.fold.deals(self.family)
    }

    /// The page behind the cursor, the number of all rows, and the cursor behind the page.
    fn page<'k, P: std::fmt::Debug, T>(
        &self,
        query: &PartQuery<P>,
        cursor: Option<&'k Cursor>,
        direction: Direction,
        rows: Vec<(Key<'k>, T)>,
    ) -> Result<PartPage<T>> {
        let after = cursor.map(|cursor| order::key(&cursor.position).ok_or(StoreError::SnapshotExpired)).transpose()?;
        let total = count(rows.len());
        let (page, has_more) = order::page(rows, direction, after.as_ref(), query.limit);
        let last = page.last().filter(|_| has_more).map(|(key, _)| order::position(key));
        let cursors = &self.accounts.store.inner.cursors;
        let next_cursor = last.map(|position| cursors.sign(&query.identity(), self.scope, self.moment, position));
        Ok(PartPage { items: page.into_iter().map(|(_, row)| row).collect(), total, whole: (), next_cursor })
    }
}

fn first<P>(account: SourceId, part: P) -> PartQuery<P> {
    PartQuery { account, part, limit: FIRST }
}

fn count(rows: usize) -> u64 {
    u64::try_from(rows).unwrap_or(u64::MAX)
}

impl<T> PartPage<T> {
    /// The same page with other rows, as many as there were.
    fn with<U, W>(self, items: Vec<U>, whole: W) -> PartPage<U, W> {
        PartPage { items, total: self.total, whole, next_cursor: self.next_cursor }
    }
}

impl<'a> Accounts<'a> {
    /// Checks a continuation that came from outside. Then: `store.moment_at(cursor.generation())`, and the list.
    pub fn resume_part<P: std::fmt::Debug>(
        &self,
        scope: &Scope,
        query: &PartQuery<P>,
        cursor: &str,
    ) -> Result<Cursor, CursorError> {
        self.store.inner.cursors.verify(cursor, &query.identity(), scope)
    }

    /// All of an account in scope, with the first rows of each list. `rollup`: with the sums of what is below it.
    pub async fn around(&self, scope: &Scope, moment: &Moment, id: SourceId, rollup: bool) -> Result<Option<Around>> {
        let snapshot = self.store.inner.ledger.at(moment.generation).await?;
        let Some(eye) = self.eye(&snapshot, scope, moment, id) else { return Ok(None) };
        let Some(detail) = find::find(self.store, scope, moment, id).await? else { return Ok(None) };
        let mut deals = BTreeMap::new();
        let mut months: Vec<_> = figures::months(moment)
            .into_iter()
            .flat_map(Period::by_month)
            .map(|month| (month, SalesParts::default()))
            .collect();
        for row in eye.deals() {
            let (deal, _) = row;
            *deals.entry(deal.state).or_default() += 1;
            let closed_on = snapshot.input(deal).closed_on(moment);
            let is_in = |month: &Period| closed_on.is_some_and(|on| month.contains(on));
            if let Some((month, parts)) = months.iter_mut().find(|(month, _)| is_in(month)) {
                eye.fold.0.add(parts, &row, Some(*month));
            }
        }
        let contacts = contacts::all(&eye).await?;
        let (children, children_total) = relatives::children(&eye).await?;
        Ok(Some(Around {
            deals,
            months,
            addresses: count(contacts.iter().filter(|contact| contact.kind() == ContactKind::Address).count()),
            people: contacts::page(&eye, &first(id, ContactKind::Person), None, contacts)?,
            invoices: invoices::list(&eye, &first(id, Invoices::default()), None).await?,
            orders: orders::list(&eye, &first(id, Orders), None).await?,
            touches: touches::list(&eye, &first(id, Touches::default()), None).await?,
            parent: relatives::parent(&eye, &detail).await?,
            children,
            children_total,
            rollup: rollup.then(|| relatives::rollup(&eye)),
            detail,
        }))
    }

    /// People or addresses, by name. `None`: the account is not in scope, here and in the lists that follow.
    pub async fn contacts(
        &self,
        scope: &Scope,
        moment: &Moment,
        query: &PartQuery<ContactKind>,
        cursor: Option<&Cursor>,
    ) -> Result<Option<PartPage<ContactEntry>>> {
        let snapshot = self.at(moment, cursor).await?;
        let Some(eye) = self.eye(&snapshot, scope, moment, query.account) else { return Ok(None) };
        let all = contacts::all(&eye).await?;
        contacts::page(&eye, query, cursor, all).map(Some)
    }

    /// One person or address of the account, an archived one too, with their own deals and invoices.
    pub async fn contact(
        &self,
        scope: &Scope,
        moment: &Moment,
        account: SourceId,
        contact: SourceId,
    ) -> Result<Option<ContactDetail>> {
        let snapshot = self.at(moment, None).await?;
        let Some(eye) = self.eye(&snapshot, scope, moment, account) else { return Ok(None) };
        contacts::find(&eye, contact).await
    }

    /// Newest first; without a date last.
    pub async fn invoices(
        &self,
        scope: &Scope,
        moment: &Moment,
        query: &PartQuery<Invoices>,
        cursor: Option<&Cursor>,
    ) -> Result<Option<PartPage<InvoiceEntry, BusinessParts>>> {
        let snapshot = self.at(moment, cursor).await?;
        let Some(eye) = self.eye(&snapshot, scope, moment, query.account) else { return Ok(None) };
        invoices::list(&eye, query, cursor).await.map(Some)
    }

    /// Newest first; without a date last.
    pub async fn orders(
        &self,
        scope: &Scope,
        moment: &Moment,
        query: &PartQuery<Orders>,
        cursor: Option<&Cursor>,
    ) -> Result<Option<PartPage<OrderEntry, OrderParts>>> {
        let snapshot = self.at(moment, cursor).await?;
        let Some(eye) = self.eye(&snapshot, scope, moment, query.account) else { return Ok(None) };
        orders::list(&eye, query, cursor).await.map(Some)
    }

    /// What is planned by the day it is due, then what was done, newest first; how many there are of each kind.
    pub async fn touches(
        &self,
        scope: &Scope,
        moment: &Moment,
        query: &PartQuery<Touches>,
        cursor: Option<&Cursor>,
    ) -> Result<Option<PartPage<TouchEntry, BTreeMap<TouchKind, u64>>>> {
        let snapshot = self.at(moment, cursor).await?;
        let Some(eye) = self.eye(&snapshot, scope, moment, query.account) else { return Ok(None) };
        touches::list(&eye, query, cursor).await.map(Some)
    }

    async fn at(&self, moment: &Moment, cursor: Option<&Cursor>) -> Result<Arc<Snapshot>> {
        if cursor.is_some_and(|cursor| !cursor.fits(moment)) {
            return Err(StoreError::SnapshotExpired);
        }
        self.store.inner.ledger.at(moment.generation).await
    }

    fn eye<'e>(&self, snapshot: &'e Snapshot, scope: &'e Scope, moment: &'e Moment, id: SourceId) -> Option<Eye<'e>>
    where
        'a: 'e,
    {
        let fold = Fold::new(snapshot, scope, moment);
        let family = snapshot.account(id).filter(|family| fold.sees(family.account))?;
        Some(Eye { accounts: *self, scope, moment, snapshot, fold, family })
    }
}
