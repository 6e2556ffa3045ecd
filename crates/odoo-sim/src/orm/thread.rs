//! What hangs on a record: messages, planned and done activities, orders and meetings with their attendees.

use serde_json::{Map, Value as Json, json};

use crate::errors::OdooError;
use crate::model::{Model, model, schema};
use crate::orm::Writer;
use crate::orm::write::Values;
use crate::value::{Value, round};

impl Writer<'_> {
    /// The name of any record, as messages and activities keep it.
    fn name_of_record(&self, name: &str, id: i64) -> Value {
        let of = schema().find(name);
        let row = of.and_then(|of| Some((of, self.db.row(of, id)?)));
        row.map_or(Value::Empty, |(of, row)| Value::text(self.reader().display_name(of, row)))
    }

    fn partner_of_user(&self, user: i64) -> Option<i64> {
        let users = model("res.users");
        self.db.row(users, user)?.named(users, "partner_id").as_ref()
    }

    pub(super) fn model_id(&self, name: &str) -> Option<i64> {
        let models = model("ir.model");
        self.db.table(models).iter().find(|row| row.named(models, "model").as_text() == Some(name)).map(|row| row.id)
    }

    pub(super) fn activity_defaults(&mut self, values: &mut Values) -> Result<(), OdooError> {
        if !values.contains_key("user_id") {
            values.insert("user_id".into(), json!(self.caller.uid));
        }
        values.entry("date_deadline").or_insert_with(|| json!(self.caller.today()));
        // The server's own code knows the model's id; others have to say it.
        if self.caller.superuser
            && !values.contains_key("res_model_id")
            && let Some(id) = values.get("res_model").and_then(Json::as_str).and_then(|name| self.model_id(name))
        {
            values.insert("res_model_id".into(), json!(id));
        }
        // Where the model's id is no longer required, its name alone still leads nowhere.
        if self.db.version.is_new()
            && !self.caller.superuser
            && values.contains_key("res_model")
            && !values.contains_key("res_model_id")
        {
            return Err(OdooError::validation(
                "The operation cannot be completed: Activities have to be linked to records with a not null res_id.",
            ));
        }
        Ok(())
    }

    /// `res_model` and the record's name come from the model's id, whichever was given.
    pub(super) fn refresh_activity(&mut self, id: i64) {
        let activities = model("mail.activity");
        let models = model("ir.model");
        let Some(row) = self.db.row(activities, id).cloned() else { return };
        let by_id = row.named(activities, "res_model_id").as_ref().and_then(|id| self.db.row(models, id));
        let name = match by_id {
            Some(found) => found.named(models, "model").as_text().unwrap_or_default().to_owned(),
            None => row.named(activities, "res_model").as_text().unwrap_or_default().to_owned(),
        };
        if by_id.is_none()
            && let Some(found) = self.model_id(&name)
        {
            self.set_silently(activities, id, "res_model_id", Value::Ref(found));
        }
        self.set_silently(activities, id, "res_model", Value::text(&name));
        let (Value::Int(record), true) =
            (row.named(activities, "res_id"), row.named(activities, "res_name").is_empty())
        else {
            return;
        };
        let named = self.name_of_record(&name, *record);
        self.set_silently(activities, id, "res_name", named);
    }

    /// Done: a message stays on the record. In 18 the activity itself is gone, in 19 it is kept as done.
    pub(crate) fn activity_done(&mut self, ids: &[i64], feedback: &str) -> Result<Option<i64>, OdooError> {
        let keeps = self.db.version.is_new();
        let activities = model("mail.activity");
        let mut last = None;
        for id in ids {
            let Some(row) = self.db.row(activities, *id).cloned() else {
                return Err(OdooError::missing(activities.name, &[*id], self.caller.uid));
            };
            let of = |name: &str| row.named(activities, name).clone();
            if let (Some(name), Value::Int(record)) = (of("res_model").as_text(), of("res_id")) {
                let what = of("summary").as_text().unwrap_or_default().to_owned();
                let said = if feedback.is_empty() { String::new() } else { format!("<div>{feedback}</div>") };
                let values = json!({
                    "model": name, "res_id": record, "message_type": "notification",
                    "mail_activity_type_id": of("activity_type_id").as_ref(),
                    "body": format!("<div><p><span>{what}</span> done</p>{said}</div>"),
                });
                last = Some(self.create(model("mail.message"), object(values))?);
            }
            if keeps {
                let values = json!({"active": false, "date_done": self.caller.today(), "feedback": feedback});
                self.write(activities, &[*id], object(values))?;
            }
        }
        if !keeps {
            self.unlink(activities, ids)?;
        }
        Ok(last)
    }

    pub(super) fn message_defaults(&mut self, values: &mut Values) {
        let now = crate::clock::format_seconds(self.caller.now);
        values.entry("date").or_insert_with(|| json!(now));
        if !values.contains_key("author_id")
            && let Some(partner) = self.partner_of_user(self.caller.uid)
        {
            values.insert("author_id".into(), json!(partner));
        }
    }

    /// The sender's address, where a message does not say.
    pub(super) fn refresh_message(&mut self, id: i64) {
        let messages = model("mail.message");
        let partners = model("res.partner");
        let Some(row) = self.db.row(messages, id).cloned() else { return };
        if row.named(messages, "date").is_empty() {
            self.set_silently(messages, id, "date", row.named(messages, "create_date").clone());
        }
        let author = row.named(messages, "author_id").as_ref().and_then(|id| self.db.row(partners, id));
        if let (Some(author), true) = (author, row.named(messages, "email_from").is_empty()) {
            let text = |name: &str| author.named(partners, name).as_text().unwrap_or_default();
            let from = format!("\"{}\" <{}>", text("name"), text("email"));
            self.set_silently(messages, id, "email_from", Value::text(from));
        }
    }

    /// A comment or an e-mail on a record. The record itself is not touched.
    pub(crate) fn message_post(&mut self, of: &'static Model, id: i64, given: &Values) -> Result<i64, OdooError> {
        if !self.db.table(of).contains(id) {
            return Err(OdooError::missing(of.name, &[id], self.caller.uid));
        }
        let body = given.get("body").and_then(Json::as_str).unwrap_or_default();
        let is_html = given.get("body_is_html").is_some_and(crate::caller::truthy);
        let escaped = body.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let mut values = object(json!({
            "model": of.name, "res_id": id, "message_type": "notification",
            "body": if is_html || body.is_empty() { body.to_owned() } else { format!("<p>{escaped}</p>") },
            "record_name": self.name_of_record(of.name, id).as_text(),
        }));
        for name in ["message_type", "subject", "author_id", "email_from"] {
            if let Some(value) = given.get(name) {
                values.insert(name.into(), value.clone());
            }
        }
        self.create(model("mail.message"), values)
    }

    pub(crate) fn activity_schedule(
        &mut self,
        of: &'static Model,
        ids: &[i64],
        given: &Values,
    ) -> Result<Vec<i64>, OdooError> {
        let types = model("mail.activity.type");
        let word = match given.get("act_type_xmlid").and_then(Json::as_str).unwrap_or_default() {
            "mail.mail_activity_data_email" => "Email",
            "mail.mail_activity_data_call" => "Call",
            "mail.mail_activity_data_meeting" => "Meeting",
            _ => "To-Do",
        };
        let named = self.db.table(types).iter().find(|row| row.named(types, "name").as_text() == Some(word));
        let kind = given.get("activity_type_id").cloned().or(named.map(|row| json!(row.id)));
        let mut made = Vec::new();
        for id in ids {
            let mut values = object(json!({"res_model_id": self.model_id(of.name), "res_id": id}));
            if let Some(kind) = &kind {
                values.insert("activity_type_id".into(), kind.clone());
            }
            for name in ["summary", "note", "date_deadline", "user_id"] {
                if let Some(value) = given.get(name).filter(|value| crate::caller::truthy(value)) {
                    values.insert(name.into(), value.clone());
                }
            }
            made.push(self.create(model("mail.activity"), values)?);
        }
        Ok(made)
    }

    pub(super) fn order_defaults(&mut self, values: &mut Values) {
        let company = values.get("company_id").and_then(Json::as_i64).unwrap_or_else(|| self.caller.company());
        values.insert("company_id".into(), json!(company));
        values.entry("date_order").or_insert_with(|| json!(crate::clock::format_seconds(self.caller.now)));
        if let Some(partner) = values.get("partner_id").cloned() {
            values.entry("partner_invoice_id").or_insert_with(|| partner.clone());
            values.entry("partner_shipping_id").or_insert(partner);
        }
        if !values.contains_key("name") {
            let orders = model("sale.order");
            let number =
                |row: &crate::db::Row| row.named(orders, "name").as_text()?.strip_prefix('S')?.parse::<u32>().ok();
            let last = self.db.table(orders).iter().filter_map(number).max().unwrap_or(0);
            values.insert("name".into(), json!(format!("S{:05}", last + 1)));
        }
    }

    /// An order's total and currency, and whom it goes to.
    pub(super) fn refresh_order(&mut self, id: i64, changed: &[&'static str]) {
        let orders = model("sale.order");
        let Some(row) = self.db.row(orders, id).cloned() else { return };
        let of = |name: &str| row.named(orders, name).clone();
        let company = of("company_id").as_ref().unwrap_or(1);
        let currency = self.reader().currency_of_company(company).map_or(Value::Empty, Value::Ref);
        let mut fill = |name: &str, value: Value| {
            if of(name).is_empty() {
                self.set_silently(orders, id, name, value);
            }
        };
        fill("company_id", Value::Ref(company));
        fill("currency_id", currency);
        fill("partner_invoice_id", of("partner_id"));
        fill("partner_shipping_id", of("partner_id"));
        fill("date_order", of("create_date"));
        if changed.contains(&"amount_untaxed") && !changed.contains(&"amount_total") || of("amount_total").is_empty() {
            let total = round(of("amount_untaxed").as_float() + of("amount_tax").as_float(), 3);
            self.set_silently(orders, id, "amount_total", Value::Float(total));
        }
    }

    pub(super) fn payment_defaults(&mut self, values: &mut Values) {
        let company = values.get("company_id").and_then(Json::as_i64).unwrap_or_else(|| self.caller.company());
        values.insert("company_id".into(), json!(company));
        values.entry("date").or_insert_with(|| json!(self.caller.today()));
        if !values.contains_key("currency_id") {
            values.insert("currency_id".into(), json!(self.reader().currency_of_company(company)));
        }
    }

    pub(super) fn complete_payment(&mut self, id: i64) {
        let payments = model("account.payment");
        let Some(row) = self.db.row(payments, id).cloned() else { return };
        let of = |name: &str| row.named(payments, name).clone();
        let company = of("company_id").as_ref().unwrap_or(1);
        let currency = self.reader().currency_of_company(company).map_or(Value::Empty, Value::Ref);
        let day = of("create_date").as_stamp().map(crate::clock::format_date).unwrap_or_default();
        let filled = [
            ("company_id", Value::Ref(company)),
            ("currency_id", currency),
            ("date", Value::text(day)),
            ("reconciled_invoice_ids", of("invoice_ids")),
        ];
        for (name, value) in filled {
            if of(name).is_empty() {
                self.set_silently(payments, id, name, value);
            }
        }
    }

    pub(super) fn event_defaults(&mut self, values: &mut Values) {
        if !values.contains_key("user_id") {
            values.insert("user_id".into(), json!(self.caller.uid));
        }
        if !values.contains_key("partner_ids")
            && let Some(partner) = self.partner_of_user(self.caller.uid)
        {
            values.insert("partner_ids".into(), json!([[6, 0, [partner]]]));
        }
    }

    pub(super) fn refresh_event(&mut self, id: i64, moved: bool) {
        let events = model("calendar.event");
        let Some(row) = self.db.row(events, id) else { return };
        let (start, stop) = (row.named(events, "start").as_stamp(), row.named(events, "stop").as_stamp());
        let given = !row.named(events, "duration").is_empty();
        if let (Some(start), Some(stop), true) = (start, stop, moved || !given) {
            let hours = round(crate::value::float(stop - start) / 3_600_000_000.0, 2);
            self.set_silently(events, id, "duration", Value::Float(hours));
        }
    }

    /// Whoever is invited has an attendee's row; whoever is not any more loses it. The organiser has accepted.
    pub(super) fn invite(&mut self, event: i64) -> Result<(), OdooError> {
        let (events, attendees) = (model("calendar.event"), model("calendar.attendee"));
        let Some(row) = self.db.row(events, event) else { return Ok(()) };
        let invited = row.named(events, "partner_ids").as_refs().to_vec();
        let organiser = row.named(events, "user_id").as_ref().and_then(|user| self.partner_of_user(user));
        let known: Vec<(i64, Option<i64>)> = self
            .db
            .table(attendees)
            .iter()
            .filter(|row| row.named(attendees, "event_id").as_ref() == Some(event))
            .map(|row| (row.id, row.named(attendees, "partner_id").as_ref()))
            .collect();
        let gone: Vec<i64> =
            known.iter().filter(|(_, who)| !who.is_some_and(|who| invited.contains(&who))).map(|(id, _)| *id).collect();
        self.unlink(attendees, &gone)?;
        for partner in invited {
            if known.iter().all(|(_, who)| *who != Some(partner)) {
                let state = if organiser == Some(partner) { "accepted" } else { "needsAction" };
                let values = json!({"event_id": event, "partner_id": partner, "state": state});
                self.create(attendees, object(values))?;
            }
        }
        Ok(())
    }

    pub(super) fn refresh_attendee(&mut self, id: i64) {
        let attendees = model("calendar.attendee");
        let partner = self.db.row(attendees, id).and_then(|row| row.named(attendees, "partner_id").as_ref());
        let Some(partner) = partner else { return };
        let named = self.name_of_record("res.partner", partner);
        self.set_silently(attendees, id, "common_name", named);
    }
}

pub(super) fn object(json: Json) -> Map<String, Json> {
    match json {
        Json::Object(map) => map,
        _ => Map::new(),
    }
}
