//! Figures by salesperson, over all that a scope admits: what the audit compares.

use super::Staff;
use crate::{
    Result, Store, StoreError,
    collections::SERVING,
    gate::Gate,
    ledger::{Cut, Group, Snapshot, View},
};
use domain::{Moment, Period, Scope, canonical::SourceId, facts::Fact, metrics::FigureParts};
use futures::{TryStreamExt, pin_mut};
use shared::EntityType;
use std::collections::BTreeMap;

/// 0 stands for nobody.
pub type ByPerson = BTreeMap<SourceId, FigureParts>;

/// In the order of the periods; deals and invoices by salesperson, what was done by each who did it.
pub(super) async fn by_salesperson(
    store: &Store,
    scope: &Scope,
    moment: &Moment,
    periods: &[Option<Period>],
) -> Result<Vec<ByPerson>> {
    let snapshot = store.inner.ledger.at(moment.generation).await?;
    let sold = |period: &Option<Period>| (*period, of_sales(&snapshot, scope, moment, *period));
    let mut figures: Vec<_> = periods.iter().map(sold).collect();
    let staff = Staff::new(&snapshot.references.org);
    let users: Vec<_> = snapshot.doer_sets().iter().map(|doers| staff.users(doers)).collect();
    for row in View::new(&snapshot, scope, moment).touches() {
        for user in row.doers.of(&users).into_iter().flatten() {
            for (period, people) in &mut figures {
                people.entry(*user).or_default().add_activity(row.touch, moment, *period);
            }
        }
    }
    // The ledger has no orders.
    let gate = Gate::new(store);
    let orders = gate.each(scope, moment.generation, EntityType::Order).await?;
    pin_mut!(orders);
    while let Some(served) = orders.try_next().await? {
        let Fact::Order(order) = served.data else { return Err(StoreError::Shape { collection: SERVING }) };
        let person = order.salesperson.as_ref().map_or(0, |link| link.id);
        for (period, people) in &mut figures {
            let parts = people.entry(person).or_default();
            parts.orders.add(&order, moment, &snapshot.references.rates, *period);
        }
    }
    Ok(figures.into_iter().map(|(_, people)| people).collect())
}

/// Deals and invoices, from the sums that the screens are made of.
fn of_sales(snapshot: &Snapshot, scope: &Scope, moment: &Moment, period: Option<Period>) -> ByPerson {
    let reach = snapshot.reach(scope);
    let takes = |group: &Group| reach.admits(group.visible_to);
    let mut figures = ByPerson::new();
    for (group, sums) in snapshot.sums(moment, Cut::Period(period)).groups(takes) {
        figures.entry(group.salesperson).or_default().sales.merge(sums);
    }
    for (group, sums) in snapshot.invoice_sums(moment, period).groups(takes) {
        figures.entry(group.salesperson).or_default().invoices.merge(sums);
    }
    figures
}
