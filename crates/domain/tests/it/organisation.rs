//! Users, employees, departments, teams and stages as rows, and who sees them.

use domain::{
    access::Token,
    builders::{employee, member, stage, team, user},
    canonical::{Department, Employee, Record, TeamMember, User},
    facts::{Fact, Link, References, ServingRow, organisation},
};
use shared::EntityType;

fn department(name: &str, manager: Option<i64>) -> Record {
    Record::Department(Department { name: name.into(), parent: None, manager, company: None, archived: false })
}

/// Anna (5) leads department Sales as employee 1; Ben (6) works there as employee 2; both are in team 3, Cleo (7) was.
fn rows() -> Vec<ServingRow> {
    let in_sales = |id, user, manager| Employee { department: Some(9), ..employee(id, user, manager) };
    organisation(&References::new([
        (5, Record::User(User { name: "Anna".into(), ..user(5) })),
        (6, Record::User(User { name: "Ben".into(), ..user(6) })),
        (7, Record::User(User { name: "Cleo".into(), ..user(7) })),
        (1, Record::Employee(employee(1, Some(5), None))),
        (2, Record::Employee(in_sales(2, Some(6), Some(1)))),
        (4, Record::Employee(employee(4, None, Some(77)))),
        (9, department("Sales", Some(1))),
        (3, Record::Team(team(3, Some(5)))),
        (1, Record::TeamMember(member(3, 6))),
        (2, Record::TeamMember(TeamMember { archived: true, ..member(3, 7) })),
        (8, Record::Stage(stage(8, true))),
    ]))
}

fn row(entity: EntityType, id: i64) -> ServingRow {
    rows().into_iter().find(|row| row.entity == entity && row.id == id).unwrap_or_else(|| panic!("no {entity} {id}"))
}

fn link(id: i64, name: &str) -> Option<Link> {
    Some(Link { id, name: name.into() })
}

#[test]
fn a_person_s_rows_are_theirs_and_their_managers() {
    assert_eq!(row(EntityType::User, 6).visible_to, [Token::User(6)]);
    assert_eq!(row(EntityType::Employee, 2).visible_to, [Token::User(6)]);
    assert_eq!(row(EntityType::Employee, 4).visible_to, [], "an employee without a user is for admins");
}

#[test]
fn an_employee_names_their_user_manager_and_department() {
    let Fact::Employee(fact) = row(EntityType::Employee, 2).fact else { panic!("an employee") };
    assert_eq!((fact.user, fact.manager, fact.department), (link(6, "Ben"), link(1, "Employee 1"), link(9, "Sales")));
    let Fact::Employee(lost) = row(EntityType::Employee, 4).fact else { panic!("an employee") };
    assert_eq!((lost.manager, lost.unresolved), (link(77, "#77"), vec!["employee:77".into()]));
}

#[test]
fn a_team_is_seen_by_its_people_and_lists_present_members() {
    let team = row(EntityType::Team, 3);
    assert_eq!(team.visible_to, [Token::User(5), Token::User(6), Token::Team(3)]);
    let Fact::Team(fact) = team.fact else { panic!("a team") };
    assert_eq!((fact.leader, fact.members), (link(5, "Anna"), vec![Link { id: 6, name: "Ben".into() }]));
    let Fact::User(ben) = row(EntityType::User, 6).fact else { panic!("a user") };
    assert_eq!(ben.teams, [Link { id: 3, name: "Team 3".into() }]);
    let Fact::User(cleo) = row(EntityType::User, 7).fact else { panic!("a user") };
    assert_eq!(cleo.teams, []);
}

#[test]
fn a_department_is_seen_by_its_staff_and_stages_by_everybody() {
    assert_eq!(row(EntityType::Department, 9).visible_to, [Token::User(5), Token::User(6)]);
    assert_eq!(row(EntityType::Stage, 8).visible_to, [Token::Everybody]);
}
