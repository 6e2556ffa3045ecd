//! The Odoo users behind what was done: a message counts for its author, a meeting for who organised it and who accepted.

use super::Salespeople;
use crate::accounts::Choice;
use domain::{
    Org,
    canonical::{Kind, RecordRef, SourceId},
    facts::Link,
};
use std::collections::{BTreeSet, HashMap};

/// Customers who write or come are not of the staff.
#[derive(Debug)]
pub struct Staff<'a> {
    org: &'a Org,
    by_partner: HashMap<SourceId, SourceId>,
}

impl<'a> Staff<'a> {
    pub fn new(org: &'a Org) -> Self {
        Self { org, by_partner: org.staff_by_partner() }
    }

    /// Each once.
    pub fn users(&self, doers: &[RecordRef]) -> BTreeSet<SourceId> {
        doers.iter().filter_map(|doer| self.user(*doer)).collect()
    }

    fn user(&self, doer: RecordRef) -> Option<SourceId> {
        match doer.kind {
            Kind::User => self.org.users.get(&doer.id).filter(|user| !user.portal).map(|_| doer.id),
            Kind::Partner => self.by_partner.get(&doer.id).copied(),
            _ => None,
        }
    }

    /// The user whom a partner stands for.
    pub(super) fn named(&self, partner: SourceId) -> Option<Link> {
        let id = *self.by_partner.get(&partner)?;
        Some(Link { id, name: self.org.users.get(&id)?.name.clone() })
    }

    /// Teams of which one of these users is a present member.
    pub(super) fn teams(&self, users: &BTreeSet<SourceId>) -> BTreeSet<SourceId> {
        let present = self.org.members.iter().filter(|member| !member.archived && users.contains(&member.user));
        present.map(|member| member.team).collect()
    }

    /// Whether something counts that these people did: for one of the chosen people, for the members of the chosen team.
    pub(super) fn admits(&self, doers: &[RecordRef], people: Option<&Salespeople>, team: Option<Choice>) -> bool {
        let users = self.users(doers);
        let is_theirs = match people {
            None => true,
            Some(Salespeople::Of(people)) => !people.is_disjoint(&users),
            Some(Salespeople::Nobody) => false,
        };
        !users.is_empty() && is_theirs && self.are_of(&users, team)
    }

    /// Whether a choice of team takes these users: for one of its present members, or for nobody who is in a team.
    pub(crate) fn are_of(&self, users: &BTreeSet<SourceId>, team: Option<Choice>) -> bool {
        match team {
            None => true,
            Some(Choice::Is(team)) => self.teams(users).contains(&team),
            Some(Choice::None) => self.teams(users).is_empty(),
        }
    }
}
