//! All figures of a dashboard in one pass over the ledger.

use super::Filter;
use crate::{Result, Store, StoreError, ledger::View};
use chrono::{Datelike, Months};
use domain::{
    Moment, Period, Scope,
    canonical::SourceId,
    metrics::{FigureParts, SalesParts},
};
use shared::accounts::DealState;
use std::collections::BTreeMap;

/// Months of the chart of won revenue.
const MONTHS: u32 = 12;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    pub parts: FigureParts,
    /// Of the period before; absent for all time.
    pub before: Option<FigureParts>,
    pub period_before: Option<Period>,
    /// Invoices and credit notes that the scope and the filter admit, drafts too.
    pub invoices: u64,
    /// Open deals, in the order of the stages; those that nobody is in are left out.
    pub stages: Vec<StagePart>,
    /// The twelve months up to the present one.
    pub months: Vec<(Period, SalesParts)>,
    /// Of the filter's period.
    pub people: Vec<PersonPart>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonPart {
    /// Absent: records of nobody.
    pub person: Option<SourceId>,
    pub name: Option<String>,
    pub parts: FigureParts,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StagePart {
    /// Absent: deals without a stage.
    pub stage: Option<SourceId>,
    pub name: Option<String>,
    pub parts: SalesParts,
}

/// Months from the first of `moment`'s month eleven months back.
pub(crate) fn months(moment: &Moment) -> Option<Period> {
    let first = moment.today.with_day(1)?;
    Period::new(first.checked_sub_months(Months::new(MONTHS - 1))?, first.checked_add_months(Months::new(1))?)
}

pub(super) async fn overview(store: &Store, scope: &Scope, moment: &Moment, filter: &Filter) -> Result<Overview> {
    let snapshot = store.inner.ledger.at(moment.generation).await?;
    let view = View::new(&snapshot, scope, moment);
    let references = &snapshot.references;
    let period_before = filter.period.and_then(Period::before);
    let mut months: Vec<_> =
        months(moment).into_iter().flat_map(Period::by_month).map(|month| (month, SalesParts::default())).collect();
    let mut before = period_before.map(|_| FigureParts::default());
    let mut stages: BTreeMap<Option<SourceId>, SalesParts> = BTreeMap::new();
    let mut people: BTreeMap<SourceId, FigureParts> = BTreeMap::new();
    for row in view.deals().filter(|(deal, _)| filter.admits(deal)) {
        let (deal, worth) = row;
        let add = |parts: &mut SalesParts, period| view.add(parts, &row, period);
        add(&mut people.entry(deal.salesperson).or_default().sales, filter.period);
        if let Some(before) = &mut before {
            add(&mut before.sales, period_before);
        }
        if deal.state == DealState::Open {
            add(stages.entry(deal.stage).or_default(), filter.period);
        }
        let closed_on = worth.days.closed_on();
        if let Some((month, parts)) =
            months.iter_mut().find(|(month, _)| closed_on.is_some_and(|on| month.contains(on)))
        {
            add(parts, Some(*month));
        }
    }
    let mut parts = FigureParts::default();
    people.values().for_each(|person| parts.sales.merge(&person.sales));
    let mut invoices = 0;
    for (_, input) in view.invoices().filter(|(invoice, _)| filter.admits_invoice(invoice)) {
        invoices += 1;
        let Some(worth) = input.worth(moment, &references.rates) else { continue };
        parts.invoices.add_worth(&input, &worth, filter.period);
        if let Some(before) = &mut before {
            before.invoices.add_worth(&input, &worth, period_before);
        }
    }
    let sequence = |stage: &StagePart| stage.stage.and_then(|id| references.stages.get(&id)).map(|s| s.sequence);
    let mut stages: Vec<_> = stages
        .into_iter()
        .map(|(stage, parts)| {
            let known = |id| references.stages.get(&id).map(|stage| stage.name.clone());
            StagePart { stage, name: stage.map(|id| known(id).unwrap_or_else(|| format!("#{id}"))), parts }
        })
        .collect();
    stages.sort_by_key(|stage| (sequence(stage).is_none(), sequence(stage), stage.stage));
    let named = |(id, parts): (SourceId, FigureParts)| {
        let person = (id != 0).then_some(id);
        let known = |id| references.org.users.get(&id).map(|user| user.name.clone());
        PersonPart { person, name: person.map(|id| known(id).unwrap_or_else(|| format!("#{id}"))), parts }
    };
    if months.is_empty() {
        return Err(StoreError::SnapshotExpired);
    }
    Ok(Overview {
        parts,
        before,
        period_before,
        invoices,
        stages,
        months,
        people: people.into_iter().map(named).collect(),
    })
}
