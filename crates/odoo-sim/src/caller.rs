//! Who asks, with which context, at which moment: the environment of one call.

use serde_json::{Map, Value as Json, json};

use crate::access::Rights;
use crate::clock::{self, Stamp};
use crate::db::Db;
use crate::errors::OdooError;
use crate::model::{Model, model};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Read,
    Write,
    Create,
    Unlink,
}

/// One call is one transaction: `now` is its start, the stamp of everything that it writes.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub(crate) uid: i64,
    pub(crate) now: Stamp,
    /// The companies whose rows are seen; the first one is the current company.
    pub(crate) companies: Vec<i64>,
    /// False where the context says `active_test: false`.
    pub(crate) active_test: bool,
    /// The server itself: no rights, no record rules.
    pub(crate) superuser: bool,
    /// Rows that ask for the record rules of a plain salesman.
    pub(crate) restricted: bool,
    pub(crate) rights: Rights,
}

impl Caller {
    pub(crate) fn superuser(db: &Db, now: Stamp) -> Self {
        let companies = db.table(model("res.company")).iter().map(|row| row.id).collect();
        let rights = Rights::default();
        Self { uid: 1, now, companies, active_test: true, superuser: true, restricted: false, rights }
    }

    /// A signed-in user with the context of a call.
    pub(crate) fn new(
        db: &Db,
        uid: i64,
        now: Stamp,
        restricted: bool,
        rights: Rights,
        context: &Map<String, Json>,
    ) -> Result<Self, OdooError> {
        if let Some(lang) = context.get("lang").and_then(Json::as_str)
            && lang != "en_US"
        {
            return Err(OdooError::user(format!("Invalid language code: {lang}")));
        }
        let users = model("res.users");
        let user = db.row(users, uid);
        let own = user.map(|row| row.named(users, "company_id").as_ref().unwrap_or(1)).unwrap_or(1);
        let mut companies = vec![own];
        if let Some(row) = user {
            companies.extend(row.named(users, "company_ids").as_refs().iter().filter(|id| **id != own));
        }
        if let Some(asked) = context.get("allowed_company_ids").and_then(Json::as_array) {
            let asked: Vec<i64> = asked.iter().filter_map(Json::as_i64).collect();
            if !asked.iter().all(|id| companies.contains(id)) {
                return Err(OdooError::access("Access to unauthorized or invalid companies."));
            }
            if !asked.is_empty() {
                companies = asked;
            }
        }
        let active_test = context.get("active_test").is_none_or(truthy);
        Ok(Self { uid, now, companies, active_test, superuser: false, restricted, rights })
    }

    pub(crate) fn company(&self) -> i64 {
        self.companies.first().copied().unwrap_or(1)
    }

    pub(crate) fn today(&self) -> String {
        clock::format_date(self.now)
    }

    pub(crate) fn without_active_test(&self) -> Self {
        Self { active_test: false, ..self.clone() }
    }

    /// The same person seen by the server: no rights, no rules.
    pub(crate) fn sudo(&self) -> Self {
        Self { superuser: true, ..self.clone() }
    }

    /// The record rules on a model as a domain; `[]` where there are none.
    pub(crate) fn rules(&self, model: &Model) -> Json {
        if self.superuser {
            return json!([]);
        }
        let companies = &self.companies;
        let company_field = match model.name {
            "res.partner" | "crm.lead" | "crm.team" | "res.currency.rate" | "hr.employee" | "hr.employee.public"
            | "hr.department" | "account.move" | "account.move.line" | "account.payment" | "sale.order" => "company_id",
            "res.company" => "id",
            "res.users" => "company_ids",
            _ => "",
        };
        let mut terms = Vec::new();
        match company_field {
            "" => {}
            "company_id" => {
                terms.extend([json!("|"), json!(["company_id", "=", false]), json!(["company_id", "in", companies])]);
            }
            other => terms.push(json!([other, "in", companies])),
        }
        if self.restricted && matches!(model.name, "crm.lead" | "sale.order") {
            terms.extend([json!("|"), json!(["user_id", "=", self.uid]), json!(["user_id", "=", false])]);
        }
        if self.restricted && model.name == "res.users.apikeys" {
            terms.push(json!(["user_id", "=", self.uid]));
        }
        let hidden = self.rights.hidden(model.name, self.uid);
        if !hidden.is_empty() {
            terms.push(json!(["id", "not in", hidden]));
        }
        Json::Array(terms)
    }
}

/// Python's idea of truth.
pub(crate) fn truthy(json: &Json) -> bool {
    match json {
        Json::Null => false,
        Json::Bool(flag) => *flag,
        Json::Number(number) => number.as_f64() != Some(0.0),
        Json::String(text) => !text.is_empty(),
        Json::Array(items) => !items.is_empty(),
        Json::Object(map) => !map.is_empty(),
    }
}
