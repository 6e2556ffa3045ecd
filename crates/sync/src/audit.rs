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
use std::collections::{BTreeMap, BTreeSet};
use store::{Loader, Side, StoreError};

/// Each salesperson's figures are compared for these.
const AUDITED: [PeriodName; 3] = [PeriodName::AllTime, PeriodName::ThisYear, PeriodName::LastMonth];

/// Of a period (absent: all time), by salesperson.
type Figures = (Option<Period>, BTreeMap<SourceId, FigureParts>);

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
    /// Ids of rows, and of salespeople with different figures; at most a hundred.
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
        let mut figures = AUDITED.map(|period| (moment.period(period), BTreeMap::new()));
        let heads: Vec<_> = all.heads.into_iter().collect();
        let mut compare = async |derived: Derived| -> Result<(), StoreError> {
            audit.rows += u64::try_from(derived.rows.len()).unwrap_or_default();
            for name in self.store.differing(&derived.rows, &derived.names).await? {
                audit.differs(name);
            }
            add_up(&mut figures, &derived, &moment, &rates);
            loader.still_ours().await
        };
        compare(families::of_organisation(making, &references).await?).await?;
        for chunk in heads.chunks(families::AT_ONCE) {
            compare(families::of_heads(making, chunk, &references).await?).await?;
        }
        #[expect(clippy::disallowed_methods, reason = "no request: a command that compares what is shown to everybody")]
        let scope = Scope::whole_lake("the audit compares everybody's figures");
        let (mut people, mut differing) = (BTreeSet::new(), BTreeSet::new());
        for (period, figures) in figures {
            let shown = self.store.figures().by_salesperson(&scope, &moment, period).await?;
            people.extend(figures.keys().chain(shown.keys()).copied());
            differing.extend(people.iter().filter(|person| figures.get(person) != shown.get(person)).copied());
        }
        audit.salespeople = u64::try_from(people.len()).unwrap_or_default();
        for person in differing {
            audit.differs(format!("the figures of salesperson {person}"));
        }
        Ok(audit)
    }
}

fn add_up(figures: &mut [Figures], derived: &Derived, moment: &Moment, rates: &Rates) {
    for row in derived.rows.iter().filter(|row| row.is_active) {
        match &row.fact {
            Fact::Deal(deal) if row.entity == EntityType::Opportunity => {
                let (input, person) = (deal.input(), id_of(deal.salesperson.as_ref()));
                let worth = input.worth(moment, rates);
                for (period, figures) in figures.iter_mut() {
                    figures.entry(person).or_default().add_deal(&input, worth, moment, rates, *period);
                }
            }
            Fact::Invoice(invoice) => {
                let (dues, person) = (invoice.dues(), id_of(invoice.salesperson.as_ref()));
                for (period, figures) in figures.iter_mut() {
                    figures.entry(person).or_default().add_invoice(&invoice.input(&dues), moment, rates, *period);
                }
            }
            _ => {}
        }
    }
}

/// 0 for nobody.
fn id_of(salesperson: Option<&Link>) -> SourceId {
    salesperson.map_or(0, |link| link.id)
}
