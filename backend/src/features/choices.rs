//! What the queries of all lists have in common: choices, page size, search; every wrong field is named at once.

use crate::http::Failure;
use chrono::{Datelike, NaiveDate};
use domain::{Moment, Period, canonical::SourceId, facts::parse_serving_id};
use shared::{
    EntityType, FieldProblem,
    figures::PeriodName,
    list::{DEFAULT_LIMIT, MAX_LIMIT},
};
use std::{collections::BTreeSet, fmt, str::FromStr};
use store::{accounts::Choice, figures::Salespeople};

const NONE: &str = "none";
/// Of days that are asked for.
pub(super) const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;
const LONGEST_SEARCH: usize = 200;

#[derive(Debug, Default)]
pub(super) struct Asked {
    wrong: Vec<FieldProblem>,
}

impl Asked {
    pub(super) fn wrong(&mut self, field: &str, message: String) {
        self.wrong.push(FieldProblem { field: field.into(), message });
    }

    /// `none`, or a record of this kind; absent: any.
    pub(super) fn choice(&mut self, field: &str, text: Option<&str>, entity: EntityType) -> Option<Choice> {
        match text? {
            NONE => Some(Choice::None),
            text => {
                let chosen = parse_serving_id(text).filter(|(found, _)| *found == entity);
                if chosen.is_none() {
                    self.wrong(field, format!("must be `{NONE}` or an id like `odoo_{entity}_7`"));
                }
                chosen.map(|(_, id)| Choice::Is(id))
            }
        }
    }

    /// `none`, or users with commas between them; absent: any.
    pub(super) fn salespeople(&mut self, field: &str, text: Option<&str>) -> Option<Salespeople> {
        let text = text?;
        if text == NONE {
            return Some(Salespeople::Nobody);
        }
        let user = |id| parse_serving_id(id).filter(|(entity, _)| *entity == EntityType::User).map(|(_, id)| id);
        let people: Option<BTreeSet<_>> = text.split(',').map(user).collect();
        if people.is_none() {
            let entity = EntityType::User;
            self.wrong(field, format!("must be `{NONE}` or ids like `odoo_{entity}_7` with commas between them"));
        }
        people.map(Salespeople::Of)
    }

    /// Anything that says by itself what it must look like.
    pub(super) fn parsed<T: FromStr<Err: fmt::Display>>(&mut self, field: &str, text: &str) -> Option<T> {
        text.parse().map_err(|error: T::Err| self.wrong(field, error.to_string())).ok()
    }

    /// A person, an address, or an account that is a person.
    pub(super) fn contact(&mut self, field: &str, text: Option<&str>) -> Option<SourceId> {
        let found =
            parse_serving_id(text?).filter(|(kind, _)| matches!(kind, EntityType::Contact | EntityType::Account));
        if found.is_none() {
            self.wrong(field, "must be an id like `odoo_contact_7`".into());
        }
        found.map(|(_, id)| id)
    }

    pub(super) fn limit(&mut self, limit: Option<u32>) -> usize {
        self.limit_of(limit, DEFAULT_LIMIT, MAX_LIMIT)
    }

    pub(super) fn limit_of(&mut self, limit: Option<u32>, default: u32, most: u32) -> usize {
        let limit = limit.unwrap_or(default);
        if !(1..=most).contains(&limit) {
            self.wrong("limit", format!("must be from 1 to {most}"));
        }
        usize::try_from(limit).unwrap_or(usize::MAX)
    }

    pub(super) fn search(&mut self, text: Option<&str>) {
        if text.is_some_and(|text| text.chars().count() > LONGEST_SEARCH) {
            self.wrong("q", format!("must be at most {LONGEST_SEARCH} characters"));
        }
    }

    /// A name, or two days; neither: all time.
    pub(super) fn period(
        &mut self,
        name: Option<PeriodName>,
        from: Option<NaiveDate>,
        until: Option<NaiveDate>,
        moment: &Moment,
    ) -> Option<Period> {
        match (name, from, until) {
            (name, None, None) => moment.period(name.unwrap_or(PeriodName::AllTime)),
            (None, Some(from), Some(until)) => {
                let period =
                    Period::new(from, until).filter(|_| [from, until].iter().all(|day| YEARS.contains(&day.year())));
                if period.is_none() {
                    self.wrong("until", "must be after `from`, and both in the years 1900 to 2200".into());
                }
                period
            }
            _ => {
                self.wrong("period", "is either a name, or both `from` and `until`".into());
                None
            }
        }
    }

    pub(super) fn end(self) -> Result<(), Failure> {
        match self.wrong.is_empty() {
            true => Ok(()),
            false => Err(Failure::fields(self.wrong)),
        }
    }
}
