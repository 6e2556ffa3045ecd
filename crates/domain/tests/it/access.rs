//! Who reaches what (docs/numbers.md §8).

use domain::{
    access::{Org, Person, Scope, Token},
    builders::{employee, member, team, user},
    canonical::{Employee, Team, TeamMember, User},
};
use proptest::prelude::*;
use shared::auth::{ApprovalStatus, UserRole};

const AMIRA: i64 = 5;
const BRUNO: i64 = 6;
const CHEN: i64 = 7;
const DANA: i64 = 8;
const NORTH: i64 = 1;
const SOUTH: i64 = 2;
const HERITAGE: i64 = 3;

/// Amira leads North and the archived Heritage; Bruno is a member; Chen reports to her through an archived employee;
/// Dana left North and reports into a loop of two.
fn org() -> Org {
    Org {
        users: [AMIRA, BRUNO, CHEN, DANA].into_iter().map(|id| (id, user(id))).collect(),
        teams: [
            (NORTH, team(NORTH, Some(AMIRA))),
            (SOUTH, team(SOUTH, None)),
            (HERITAGE, Team { archived: true, ..team(HERITAGE, Some(AMIRA)) }),
        ]
        .into(),
        members: vec![
            member(NORTH, AMIRA),
            member(NORTH, BRUNO),
            TeamMember { archived: true, ..member(NORTH, DANA) },
            member(SOUTH, DANA),
        ],
        employees: [
            (1, employee(1, Some(AMIRA), None)),
            (2, Employee { archived: true, ..employee(2, None, Some(1)) }),
            (3, employee(3, Some(CHEN), Some(2))),
            (4, employee(4, Some(DANA), Some(5))),
            (5, employee(5, None, Some(4))),
        ]
        .into(),
    }
}

fn person(role: UserRole, odoo_user: Option<i64>) -> Person {
    Person { role, approval: ApprovalStatus::Approved, is_active: true, odoo_user }
}

fn reach(person: &Person) -> Vec<String> {
    let scope = Scope::of(person, &org());
    scope.tokens().map_or(vec!["*".to_owned()], |tokens| tokens.iter().map(Token::to_string).collect())
}

#[test]
fn admins_reach_everything_linked_or_not() {
    assert_eq!(reach(&person(UserRole::Admin, None)), ["*"]);
    assert_eq!(reach(&person(UserRole::SuperAdmin, Some(BRUNO))), ["*"]);
}

#[test]
fn an_account_manager_reaches_their_own_records() {
    assert_eq!(reach(&person(UserRole::AccountManager, Some(BRUNO))), ["u:6", "all"]);
    assert_eq!(
        reach(&person(UserRole::AccountManager, Some(AMIRA))),
        ["u:5", "all"],
        "leading a team in Odoo counts for managers only"
    );
}

#[test]
fn a_manager_reaches_led_teams_present_members_and_the_tree_below() {
    assert_eq!(reach(&person(UserRole::SalesManager, Some(AMIRA))), ["u:5", "u:6", "u:7", "t:1", "t:3", "all"]);
}

#[test]
fn a_loop_in_the_tree_ends() {
    assert_eq!(reach(&person(UserRole::SalesManager, Some(DANA))), ["u:8", "all"]);
}

#[test]
fn a_manager_of_nobody_reaches_themself() {
    assert_eq!(reach(&person(UserRole::SalesManager, Some(CHEN))), ["u:7", "all"]);
}

#[test]
fn nobody_without_link_approval_or_activity_reaches_anything() {
    let none: Vec<String> = vec![];
    assert_eq!(reach(&person(UserRole::AccountManager, None)), none);
    assert_eq!(reach(&person(UserRole::SalesManager, None)), none);
    for role in UserRole::ALL {
        for approval in [ApprovalStatus::Pending, ApprovalStatus::Rejected] {
            assert_eq!(reach(&Person { approval, ..person(*role, Some(BRUNO)) }), none, "{role} {approval:?}");
        }
        assert_eq!(reach(&Person { is_active: false, ..person(*role, Some(BRUNO)) }), none, "{role}");
    }
}

#[test]
fn a_record_is_admitted_by_any_of_its_tokens_and_never_without_one() {
    let scope = Scope::of(&person(UserRole::SalesManager, Some(AMIRA)), &org());
    assert!(scope.admits(&[Token::User(99), Token::Team(HERITAGE)]));
    assert!(!scope.admits(&[Token::User(DANA), Token::Team(SOUTH)]));
    assert!(!scope.admits(&[]), "a record of nobody in no team is for admins");
    assert!(Scope::of(&person(UserRole::Admin, None), &org()).admits(&[]));
}

#[test]
fn people_are_found_by_their_login_in_any_case() {
    let mut org = org();
    org.users.insert(20, User { login: "Nora@Company.Example".into(), ..user(20) });
    org.users.insert(21, User { archived: true, login: "gone@company.example".into(), ..user(21) });
    org.users.insert(22, User { portal: true, login: "portal@customer.example".into(), ..user(22) });
    assert_eq!(org.user_by_login(" nora@company.EXAMPLE "), Some(20));
    assert_eq!(org.user_by_login("gone@company.example"), None);
    assert_eq!(org.user_by_login("portal@customer.example"), None);
    assert_eq!(org.user_by_login("nobody@company.example"), None);
    org.users.insert(23, User { login: "nora@company.example".into(), ..user(23) });
    assert_eq!(org.user_by_login("nora@company.example"), None, "an ambiguity is not guessed");
}

#[test]
fn tokens_are_read_back() {
    for token in [Token::User(5), Token::Team(12), Token::Everybody] {
        assert_eq!(token.to_string().parse(), Ok(token));
    }
    for wrong in ["5", "u:", "x:5", "u5", ""] {
        assert!(wrong.parse::<Token>().is_err(), "{wrong}");
    }
}

proptest! {
    /// Whatever the tree looks like, the walk ends and a manager always reaches themself.
    #[test]
    fn any_tree_of_employees_can_be_walked(managers in prop::collection::vec(prop::option::of(0_i64..12), 12)) {
        let employees = managers
            .iter()
            .enumerate()
            .map(|(id, manager)| (id as i64, employee(id as i64, Some(id as i64), *manager)))
            .collect();
        let org = Org { employees, ..Org::default() };
        for user in 0..12 {
            let reach = org.reach_of_manager(user);
            prop_assert!(reach.contains(&Token::User(user)));
            for token in &reach {
                let Token::User(report) = token else { continue };
                let below = org.reach_of_manager(*report);
                prop_assert!(below.is_subset(&reach), "who reports to a report reports to the manager");
            }
        }
    }
}
