//! `crm.lead`: leads and opportunities.

use super::row::Row;
use crate::model::{PROBABILITY, WRITE_DATE};
use domain::canonical::{Deal, DealKind};
use rust_decimal::Decimal;

pub(crate) fn deal(row: &mut Row<'_>) -> Deal {
    Deal {
        name: row.name("name"),
        kind: kind(row),
        partner: row.id("partner_id"),
        lead_company: row.text("partner_name"),
        lead_contact: row.text("contact_name"),
        lead_email: row.email("email_from"),
        salesperson: row.id("user_id"),
        team: row.id("team_id"),
        stage: row.id("stage_id"),
        company: row.id("company_id"),
        expected_revenue: row.required_decimal("expected_revenue"),
        probability: probability(row),
        recurring_monthly: row.decimal("recurring_revenue_monthly"),
        lost_reason: row.id("lost_reason_id"),
        tags: row.ids("tag_ids"),
        close_on: row.date("date_deadline"),
        closed_at: row.datetime("date_closed"),
        converted_at: row.datetime("date_conversion"),
        stage_changed_at: row.datetime("date_last_stage_update"),
        created_at: row.datetime("create_date"),
        changed_at: row.datetime(WRITE_DATE),
        archived: row.archived(),
    }
}

fn kind(row: &mut Row<'_>) -> DealKind {
    match row.required_text("type").as_str() {
        "opportunity" => DealKind::Opportunity,
        "lead" | "" => DealKind::Lead,
        _ => {
            row.reject("type", "is neither lead nor opportunity");
            DealKind::Lead
        }
    }
}

fn probability(row: &mut Row<'_>) -> Decimal {
    let probability = row.required_decimal(PROBABILITY);
    if probability < Decimal::ZERO || probability > Decimal::ONE_HUNDRED {
        row.reject(PROBABILITY, "is not between 0 and 100");
    }
    probability
}
