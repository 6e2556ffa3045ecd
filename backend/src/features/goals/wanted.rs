//! The goals that a caller may see: those that were set, and those that the targets of roles make.

use super::sight::Sight;
use crate::{features::choices::Asked, http::Failure};
use chrono::{DateTime, Utc};
use domain::{Moment, Period, metrics::goal::Assignee};
use shared::goals::{GoalQuery, GoalStatus};
use store::{
    Store, StoreError,
    figures::Whose,
    goals::{Aim, GoalSet, Kept, TargetSet},
};
use uuid::Uuid;

const ME: &str = "me";

#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub(super) id: String,
    pub(super) version: i64,
    pub(super) name: Option<String>,
    pub(super) assignee: Assignee,
    pub(super) whose: Whose,
    pub(super) aim: Aim,
    pub(super) set_at: DateTime<Utc>,
    pub(super) made_by: Option<Uuid>,
    pub(super) may_change: bool,
}

impl Wanted {
    pub(super) fn set(sight: &Sight, goal: Kept<GoalSet>) -> Self {
        Self {
            id: goal.id.to_string(),
            version: goal.version,
            may_change: sight.may_change(&goal),
            assignee: goal.set.assignee,
            whose: sight.whose(goal.set.assignee),
            name: goal.set.name,
            aim: goal.set.aim,
            set_at: goal.created_at,
            made_by: None,
        }
    }

    fn made(target: &Kept<TargetSet>, user: i64) -> Self {
        Self {
            id: format!("{}.{user}", target.id),
            version: 0,
            name: None,
            assignee: Assignee::User(user),
            whose: Whose::Users([user].into()),
            aim: target.set.aim.clone(),
            set_at: target.created_at,
            made_by: Some(target.id),
            may_change: false,
        }
    }

    pub(super) fn of_target<'a>(sight: &'a Sight, target: &'a Kept<TargetSet>) -> impl Iterator<Item = Self> + 'a {
        let shown = sight.users_of(target.set.role).filter(|user| sight.sees(Assignee::User(*user)));
        shown.map(|user| Self::made(target, user))
    }
}

/// What was set, whoever may see it.
pub(super) type Everything = (Vec<Kept<GoalSet>>, Vec<Kept<TargetSet>>);

pub(super) async fn read(store: &Store) -> Result<Everything, StoreError> {
    let goals = store.goals();
    tokio::try_join!(goals.list(), goals.targets())
}

/// What of it the caller may see.
pub(super) fn seen(sight: &Sight, (set, targets): Everything) -> Vec<Wanted> {
    let set = set.into_iter().filter(|goal| sight.sees(goal.set.assignee)).map(|goal| Wanted::set(sight, goal));
    let made = targets.iter().flat_map(|target| Wanted::of_target(sight, target));
    set.chain(made).collect()
}

/// All that the caller may see.
pub(super) async fn all(store: &Store, sight: &Sight) -> Result<Vec<Wanted>, StoreError> {
    Ok(seen(sight, read(store).await?))
}

/// One of them.
pub(super) async fn find(store: &Store, sight: &Sight, id: &str) -> Result<Option<Wanted>, StoreError> {
    Ok(all(store, sight).await?.into_iter().find(|wanted| wanted.id == id))
}

/// What a query leaves in.
#[derive(Debug)]
pub(super) struct Chosen {
    assignee: Option<Option<Assignee>>,
    period: Option<Period>,
    status: Option<GoalStatus>,
}

impl Chosen {
    pub(super) fn read(asked: &GoalQuery, sight: &Sight, moment: &Moment) -> Result<Self, Failure> {
        let mut wrong = Asked::default();
        let period = wrong.period(asked.period, asked.from, asked.until, moment);
        let assignee = asked.assignee.as_deref().and_then(|text| match text {
            // Who has no Odoo user has no goal of their own.
            ME => Some(sight.me.map(Assignee::User)),
            text => wrong.parsed("assignee", text).map(Some),
        });
        wrong.end()?;
        Ok(Self { assignee, period, status: asked.status })
    }

    pub(super) fn admits(&self, wanted: &Wanted) -> bool {
        let aim = &wanted.aim;
        self.assignee.is_none_or(|assignee| assignee == Some(wanted.assignee))
            && self.period.is_none_or(|period| aim.from < period.end() && aim.until > period.start())
    }

    pub(super) fn admits_status(&self, status: GoalStatus) -> bool {
        self.status.is_none_or(|wanted| wanted == status)
    }
}
