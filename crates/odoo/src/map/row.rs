//! A typed reader of a raw row: each value as it should be, or a complaint and a harmless default.

use super::{html, number, text};
use crate::answer;
use crate::model::Model;
use chrono::{DateTime, NaiveDate, Utc};
use domain::canonical::{Anchor, SourceId};
use rust_decimal::Decimal;
use serde_json::{Map, Value};
use source::{Issue, Severity};

/// A value that cannot be understood rejects the record when its field is essential, and else is dropped. The defaults
/// given in its place are never seen in the first case.
pub(crate) struct Row<'a> {
    values: &'a Map<String, Value>,
    model: &'static Model,
    issues: Vec<Issue>,
}

impl<'a> Row<'a> {
    pub(crate) fn new(values: &'a Map<String, Value>, model: &'static Model) -> Self {
        Self { values, model, issues: Vec::new() }
    }

    pub(crate) fn into_issues(self) -> Vec<Issue> {
        self.issues
    }

    /// Trimmed, without control characters; empty is absent.
    pub(crate) fn text(&mut self, field: &'static str) -> Option<String> {
        match self.value(field)? {
            Value::Bool(false) => None,
            Value::String(value) => Some(text::clean(value)).filter(|value| !value.is_empty()),
            _ => self.mistyped(field, "is no text"),
        }
    }

    /// A name that Odoo demands. An empty one is no reason to lose the record and what hangs on it.
    pub(crate) fn name(&mut self, field: &'static str) -> String {
        let known = self.issues.len();
        self.text(field).unwrap_or_else(|| {
            if self.issues.len() == known {
                self.drop(field, "is empty");
            }
            String::new()
        })
    }

    pub(crate) fn required_text(&mut self, field: &'static str) -> String {
        self.required(field, Self::text)
    }

    pub(crate) fn email(&mut self, field: &'static str) -> Option<String> {
        self.text(field).map(|address| address.to_lowercase())
    }

    /// Of `"Ann" <ann@example.com>` the address alone.
    pub(crate) fn address(&mut self, field: &'static str) -> Option<String> {
        let text = self.email(field)?;
        let inside = text.rsplit_once('<').and_then(|(_, rest)| rest.split_once('>')).map(|(inside, _)| inside.trim());
        Some(inside.unwrap_or(&text).to_owned()).filter(|address| !address.is_empty())
    }

    /// The first characters of a text with markup, as plain text.
    pub(crate) fn excerpt(&mut self, field: &'static str) -> Option<String> {
        match self.value(field)? {
            Value::Bool(false) => None,
            Value::String(html) => Some(html::plain(html)).filter(|text| !text.is_empty()),
            _ => self.mistyped(field, "is no text"),
        }
    }

    /// A bare id, or an id with a label, which is never used: names come from the record itself.
    pub(crate) fn id(&mut self, field: &'static str) -> Option<SourceId> {
        let value = self.value(field)?;
        let id = match value {
            Value::Bool(false) => return None,
            Value::Number(_) => value.as_i64(),
            Value::Array(pair) if pair.len() <= 2 => pair.first().and_then(Value::as_i64),
            _ => None,
        };
        match id {
            Some(id) if id > 0 => Some(id),
            _ => self.mistyped(field, "is no reference to a record"),
        }
    }

    pub(crate) fn required_id(&mut self, field: &'static str) -> SourceId {
        self.required(field, Self::id)
    }

