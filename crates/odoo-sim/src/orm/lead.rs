//! Leads and opportunities: defaults, closing moment, probabilities, and what they take from their partner.

use serde_json::{Value as Json, json};

use crate::clock::{Stamp, format_seconds};
use crate::db::Row;
use crate::errors::OdooError;
use crate::model::model;
use crate::orm::Writer;
use crate::orm::partner::{ADDRESS, normalized};
use crate::orm::write::Values;
use crate::value::{EMPTY, Value, round};

const DAY: i64 = 86_400_000_000;

/// Domains that say nothing about the company: there the whole address tells who it is.
const SHARED_DOMAINS: &[&str] = &["example.com", "gmail.com", "hotmail.com", "outlook.com", "yahoo.com", "icloud.com"];

impl Writer<'_> {
    /// `fields.Datetime.now()`: the transaction's start without its fraction.
    pub(super) fn now_seconds(&self) -> Stamp {
        self.caller.now.div_euclid(1_000_000) * 1_000_000
    }

    fn now_text(&self) -> Json {
        json!(format_seconds(self.caller.now))
    }

    pub(super) fn lead(&self, id: i64, name: &str) -> Value {
        let leads = model("crm.lead");
        self.db.row(leads, id).map_or(EMPTY.clone(), |row| row.named(leads, name).clone())
    }

    pub(super) fn lead_defaults(&mut self, values: &mut Values) {
        let users = model("res.users");
        let teams = model("crm.team");
        if !values.contains_key("user_id") && !self.caller.superuser {
            values.insert("user_id".into(), json!(self.caller.uid));
        }
        let user = values.get("user_id").and_then(Json::as_i64);
        if let (false, Some(user)) = (values.contains_key("team_id"), user) {
            let own = self.db.row(users, user).and_then(|row| row.named(users, "sale_team_id").as_ref());
            let led = self
                .db
                .table(teams)
                .iter()
                .find(|row| row.named(teams, "user_id").as_ref() == Some(user))
                .map(|row| row.id);
            values.insert("team_id".into(), own.or(led).map_or(json!(false), Json::from));
        }
        let team = values.get("team_id").and_then(Json::as_i64);
        if !values.contains_key("company_id") {
            let of_team =
                team.and_then(|id| self.db.row(teams, id)).and_then(|row| row.named(teams, "company_id").as_ref());
            let of_user =
                user.and_then(|id| self.db.row(users, id)).and_then(|row| row.named(users, "company_id").as_ref());
            values.insert("company_id".into(), json!(of_team.or(of_user).unwrap_or_else(|| self.caller.company())));
        }
        if !values.contains_key("stage_id") {
            values.insert("stage_id".into(), self.first_stage(team).map_or(json!(false), Json::from));
        }
        if user.is_some() && !values.contains_key("date_open") {
            values.insert("date_open".into(), self.now_text());
        }
        values.entry("date_last_stage_update").or_insert_with(|| json!(format_seconds(self.caller.now)));
    }

    pub(super) fn first_stage(&self, team: Option<i64>) -> Option<i64> {
        self.stages(team).into_iter().next().map(|(_, id, _)| id)
    }

    pub(super) fn won_stage(&self, team: Option<i64>) -> Option<i64> {
        self.stages(team).into_iter().find(|(_, _, won)| *won).map(|(_, id, _)| id)
    }

    /// The stages of a team in order: sequence, id, whether it means won.
    fn stages(&self, team: Option<i64>) -> Vec<(i64, i64, bool)> {
        let stages = model("crm.stage");
        let rows = self.db.table(stages).iter().filter(|row| {
            let own = row.named(stages, "team_id").as_ref();
            own.is_none() || own == team
        });
        let mut found: Vec<_> = rows
            .map(|row| {
                let sequence = match row.named(stages, "sequence") {
                    Value::Int(sequence) => *sequence,
                    _ => 0,
                };
                (sequence, row.id, row.named(stages, "is_won").is_true())
            })
            .collect();
        found.sort_unstable();
        found
    }

    pub(super) fn is_won_stage(&self, stage: Option<i64>) -> bool {
        let stages = model("crm.stage");
        stage.and_then(|id| self.db.row(stages, id)).is_some_and(|row| row.named(stages, "is_won").is_true())
    }

    /// Closing moment and ownership, in the order in which Odoo's own `write` decides them.
    pub(super) fn lead_before_write(&mut self, ids: &[i64], values: &mut Values) {
        let stage = values.get("stage_id").and_then(Json::as_i64);
        let won = self.is_won_stage(stage);
        if won {
            values.insert("probability".into(), json!(100));
            values.insert("automated_probability".into(), json!(100));
        }
        if let Some(user) = values.get("user_id").map(Json::as_i64) {
            match user {
                None | Some(0) => _ = values.insert("date_open".into(), json!(false)),
                Some(user) if ids.iter().any(|id| self.lead(*id, "user_id").as_ref() != Some(user)) => {
                    values.insert("date_open".into(), self.now_text());
                }
                Some(_) => {}
            }
        }
        let probability = values.get("probability").and_then(Json::as_f64);
        let archives = values.get("active").is_some_and(|active| !crate::caller::truthy(active));
        if probability.is_some_and(|value| value >= 100.0) || archives {
            values.insert("date_closed".into(), self.now_text());
        } else if probability.is_some_and(|value| value > 0.0) || (stage.is_some() && !won && probability.is_none()) {
            values.insert("date_closed".into(), json!(false));
        }
    }

    pub(super) fn lead_changed(
        &mut self,
        id: i64,
        changed: &[&'static str],
        before: Option<&Row>,
    ) -> Result<(), OdooError> {
        let leads = model("crm.lead");
        let was = |name: &str| before.map_or(EMPTY.clone(), |row| row.named(leads, name).clone());
        let partner = self.lead(id, "partner_id").as_ref();
        if changed.contains(&"partner_id")
            && let Some(partner) = partner
            && was("partner_id").as_ref() != Some(partner)
        {
            self.fill_from_partner(id, partner, changed);
        } else if let Some(partner) = partner {
            for (own, of_partner) in [("email_from", "email"), ("phone", "phone")] {
                if changed.contains(&own) {
                    let value = self.lead(id, own);
                    self.tell_partner(partner, of_partner, &value)?;
                }
            }
        }
        let moved = before.is_some() && was("stage_id") != self.lead(id, "stage_id");
        if moved {
            let now = Value::Stamp(self.now_seconds());
            self.set_silently(leads, id, "date_last_stage_update", now);
        }
        let automatic =
            before.is_none() || (was("probability").as_float() - was("automated_probability").as_float()).abs() < 0.005;
        if (before.is_none() || moved) && !changed.contains(&"automated_probability") {
            let value = Value::Float(self.automated_probability(id));
            self.set_silently(leads, id, "automated_probability", value.clone());
            if automatic && !changed.contains(&"probability") {
                self.set_silently(leads, id, "probability", value);
            }
        }
        self.refresh_lead(id);
        Ok(())
    }

    /// Odoo learns this from history; here it is the place of the stage in the pipeline.
    pub(super) fn automated_probability(&self, id: i64) -> f64 {
        if !self.lead(id, "active").is_true() {
            return 0.0;
        }
        let stage = self.lead(id, "stage_id").as_ref();
        if self.is_won_stage(stage) {
            return 100.0;
        }
        let stages = self.stages(self.lead(id, "team_id").as_ref());
        let place = stages.iter().position(|(_, other, _)| Some(*other) == stage).unwrap_or(0);
        let share = |count: usize| crate::value::float(i64::try_from(count).unwrap_or(0));
        round(100.0 * share(place + 1) / share(stages.len() + 1), 2)
    }

    fn fill_from_partner(&mut self, id: i64, partner: i64, given: &[&'static str]) {
        let leads = model("crm.lead");
        let partners = model("res.partner");
        let Some(row) = self.db.row(partners, partner) else { return };
        let of = |name: &str| row.named(partners, name).clone();
        let parent = of("parent_id").as_ref().and_then(|id| self.db.row(partners, id));
        let company = match parent {
            Some(parent) => parent.named(partners, "name").clone(),
            None if of("is_company").is_true() => of("name"),
            None => of("company_name"),
        };
        let contact = if of("is_company").is_true() { Value::Empty } else { of("name") };
        let mut taken = vec![
            ("partner_name", company),
            ("contact_name", contact),
            ("email_from", of("email")),
            ("phone", of("phone")),
            ("mobile", of("mobile")),
            ("website", of("website")),
            ("function", of("function")),
        ];
        if ADDRESS.iter().any(|name| !of(name).is_empty()) {
            taken.extend(ADDRESS.iter().map(|name| (*name, of(name))));
        }
        for (name, value) in taken {
            if !given.contains(&name) && !value.is_empty() {
                self.set_silently(leads, id, name, value);
            }
        }
    }

    /// The stored fields that Odoo computes for a deal; the deal itself has been stamped by then.
    pub(super) fn refresh_lead(&mut self, id: i64) {
        let leads = model("crm.lead");
        let Some(row) = self.db.row(leads, id) else { return };
        let of = |name: &str| row.named(leads, name);
        let prorated = round(of("expected_revenue").as_float() * of("probability").as_float() / 100.0, 2);
        let email = of("email_from").as_text().and_then(normalized);
        let criterion = email.as_deref().and_then(|email| Some((email, email.split_once('@')?.1)));
        let criterion =
            criterion.map(
                |(email, domain)| {
                    if SHARED_DOMAINS.contains(&domain) { email.to_owned() } else { format!("@{domain}") }
                },
            );
        let phone = if of("mobile").is_empty() { of("phone").clone() } else { of("mobile").clone() };
        let created = of("create_date").as_stamp();
        let days = |name: &str| match (of(name).as_stamp(), created) {
            (Some(moment), Some(created)) => {
                Value::Float(crate::value::float((moment - created).div_euclid(DAY).abs()))
            }
            _ => Value::Float(0.0),
        };
        let values = [
            ("prorated_revenue", Value::Float(prorated)),
            ("email_normalized", email.map(Value::text).unwrap_or_default()),
            ("email_domain_criterion", criterion.map(Value::text).unwrap_or_default()),
            ("phone_sanitized", phone),
            ("day_open", days("date_open")),
            ("day_close", days("date_closed")),
        ];
        for (name, value) in values {
            self.derive(leads, id, name, value);
        }
    }
}
