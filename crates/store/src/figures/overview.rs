//! All figures of a dashboard, from sums that all readers share.

use super::Selection;
use crate::{
    Result, Store, StoreError,
    ledger::{Cut, Group, Stand},
};
use chrono::{Datelike, Months};
use domain::{
    Moment, Period, Scope,
    canonical::SourceId,
    metrics::{FigureParts, SalesParts},
};
use std::collections::BTreeMap;

/// Months of the chart of won revenue.
const MONTHS: u32 = 12;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    pub parts: FigureParts,
    /// Of the period before; absent for all time.
    pub before: Option<FigureParts>,
    pub period_before: Option<Period>,
    /// Invoices and credit notes that the scope and the selection admit, drafts too.
    pub invoices: u64,
    /// Open deals, in the order of the stages; those that nobody is in are left out.
    pub stages: Vec<StagePart>,
    /// The twelve months up to the present one.
    pub months: Vec<(Period, SalesParts)>,
    /// Of the selection's period.
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

pub(super) async fn overview(store: &Store, scope: &Scope, moment: &Moment, selection: &Selection) -> Result<Overview> {
    let snapshot = store.inner.ledger.at(moment.generation).await?;
    let (reach, references) = (snapshot.reach(scope), &snapshot.references);
    let takes = |group: &Group| reach.admits(group.visible_to) && selection.admits(group);
    let period_before = selection.period.and_then(Period::before);
    let twelve = months(moment).ok_or(StoreError::SnapshotExpired)?;
    let mut stages: BTreeMap<Option<SourceId>, SalesParts> = BTreeMap::new();
    let mut people: BTreeMap<SourceId, FigureParts> = BTreeMap::new();
    for (group, sums) in snapshot.sums(moment, Cut::Period(selection.period)).groups(takes) {
        people.entry(group.salesperson).or_default().sales.merge(sums);
        if let Stand::Open(stage) = group.stand {
            stages.entry(stage).or_default().merge(sums);
        }
    }
    let mut parts = FigureParts::default();
    people.values().for_each(|person| parts.sales.merge(&person.sales));
    let mut months: BTreeMap<_, _> = twelve.by_month().map(|month| (month, SalesParts::default())).collect();
    for (group, sums) in snapshot.sums(moment, Cut::Months(twelve)).groups(takes) {
        if let Stand::ClosedIn(month) = group.stand {
            months.entry(month).or_default().merge(sums);
        }
    }
    let mut invoices = 0;
    for (_, sums) in snapshot.invoice_sums(moment, selection.period).groups(takes) {
        invoices += sums.documents;
        parts.invoices.merge(sums);
    }
    let before = period_before.map(|period| {
        let mut before = FigureParts::default();
        let sales = snapshot.sums(moment, Cut::Period(Some(period)));
        sales.groups(takes).for_each(|(_, sums)| before.sales.merge(sums));
        let invoices = snapshot.invoice_sums(moment, Some(period));
        invoices.groups(takes).for_each(|(_, sums)| before.invoices.merge(sums));
        before
    });
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
    Ok(Overview {
        parts,
        before,
        period_before,
        invoices,
        stages,
        months: months.into_iter().collect(),
        people: people.into_iter().map(named).collect(),
    })
}
