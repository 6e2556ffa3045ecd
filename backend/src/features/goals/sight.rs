//! Who may see and set which goals (docs/numbers.md §5, §8), and which users an assignee stands for.

use crate::{
    http::{Caller, Failure, permissions},
    state::State,
};
use domain::{Moment, Org, Scope, Token, canonical::SourceId, metrics::goal::Assignee};
use shared::auth::{Permission, UserRole};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use store::{
    Store, StoreError,
    figures::Whose,
    goals::{GoalSet, Kept},
};
use uuid::Uuid;

#[derive(Debug)]
pub(in crate::features) struct Sight {
    pub(super) scope: Scope,
    pub(super) org: Arc<Org>,
    /// The caller's Odoo user.
    pub(super) me: Option<SourceId>,
    person: Uuid,
    role: UserRole,
    manages: bool,
    /// Odoo users of the approved people with each role.
    roles: BTreeMap<UserRole, BTreeSet<SourceId>>,
}

impl Sight {
    pub(in crate::features) async fn of<N>(caller: &Caller<N>, state: &State) -> Result<Self, Failure> {
        let (person, org) = (&caller.person, Arc::clone(&caller.org));
        Ok(Self {
            scope: caller.scope(),
            me: person.access(&org).odoo_user,
            roles: users_by_role(&state.store, &org).await?,
            org,
            person: person.id,
            role: person.role,
            manages: permissions(person).contains(&Permission::ManageGoals),
        })
    }

    /// Of the worker, which changes no goal.
    pub(super) async fn of_everything(store: &Store, moment: &Moment) -> Result<Self, StoreError> {
        let org = store.org(moment).await?;
        #[expect(clippy::disallowed_methods, reason = "no request: a job that measures the goals of everybody")]
        let scope = Scope::whole_lake("goals of everybody are put down");
        Ok(Self {
            scope,
            me: None,
            roles: users_by_role(store, &org).await?,
            org,
            person: Uuid::nil(),
            role: UserRole::Admin,
            manages: false,
        })
    }

    pub(super) fn is_admin(&self) -> bool {
        self.role >= UserRole::Admin
    }

    pub(in crate::features) fn users_of(&self, role: UserRole) -> impl Iterator<Item = SourceId> {
        self.roles.get(&role).into_iter().flatten().copied()
    }

    /// Its user; the members of its team or role; who manages one of them; admins; everybody, where it is everybody's.
    pub(super) fn sees(&self, assignee: Assignee) -> bool {
        let reaches = |user| self.scope.admits(&[Token::User(user)]);
        match assignee {
            Assignee::User(user) => reaches(user),
            Assignee::Team(team) => {
                let present = self.org.members.iter().filter(|member| !member.archived && member.team == team);
                self.scope.admits(&[Token::Team(team)]) || present.map(|member| member.user).any(reaches)
            }
            Assignee::Role(role) => self.is_admin() || self.role == role || self.users_of(role).any(reaches),
            Assignee::Everybody => true,
        }
    }

    /// Sales managers for themselves, their people and the teams that they lead; admins for all.
    pub(super) fn may_set(&self, assignee: Assignee) -> bool {
        let reached = match assignee {
            Assignee::User(user) => self.scope.admits(&[Token::User(user)]),
            Assignee::Team(team) => self.scope.admits(&[Token::Team(team)]),
            Assignee::Role(_) | Assignee::Everybody => self.is_admin(),
        };
        self.manages && reached
    }

    /// What an admin has set for a manager's people, the manager does not lower.
    pub(super) fn may_change(&self, goal: &Kept<GoalSet>) -> bool {
        self.may_set(goal.set.assignee) && (self.is_admin() || goal.created_by == self.person)
    }

    /// Odoo still knows them; roles and everybody are always there.
    pub(super) fn is_known(&self, assignee: Assignee) -> bool {
        match assignee {
            Assignee::User(user) => self.org.users.get(&user).is_some_and(|user| !user.portal),
            Assignee::Team(team) => self.org.teams.contains_key(&team),
            Assignee::Role(_) | Assignee::Everybody => true,
        }
    }

    /// Present people and teams, roles and everybody, as far as the caller may set goals for them.
    pub(super) fn assignees(&self) -> impl Iterator<Item = Assignee> {
        let users = self.org.users.iter().filter(|(_, user)| !user.archived && !user.portal);
        let teams = self.org.teams.iter().filter(|(_, team)| !team.archived);
        let all = users.map(|(id, _)| Assignee::User(*id)).chain(teams.map(|(id, _)| Assignee::Team(*id)));
        let more = UserRole::ALL.iter().map(|role| Assignee::Role(*role)).chain([Assignee::Everybody]);
        all.chain(more).filter(|assignee| self.may_set(*assignee))
    }

    pub(super) fn whose(&self, assignee: Assignee) -> Whose {
        match assignee {
            Assignee::User(user) => Whose::Users([user].into()),
            Assignee::Team(team) => Whose::Team(team),
            Assignee::Role(role) => Whose::Users(self.users_of(role).collect()),
            Assignee::Everybody => Whose::Everybody,
        }
    }
}

/// Odoo users of the approved people with each role.
async fn users_by_role(store: &Store, org: &Org) -> Result<BTreeMap<UserRole, BTreeSet<SourceId>>, StoreError> {
    let logins = org.users_by_login();
    let mut roles: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for approved in store.people().approved().await? {
        if let Some(user) = logins.get(&approved.email) {
            roles.entry(approved.role).or_default().insert(*user);
        }
    }
    Ok(roles)
}
