//! What is to be done next: planned activities of the people in reach, by the day they are due.

use super::Activities;
use crate::{
    Result, StoreError,
    accounts::around::TouchEntry,
    figures::{Selection, Staff},
    gate::Gate,
    ledger::PlannedRow,
};
use chrono::Days;
use domain::{Moment, Scope, Token, canonical::SourceId};
use shared::{EntityType, around::TouchKind};
use std::{cmp::Ordering, collections::HashMap};

/// Days after today that are looked ahead.
const AHEAD: u64 = 7;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Before today.
    pub overdue: u64,
    pub today: u64,
    /// In the seven days after today.
    pub soon: u64,
    /// The first of them.
    pub items: Vec<TouchEntry>,
}

/// Whether it is for somebody whom the selection asks about: without one, for anybody in reach.
fn is_theirs(user: SourceId, scope: &Scope, staff: &Staff<'_>, selection: &Selection) -> bool {
    let is_of_person = match selection.salesperson {
        Some(choice) => choice.admits((user != 0).then_some(user)),
        None => scope.tokens().is_none() || scope.admits(&[Token::User(user)]),
    };
    is_of_person && staff.are_of(&[user].into(), selection.team)
}

impl Activities {
    /// At most `limit` of them, the first due first.
    pub async fn due(&self, scope: &Scope, moment: &Moment, selection: &Selection, limit: usize) -> Result<Due> {
        let snapshot = self.store.inner.ledger.at(moment.generation).await?;
        let reach = snapshot.reach(scope);
        let last = moment.today.checked_add_days(Days::new(AHEAD)).ok_or(StoreError::SnapshotExpired)?;
        let mut theirs: HashMap<SourceId, bool> = HashMap::new();
        let staff = Staff::new(&snapshot.references.org);
        let mut is_theirs = |user| *theirs.entry(user).or_insert_with(|| is_theirs(user, scope, &staff, selection));
        let is_wanted = |row: &&PlannedRow| row.due_on <= last && reach.admits(row.visible_to) && is_theirs(row.user);
        let mut rows: Vec<_> = snapshot.planned().filter(is_wanted).collect();
        rows.sort_unstable_by_key(|row| (row.due_on, row.id));
        let count = |order| {
            let days = rows.iter().map(|row| row.due_on.cmp(&moment.today));
            u64::try_from(days.filter(|found| *found == order).count()).unwrap_or(u64::MAX)
        };
        let (overdue, today, soon) = (count(Ordering::Less), count(Ordering::Equal), count(Ordering::Greater));
        rows.truncate(limit);
        let named = rows.iter().map(|row| (row.id, row.from));
        let found = Gate::new(&self.store).versions(scope, moment, EntityType::Activity, named).await?;
        let mut facts: HashMap<_, _> = found.into_iter().map(|served| (served.id, served.data)).collect();
        let entry = |row: &&PlannedRow| {
            // A version that the ledger holds can only be missing when retention has just taken it.
            let fact = facts.remove(&row.id).ok_or(StoreError::SnapshotExpired)?;
            Ok(TouchEntry { entity: EntityType::Activity, id: row.id, kind: TouchKind::Planned, fact, author: None })
        };
        let items = rows.iter().map(entry).collect::<Result<_>>()?;
        Ok(Due { overdue, today, soon, items })
    }
}
