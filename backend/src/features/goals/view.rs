//! Goals, targets and assignees as they go over the wire.

use super::{measure::Measured, sight::Sight};
use crate::http::Done;
use domain::{Org, Token, metrics::goal};
use shared::{
    activities::{LoggedEntity, LoggedType},
    goals::{Assignee, AssigneeKind, Goal, GoalPeriod, RoleTarget},
};
use store::{
    activities::Sight as Seen,
    goals::{Aim, GoalSet, Kept, TargetSet},
};

pub(super) fn assignee(assignee: goal::Assignee, org: &Org) -> Assignee {
    let (kind, name) = match assignee {
        goal::Assignee::User(id) => (AssigneeKind::User, org.users.get(&id).map(|user| user.name.clone())),
        goal::Assignee::Team(id) => (AssigneeKind::Team, org.teams.get(&id).map(|team| team.name.clone())),
        goal::Assignee::Role(_) => (AssigneeKind::Role, None),
        goal::Assignee::Everybody => (AssigneeKind::Everybody, None),
    };
    Assignee { id: assignee.to_string(), kind, name }
}

fn period(aim: &Aim) -> GoalPeriod {
    GoalPeriod { span: aim.span, from: aim.from, until: aim.until }
}

pub(super) fn goal(measured: Measured, org: &Org) -> Goal {
    let wanted = measured.wanted;
    Goal {
        id: wanted.id,
        version: wanted.version,
        name: wanted.name,
        metric: wanted.aim.metric,
        assignee: assignee(wanted.assignee, org),
        period: period(&wanted.aim),
        target: wanted.aim.target,
        currency: wanted.aim.currency,
        won_target: wanted.aim.won_target,
        progress: measured.progress,
        made_by: wanted.made_by.map(|target| target.to_string()),
        may_change: wanted.may_change,
    }
}

/// What ends first comes first; then by assignee and metric.
pub(super) fn goals(measured: impl IntoIterator<Item = Measured>, org: &Org) -> Vec<Goal> {
    let mut goals: Vec<_> = measured.into_iter().map(|measured| goal(measured, org)).collect();
    let place = |goal: &Goal| {
        let assignee = (goal.assignee.kind, goal.assignee.name.clone(), goal.assignee.id.clone());
        (goal.period.until, assignee, goal.metric, goal.id.clone())
    };
    goals.sort_by_cached_key(place);
    goals
}

pub(in crate::features) fn target(target: &Kept<TargetSet>, sight: &Sight) -> RoleTarget {
    let TargetSet { role, aim } = &target.set;
    RoleTarget {
        id: target.id.to_string(),
        version: target.version,
        role: *role,
        metric: aim.metric,
        period: period(aim),
        target: aim.target,
        currency: aim.currency.clone(),
        won_target: aim.won_target,
        people: u64::try_from(sight.users_of(*role).count()).unwrap_or_default(),
    }
}

/// For the activity log: whoever sees the person or the team that it is for; of roles and everybody, who did it.
pub(super) fn told(activity_type: LoggedType, goal: &Kept<GoalSet>) -> Done {
    let sight = match goal.set.assignee {
        goal::Assignee::User(user) => Seen::Record(vec![Token::User(user)]),
        goal::Assignee::Team(team) => Seen::Record(vec![Token::Team(team)]),
        goal::Assignee::Role(_) | goal::Assignee::Everybody => Seen::Own,
    };
    let title = goal.set.name.clone().unwrap_or_else(|| goal.set.aim.metric.name().to_owned());
    Done { sight, ..Done::new(activity_type, LoggedEntity::Goal, goal.id.to_string(), title) }
}

pub(in crate::features) fn told_of_target(activity_type: LoggedType, target: &Kept<TargetSet>) -> Done {
    let title = target.set.aim.metric.name().to_owned();
    Done::new(activity_type, LoggedEntity::Target, target.id.to_string(), title)
}
