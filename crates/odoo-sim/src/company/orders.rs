//! Quotations and orders of a generated company, most of them from a deal.

use chrono::{DateTime, Duration, Utc};
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use serde_json::{Value as Json, json};

use super::accounts::{Account, between};
use super::deals::{Made, State};
use super::generate::{Book, chance, pick, seconds, stamp};
use crate::value::round;

/// An order as the invoices see it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Order {
    pub(super) id: i64,
    pub(super) account: usize,
    pub(super) user: Option<i64>,
    pub(super) team: i64,
    pub(super) company: i64,
    pub(super) untaxed: f64,
    pub(super) day: DateTime<Utc>,
    pub(super) confirmed: bool,
}

pub(super) const VAT: &[(i64, f64)] = &[(1, 0.21), (2, 0.2), (3, 0.05)];

pub(super) fn vat(company: i64) -> f64 {
    VAT.iter().find(|(id, _)| *id == company).map_or(0.0, |(_, rate)| *rate)
}

/// The digits of a company's own currency.
pub(super) fn digits(company: i64) -> i32 {
    if company == 3 { 3 } else { 2 }
}

pub(super) fn build(
    book: &mut Book<'_>,
    rng: &mut ChaCha8Rng,
    today: DateTime<Utc>,
    deals: &[Made],
    accounts: &[Account],
) -> Vec<Order> {
    let mut orders = Vec::new();
    for deal in deals {
        let state = match deal.state {
            State::Won | State::ArchivedWon if chance(rng, 85.0) => "sale",
            State::Open if chance(rng, 30.0) => pick(rng, &["draft", "draft", "sent", "sent", "sent"]),
            State::Lost if chance(rng, 18.0) => pick(rng, &["cancel", "cancel", "sent"]),
            _ => continue,
        };
        let (Some(account), Some(partner)) = (deal.account, deal.partner) else { continue };
        if accounts.get(account).is_none() {
            continue;
        }
        let day = match state {
            "sale" => deal.ended,
            _ => between(rng, deal.created, deal.ended.min(today)),
        };
        let id = i64::try_from(orders.len()).unwrap_or(0) + 1;
        let untaxed = if chance(rng, 80.0) { deal.revenue } else { round(deal.revenue * 0.9, digits(deal.company)) };
        let order = Order {
            id,
            account,
            user: deal.user,
            team: deal.team,
            company: deal.company,
            untaxed,
            day,
            confirmed: state == "sale",
        };
        book.add("sale.order", row(rng, today, &order, state, partner, deal.id));
        orders.push(order);
    }
    orders
}

fn row(rng: &mut ChaCha8Rng, today: DateTime<Utc>, order: &Order, state: &str, partner: i64, deal: i64) -> Json {
    let created = order.day - Duration::minutes(rng.random_range(30..4000));
    let tax = round(order.untaxed * vat(order.company), digits(order.company));
    json!({
        "id": order.id, "name": format!("S{:05}", order.id), "state": state, "partner_id": partner,
        "user_id": order.user.map_or(json!(false), Json::from), "team_id": order.team, "company_id": order.company,
        "opportunity_id": if chance(rng, 94.0) { json!(deal) } else { json!(false) },
        "date_order": seconds(order.day), "validity_date": (order.day + Duration::days(30)).format("%Y-%m-%d").to_string(),
        "amount_untaxed": order.untaxed, "amount_tax": tax, "amount_total": round(order.untaxed + tax, 3),
        "invoice_status": if state == "sale" { "invoiced" } else { "no" },
        "client_order_ref": if chance(rng, 20.0) { json!(format!("PO-{}", rng.random_range(10_000..99_999))) } else { json!(false) },
        "create_date": stamp(created), "write_date": stamp(between(rng, order.day, today).max(order.day)),
    })
}