    /// A list of references, sorted and without doubles.
    pub(crate) fn ids(&mut self, field: &'static str) -> Vec<SourceId> {
        let listed = match self.value(field) {
            None | Some(Value::Bool(false)) => return Vec::new(),
            Some(Value::Array(items)) => {
                items.iter().map(|item| item.as_i64().filter(|id| *id > 0)).collect::<Option<Vec<_>>>()
            }
            Some(_) => None,
        };
        let mut ids = listed.or_else(|| self.mistyped(field, "is no list of references")).unwrap_or_default();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// One of a closed set of words; `otherwise` where there is none.
    pub(crate) fn choice<T: Copy>(&mut self, field: &'static str, words: &[(&str, T)], otherwise: T) -> T {
        let Some(word) = self.text(field) else { return otherwise };
        match words.iter().find(|(known, _)| *known == word) {
            Some((_, meaning)) => *meaning,
            None => self.mistyped(field, "has an unknown value").unwrap_or(otherwise),
        }
    }

    /// What an activity, a message or a meeting hangs on; a record of another model is none of ours.
    pub(crate) fn anchor(&mut self, model: &'static str, id: &'static str) -> Option<Anchor> {
        let model = self.text(model);
        // Odoo has no empty number: without a record it says 0, and `false` in some versions.
        let number = match self.value(id)? {
            Value::Bool(false) => return None,
            Value::Number(number) => match number.as_i64() {
                Some(0) => return None,
                Some(number) if number > 0 => number,
                _ => return self.mistyped(id, "is no id of a record"),
            },
            _ => return self.mistyped(id, "is no id of a record"),
        };
        match model.as_deref() {
            Some("res.partner") => Some(Anchor::Partner(number)),
            Some("crm.lead") => Some(Anchor::Deal(number)),
            Some("account.move") => Some(Anchor::Invoice(number)),
            Some("sale.order") => Some(Anchor::Order(number)),
            _ => None,
        }
    }

    pub(crate) fn date(&mut self, field: &'static str) -> Option<NaiveDate> {
        let day = match self.value(field)? {
            Value::Bool(false) => return None,
            Value::String(text) if text.len() == 10 => NaiveDate::parse_from_str(text, "%Y-%m-%d").ok(),
            _ => None,
        };
        day.or_else(|| self.mistyped(field, "is no date"))
    }

    pub(crate) fn required_date(&mut self, field: &'static str) -> NaiveDate {
        self.required(field, Self::date)
    }

    pub(crate) fn datetime(&mut self, field: &'static str) -> Option<DateTime<Utc>> {
        let moment = match self.value(field)? {
            Value::Bool(false) => return None,
            Value::String(text) if text.len() == 19 => answer::moment(text),
            _ => None,
        };
        moment.or_else(|| self.mistyped(field, "is no moment in time"))
    }

    /// The shortest decimal of Odoo's float. Odoo has no empty number, so that `false` is mistyped here.
    pub(crate) fn decimal(&mut self, field: &'static str) -> Option<Decimal> {
        match self.value(field)? {
            Value::Number(value) => {
                number::decimal(value).or_else(|| self.mistyped(field, "is a number out of all range"))
            }
            _ => self.mistyped(field, "is no number"),
        }
    }

    /// A number that the record cannot do without.
    pub(crate) fn required_decimal(&mut self, field: &'static str) -> Decimal {
        self.decimal(field).unwrap_or_default()
    }

    pub(crate) fn whole(&mut self, field: &'static str) -> Option<i64> {
        let whole = match self.value(field)? {
            Value::Number(value) => value.as_i64(),
            _ => None,
        };
        whole.or_else(|| self.mistyped(field, "is no whole number"))
    }

    pub(crate) fn flag(&mut self, field: &'static str) -> bool {
        let flag = match self.value(field) {
            None => return false,
            Some(value) => value.as_bool(),
        };
        flag.or_else(|| self.mistyped(field, "is neither true nor false")).unwrap_or(false)
    }

    /// `active` turned round; what has no such field is never archived.
    pub(crate) fn archived(&mut self) -> bool {
        let unknown = !self.values.contains_key("active") && !self.model.is_essential("active");
        !unknown && !self.flag("active")
    }

    pub(crate) fn drop(&mut self, field: &'static str, message: &str) {
        self.complain(field, message, Severity::ValueDropped);
    }

    pub(crate) fn reject(&mut self, field: &'static str, message: &str) {
        self.complain(field, message, Severity::RecordRejected);
    }

    /// A value without which the record means nothing.
    fn required<T: Default>(&mut self, field: &'static str, read: fn(&mut Self, &'static str) -> Option<T>) -> T {
        let known = self.issues.len();
        read(self, field).unwrap_or_else(|| {
            if self.issues.len() == known {
                self.reject(field, "is empty");
            }
            T::default()
        })
    }

    /// Absent without a complaint is a field that may not be read: unknown. `null` was asked for and not sent.
    fn value(&mut self, field: &'static str) -> Option<&'a Value> {
        match self.values.get(field) {
            Some(Value::Null) => self.mistyped(field, "is missing in Odoo's answer"),
            None if self.model.is_essential(field) => self.mistyped(field, "is missing"),
            value => value,
        }
    }

    fn mistyped<T>(&mut self, field: &'static str, message: &str) -> Option<T> {
        if self.model.is_essential(field) {
            self.reject(field, message);
        } else {
            self.drop(field, message);
        }
        None
    }

    fn complain(&mut self, field: &'static str, message: &str, severity: Severity) {
        self.issues.push(Issue { field: Some(field), message: format!("{field} {message}"), severity });
    }
}
