//! Checks what a list of accounts is asked for.

use crate::http::Failure;
use domain::facts::parse_serving_id;
use shared::{
    EntityType, FieldProblem,
    accounts::{AccountQuery, AccountSort},
    list::{DEFAULT_LIMIT, Direction, MAX_LIMIT},
};
use store::accounts::{AccountListQuery, Choice};

const NONE: &str = "none";
const LONGEST_SEARCH: usize = 200;

pub(super) fn read(asked: &AccountQuery) -> Result<AccountListQuery, Failure> {
    let mut wrong = Vec::new();
    let mut choice = |field: &str, text: &Option<String>, entity| match text.as_deref().map(|text| choose(text, entity))
    {
        Some(None) => {
            let message = format!("must be `{NONE}` or an id like `odoo_{entity}_7`");
            wrong.push(FieldProblem { field: field.into(), message });
            None
        }
        chosen => chosen.flatten(),
    };
    let industry = choice("industry", &asked.industry, EntityType::Industry);
    let salesperson = choice("salesperson", &asked.salesperson, EntityType::User);
    let country = choice("country", &asked.country, EntityType::Country);
    let limit = asked.limit.unwrap_or(DEFAULT_LIMIT);
    if !(1..=MAX_LIMIT).contains(&limit) {
        wrong.push(FieldProblem { field: "limit".into(), message: format!("must be from 1 to {MAX_LIMIT}") });
    }
    if asked.q.as_ref().is_some_and(|q| q.chars().count() > LONGEST_SEARCH) {
        wrong.push(FieldProblem { field: "q".into(), message: format!("must be at most {LONGEST_SEARCH} characters") });
    }
    if !wrong.is_empty() {
        return Err(Failure::fields(wrong));
    }
    let sort = asked.sort.unwrap_or_default();
    let usual = if sort == AccountSort::Name { Direction::Asc } else { Direction::Desc };
    Ok(AccountListQuery {
        q: asked.q.clone(),
        industry,
        salesperson,
        country,
        sort,
        direction: asked.direction.unwrap_or(usual),
        limit: usize::try_from(limit).unwrap_or(usize::MAX),
    })
}

fn choose(text: &str, entity: EntityType) -> Option<Choice> {
    if text == NONE {
        return Some(Choice::None);
    }
    parse_serving_id(text).filter(|(found, _)| *found == entity).map(|(_, id)| Choice::Is(id))
}
