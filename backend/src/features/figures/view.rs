//! Figures and their rows as they go over the wire.

use crate::features::wire::{figure as sum_of, money, named};
use chrono::NaiveDate;
use domain::{
    Moment,
    facts::{DealFact, InvoiceFact, serving_id},
    metrics::{FigureParts, figure, figure::Said},
};
use rust_decimal::Decimal;
use shared::{
    EntityType, Money,
    figures::{ExplainedRow, FigureName, FigureValue, RateUsed, RowSum},
};
use std::collections::BTreeSet;
use store::figures::{self, ExplainedFact};

const SECONDS_OF_A_DAY: i64 = 86_400;

pub(in crate::features) fn value(parts: &FigureParts, name: FigureName, moment: &Moment) -> FigureValue {
    let digits = moment.currency.as_ref().map_or(2, |currency| currency.digits);
    match parts.say(name, digits) {
        Said::Money(sum) => FigureValue::Money(sum_of(sum, moment)),
        Said::Count { count, worth } => FigureValue::Count { count, worth: sum_of(worth, moment) },
        Said::Ratio { ratio, of } => FigureValue::Ratio { ratio, of },
        Said::Mean { amount, of } => FigureValue::Mean { amount: amount.map(|amount| money(amount, moment)), of },
        Said::Days { days, of, left_out } => FigureValue::Days { days, of, left_out },
    }
}

pub(super) fn row(row: figures::ExplainedRow, figure: FigureName, moment: &Moment) -> ExplainedRow {
    let figures::ExplainedRow { entity, id, fact, amount, value, day } = row;
    let id = serving_id(entity, id);
    let value = value.map(|value| money(value, moment));
    match fact {
        ExplainedFact::Deal(deal) => of_deal(id, deal, (amount, value, day), figure),
        ExplainedFact::Invoice(invoice) => of_invoice(id, invoice, (amount, value, day)),
    }
}

/// In its own currency, in the reporting currency, at the rate of which day.
type Amounts = (Decimal, Option<Money>, NaiveDate);

fn of_deal(id: String, deal: DealFact, (amount, value, day): Amounts, figure: FigureName) -> ExplainedRow {
    let in_days = |seconds: i64| domain::money::round(Decimal::from(seconds) / Decimal::from(SECONDS_OF_A_DAY), 1);
    ExplainedRow {
        id,
        days: deal.input().cycle_seconds().filter(|_| figure == FigureName::SalesCycle).map(in_days),
        name: deal.name,
        account: named(EntityType::Account, deal.account),
        salesperson: named(EntityType::User, deal.salesperson),
        state: deal.state.into(),
        amount: Money::new(amount, deal.currency_code),
        value,
        day,
        closed_at: deal.closed_at,
        closed_estimated: deal.closed_estimated,
        due_on: None,
        instalments: 0,
    }
}

fn of_invoice(id: String, invoice: InvoiceFact, (amount, value, day): Amounts) -> ExplainedRow {
    let dues = invoice.dues();
    let days: BTreeSet<_> = dues.iter().filter_map(|due| due.on).collect();
    ExplainedRow {
        due_on: invoice.input(&dues).first_due(),
        instalments: u64::try_from(days.len()).unwrap_or_default(),
        name: invoice.number.unwrap_or_else(|| id.clone()),
        id,
        account: named(EntityType::Account, invoice.account),
        salesperson: named(EntityType::User, invoice.salesperson),
        state: invoice.kind.into(),
        amount: Money::new(amount, invoice.currency_code),
        value,
        day,
        closed_at: None,
        closed_estimated: false,
        days: None,
    }
}

pub(super) fn sums(sums: &[figures::GroupSum], moment: &Moment) -> Vec<RowSum> {
    sums.iter().map(|group| RowSum { state: group.kind, rows: group.rows, sum: sum_of(&group.sum, moment) }).collect()
}

pub(super) fn rates(rates: Vec<figures::RateUsed>) -> Vec<RateUsed> {
    let view =
        |used: figures::RateUsed| RateUsed { currency: used.currency, day: used.day, rate: used.rate, rows: used.rows };
    rates.into_iter().map(view).collect()
}

pub(super) fn definition(name: FigureName) -> String {
    figure::definition(name).to_owned()
}
