//! Companies, currencies and their rates, countries, industries, lost reasons, tags, types of activities.

use super::row::Row;
use domain::canonical::{ActivityType, Company, Country, Currency, CurrencyRate, Industry, LostReason, Tag};
use rust_decimal::Decimal;

/// A currency with more digits would not fit into our amounts.
const MOST_DIGITS: u32 = 6;

pub(crate) fn company(row: &mut Row<'_>) -> Company {
    Company {
        name: row.name("name"),
        partner: row.id("partner_id"),
        currency: row.required_id("currency_id"),
        parent: row.id("parent_id"),
    }
}

pub(crate) fn currency(row: &mut Row<'_>) -> Currency {
    Currency { code: row.required_text("name").to_uppercase(), digits: digits(row), archived: row.archived() }
}

fn digits(row: &mut Row<'_>) -> u32 {
    match row.whole("decimal_places").map(u32::try_from) {
        None => 0,
        Some(Ok(digits)) if digits <= MOST_DIGITS => digits,
        Some(_) => {
            row.reject("decimal_places", "is not between 0 and 6");
            0
        }
    }
}

pub(crate) fn currency_rate(row: &mut Row<'_>) -> CurrencyRate {
    CurrencyRate {
        currency: row.required_id("currency_id"),
        company: row.id("company_id"),
        day: row.required_date("name"),
        rate: rate(row),
    }
}

fn rate(row: &mut Row<'_>) -> Decimal {
    match row.decimal("rate") {
        None => Decimal::ONE,
        Some(rate) => {
            if rate <= Decimal::ZERO {
                row.reject("rate", "is not above zero");
            }
            rate
        }
    }
}

pub(crate) fn country(row: &mut Row<'_>) -> Country {
    Country { name: row.name("name"), code: row.required_text("code").to_uppercase() }
}

pub(crate) fn industry(row: &mut Row<'_>) -> Industry {
    Industry { name: row.name("name"), archived: row.archived() }
}

pub(crate) fn lost_reason(row: &mut Row<'_>) -> LostReason {
    LostReason { name: row.name("name"), archived: row.archived() }
}

pub(crate) fn tag(row: &mut Row<'_>) -> Tag {
    Tag { name: row.name("name") }
}

pub(crate) fn activity_type(row: &mut Row<'_>) -> ActivityType {
    ActivityType { name: row.name("name"), category: row.text("category"), archived: row.archived() }
}
