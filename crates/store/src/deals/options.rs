//! Values that the filters of a list of deals can take.

use crate::{
    ledger::View,
    options::{Counts, OptionCount, named},
};
use domain::canonical::SourceId;

/// People and teams by name, stages in their order; deals without one last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DealOptions {
    pub salespeople: Vec<OptionCount>,
    pub teams: Vec<OptionCount>,
    pub stages: Vec<OptionCount>,
}

pub(super) fn count(view: &View<'_>) -> DealOptions {
    let (mut salespeople, mut teams, mut stages) = (Counts::new(), Counts::new(), Counts::new());
    for (deal, _) in view.deals().filter(|(deal, _)| deal.is_listed()) {
        *salespeople.entry((deal.salesperson != 0).then_some(deal.salesperson)).or_default() += 1;
        *teams.entry(deal.team).or_default() += 1;
        *stages.entry(deal.stage).or_default() += 1;
    }
    let references = &view.snapshot.references;
    let mut stages = named(stages, |id| references.stages.get(&id).map(|stage| stage.name.clone()));
    let sequence = |id: Option<SourceId>| id.and_then(|id| references.stages.get(&id)).map(|stage| stage.sequence);
    stages.sort_by_key(|option| (option.id.is_none(), sequence(option.id), option.id));
    DealOptions {
        salespeople: named(salespeople, |id| references.org.users.get(&id).map(|user| user.name.clone())),
        teams: named(teams, |id| references.org.teams.get(&id).map(|team| team.name.clone())),
        stages,
    }
}
