//! What is around an account: the whole, and its lists page by page.

use super::{ApiError, Client, call::Line};
use crate::{
    route::{Query, encode},
    state::paged::Piece,
};
use shared::{
    around::{
        Around, Billing, ContactCard, ContactDetail, InvoicePage, InvoiceRow, OrderPage, OrderRow, TimelinePage,
        TimelineRow, TouchCount, TouchKind,
    },
    list::Page,
    money::Figure,
    paths,
};
use std::sync::Arc;

/// Rows that one request brings.
const ROWS: &str = "50";

/// A list of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    People,
    Addresses,
    Invoices,
    Orders,
    /// Of one kind, or all.
    Activities(Option<TouchKind>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartRow {
    Contact(ContactCard),
    Invoice(InvoiceRow),
    Order(OrderRow),
    Touch(TimelineRow),
}

/// What is told of a whole list beside its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whole {
    Nothing,
    Billing(Box<Billing>),
    /// Orders and quotations.
    Orders(Box<(Figure, Figure)>),
    Kinds(Vec<TouchCount>),
}

fn piece<T>(page: Page<T>, row: fn(T) -> PartRow) -> Piece<Arc<PartRow>> {
    let Page { items, total, next_cursor, .. } = page;
    Piece { items: items.into_iter().map(|item| Arc::new(row(item))).collect(), total: Some(total), next_cursor }
}

impl Client {
    /// `rollup`: with the sums of what is below it.
    pub async fn around(&self, account: &str, rollup: bool, line: &Line) -> Result<Around, ApiError> {
        let path = paths::around(&encode(account));
        self.get(&if rollup { format!("{path}?rollup=true") } else { path }, line).await
    }

    pub async fn contact(&self, account: &str, contact: &str, line: &Line) -> Result<ContactDetail, ApiError> {
        self.get(&paths::account_contact(&encode(account), &encode(contact)), line).await
    }

    pub async fn account_part(
        &self,
        account: &str,
        part: Part,
        cursor: Option<&str>,
        line: &Line,
    ) -> Result<(Piece<Arc<PartRow>>, Whole), ApiError> {
        let account = encode(account);
        let query = Query::default().with("cursor", cursor).with("limit", Some(ROWS));
        let at = |path: String, query: &Query| format!("{path}?{}", query.text());
        Ok(match part {
            Part::People | Part::Addresses => {
                let kind = if part == Part::People { "person" } else { "address" };
                let path = at(paths::account_contacts(&account), &query.with("kind", Some(kind)));
                (piece(self.get(&path, line).await?, PartRow::Contact), Whole::Nothing)
            }
            Part::Invoices => {
                let page: InvoicePage = self.get(&at(paths::account_invoices(&account), &query), line).await?;
                (piece(page.page, PartRow::Invoice), Whole::Billing(Box::new(page.totals)))
            }
            Part::Orders => {
                let page: OrderPage = self.get(&at(paths::account_orders(&account), &query), line).await?;
                (piece(page.page, PartRow::Order), Whole::Orders(Box::new((page.orders, page.quotations))))
            }
            Part::Activities(kind) => {
                let kind = kind.map(super::name_of);
                let query = query.with("kind", kind.as_deref());
                let page: TimelinePage = self.get(&at(paths::account_activities(&account), &query), line).await?;
                (piece(page.page, PartRow::Touch), Whole::Kinds(page.kinds))
            }
        })
    }
}
