//! What has to be said about all that is around an account: people, invoices, orders, activities, subsidiaries.

pub mod en;
pub mod id;

use shared::{
    around::TouchKind,
    business::{InvoiceKind, InvoiceState, OrderState, PartnerKind, PaymentState},
};

#[derive(Debug)]
pub struct Around {
    pub parts: &'static str,
    pub overview: &'static str,
    pub people: &'static str,
    pub addresses: &'static str,
    pub invoices: &'static str,
    pub orders: &'static str,
    pub activities: &'static str,
    pub activity: &'static str,
    pub part_failed: &'static str,
    // Why there is nothing.
    pub no_people: &'static str,
    pub no_people_why: &'static str,
    pub no_invoices: &'static str,
    pub no_invoices_why: &'static str,
    pub no_orders: &'static str,
    pub no_orders_why: &'static str,
    pub no_activities: &'static str,
    pub no_activities_why: &'static str,
    // People.
    pub address: fn(PartnerKind) -> &'static str,
    pub has_deals: fn(number: &str, count: u64) -> String,
    pub has_invoices: fn(number: &str, count: u64) -> String,
    pub nothing_with: &'static str,
    pub contact_failed: &'static str,
    // Invoices and orders.
    pub document: &'static str,
    pub date: &'static str,
    pub due: &'static str,
    pub untaxed: &'static str,
    pub residual: &'static str,
    pub overdue_part: fn(&str) -> String,
    pub no_number: &'static str,
    pub credit_note: fn(InvoiceKind) -> Option<&'static str>,
    pub payment: fn(InvoiceState, PaymentState) -> &'static str,
    pub order_state: fn(OrderState) -> &'static str,
    pub order: &'static str,
    pub quotations: &'static str,
    pub this_year: fn(&str) -> String,
    pub in_payment: fn(&str) -> String,
    // Activities.
    pub all_kinds: &'static str,
    pub kind: fn(TouchKind) -> &'static str,
    pub due_on: fn(&str) -> String,
    pub overdue_since: fn(&str) -> String,
    pub untitled: &'static str,
    pub next: &'static str,
    pub latest: &'static str,
    // Above and below.
    pub relatives: &'static str,
    pub parent: &'static str,
    pub children: &'static str,
    pub more_children: fn(&str) -> String,
    pub roll_up: &'static str,
    pub rolled_up: fn(number: &str, count: u64) -> String,
}
