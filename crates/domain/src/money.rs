//! Rounding and conversion of money, as docs/numbers.md §3 defines them.

use crate::canonical::{Company, Currency, CurrencyRate, SourceId};
use chrono::NaiveDate;
use rust_decimal::{Decimal, RoundingStrategy};
use std::collections::HashMap;

/// Rounds to the currency's digits, half away from zero. The result is written with all of them: `5.000`.
pub fn round(amount: Decimal, digits: u32) -> Decimal {
    let mut rounded = amount.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(digits);
    rounded
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct DatedRate {
    day: NaiveDate,
    rate: Decimal,
}

/// The organisation's first company: lowest id of those without a parent.
pub fn main_company(companies: &HashMap<SourceId, Company>) -> Option<SourceId> {
    companies.iter().filter(|(_, company)| company.parent.is_none()).map(|(id, _)| *id).min()
}

/// `units` of a currency for `per` of the root company's own, as a fraction so that only the result is rounded.
#[derive(Debug, Clone, Copy)]
struct Rate {
    units: Decimal,
    per: Decimal,
}

/// All currencies and rates of a generation, ready for conversion.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rates {
    currencies: HashMap<SourceId, Currency>,
    /// Own currency of each root company.
    own: HashMap<SourceId, SourceId>,
    /// Root of each company; a root is its own.
    roots: HashMap<SourceId, SourceId>,
    main_company: Option<SourceId>,
    /// By currency and company (`None`: shared), sorted by day.
    rates: HashMap<(SourceId, Option<SourceId>), Vec<DatedRate>>,
}

impl Rates {
    /// Of two rates for the same currency, company and day the later one counts.
    pub fn new(
        currencies: impl IntoIterator<Item = (SourceId, Currency)>,
        companies: impl IntoIterator<Item = (SourceId, Company)>,
        rates: impl IntoIterator<Item = CurrencyRate>,
    ) -> Self {
        let companies: HashMap<_, _> = companies.into_iter().collect();
        let roots: HashMap<_, _> = companies.keys().map(|id| (*id, root_of(*id, &companies))).collect();
        let own = companies.iter().map(|(id, company)| (*id, company.currency)).collect();
        let mut by_currency: HashMap<_, Vec<_>> = HashMap::new();
        for rate in rates {
            let dated = DatedRate { day: rate.day, rate: rate.rate };
            by_currency.entry((rate.currency, rate.company)).or_default().push(dated);
        }
        for rows in by_currency.values_mut() {
            rows.sort_by_key(|row| row.day);
        }
        let main_company = main_company(&companies);
        Self { currencies: currencies.into_iter().collect(), own, roots, main_company, rates: by_currency }
    }

    pub fn currency(&self, id: SourceId) -> Option<&Currency> {
        self.currencies.get(&id)
    }

    pub fn currency_by_code(&self, code: &str) -> Option<(SourceId, &Currency)> {
        self.currencies.iter().filter(|(_, c)| c.code == code).map(|(id, c)| (*id, c)).min_by_key(|(id, _)| *id)
    }

    pub fn main_company(&self) -> Option<SourceId> {
        self.main_company
    }

    /// Currency of a company; without one, the main company's.
    pub fn company_currency(&self, company: Option<SourceId>) -> Option<SourceId> {
        self.own.get(&company.or(self.main_company)?).copied()
    }

    /// An amount of a company's record in another currency at the rate of a day, rounded once at the end.
    /// `None` when a rate on or before the day is missing: never converted at 1.
    pub fn convert(
        &self,
        amount: Decimal,
        from: SourceId,
        to: SourceId,
        day: NaiveDate,
        company: Option<SourceId>,
    ) -> Option<Decimal> {
        if from == to {
            return Some(amount);
        }
        let digits = self.currencies.get(&to)?.digits;
        let root = self.roots.get(&company.or(self.main_company)?).copied()?;
        let (to, from) = (self.rate(to, day, root)?, self.rate(from, day, root)?);
        let value = amount.checked_mul(to.units)?.checked_mul(from.per)?;
        Some(round(value.checked_div(to.per.checked_mul(from.units)?)?, digits))
    }

    /// What one unit is worth, to ten digits: for people; amounts are converted exactly.
    pub fn worth_of_one(
        &self,
        from: SourceId,
        to: SourceId,
        day: NaiveDate,
        company: Option<SourceId>,
    ) -> Option<Decimal> {
        let root = self.roots.get(&company.or(self.main_company)?).copied()?;
        let (to, from) = (self.rate(to, day, root)?, self.rate(from, day, root)?);
        let one = to.units.checked_mul(from.per)?.checked_div(to.per.checked_mul(from.units)?)?;
        Some(one.round_dp_with_strategy(10, RoundingStrategy::MidpointAwayFromZero).normalize())
    }

    /// Rate for one unit of the root company's own currency: 1 for that currency itself, else the company's row, else
    /// the shared row, set against the shared rate of the company's own currency.
    fn rate(&self, currency: SourceId, day: NaiveDate, root: SourceId) -> Option<Rate> {
        let own = self.own.get(&root).copied()?;
        if currency == own {
            return Some(Rate { units: Decimal::ONE, per: Decimal::ONE });
        }
        match self.newest(currency, Some(root), day) {
            Some(units) => Some(Rate { units, per: Decimal::ONE }),
            None => Some(Rate { units: self.shared(currency, day)?, per: self.shared(own, day)? }),
        }
    }

    /// Rows without company count for one unit of the main company's currency, which needs no row itself.
    fn shared(&self, currency: SourceId, day: NaiveDate) -> Option<Decimal> {
        let base = self.main_company.and_then(|main| self.own.get(&main).copied());
        self.newest(currency, None, day).or_else(|| (base == Some(currency)).then_some(Decimal::ONE))
    }

    fn newest(&self, currency: SourceId, company: Option<SourceId>, day: NaiveDate) -> Option<Decimal> {
        let rows = self.rates.get(&(currency, company))?;
        let known = rows.partition_point(|row| row.day <= day);
        rows.get(known.checked_sub(1)?).map(|row| row.rate)
    }
}

fn root_of(company: SourceId, companies: &HashMap<SourceId, Company>) -> SourceId {
    let mut root = company;
    for _ in 0..companies.len() {
        match companies.get(&root).and_then(|c| c.parent) {
            Some(parent) if companies.contains_key(&parent) => root = parent,
            _ => break,
        }
    }
    root
}
