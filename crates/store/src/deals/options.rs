//! Values that the filters of a list of deals can take.

use crate::ledger::{Reach, Snapshot};
use domain::{canonical::SourceId, text};
use shared::accounts::DealState;
use std::collections::HashMap;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DealOption {
    /// Absent: deals without one.
    pub id: Option<SourceId>,
    /// From the reference record; `#7` where the lake has none. Absent exactly where `id` is.
    pub name: Option<String>,
    pub deals: u64,
}

/// People and teams by name, stages in their order; deals without one last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DealOptions {
    pub salespeople: Vec<DealOption>,
    pub teams: Vec<DealOption>,
    pub stages: Vec<DealOption>,
}

type Counts = HashMap<Option<SourceId>, u64>;

pub(super) fn count(snapshot: &Snapshot, reach: &Reach) -> DealOptions {
    let (mut salespeople, mut teams, mut stages) = (Counts::new(), Counts::new(), Counts::new());
    let seen = |state| state != DealState::Archived;
    for deal in snapshot.deals.iter().filter(|deal| seen(deal.state) && reach.admits(deal.visible_to)) {
        *salespeople.entry((deal.salesperson != 0).then_some(deal.salesperson)).or_default() += 1;
        *teams.entry(deal.team).or_default() += 1;
        *stages.entry(deal.stage).or_default() += 1;
    }
    let references = &snapshot.references;
    let mut stages = named(stages, |id| references.stages.get(&id).map(|stage| stage.name.clone()));
    let sequence = |id: Option<SourceId>| id.and_then(|id| references.stages.get(&id)).map(|stage| stage.sequence);
    stages.sort_by_key(|option| (option.id.is_none(), sequence(option.id), option.id));
    DealOptions {
        salespeople: named(salespeople, |id| references.org.users.get(&id).map(|user| user.name.clone())),
        teams: named(teams, |id| references.org.teams.get(&id).map(|team| team.name.clone())),
        stages,
    }
}

fn named(counts: Counts, name: impl Fn(SourceId) -> Option<String>) -> Vec<DealOption> {
    let option = |(id, deals): (Option<SourceId>, u64)| DealOption {
        id,
        name: id.map(|id| name(id).unwrap_or_else(|| format!("#{id}"))),
        deals,
    };
    let mut options: Vec<_> = counts.into_iter().map(option).collect();
    options.sort_by_cached_key(|option| (option.id.is_none(), option.name.as_deref().map(text::fold), option.id));
    options
}
