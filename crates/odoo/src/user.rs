//! The integration user: who it is, what it may see, and when its API key ends.

use crate::answer;
use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct User {
    pub(crate) name: String,
    /// All that it may work in, ascending.
    pub(crate) companies: Vec<i64>,
    /// Ascending; absent where Odoo does not tell.
    groups: Option<Vec<i64>>,
}

impl User {
    /// The groups have one name up to Odoo 18 and another one from 19 on.
    pub(crate) const FIELDS: [&'static str; 4] = ["name", "company_ids", "groups_id", "group_ids"];

    /// None without a company.
    pub(crate) fn from_row(row: &Map<String, Value>) -> Option<Self> {
        let name = row.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
        let companies = ids(row, "company_ids").filter(|companies| !companies.is_empty())?;
        let groups = ids(row, "groups_id").or_else(|| ids(row, "group_ids"));
        Some(Self { name, companies, groups })
    }

    /// A text that changes when what the user may see does.
    pub(crate) fn rights(&self) -> Option<String> {
        let text = json!([self.companies, self.groups.as_ref()?]).to_string();
        Some(blake3::hash(text.as_bytes()).to_hex().to_string())
    }
}

fn ids(row: &Map<String, Value>, field: &str) -> Option<Vec<i64>> {
    let mut ids = row.get(field)?.as_array()?.iter().map(Value::as_i64).collect::<Option<Vec<_>>>()?;
    ids.sort_unstable();
    Some(ids)
}

/// Odoo does not say which of its keys we came with: one that bears our name, or else any that works for the API. Of
/// several the first to end: to warn too early does no harm.
pub(crate) fn earliest_end(keys: &[Map<String, Value>]) -> Option<DateTime<Utc>> {
    let text = |key: &Map<String, Value>, field: &str| key.get(field).and_then(Value::as_str).map(str::to_lowercase);
    let ours = |key: &&Map<String, Value>| text(key, "name").is_some_and(|name| name.contains("salescommand"));
    let usable = keys.iter().filter(|key| text(key, "scope").is_none_or(|scope| scope == "rpc"));
    let usable: Vec<_> = usable.collect();
    let named: Vec<_> = usable.iter().copied().filter(ours).collect();
    let ends = if named.is_empty() { usable } else { named }.into_iter();
    ends.filter_map(|key| answer::moment(key.get("expiration_date")?.as_str()?)).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end(keys: Value) -> Option<String> {
        let keys: Vec<Map<String, Value>> = serde_json::from_value(keys).unwrap();
        earliest_end(&keys).map(|end| end.format("%Y-%m-%d").to_string())
    }

    fn key(name: &str, scope: Value, end: Value) -> Value {
        json!({"id": 1, "name": name, "scope": scope, "expiration_date": end})
    }

    #[test]
    fn the_first_end_of_a_key_that_may_be_ours_counts() {
        let (may, june) = (json!("2027-05-01 10:00:00"), json!("2027-06-01 10:00:00"));
        assert_eq!(end(json!([])), None);
        assert_eq!(end(json!([key("a", json!(false), json!(false))])), None);
        assert_eq!(
            end(json!([key("a", json!(false), june.clone()), key("b", json!("rpc"), may.clone())])).unwrap(),
            "2027-05-01"
        );
        assert_eq!(
            end(json!([key("a", json!("mailplugin"), may.clone()), key("b", json!(false), june.clone())])).unwrap(),
            "2027-06-01"
        );
        assert_eq!(
            end(json!([key("a", json!(false), may), key("SalesCommand key", json!(false), june)])).unwrap(),
            "2027-06-01"
        );
    }

    #[test]
    fn rights_are_companies_and_groups_in_any_order_and_unknown_without_groups() {
        let of = |row: Value| User::from_row(row.as_object().unwrap()).and_then(|user| user.rights());
        let before = of(json!({"company_ids": [2, 1], "groups_id": [7, 3]}));
        assert!(before.is_some());
        assert_eq!(before, of(json!({"company_ids": [1, 2], "group_ids": [3, 7]})));
        assert_ne!(before, of(json!({"company_ids": [1], "group_ids": [3, 7]})));
        assert_ne!(before, of(json!({"company_ids": [1, 2], "group_ids": [3]})));
        assert_eq!(of(json!({"company_ids": [1, 2]})), None);
        assert_eq!(User::from_row(json!({"company_ids": []}).as_object().unwrap()), None);
    }
}
