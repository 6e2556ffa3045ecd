//! Audit: every serving row and every salesperson's figures made again from canonical records, and compared.

use crate::{
    Pipeline, SyncRunError,
    changes::Changes,
    families::{self, Derived},
    pipeline::give_back,
};
use domain::{
    Moment, Period, Scope,
    canonical::SourceId,
    facts::{Fact, Link},
    metrics::FigureParts,
    money::Rates,
};
use shared::{EntityType, figures::PeriodName};
use std::collections::BTreeSet;
use store::{
    Loader, Side, StoreError,
    figures::{ByPerson, Staff},
};

/// Each salesperson's figures are compared for these.
const AUDITED: [PeriodName; 3] = [PeriodName::AllTime, PeriodName::ThisYear, PeriodName::LastMonth];

/// What figures are made again with.
struct Reckoning<'a> {
    moment: &'a Moment,
    rates: &'a Rates,
    staff: Staff<'a>,
    /// Absent: all time.
    periods: [Option<Period>; AUDITED.len()],
    /// Of each of the periods.
    people: [ByPerson; AUDITED.len()],
}

/// More are counted and not listed.
const LISTED: usize = 100;

/// What an audit compared and found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Audit {
    pub generation: i64,
    /// Rows that were derived again.
    pub rows: u64,
    /// "Nobody" counts as one.
    pub salespeople: u64,
    /// Ids of rows, and whose deals, invoices, orders or activities add up differently; at most a hundred.
    pub differences: Vec<String>,
    /// All of them.
    pub count: u64,
}

impl Audit {
    fn differs(&mut self, what: String) {
        self.count += 1;
        if self.differences.len() < LISTED {
            self.differences.push(what);
        }
    }
}

impl Pipeline {
    /// Nothing is loaded meanwhile, and nothing is changed.
    pub async fn audit(&self) -> Result<Audit, SyncRunError> {
        let mut loader = self.acquire().await?;
        let audited = self.audit_under(&mut loader).await;
        give_back(loader).await;
        let audit = audited?;
        match audit.count {
            0 => tracing::info!(audit.generation, audit.rows, "the audit found no difference"),
            count => tracing::error!(audit.generation, count, "the audit found differences"),
        }
        Ok(audit)
    }

    async fn audit_under(&self, loader: &mut Loader) -> Result<Audit, StoreError> {
        // What a crashed run left is no difference.
        loader.repair().await?;
        let moment = self.store.moment().await?;
        let making = self.store.making(Side::Live);
        let references = making.references().await?;
        let rates = references.rates();
        let all = Changes::everything().families(making).await?;
        let mut audit = Audit { generation: moment.generation, ..Audit::default() };
        let periods = AUDITED.map(|period| moment.period(period));
        let mut again = Reckoning {
            moment: &moment,
            rates: &rates,
            staff: Staff::new(&references.org),
            periods,
            people: Default::default(),
        };
        let heads: Vec<_> = all.heads.into_iter().collect();
        let mut compare = async |derived: Derived| -> Result<(), StoreError> {
            audit.rows += u64::try_from(derived.rows.len()).unwrap_or_default();
            for name in self.store.differing(&derived.rows, &derived.names).await? {
                audit.differs(name);
            }
            again.add_up(&derived);
            loader.still_ours().await
        };
        compare(families::of_organisation(making, &references).await?).await?;
        for chunk in heads.chunks(families::AT_ONCE) {
            compare(families::of_heads(making, chunk, &references).await?).await?;
        }
        #[expect(clippy::disallowed_methods, reason = "no request: a command that compares what is shown to everybody")]
        let scope = Scope::whole_lake("the audit compares everybody's figures");
        let shown = self.store.figures().by_salesperson(&scope, &moment, &periods).await?;
        let (mut people, mut differing) = (BTreeSet::new(), BTreeSet::new());
        for (again, shown) in again.people.iter().zip(&shown) {
            for person in again.keys().chain(shown.keys()) {
                people.insert(*person);
                let parts = different_parts(again.get(person), shown.get(person));
                differing.extend(parts.map(|part| (*person, part)));
            }
        }
        audit.salespeople = u64::try_from(people.len()).unwrap_or_default();
        for (person, part) in differing {
            audit.differs(format!("the {part} of salesperson {person}"));
        }
        Ok(audit)
    }
}

impl Reckoning<'_> {
    fn add_up(&mut self, derived: &Derived) {
        let (moment, rates) = (self.moment, self.rates);
        for row in derived.rows.iter().filter(|row| row.is_active) {
            match &row.fact {
                Fact::Deal(deal) if row.entity == EntityType::Opportunity => {
                    let input = deal.input(row.id);
                    let worth = input.worth(moment, rates);
                    self.add(id_of(deal.salesperson.as_ref()), |parts, period| {
                        parts.add_deal(&input, worth, moment, rates, period);
                    });
                }
                Fact::Invoice(invoice) => {
                    let dues = invoice.dues();
                    self.add(id_of(invoice.salesperson.as_ref()), |parts, period| {
                        parts.add_invoice(&invoice.input(&dues), moment, rates, period);
                    });
                }
                Fact::Order(order) => self.add(id_of(order.salesperson.as_ref()), |parts, period| {
                    parts.orders.add(order, moment, rates, period);
                }),
                fact => {
                    let Some(deed) = fact.deed() else { continue };
                    for user in self.staff.users(&deed.doers) {
                        self.add(user, |parts, period| parts.add_activity(deed.touch, moment, period));
                    }
                }
            }
        }
    }

    fn add(&mut self, person: SourceId, add: impl Fn(&mut FigureParts, Option<Period>)) {
        for (people, period) in self.people.iter_mut().zip(self.periods) {
            add(people.entry(person).or_default(), period);
        }
    }
}

/// Who is missing on one side has nothing there.
fn different_parts(again: Option<&FigureParts>, shown: Option<&FigureParts>) -> impl Iterator<Item = &'static str> {
    let nothing = FigureParts::default();
    let (again, shown) = (again.unwrap_or(&nothing), shown.unwrap_or(&nothing));
    let parts = [
        ("deals", again.sales == shown.sales),
        ("invoices", again.invoices == shown.invoices),
        ("orders", again.orders == shown.orders),
        ("activities", again.activities == shown.activities),
    ];
    parts.into_iter().filter(|(_, is_same)| !is_same).map(|(part, _)| part)
}

/// 0 for nobody.
fn id_of(salesperson: Option<&Link>) -> SourceId {
    salesperson.map_or(0, |link| link.id)
}
