//! Figures and their rows as they go over the wire.

use crate::features::wire::{figure as sum_of, money, named};
use chrono::NaiveDate;
use domain::{
    Moment,
    canonical::SourceId,
    facts::{DealFact, InvoiceFact, Link, MessageFact, OrderFact, Subject, serving_id},
    metrics::{FigureParts, figure, figure::Said},
};
use rust_decimal::Decimal;
use shared::{
    EntityType, Money,
    accounts::Named,
    figures::{ExplainedRow, FigureName, FigureValue, RateUsed, RowKind, RowSum},
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
    let figures::ExplainedRow { entity, id, kind, fact, amount, value, day } = row;
    let record = id;
    let id = serving_id(entity, record);
    let value = value.map(|value| money(value, moment));
    match fact {
        ExplainedFact::Deal(deal) => of_deal((record, id), deal, (amount, value, day), (kind, figure)),
        ExplainedFact::Invoice(invoice) => of_invoice(id, invoice, (amount, value, day)),
        ExplainedFact::Order(order) => of_order(id, order, (amount, value, day), kind),
        ExplainedFact::Message(message, by) => {
            let name = title(&message);
            of_activity((id, name), message.on, (message.account, by), (kind, day))
        }
        ExplainedFact::Meeting(meeting) => {
            of_activity((id, Some(meeting.name)), meeting.on, (meeting.account, meeting.organiser), (kind, day))
        }
    }
}

/// In its own currency, in the reporting currency, at the rate of which day.
type Amounts = (Decimal, Option<Money>, NaiveDate);

fn of_deal(
    (record, id): (SourceId, String),
    deal: DealFact,
    (amount, value, day): Amounts,
    (state, figure): (RowKind, FigureName),
) -> ExplainedRow {
    let in_days = |seconds: i64| domain::money::round(Decimal::from(seconds) / Decimal::from(SECONDS_OF_A_DAY), 1);
    ExplainedRow {
        id,
        days: deal.input(record).cycle_seconds().filter(|_| figure == FigureName::SalesCycle).map(in_days),
        name: deal.name,
        account: named(EntityType::Account, deal.account),
        on: None,
        salesperson: named(EntityType::User, deal.salesperson),
        state,
        amount: Some(Money::new(amount, deal.currency_code)),
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
        on: None,
        salesperson: named(EntityType::User, invoice.salesperson),
        state: invoice.kind.into(),
        amount: Some(Money::new(amount, invoice.currency_code)),
        value,
        day,
        closed_at: None,
        closed_estimated: false,
        days: None,
    }
}

fn of_order(id: String, order: OrderFact, (amount, value, day): Amounts, state: RowKind) -> ExplainedRow {
    ExplainedRow {
        id,
        name: order.name,
        account: named(EntityType::Account, order.account),
        on: None,
        salesperson: named(EntityType::User, order.salesperson),
        state,
        amount: Some(Money::new(amount, order.currency_code)),
        value,
        day,
        closed_at: None,
        closed_estimated: false,
        days: None,
        due_on: None,
        instalments: 0,
    }
}

/// Its subject, else its first words.
fn title(message: &MessageFact) -> Option<String> {
    message.subject.clone().or_else(|| message.excerpt.clone())
}

fn of_activity(
    (id, name): (String, Option<String>),
    on: Option<Subject>,
    (account, by): (Option<Link>, Option<Link>),
    (state, day): (RowKind, NaiveDate),
) -> ExplainedRow {
    let on = on.map(|on| Named { id: serving_id(on.entity, on.id), name: on.name });
    ExplainedRow {
        name: name.or_else(|| on.as_ref().map(|on| on.name.clone())).unwrap_or_else(|| id.clone()),
        id,
        account: named(EntityType::Account, account),
        on,
        salesperson: named(EntityType::User, by),
        state,
        amount: None,
        value: None,
        day,
        closed_at: None,
        closed_estimated: false,
        days: None,
        due_on: None,
        instalments: 0,
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
