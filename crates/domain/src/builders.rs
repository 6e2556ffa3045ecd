//! Records that are valid by default, for tests: `Deal { stage: Some(4), ..deal(7) }`.

#![expect(clippy::expect_used, reason = "a test that is written wrongly should stop")]

use crate::{
    canonical::{
        Activity, Anchor, Company, Currency, CurrencyRate, Deal, DealKind, Employee, Event, Invoice, InvoiceKind,
        InvoiceLine, InvoiceState, Message, MessageKind, Order, OrderState, Partner, PartnerKind, PaymentState,
        SourceId, Stage, Team, TeamMember, User,
    },
    metrics::{DealInput, InvoiceInput},
    moment::{Moment, ReportingCurrency},
    period::Period,
};
use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use shared::accounts::DealState;

/// `2026-11-21`
pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// Days from the first to before the second.
pub fn period(from: &str, until: &str) -> Period {
    Period::new(day(from), day(until)).expect("a period")
}

/// `2026-11-21T08:30:00Z`
pub fn instant(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

/// `1250.50`
pub fn amount(text: &str) -> Decimal {
    text.parse().expect("an amount")
}

/// A company that is its own commercial entity: an account.
pub fn account(id: SourceId) -> Partner {
    Partner {
        name: format!("Account {id}"),
        is_company: true,
        kind: PartnerKind::Contact,
        parent: None,
        commercial: id,
        email: None,
        phone: None,
        website: None,
        street: None,
        zip: None,
        city: None,
        country: None,
        industry: None,
        salesperson: None,
        job_title: None,
        is_customer: true,
        is_supplier: false,
        archived: false,
    }
}

/// A person of an account.
pub fn contact(id: SourceId, account: SourceId) -> Partner {
    Partner {
        name: format!("Contact {id}"),
        is_company: false,
        parent: Some(account),
        commercial: account,
        ..self::account(id)
    }
}

/// An open opportunity over 1,000 at 50 %, without partner, salesperson, team, stage and company.
pub fn deal(id: SourceId) -> Deal {
    Deal {
        name: format!("Deal {id}"),
        kind: DealKind::Opportunity,
        partner: None,
        lead_company: None,
        lead_contact: None,
        lead_email: None,
        salesperson: None,
        team: None,
        stage: None,
        company: None,
        expected_revenue: amount("1000"),
        probability: amount("50"),
        recurring_monthly: None,
        lost_reason: None,
        tags: Vec::new(),
        close_on: None,
        closed_at: None,
        converted_at: None,
        stage_changed_at: Some(instant("2026-10-01T09:00:00Z")),
        created_at: Some(instant("2026-09-01T09:00:00Z")),
        changed_at: Some(instant("2026-10-02T09:00:00Z")),
        archived: false,
    }
}

/// A posted invoice over 1,000 without tax, nothing paid, due on 2026-11-01; no salesperson, company 1 in currency 1.
pub fn invoice(id: SourceId, account: SourceId) -> Invoice {
    Invoice {
        number: Some(format!("INV/{id}")),
        kind: InvoiceKind::Invoice,
        state: InvoiceState::Posted,
        payment_state: PaymentState::NotPaid,
        partner: Some(account),
        commercial: Some(account),
        salesperson: None,
        team: None,
        company: Some(1),
        currency: Some(1),
        untaxed_signed: amount("1000"),
        total_signed: amount("1000"),
        residual_signed: amount("1000"),
        total: amount("1000"),
        residual: amount("1000"),
        invoice_date: Some(day("2026-10-01")),
        due_on: Some(day("2026-11-01")),
        reference: None,
        origin: None,
        reverses: None,
        created_at: Some(instant("2026-10-01T09:00:00Z")),
        changed_at: Some(instant("2026-10-01T09:00:00Z")),
    }
}

/// An instalment of an invoice, nothing of it paid.
pub fn instalment(invoice: SourceId, due_on: &str, balance: &str) -> InvoiceLine {
    InvoiceLine {
        invoice,
        due_on: Some(day(due_on)),
        balance: amount(balance),
        residual: amount(balance),
        company: Some(1),
    }
}

/// A confirmed order over 1,000.
pub fn order(id: SourceId, partner: SourceId) -> Order {
    Order {
        name: format!("S{id:05}"),
        state: OrderState::Sale,
        partner: Some(partner),
        salesperson: None,
        team: None,
        company: Some(1),
        currency: Some(1),
        untaxed: amount("1000"),
        total: amount("1000"),
        ordered_at: Some(instant("2026-10-01T09:00:00Z")),
        deal: None,
        created_at: Some(instant("2026-10-01T09:00:00Z")),
    }
}

/// Planned for 2026-11-25, for nobody.
pub fn activity(on: Option<Anchor>) -> Activity {
    Activity {
        on,
        activity_type: None,
        summary: None,
        due_on: Some(day("2026-11-25")),
        user: None,
        done: false,
        done_on: None,
        created_at: Some(instant("2026-11-01T09:00:00Z")),
    }
}

/// A comment of 2 November 2026 by nobody.
pub fn message(on: Option<Anchor>) -> Message {
    Message {
        on,
        kind: MessageKind::Comment,
        activity_type: None,
        author: None,
        author_email: None,
        subject: None,
        excerpt: Some("We met".into()),
        at: Some(instant("2026-11-02T07:00:00Z")),
    }
}

/// A meeting of an hour on 3 November 2026.
pub fn event(id: SourceId) -> Event {
    Event {
        name: format!("Meeting {id}"),
        start: Some(instant("2026-11-03T09:00:00Z")),
        stop: Some(instant("2026-11-03T10:00:00Z")),
        all_day: false,
        organiser: None,
        deal: None,
        on: None,
        partners: Vec::new(),
        archived: false,
    }
}

pub fn user(id: SourceId) -> User {
    User {
        name: format!("User {id}"),
        login: format!("user{id}@company.example"),
        email: Some(format!("user{id}@company.example")),
        partner: None,
        portal: false,
        archived: false,
    }
}

pub fn team(id: SourceId, leader: Option<SourceId>) -> Team {
    Team { name: format!("Team {id}"), leader, archived: false }
}

pub fn member(team: SourceId, user: SourceId) -> TeamMember {
    TeamMember { team, user, archived: false }
}

pub fn employee(id: SourceId, user: Option<SourceId>, manager: Option<SourceId>) -> Employee {
    Employee {
        name: format!("Employee {id}"),
        user,
        manager,
        department: None,
        job_title: None,
        work_email: None,
        work_phone: None,
        archived: false,
    }
}

pub fn stage(id: SourceId, is_won: bool) -> Stage {
    Stage { name: format!("Stage {id}"), sequence: id, is_won, folded: false }
}

pub fn currency(code: &str, digits: u32) -> Currency {
    Currency { code: code.to_owned(), digits, archived: false }
}

pub fn company(id: SourceId, currency: SourceId) -> Company {
    Company { name: format!("Company {id}"), partner: None, currency, parent: None }
}

pub fn rate(currency: SourceId, company: Option<SourceId>, day: &str, rate: &str) -> CurrencyRate {
    CurrencyRate { currency, company, day: self::day(day), rate: amount(rate) }
}

/// A deal of company 1 as figures need it, in currency 1, which is the dollar.
pub fn deal_input(state: DealState, expected_revenue: &str) -> DealInput<'static> {
    DealInput {
        id: 1,
        state,
        stage: Some(1),
        currency: Some(1),
        currency_code: "USD",
        company: Some(1),
        expected_revenue: amount(expected_revenue),
        weighted_revenue: Decimal::ZERO,
        recurring: None,
        close_on: None,
        closed_at: None,
        closed_estimated: false,
        became_opportunity_at: None,
        stage_changed_at: None,
        days: None,
    }
}

/// A posted, unpaid invoice of company 1 of this day as figures need it, in dollars.
pub fn invoice_input(untaxed: &str, residual: &str, on: &str) -> InvoiceInput<'static> {
    InvoiceInput {
        kind: InvoiceKind::Invoice,
        state: InvoiceState::Posted,
        payment_state: PaymentState::NotPaid,
        currency: Some(1),
        currency_code: "USD",
        company: Some(1),
        untaxed: amount(untaxed),
        residual: amount(residual),
        invoice_date: Some(day(on)),
        due_on: None,
        instalments: &[],
    }
}

/// Generation 1 at this instant in this zone, reporting in the currency with this id.
pub fn moment(now: &str, zone: &str, currency: SourceId, code: &str, digits: u32) -> Moment {
    let zone = zone.parse().expect("a time zone");
    Moment::new(1, instant(now), zone, Some(ReportingCurrency { id: currency, code: code.to_owned(), digits }))
}
