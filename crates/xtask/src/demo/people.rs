//! One person for each role; those who sell carry the e-mail address of a user of the stand-in Odoo.

use super::state::random_secret;
use crate::failure::{Failure, Result};
use crate::{http, say};
use serde_json::{Value, json};
use std::net::SocketAddr;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub role: String,
    pub email: String,
    pub password: String,
    /// The server makes this one itself, from its environment.
    pub is_first: bool,
    pub exists: bool,
}

impl Person {
    fn new(role: &str, email: &str, is_first: bool) -> Result<Self> {
        let (role, email) = (role.to_owned(), email.to_owned());
        Ok(Self { role, email, password: random_secret()?, is_first, exists: false })
    }

    pub fn to_json(&self) -> Value {
        json!({
            "role": self.role, "email": self.email, "password": self.password,
            "is_first": self.is_first, "exists": self.exists,
        })
    }

    pub fn from_json(value: &Value) -> Option<Self> {
        let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        let is = |key: &str| value.get(key).and_then(Value::as_bool);
        Some(Self {
            role: text("role")?,
            email: text("email")?,
            password: text("password")?,
            is_first: is("is_first")?,
            exists: is("exists")?,
        })
    }
}

pub fn choose(odoo: SocketAddr) -> Result<Vec<Person>> {
    let answer = http::send(odoo, &odoo.to_string(), "GET /control/people", &[], None)?;
    from_company(&answer.body)
}

fn from_company(company: &Value) -> Result<Vec<Person>> {
    let mut people = vec![
        Person::new("super_admin", "super@demo.example", true)?,
        Person::new("admin", "admin@demo.example", false)?,
    ];
    for (role, wanted) in [("sales_manager", 1), ("account_manager", 2)] {
        let logins: Vec<&str> =
            company.get(role).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        if logins.len() < wanted {
            return Err(Failure::new(format!("the stand-in Odoo names {} people as {role}", logins.len())));
        }
        for login in logins.iter().take(wanted) {
            people.push(Person::new(role, login, false)?);
        }
    }
    Ok(people)
}

/// The passwords only once: later they are in the file alone.
pub fn print(people: &[Person], with_passwords: bool, file: &str) {
    let width = people.iter().map(|person| person.email.len()).max().unwrap_or_default();
    say::line("Sign in as");
    for Person { role, email, password, .. } in people {
        let password = if with_passwords { password } else { "" };
        say::line(format_args!("  {role:<16} {email:<width$}  {password}"));
    }
    say::line(format_args!("Passwords are kept in {file}."));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_has_one_person_for_each_role_and_two_who_sell() {
        let company = json!({
            "sales_manager": ["lead@sim.example", "other@sim.example"],
            "account_manager": ["a@sim.example", "b@sim.example", "c@sim.example"],
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
        assert!(from_company(&json!({"sales_manager": ["lead@sim.example"]})).is_err());
    }

    #[test]
    fn a_person_survives_the_file() {
        let person = Person::new("admin", "admin@demo.example", false).unwrap();
        assert_eq!(Person::from_json(&person.to_json()), Some(person));
    }
}
