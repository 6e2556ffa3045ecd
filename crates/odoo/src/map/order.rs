//! `sale.order`: quotations and orders.

use super::row::Row;
use domain::canonical::{Order, OrderState};

const STATES: &[(&str, OrderState)] = &[
    ("draft", OrderState::Quotation),
    ("sent", OrderState::Sent),
    ("sale", OrderState::Sale),
    ("done", OrderState::Done),
    ("cancel", OrderState::Cancelled),
];

pub(crate) fn order(row: &mut Row<'_>) -> Order {
    Order {
        name: row.text("name").unwrap_or_default(),
        state: row.choice("state", STATES, OrderState::Quotation),
        partner: row.id("partner_id"),
        salesperson: row.id("user_id"),
        team: row.id("team_id"),
        company: row.id("company_id"),
        currency: row.id("currency_id"),
        untaxed: row.required_decimal("amount_untaxed"),
        total: row.required_decimal("amount_total"),
        ordered_at: row.datetime("date_order"),
        deal: row.id("opportunity_id"),
        created_at: row.datetime("create_date"),
    }
}
