//! Partners: the commercial entity, the full name, and what a company hands down to its contacts and deals.

use std::collections::HashSet;

use serde_json::{Map, Value as Json};

use crate::db::Row;
use crate::errors::OdooError;
use crate::model::model;
use crate::orm::Writer;
use crate::value::{EMPTY, Value};

pub(super) const ADDRESS: &[&str] = &["street", "street2", "zip", "city", "country_id"];
const COMMERCIAL: &[&str] = &["vat", "company_registry", "industry_id"];
const NAMING: &[&str] = &["name", "is_company", "parent_id", "company_name", "type"];

impl Writer<'_> {
    pub(super) fn partner_changed(&mut self, id: i64, changed: &[&'static str]) {
        let any = |names: &[&str]| names.iter().any(|name| changed.contains(name));
        if any(&["parent_id", "type"]) {
            self.take_from_parent(id, changed.contains(&"parent_id"));
        }
        self.refresh_partner(id);
        if any(ADDRESS) || any(&["parent_id", "type"]) {
            self.hand_down(id, ADDRESS, 0);
        }
        if any(COMMERCIAL) {
            self.hand_down(id, COMMERCIAL, 0);
        }
        if any(NAMING) {
            self.refresh_below(id, &mut HashSet::from([id]));
        }
        for (own, of_lead) in [("email", "email_from"), ("phone", "phone"), ("mobile", "mobile")] {
            if changed.contains(&own) {
                self.tell_leads(id, own, of_lead);
            }
        }
    }

    fn partner(&self, id: i64, name: &str) -> Value {
        let partners = model("res.partner");
        self.db.row(partners, id).map_or(EMPTY.clone(), |row| row.named(partners, name).clone())
    }

    fn children(&self, id: i64) -> Vec<i64> {
        let partners = model("res.partner");
        let rows = self.db.table(partners).iter();
        rows.filter(|row| row.named(partners, "parent_id").as_ref() == Some(id)).map(|row| row.id).collect()
    }

    fn take_from_parent(&mut self, id: i64, moved: bool) {
        let Some(parent) = self.partner(id, "parent_id").as_ref() else { return };
        let partners = model("res.partner");
        let has_address = ADDRESS.iter().any(|name| !self.partner(parent, name).is_empty());
        if has_address && self.partner(id, "type").as_text() == Some("contact") {
            for name in ADDRESS {
                let value = self.partner(parent, name);
                self.set_silently(partners, id, name, value);
            }
        }
        if moved && !self.partner(id, "is_company").is_true() {
            let commercial = self.commercial_entity(id);
            for name in COMMERCIAL {
                let value = self.partner(commercial, name);
                self.set_silently(partners, id, name, value);
            }
        }
    }

    /// Address fields go to children of type contact, commercial fields to children that are no company.
    fn hand_down(&mut self, id: i64, names: &[&str], depth: usize) {
        if depth > 20 {
            return;
        }
        let partners = model("res.partner");
        let address = names == ADDRESS;
        for child in self.children(id) {
            let takes = if address {
                self.partner(child, "type").as_text() == Some("contact")
            } else {
                !self.partner(child, "is_company").is_true()
            };
            if !takes {
                continue;
            }
            let caller = self.caller;
            for name in names {
                let value = self.partner(id, name);
                self.set_silently(partners, child, name, value);
            }
            self.db.change(partners, child, |row| super::write::stamp(partners, row, "write", caller));
            self.hand_down(child, names, depth + 1);
        }
    }

    fn refresh_below(&mut self, id: i64, seen: &mut HashSet<i64>) {
        for child in self.children(id) {
            if seen.insert(child) {
                self.refresh_partner(child);
                self.refresh_below(child, seen);
            }
        }
    }

    /// Up to the first company, or to the top; a loop ends after some steps.
    fn commercial_entity(&self, id: i64) -> i64 {
        let mut at = id;
        for _ in 0..50 {
            match self.partner(at, "parent_id").as_ref() {
                Some(parent) if !self.partner(at, "is_company").is_true() => at = parent,
                _ => break,
            }
        }
        at
    }

    /// The stored fields that Odoo computes for a partner.
    pub(super) fn refresh_partner(&mut self, id: i64) {
        let partners = model("res.partner");
        let commercial = self.commercial_entity(id);
        let company = if self.partner(commercial, "is_company").is_true() {
            self.partner(commercial, "name")
        } else {
            self.partner(id, "company_name")
        };
        let Some(row) = self.db.row(partners, id) else { return };
        let name = self.complete_name(row, &company);
        let email = row.named(partners, "email").as_text().and_then(normalized);
        let phone =
            ["mobile", "phone"].iter().map(|name| row.named(partners, name)).find(|value| !value.is_empty()).cloned();
        self.derive(partners, id, "commercial_partner_id", Value::Ref(commercial));
        self.derive(partners, id, "commercial_company_name", company);
        self.derive(partners, id, "complete_name", Value::text(name));
        self.derive(partners, id, "email_normalized", email.map(Value::text).unwrap_or_default());
        self.derive(partners, id, "phone_sanitized", phone.unwrap_or_default());
    }

    fn complete_name(&self, row: &Row, company: &Value) -> String {
        let partners = model("res.partner");
        let text = |name: &str| row.named(partners, name).as_text().unwrap_or_default();
        let parent = row.named(partners, "parent_id").as_ref();
        let mut name = text("name").to_owned();
        if parent.is_none() && text("company_name").is_empty() {
            return name;
        }
        if name.is_empty() {
            name = match text("type") {
                "invoice" => "Invoice Address",
                "delivery" => "Delivery Address",
                "other" => "Other Address",
                _ => "",
            }
            .to_owned();
        }
        if row.named(partners, "is_company").is_true() {
            return name;
        }
        let above = match company.as_text() {
            Some(company) => company.to_owned(),
            None => parent
                .map(|id| self.partner(id, "name"))
                .and_then(|name| name.as_text().map(str::to_owned))
                .unwrap_or_default(),
        };
        format!("{above}, {name}").trim().to_owned()
    }

    /// A partner's new address or number reaches the deals that stand on it.
    fn tell_leads(&mut self, id: i64, own: &str, of_lead: &str) {
        let value = self.partner(id, own);
        if value.is_empty() {
            return;
        }
        let leads = model("crm.lead");
        let mine = self.db.table(leads).iter().filter(|row| row.named(leads, "partner_id").as_ref() == Some(id));
        for lead in mine.map(|row| row.id).collect::<Vec<_>>() {
            if self.derive(leads, lead, of_lead, value.clone()) {
                self.refresh_lead(lead);
            }
        }
    }

    /// A deal's new address reaches its partner.
    pub(super) fn tell_partner(&mut self, partner: i64, name: &str, value: &Value) -> Result<(), OdooError> {
        if value.is_empty() || self.partner(partner, name) == *value {
            return Ok(());
        }
        let text = Json::from(value.as_text().unwrap_or_default());
        self.write(model("res.partner"), &[partner], Map::from_iter([(name.to_owned(), text)]))
    }
}

/// The one address in a text, in small letters.
pub(super) fn normalized(text: &str) -> Option<String> {
    let inner = match (text.find('<'), text.find('>')) {
        (Some(open), Some(close)) if open < close => text.get(open + 1..close)?,
        _ => text,
    };
    let inner = inner.trim();
    (inner.matches('@').count() == 1 && !inner.contains(' ')).then(|| inner.to_lowercase())
}
