//! Figures and their rows as they go over the wire.

use crate::features::wire::{figure as sum_of, money, named};
use domain::{
    Moment,
    facts::serving_id,
    metrics::{SalesParts, figure, figure::Said},
};
use rust_decimal::Decimal;
use shared::{
    EntityType, Money,
    figures::{ExplainedRow, FigureName, FigureValue, RateUsed, RowSum},
};
use store::figures;

const SECONDS_OF_A_DAY: i64 = 86_400;

pub(in crate::features) fn value(parts: &SalesParts, name: FigureName, moment: &Moment) -> FigureValue {
    let digits = moment.currency.as_ref().map_or(2, |currency| currency.digits);
    match parts.say(name, digits) {
        Said::Money(sum) => FigureValue::Money(sum_of(sum, moment)),
        Said::Count { count, worth } => FigureValue::Count { count, worth: sum_of(worth, moment) },
        Said::Ratio { ratio, of } => FigureValue::Ratio { ratio, of },
        Said::Mean { amount, of } => FigureValue::Mean { amount: amount.map(|amount| money(amount, moment)), of },
        Said::Days { days, of, left_out } => FigureValue::Days { days, of, left_out },
    }
}

pub(super) fn row(row: figures::ExplainedRow, name: FigureName, moment: &Moment) -> ExplainedRow {
    let fact = row.fact;
    let in_days = |seconds: i64| domain::money::round(Decimal::from(seconds) / Decimal::from(SECONDS_OF_A_DAY), 1);
    ExplainedRow {
        id: serving_id(EntityType::Opportunity, row.id),
        name: fact.name,
        account: named(EntityType::Account, fact.account),
        salesperson: named(EntityType::User, fact.salesperson),
        state: fact.state,
        amount: Money::new(row.amount, fact.currency_code),
        value: row.value.map(|value| money(value, moment)),
        day: row.day,
        closed_at: fact.closed_at,
        closed_estimated: fact.closed_estimated,
        days: row.cycle_seconds.filter(|_| name == FigureName::SalesCycle).map(in_days),
    }
}

pub(super) fn sums(sums: &[figures::GroupSum], moment: &Moment) -> Vec<RowSum> {
    sums.iter().map(|group| RowSum { state: group.state, rows: group.rows, sum: sum_of(&group.sum, moment) }).collect()
}

pub(super) fn rates(rates: Vec<figures::RateUsed>) -> Vec<RateUsed> {
    let view =
        |used: figures::RateUsed| RateUsed { currency: used.currency, day: used.day, rate: used.rate, rows: used.rows };
    rates.into_iter().map(view).collect()
}

pub(super) fn definition(name: FigureName) -> String {
    figure::definition(name).to_owned()
}
