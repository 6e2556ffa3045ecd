//! Invoices, credit notes and payments as they are served.

use super::{Link, References};
use crate::{
    canonical::{
        Invoice, InvoiceKind, InvoiceLine, InvoiceState, Kind, Payment, PaymentDirection, PaymentState, SourceId,
    },
    metrics::{Due, InvoiceInput},
    money,
};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Amounts in the company's currency are negative for credit notes and rounded to its digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceFact {
    /// Drafts have none.
    pub number: Option<String>,
    pub kind: InvoiceKind,
    pub state: InvoiceState,
    pub payment_state: PaymentState,
    pub account: Option<Link>,
    /// The person, address or company that the document is made out to.
    #[serde(default)]
    pub partner: Option<SourceId>,
    pub salesperson: Option<Link>,
    pub team: Option<Link>,
    pub company: Option<SourceId>,
    /// The company's.
    pub currency: Option<SourceId>,
    pub currency_code: String,
    pub untaxed: Decimal,
    pub total: Decimal,
    pub residual: Decimal,
    /// What stands on the document.
    pub document_currency_code: String,
    pub document_total: Decimal,
    pub document_residual: Decimal,
    pub invoice_date: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
    /// Empty where receivable lines may not be read: then `due_on` counts for the whole.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub instalments: Vec<Instalment>,
    pub reference: Option<String>,
    pub origin: Option<String>,
    pub reverses: Option<SourceId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unresolved: Vec<String>,
}

impl InvoiceFact {
    /// What is to be paid when, for [`Self::input`].
    pub fn dues(&self) -> Vec<Due> {
        self.instalments.iter().map(|part| Due { on: part.due_on, residual: part.residual }).collect()
    }

    pub fn input<'a>(&'a self, dues: &'a [Due]) -> InvoiceInput<'a> {
        InvoiceInput {
            kind: self.kind,
            state: self.state,
            payment_state: self.payment_state,
            currency: self.currency,
            currency_code: &self.currency_code,
            company: self.company,
            untaxed: self.untaxed,
            residual: self.residual,
            invoice_date: self.invoice_date,
            due_on: self.due_on,
            instalments: dues,
        }
    }
}

/// A receivable line, in the company's currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instalment {
    pub due_on: Option<NaiveDate>,
    pub balance: Decimal,
    pub residual: Decimal,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentFact {
    pub number: Option<String>,
    pub direction: PaymentDirection,
    /// As Odoo says it.
    pub state: Option<String>,
    pub account: Option<Link>,
    pub company: Option<SourceId>,
    pub currency: Option<SourceId>,
    pub currency_code: String,
    pub amount: Decimal,
    pub day: Option<NaiveDate>,
    pub invoices: Vec<SourceId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unresolved: Vec<String>,
}

/// `lines` in the order of their ids.
pub(super) fn fact(invoice: &Invoice, lines: &[&InvoiceLine], account: Option<Link>, refs: &References) -> InvoiceFact {
    let mut unresolved = Vec::new();
    let of_document = refs.priced(invoice.currency, &mut unresolved);
    let of_company = refs.priced_by(invoice.company, &mut unresolved);
    let own = |amount: Decimal| money::round(amount, of_company.digits);
    let instalment = |line: &&InvoiceLine| Instalment {
        due_on: line.due_on,
        balance: own(line.balance),
        residual: own(line.residual),
    };
    let mut instalments: Vec<_> = lines.iter().map(instalment).collect();
    instalments.sort_by_key(|instalment| instalment.due_on);
    InvoiceFact {
        number: invoice.number.clone(),
        kind: invoice.kind,
        state: invoice.state,
        payment_state: invoice.payment_state,
        account,
        partner: invoice.partner,
        salesperson: refs.link(Kind::User, invoice.salesperson, &mut unresolved),
        team: refs.link(Kind::Team, invoice.team, &mut unresolved),
        company: of_company.company,
        currency: of_company.currency,
        currency_code: of_company.code.clone(),
        untaxed: own(invoice.untaxed_signed),
        total: own(invoice.total_signed),
        residual: own(invoice.residual_signed),
        document_total: money::round(invoice.total, of_document.digits),
        document_residual: money::round(invoice.residual, of_document.digits),
        document_currency_code: of_document.code,
        invoice_date: invoice.invoice_date,
        due_on: invoice.due_on,
        instalments,
        reference: invoice.reference.clone(),
        origin: invoice.origin.clone(),
        reverses: invoice.reverses,
        unresolved,
    }
}

pub(super) fn payment(payment: &Payment, account: Option<Link>, refs: &References) -> PaymentFact {
    let mut unresolved = Vec::new();
    let priced = refs.priced(payment.currency, &mut unresolved);
    PaymentFact {
        number: payment.number.clone(),
        direction: payment.direction,
        state: payment.state.clone(),
        account,
        company: payment.company,
        currency: priced.currency,
        amount: money::round(payment.amount, priced.digits),
        currency_code: priced.code,
        day: payment.day,
        invoices: payment.invoices.clone(),
        unresolved,
    }
}
