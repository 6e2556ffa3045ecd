//! The organisation as it is served: users, employees, departments, teams and the stages they work with.

use super::{Fact, Link, References, ServingRow};
use crate::{
    access::Token,
    canonical::{Kind, SourceId},
};
use serde::{Deserialize, Serialize};
use shared::EntityType;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserFact {
    pub name: String,
    pub login: String,
    pub email: Option<String>,
    /// Teams that they are a present member of, in the order of their ids.
    pub teams: Vec<Link>,
    pub portal: bool,
    pub archived: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmployeeFact {
    pub name: String,
    pub user: Option<Link>,
    pub manager: Option<Link>,
    pub department: Option<Link>,
    pub job_title: Option<String>,
    pub work_email: Option<String>,
    pub work_phone: Option<String>,
    pub archived: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unresolved: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepartmentFact {
    pub name: String,
    pub parent: Option<Link>,
    pub manager: Option<Link>,
    pub archived: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unresolved: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamFact {
    pub name: String,
    pub leader: Option<Link>,
    /// Present ones, in the order of their ids.
    pub members: Vec<Link>,
    pub archived: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unresolved: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageFact {
    pub name: String,
    pub sequence: i64,
    pub is_won: bool,
    pub folded: bool,
}

/// The kinds of rows that `organisation` makes; they follow from reference records alone.
pub const ORGANISATION: &[Kind] = &[Kind::User, Kind::Employee, Kind::Department, Kind::Team, Kind::Stage];

/// A person's rows are seen by themself and by whoever reaches them, a team's by its people, stages by everybody.
pub fn organisation(refs: &References) -> Vec<ServingRow> {
    let people = People::new(refs);
    let org = &refs.org;
    let users = org.users.keys().map(|id| people.user(*id));
    let employees = org.employees.keys().map(|id| people.employee(*id));
    let departments = refs.departments.keys().map(|id| people.department(*id));
    let teams = org.teams.keys().map(|id| people.team(*id));
    let stages = refs.stages.iter().map(|(id, stage)| {
        let fact = Fact::Stage(StageFact {
            name: stage.name.clone(),
            sequence: stage.sequence,
            is_won: stage.is_won,
            folded: stage.folded,
        });
        Some(row(EntityType::Stage, *id, [Token::Everybody].into(), fact))
    });
    let mut rows: Vec<_> = users.chain(employees).chain(departments).chain(teams).chain(stages).flatten().collect();
    rows.sort_unstable_by_key(|row| (row.entity, row.id));
    rows
}

struct People<'a> {
    refs: &'a References,
    /// Team → present members.
    members: BTreeMap<SourceId, BTreeSet<SourceId>>,
    /// Department → users of its employees.
    staff: BTreeMap<SourceId, BTreeSet<SourceId>>,
}

impl<'a> People<'a> {
    fn new(refs: &'a References) -> Self {
        let mut members: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for member in refs.org.members.iter().filter(|member| !member.archived) {
            members.entry(member.team).or_default().insert(member.user);
        }
        let mut staff: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for employee in refs.org.employees.values() {
            if let (Some(department), Some(user)) = (employee.department, employee.user) {
                staff.entry(department).or_default().insert(user);
            }
        }
        Self { refs, members, staff }
    }

    fn user(&self, id: SourceId) -> Option<ServingRow> {
        let user = self.refs.org.users.get(&id)?;
        let of = self.members.iter().filter(|(_, members)| members.contains(&id));
        let fact = Fact::User(UserFact {
            name: user.name.clone(),
            login: user.login.clone(),
            email: user.email.clone(),
            teams: of.filter_map(|(team, _)| self.refs.link(Kind::Team, Some(*team), &mut Vec::new())).collect(),
            portal: user.portal,
            archived: user.archived,
        });
        Some(row(EntityType::User, id, [Token::User(id)].into(), fact))
    }

    fn employee(&self, id: SourceId) -> Option<ServingRow> {
        let employee = self.refs.org.employees.get(&id)?;
        let mut unresolved = Vec::new();
        let fact = Fact::Employee(EmployeeFact {
            name: employee.name.clone(),
            user: self.refs.link(Kind::User, employee.user, &mut unresolved),
            manager: self.refs.link(Kind::Employee, employee.manager, &mut unresolved),
            department: self.refs.link(Kind::Department, employee.department, &mut unresolved),
            job_title: employee.job_title.clone(),
            work_email: employee.work_email.clone(),
            work_phone: employee.work_phone.clone(),
            archived: employee.archived,
            unresolved,
        });
        Some(row(EntityType::Employee, id, employee.user.map(Token::User).into_iter().collect(), fact))
    }

    fn department(&self, id: SourceId) -> Option<ServingRow> {
        let department = self.refs.departments.get(&id)?;
        let mut unresolved = Vec::new();
        let fact = Fact::Department(DepartmentFact {
            name: department.name.clone(),
            parent: self.refs.link(Kind::Department, department.parent, &mut unresolved),
            manager: self.refs.link(Kind::Employee, department.manager, &mut unresolved),
            archived: department.archived,
            unresolved,
        });
        let manager = department.manager.and_then(|id| self.refs.org.employees.get(&id)?.user);
        let staff = self.staff.get(&id).into_iter().flatten().copied();
        Some(row(EntityType::Department, id, staff.chain(manager).map(Token::User).collect(), fact))
    }

    fn team(&self, id: SourceId) -> Option<ServingRow> {
        let team = self.refs.org.teams.get(&id)?;
        let mut unresolved = Vec::new();
        let members = || self.members.get(&id).into_iter().flatten().copied();
        let fact = Fact::Team(TeamFact {
            name: team.name.clone(),
            leader: self.refs.link(Kind::User, team.leader, &mut unresolved),
            members: members().filter_map(|id| self.refs.link(Kind::User, Some(id), &mut unresolved)).collect(),
            archived: team.archived,
            unresolved,
        });
        let people = members().chain(team.leader).map(Token::User);
        Some(row(EntityType::Team, id, people.chain([Token::Team(id)]).collect(), fact))
    }
}

fn row(entity: EntityType, id: SourceId, visible_to: BTreeSet<Token>, fact: Fact) -> ServingRow {
    ServingRow { entity, id, is_active: true, visible_to: visible_to.into_iter().collect(), fact }
}
