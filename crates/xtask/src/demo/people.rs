//! One person for each role; those who sell carry the e-mail address of a user of the stand-in Odoo.

use super::state::random_secret;
use crate::failure::{Failure, Result};
use crate::{http, say};
use serde_json::{Value, json};
use std::net::SocketAddr;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub role: String,
    pub name: String,
    pub email: String,
    pub password: String,
    /// The server makes this one itself, from its environment.
    pub is_first: bool,
    pub exists: bool,
}

impl Person {
    fn new(role: &str, name: &str, email: &str, is_first: bool) -> Result<Self> {
        let (role, name, email) = (role.to_owned(), name.to_owned(), email.to_owned());
        Ok(Self { role, name, email, password: random_secret()?, is_first, exists: false })
    }

    pub fn to_json(&self) -> Value {
        json!({
            "role": self.role, "name": self.name, "email": self.email, "password": self.password,
            "is_first": self.is_first, "exists": self.exists,
        })
    }

    pub fn from_json(value: &Value) -> Option<Self> {
        let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        let is = |key: &str| value.get(key).and_then(Value::as_bool);
        Some(Self {
            role: text("role")?,
            name: text("name")?,
            email: text("email")?,
            password: text("password")?,
            is_first: is("is_first")?,
            exists: is("exists")?,
        })
    }
}

pub fn choose(control: SocketAddr) -> Result<Vec<Person>> {
    let answer = http::send(control, &control.to_string(), "GET /control/people", &[], None)?;
    from_company(&answer.body)
}

fn from_company(company: &Value) -> Result<Vec<Person>> {
    let mut people = vec![
        Person::new("super_admin", "Demo super admin", "super@demo.example", true)?,
        Person::new("admin", "Demo admin", "admin@demo.example", false)?,
    ];
    let leader = company.get("team_leader").map(|person| ("sales_manager", person));
    let managers = company.get("account_managers").and_then(Value::as_array).into_iter().flatten();
    for (role, person) in leader.into_iter().chain(managers.map(|person| ("account_manager", person))) {
        let text = |key: &str| person.get(key).and_then(Value::as_str);
        if let (Some(name), Some(login)) = (text("name"), text("login")) {
            people.push(Person::new(role, name, login, false)?);
        }
    }
    if people.len() < 5 {
        return Err(Failure::new("the stand-in Odoo has no team leader with two account managers"));
    }
    Ok(people)
}

/// The passwords only once: later they are in the file alone.
pub fn print(people: &[Person], with_passwords: bool, file: &str) {
    let width = people.iter().map(|person| person.email.len()).max().unwrap_or_default();
    say::line("Sign in as");
    for Person { role, email, password, .. } in people {
        let line = if with_passwords { format!("{email:<width$}  {password}") } else { email.clone() };
        say::line(format_args!("  {role:<16} {line}"));
    }
    let when = if with_passwords { "shown this once; they" } else { "shown at the first start; they" };
    say::line(format_args!("The passwords are {when} are kept in {file}."));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_has_one_person_for_each_role_and_two_who_sell() {
        let company = json!({
            "admin": {"login": "admin", "name": "Administrator"},
            "team_leader": {"login": "lead@sim.example", "name": "Lea"},
            "account_managers": [
                {"login": "a@sim.example", "name": "Ann"},
                {"login": "b@sim.example", "name": "Ben"},
            ],
        });
        let people = from_company(&company).unwrap();
        let who: Vec<(&str, &str)> =
            people.iter().map(|person| (person.role.as_str(), person.email.as_str())).collect();
        assert_eq!(
            who,
            [
                ("super_admin", "super@demo.example"),
                ("admin", "admin@demo.example"),
                ("sales_manager", "lead@sim.example"),
                ("account_manager", "a@sim.example"),
                ("account_manager", "b@sim.example"),
            ]
        );
    }

    #[test]
    fn a_company_without_salespeople_is_refused() {
        assert!(from_company(&json!({"team_leader": null, "account_managers": []})).is_err());
    }

    #[test]
    fn a_person_survives_the_file() {
        let person = Person::new("admin", "Demo admin", "admin@demo.example", false).unwrap();
        assert_eq!(Person::from_json(&person.to_json()), Some(person));
    }
}
