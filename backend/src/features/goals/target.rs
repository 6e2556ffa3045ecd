//! What is to be won by those whose figures are shown: their goals on won revenue, the whole before its parts.

use super::{
    measure::{DIGITS, is_foreign},
    sight::Sight,
    wanted::{self, Wanted},
};
use crate::{
    http::{Caller, Failure},
    state::State,
};
use domain::{
    Period, Token,
    canonical::SourceId,
    metrics::{Target, WonGoal, goal::Assignee, won_target},
};
use shared::goals::GoalMetric;
use store::{accounts::Choice, figures::Selection};

#[derive(Debug)]
pub(in crate::features) struct WonTargets {
    layers: Vec<Vec<WonGoal>>,
    digits: u32,
}

impl WonTargets {
    /// Of the salesperson, or of the team or else its present members, that a filter chooses. Without one: of everybody for
    /// who reaches everything, else of the teams in reach, else of the people in reach.
    pub(in crate::features) async fn of<N>(
        caller: &Caller<N>,
        state: &State,
        selection: &Selection,
    ) -> Result<Self, Failure> {
        let moment = &caller.moment;
        let read = async { Ok(wanted::read(&state.store).await?) };
        let (sight, read) = tokio::try_join!(Sight::of(caller, state), read)?;
        let mut goals = wanted::seen(&sight, read);
        goals.retain(|wanted| wanted.aim.metric == GoalMetric::Won && !is_foreign(wanted, moment));
        let layer = |belongs: &dyn Fn(Assignee) -> bool| {
            let of_layer =
                goals.iter().filter(|wanted| sight.reaches_all_of(wanted.assignee) && belongs(wanted.assignee));
            of_layer.map(won_goal).collect::<Result<Vec<_>, Failure>>()
        };
        let layers = match (selection.salesperson, selection.team) {
            (None, None) => vec![
                layer(&|whose| whose == Assignee::Everybody)?,
                layer(&|whose| matches!(whose, Assignee::Team(_)))?,
                layer(&|whose| matches!(whose, Assignee::User(_)))?,
            ],
            (Some(Choice::Is(user)), None) => vec![layer(&|whose| whose == Assignee::User(user))?],
            (None, Some(Choice::Is(team))) => vec![
                layer(&|whose| whose == Assignee::Team(team))?,
                layer(&|whose| matches!(whose, Assignee::User(user) if sight.is_member(user, team)))?,
            ],
            // No goal is for records of nobody, or for those of a person in a team.
            _ => Vec::new(),
        };
        Ok(Self { layers, digits: moment.currency.as_ref().map_or(DIGITS, |currency| currency.digits) })
    }

    pub(in crate::features) fn in_period(&self, period: Period) -> Option<Target> {
        won_target(&self.layers, period, self.digits)
    }

    /// Of the reporting currency.
    pub(in crate::features) fn digits(&self) -> u32 {
        self.digits
    }

    /// Another one after each change of these goals.
    pub(in crate::features) fn fingerprint(&self) -> String {
        format!("{:?}", self.layers)
    }
}

fn won_goal(wanted: &Wanted) -> Result<WonGoal, Failure> {
    let Wanted { assignee, aim, set_at, .. } = wanted;
    Ok(WonGoal { whose: *assignee, period: aim.period()?, target: aim.target, set_at: *set_at })
}

impl Sight {
    /// Every record that counts for the assignee is in the caller's reach.
    fn reaches_all_of(&self, assignee: Assignee) -> bool {
        match assignee {
            Assignee::User(user) => self.scope.admits(&[Token::User(user)]),
            Assignee::Team(team) => self.scope.admits(&[Token::Team(team)]),
            Assignee::Role(_) | Assignee::Everybody => self.scope.tokens().is_none(),
        }
    }

    fn is_member(&self, user: SourceId, team: SourceId) -> bool {
        self.org.members.iter().any(|member| !member.archived && member.team == team && member.user == user)
    }
}
