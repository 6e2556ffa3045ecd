//! `account.move`, its receivable lines and `account.payment`: what customers owe and have paid.

use super::row::Row;
use crate::model::WRITE_DATE;
use domain::canonical::{Invoice, InvoiceKind, InvoiceLine, InvoiceState, Payment, PaymentDirection, PaymentState};

const KINDS: &[(&str, InvoiceKind)] = &[("out_invoice", InvoiceKind::Invoice), ("out_refund", InvoiceKind::CreditNote)];
const STATES: &[(&str, InvoiceState)] =
    &[("draft", InvoiceState::Draft), ("posted", InvoiceState::Posted), ("cancel", InvoiceState::Cancelled)];
const PAYMENT_STATES: &[(&str, PaymentState)] = &[
    ("not_paid", PaymentState::NotPaid),
    ("in_payment", PaymentState::InPayment),
    ("paid", PaymentState::Paid),
    ("partial", PaymentState::Partial),
    ("reversed", PaymentState::Reversed),
    ("blocked", PaymentState::Blocked),
    ("invoicing_legacy", PaymentState::Legacy),
];
const DIRECTIONS: &[(&str, PaymentDirection)] =
    &[("inbound", PaymentDirection::Inbound), ("outbound", PaymentDirection::Outbound)];

pub(crate) fn invoice(row: &mut Row<'_>) -> Invoice {
    Invoice {
        // What a draft is called until it is posted.
        number: row.text("name").filter(|number| number != "/"),
        kind: row.choice("move_type", KINDS, InvoiceKind::Invoice),
        state: row.choice("state", STATES, InvoiceState::Draft),
        payment_state: row.choice("payment_state", PAYMENT_STATES, PaymentState::NotPaid),
        partner: row.id("partner_id"),
        commercial: row.id("commercial_partner_id"),
        salesperson: row.id("invoice_user_id"),
        team: row.id("team_id"),
        company: row.id("company_id"),
        currency: row.id("currency_id"),
        untaxed_signed: row.required_decimal("amount_untaxed_signed"),
        total_signed: row.required_decimal("amount_total_signed"),
        residual_signed: row.required_decimal("amount_residual_signed"),
        total: row.required_decimal("amount_total"),
        residual: row.required_decimal("amount_residual"),
        invoice_date: row.date("invoice_date"),
        due_on: row.date("invoice_date_due"),
        reference: row.text("ref"),
        origin: row.text("invoice_origin"),
        reverses: row.id("reversed_entry_id"),
        created_at: row.datetime("create_date"),
        changed_at: row.datetime(WRITE_DATE),
    }
}

pub(crate) fn line(row: &mut Row<'_>) -> InvoiceLine {
    InvoiceLine {
        invoice: row.required_id("move_id"),
        due_on: row.date("date_maturity"),
        balance: row.required_decimal("balance"),
        residual: row.required_decimal("amount_residual"),
        company: row.id("company_id"),
    }
}

pub(crate) fn payment(row: &mut Row<'_>) -> Payment {
    let reconciled = row.ids("reconciled_invoice_ids");
    Payment {
        number: row.text("name").filter(|number| number != "/"),
        partner: row.id("partner_id"),
        direction: row.choice("payment_type", DIRECTIONS, PaymentDirection::Inbound),
        state: row.text("state"),
        amount: row.required_decimal("amount"),
        currency: row.id("currency_id"),
        company: row.id("company_id"),
        day: row.date("date"),
        invoices: if reconciled.is_empty() { row.ids("invoice_ids") } else { reconciled },
    }
}
