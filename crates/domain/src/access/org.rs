//! Teams, leaders, members and the tree of employees, from which a manager's reach follows.

use super::Token;
use crate::canonical::{Employee, SourceId, Team, TeamMember, User};
use std::collections::{BTreeSet, HashMap, HashSet};

/// The organisation of one generation. Archived teams and people count, deleted ones are not in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Org {
    pub users: HashMap<SourceId, User>,
    pub teams: HashMap<SourceId, Team>,
    pub members: Vec<TeamMember>,
    pub employees: HashMap<SourceId, Employee>,
}

impl Org {
    /// Tokens of the teams that a person leads, of themself, of present members of these teams, and of everybody
    /// below them in the tree of employees.
    pub fn reach_of_manager(&self, user: SourceId) -> BTreeSet<Token> {
        let led: HashSet<_> =
            self.teams.iter().filter(|(_, team)| team.leader == Some(user)).map(|(id, _)| *id).collect();
        let members = self.members.iter().filter(|m| !m.archived && led.contains(&m.team)).map(|m| m.user);
        let people = members.chain(self.below(user)).chain([user]).map(Token::User);
        led.iter().map(|team| Token::Team(*team)).chain(people).collect()
    }

    /// Users of the employees who report to this user, directly or not. The tree may have loops.
    fn below(&self, user: SourceId) -> HashSet<SourceId> {
        let mut reports: HashMap<SourceId, Vec<SourceId>> = HashMap::new();
        for (id, employee) in &self.employees {
            if let Some(manager) = employee.manager {
                reports.entry(manager).or_default().push(*id);
            }
        }
        let mut open: Vec<_> = self.employees.iter().filter(|(_, e)| e.user == Some(user)).map(|(id, _)| *id).collect();
        let mut seen: HashSet<_> = open.iter().copied().collect();
        let mut below = HashSet::new();
        while let Some(manager) = open.pop() {
            for report in reports.get(&manager).into_iter().flatten() {
                if seen.insert(*report) {
                    open.push(*report);
                    below.extend(self.employees.get(report).and_then(|employee| employee.user));
                }
            }
        }
        below
    }

    /// The user behind each partner; customers who may sign in to Odoo are none.
    pub fn staff_by_partner(&self) -> HashMap<SourceId, SourceId> {
        let staff = self.users.iter().filter(|(_, user)| !user.portal);
        let mut found = HashMap::new();
        for (id, partner) in staff.filter_map(|(id, user)| Some((*id, user.partner?))) {
            found.entry(partner).and_modify(|known: &mut SourceId| *known = id.min(*known)).or_insert(id);
        }
        found
    }

    /// The Odoo user whose login is this e-mail address; case does not matter, archived and portal users do not count.
    pub fn user_by_login(&self, email: &str) -> Option<SourceId> {
        let email = email.trim().to_lowercase();
        let mut found =
            self.users.iter().filter(|(_, user)| !user.archived && !user.portal && user.login.to_lowercase() == email);
        match (found.next(), found.next()) {
            (Some((id, _)), None) => Some(*id),
            _ => None,
        }
    }

    /// The same for all at once, by e-mail address in lower case.
    pub fn users_by_login(&self) -> HashMap<String, SourceId> {
        let mut users: HashMap<_, Option<SourceId>> = HashMap::new();
        for (id, user) in self.users.iter().filter(|(_, user)| !user.archived && !user.portal) {
            users.entry(user.login.to_lowercase()).and_modify(|twice| *twice = None).or_insert(Some(*id));
        }
        users.into_iter().filter_map(|(login, user)| Some((login, user?))).collect()
    }

    /// Name of the team that the user is a present member of; the lowest id when there are several.
    pub fn team_of(&self, user: SourceId) -> Option<SourceId> {
        self.members.iter().filter(|m| !m.archived && m.user == user).map(|m| m.team).min()
    }
}
