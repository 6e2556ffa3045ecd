//! Sums, amounts and names as they go over the wire.

use domain::{
    Moment,
    facts::{Link, NO_CURRENCY, serving_id},
    metrics::Sum,
};
use rust_decimal::Decimal;
use shared::{EntityType, Figure, Money, accounts::Named};

const DIGITS_WITHOUT_CURRENCY: u32 = 2;

/// Without a company in the lake nothing is converted, and the sums have no currency.
fn reporting(moment: &Moment) -> (&str, u32) {
    moment
        .currency
        .as_ref()
        .map_or((NO_CURRENCY, DIGITS_WITHOUT_CURRENCY), |currency| (&currency.code, currency.digits))
}

pub(super) fn figure(sum: &Sum, moment: &Moment) -> Figure {
    let (code, digits) = reporting(moment);
    sum.figure(code, digits)
}

/// In the reporting currency, always with its digits.
pub(super) fn money(mut amount: Decimal, moment: &Moment) -> Money {
    let (code, digits) = reporting(moment);
    amount.rescale(digits);
    Money::new(amount, code)
}

pub(super) fn named(entity: EntityType, link: Option<Link>) -> Option<Named> {
    link.map(|link| Named { id: serving_id(entity, link.id), name: link.name })
}
