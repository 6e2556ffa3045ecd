//! Sums for goals: by whose records they are, not by who looks.

use super::staff::Staff;
use crate::{
    Result, Store,
    ledger::{Cut, Group, View},
};
use domain::{
    Moment, Period, Scope,
    canonical::{RecordRef, SourceId},
    metrics::FigureParts,
};
use std::collections::{BTreeSet, HashMap};

/// Whose records of which period.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Attribution {
    pub whose: Whose,
    pub period: Period,
    /// Whether activities are counted: there are many.
    pub activities: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Whose {
    /// Each record of theirs counts once.
    Users(BTreeSet<SourceId>),
    Team(SourceId),
    /// Records of nobody too.
    Everybody,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attributed {
    pub whole: FigureParts,
    /// Of what the reader may see.
    pub seen: FigureParts,
}

/// Which questions a record answers, found without asking each.
#[derive(Debug, Default)]
struct Takers {
    of_user: HashMap<SourceId, Vec<usize>>,
    of_team: HashMap<SourceId, Vec<usize>>,
    always: Vec<usize>,
}

impl Takers {
    /// Of the questions that `asks` leaves in.
    fn new(asked: &[Attribution], asks: impl Fn(&Attribution) -> bool) -> Self {
        let mut takers = Self::default();
        for (at, Attribution { whose, .. }) in asked.iter().enumerate().filter(|(_, one)| asks(one)) {
            match whose {
                Whose::Users(users) => users.iter().for_each(|user| takers.of_user.entry(*user).or_default().push(at)),
                Whose::Team(team) => takers.of_team.entry(*team).or_default().push(at),
                Whose::Everybody => takers.always.push(at),
            }
        }
        takers
    }

    /// `salesperson`: 0 for nobody.
    fn of(&self, salesperson: SourceId, team: Option<SourceId>) -> impl Iterator<Item = usize> {
        let of_user = self.of_user.get(&salesperson).into_iter().flatten();
        let of_team = team.and_then(|team| self.of_team.get(&team)).into_iter().flatten();
        of_user.chain(of_team).chain(&self.always).copied()
    }
}

pub(super) async fn attributed(
    store: &Store,
    scope: &Scope,
    moment: &Moment,
    asked: &[Attribution],
) -> Result<Vec<Attributed>> {
    let mut answers = vec![Attributed::default(); asked.len()];
    if asked.is_empty() {
        return Ok(answers);
    }
    let snapshot = store.inner.ledger.at(moment.generation).await?;
    let reach = snapshot.reach(scope);
    let periods: BTreeSet<Period> = asked.iter().map(|asked| asked.period).collect();
    for period in periods {
        let takers = Takers::new(asked, |one| one.period == period);
        let mut add = |group: &Group, adds: &dyn Fn(&mut FigureParts)| {
            for at in takers.of(group.salesperson, group.team) {
                let Some(answer) = answers.get_mut(at) else { continue };
                adds(&mut answer.whole);
                if reach.admits(group.visible_to) {
                    adds(&mut answer.seen);
                }
            }
        };
        for (group, sums) in snapshot.sums(moment, Cut::Period(Some(period))).groups(|_| true) {
            add(group, &|parts| parts.sales.merge(sums));
        }
        for (group, sums) in snapshot.invoice_sums(moment, Some(period)).groups(|_| true) {
            add(group, &|parts| parts.invoices.merge(sums));
        }
    }
    if asked.iter().any(|asked| asked.activities) {
        add_activities(&View::new(&snapshot, scope, moment), asked, &mut answers);
    }
    Ok(answers)
}

/// Each counts once for a question, however many of its people did it together.
fn add_activities(view: &View<'_>, asked: &[Attribution], answers: &mut [Attributed]) {
    let takers = Takers::new(asked, |one| one.activities);
    let staff = Staff::new(&view.snapshot.references.org);
    let of_set = |doers: &std::sync::Arc<[RecordRef]>| {
        let users = staff.users(doers);
        // A team's are those of its members: an activity is in no team itself.
        let teams = staff.teams(&users).into_iter().flat_map(|team| takers.of(0, Some(team)));
        users.iter().flat_map(|user| takers.of(*user, None)).chain(teams).collect::<BTreeSet<usize>>()
    };
    let by_set: Vec<_> = view.snapshot.doer_sets().iter().map(of_set).collect();
    for (row, is_seen) in view.attributed_touches() {
        for at in row.doers.of(&by_set).into_iter().flatten() {
            let (Some(answer), Some(asked)) = (answers.get_mut(*at), asked.get(*at)) else { continue };
            answer.whole.add_activity(row.touch, view.moment, Some(asked.period));
            if is_seen {
                answer.seen.add_activity(row.touch, view.moment, Some(asked.period));
            }
        }
    }
}
