//! Everything around an account: its people, invoices, orders, activities, parent and children.

use crate::{
    accounts::{AccountCard, AccountDetail, AccountTotals, DealRow, Named},
    business::{InvoiceKind, InvoiceState, OrderState, PartnerKind, PaymentState},
    dashboard::MonthBar,
    figures::Span,
    list::{Page, page_with},
    money::{Figure, Money},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Query of `GET /api/accounts/{id}/360`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct AroundQuery {
    /// With the sums over the account and its visible subsidiaries, however deep.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rollup: Option<bool>,
}

/// All of it as far as the reader may see it, in one generation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Around {
    pub account: AccountDetail,
    pub counts: AroundCounts,
    pub billing: Billing,
    /// Won revenue of the twelve months up to the present one.
    pub months: Vec<MonthBar>,
    /// The account above, where it is in reach.
    pub parent: Option<AccountCard>,
    /// Accounts directly below that are in reach, by name; at most 200, `counts.children` says how many there are.
    pub children: Vec<AccountCard>,
    /// Absent unless asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rollup: Option<Rollup>,
    pub next_activity: Option<TimelineRow>,
    /// The first of `/contacts`, like the rows below of their lists.
    pub people: Vec<ContactCard>,
    pub invoices: Vec<InvoiceRow>,
    pub orders: Vec<OrderRow>,
    pub activities: Vec<TimelineRow>,
}

/// Each is the number of rows of its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AroundCounts {
    pub people: u64,
    pub addresses: u64,
    pub planned_activities: u64,
    /// Done activities, e-mails, comments and meetings that took place.
    pub touches: u64,
    /// Posted ones, without credit notes.
    pub invoices: u64,
    pub credit_notes: u64,
    pub draft_invoices: u64,
    pub orders: u64,
    pub quotations: u64,
    pub open_deals: u64,
    pub won_deals: u64,
    pub lost_deals: u64,
    /// In no figure.
    pub archived_deals: u64,
    pub children: u64,
}

/// Sums over the invoices and credit notes in reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Billing {
    /// Without tax, all time.
    pub invoiced: Figure,
    /// Of the fiscal year that today is in.
    pub invoiced_this_year: Figure,
    pub fiscal_year: Option<Span>,
    pub outstanding: Figure,
    /// The part of it that was due before today.
    pub overdue: Figure,
    /// What is left of invoices whose payment the bank does not know yet: not outstanding.
    pub in_payment: Figure,
}

/// Sums over an account and everything below it that is in reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rollup {
    /// The account itself counted.
    pub accounts: u64,
    pub figures: AccountTotals,
    pub billing: Billing,
    /// Deals of other people hang on one of them.
    pub your_deals_only: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ContactKind {
    #[default]
    Person,
    /// Invoice, delivery and other addresses.
    Address,
}

/// Query of `GET /api/accounts/{id}/contacts`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct ContactQuery {
    /// Default: people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<ContactKind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// 1 to 200, default 50.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// A person or an address of an account. Archived ones are in no list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContactCard {
    /// Of an account that is a person: the account's own.
    #[cfg_attr(feature = "openapi", schema(example = "odoo_contact_40"))]
    pub id: String,
    pub name: String,
    pub kind: PartnerKind,
    pub job_title: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub city: Option<String>,
    pub country: Option<Named>,
    /// Open, won and lost opportunities with this person or address that the reader may see.
    pub deals: u64,
    /// Invoices, credit notes and drafts made out to them.
    pub invoices: u64,
}

/// A contact with what there is with them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContactDetail {
    pub contact: ContactCard,
    /// Open ones first; at most 200.
    pub deals: Vec<DealRow>,
    /// Newest first; at most 200.
    pub invoices: Vec<InvoiceRow>,
    pub generation: i64,
}

/// Query of `GET /api/accounts/{id}/invoices`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct InvoiceQuery {
    /// `odoo_contact_<id>` or `odoo_account_<id>`: made out to this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// 1 to 200, default 50.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// An amount in the company's currency and in the reporting currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConvertedMoney {
    pub own: Money,
    /// At the rate of the document's day; absent where there is none, and for what counts in no sum.
    pub converted: Option<Money>,
}

/// An invoice or a credit note, whose amounts are negative. Cancelled ones are in no list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvoiceRow {
    #[cfg_attr(feature = "openapi", schema(example = "odoo_invoice_7"))]
    pub id: String,
    /// Drafts have none.
    pub number: Option<String>,
    pub kind: InvoiceKind,
    pub state: InvoiceState,
    pub payment_state: PaymentState,
    pub invoice_date: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
    pub untaxed: ConvertedMoney,
    /// What stands on the document, with tax, in its own currency; never negative.
    pub document_total: Money,
    /// As Odoo has it, whether it is outstanding or not.
    pub residual: Money,
    /// Absent where nothing of it counts as outstanding.
    pub outstanding: Option<ConvertedMoney>,
    /// The part of it that was due before today.
    pub overdue: Option<ConvertedMoney>,
    pub salesperson: Option<Named>,
}

page_with! {
    InvoicePage of InvoiceRow {
        /// Over all posted documents of the list, not only this page.
        totals: Billing,
    }
}

/// Query of `GET /api/accounts/{id}/orders`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct OrderQuery {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// 1 to 200, default 50.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// An order or a quotation. Cancelled ones are in no list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderRow {
    #[cfg_attr(feature = "openapi", schema(example = "odoo_order_3"))]
    pub id: String,
    pub name: String,
    pub state: OrderState,
    pub ordered_at: Option<DateTime<Utc>>,
    pub untaxed: ConvertedMoney,
    /// With tax, in the document's currency.
    pub total: Money,
    pub salesperson: Option<Named>,
    /// The opportunity that it came from, where the reader may see it.
    pub deal: Option<String>,
}

page_with! {
    OrderPage of OrderRow {
        /// Without tax, over the whole list.
        orders: Figure,
        quotations: Figure,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TouchKind {
    /// Not done yet.
    Planned,
    /// A planned activity that was done.
    Activity,
    EmailIn,
    EmailOut,
    Comment,
    /// One that is over.
    Meeting,
}

/// Query of `GET /api/accounts/{id}/activities`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct TimelineQuery {
    /// Default: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<TouchKind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// 1 to 200, default 50.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// Something that is planned or was done with the account, one of its contacts or one of its visible deals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TimelineRow {
    #[cfg_attr(feature = "openapi", schema(example = "odoo_message_12"))]
    pub id: String,
    pub kind: TouchKind,
    /// A call, a to-do.
    pub activity_type: Option<Named>,
    pub title: Option<String>,
    pub excerpt: Option<String>,
    /// Whose it is, who wrote it, who invited: a name, or an address where there is no name in reach.
    pub who: Option<String>,
    /// The record that it hangs on.
    pub on: Option<Named>,
    /// Of what is planned.
    pub due_on: Option<NaiveDate>,
    /// Planned, and due before today.
    pub is_overdue: bool,
    /// Of what was done: of a meeting, its end.
    pub at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TouchCount {
    pub kind: TouchKind,
    pub count: u64,
}

page_with! {
    /// Planned ones first, by the day they are due, then what was done, newest first.
    TimelinePage of TimelineRow {
        /// Of the list without a filter; kinds that nothing is of are left out.
        kinds: Vec<TouchCount>,
    }
}
