//! A quotation or an order as it is served.

use super::{Link, References};
use crate::{
    Moment,
    canonical::{Kind, Order, OrderState, SourceId},
    money::{self, Rates},
};
use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderFact {
    pub name: String,
    /// Quotations stand apart from orders.
    pub state: OrderState,
    pub account: Option<Link>,
    pub deal: Option<SourceId>,
    pub salesperson: Option<Link>,
    pub team: Option<Link>,
    pub company: Option<SourceId>,
    pub currency: Option<SourceId>,
    pub currency_code: String,
    /// Rounded to the currency's digits, like the total.
    pub untaxed: Decimal,
    pub total: Decimal,
    pub ordered_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unresolved: Vec<String>,
}

impl OrderFact {
    /// The day whose rate is taken: the one that it was ordered on.
    pub fn rate_day(&self, moment: &Moment) -> NaiveDate {
        self.ordered_at.map_or(moment.today, |at| moment.day_of(at))
    }

    /// Without tax, in the reporting currency.
    pub fn converted(&self, moment: &Moment, rates: &Rates) -> Option<Decimal> {
        let day = self.rate_day(moment);
        rates.convert(self.untaxed, self.currency?, moment.currency.as_ref()?.id, day, self.company)
    }
}

pub(super) fn fact(order: &Order, account: Option<Link>, refs: &References) -> OrderFact {
    let mut unresolved = Vec::new();
    let priced = refs.priced(order.currency, &mut unresolved);
    OrderFact {
        name: order.name.clone(),
        state: order.state,
        account,
        deal: order.deal,
        salesperson: refs.link(Kind::User, order.salesperson, &mut unresolved),
        team: refs.link(Kind::Team, order.team, &mut unresolved),
        company: order.company,
        currency: priced.currency,
        untaxed: money::round(order.untaxed, priced.digits),
        total: money::round(order.total, priced.digits),
        currency_code: priced.code,
        ordered_at: order.ordered_at,
        unresolved,
    }
}
