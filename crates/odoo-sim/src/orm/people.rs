//! Users, employees, departments, team members and companies: defaults and what follows a change.

use serde_json::{Map, Value as Json, json};

use crate::db::Row;
use crate::errors::OdooError;
use crate::model::{Model, model};
use crate::orm::Writer;
use crate::orm::write::Values;
use crate::value::Value;

impl Writer<'_> {
    /// A user brings a partner along, which holds the name and the address.
    pub(super) fn user_defaults(&mut self, values: &mut Values) -> Result<(), OdooError> {
        if !values.contains_key("company_id") {
            values.insert("company_id".into(), json!(self.caller.company()));
        }
        if !values.contains_key("company_ids") {
            values.insert("company_ids".into(), json!([[6, 0, [values.get("company_id")]]]));
        }
        if !values.contains_key("partner_id") {
            let mut partner = Map::new();
            for name in ["name", "email", "phone", "mobile", "lang", "tz"] {
                if let Some(value) = values.remove(name) {
                    partner.insert(name.into(), value);
                }
            }
            if !partner.contains_key("name") {
                return Err(OdooError::required("User", "res.users", "Name", "name"));
            }
            values.insert("partner_id".into(), json!(self.create(model("res.partner"), partner)?));
        }
        Ok(())
    }

    pub(super) fn company_defaults(&mut self, of: &'static Model, values: &mut Values) -> Result<(), OdooError> {
        if of.name == "hr.employee" {
            values.entry("company_id").or_insert_with(|| json!(self.caller.company()));
            return Ok(());
        }
        if !values.contains_key("currency_id") {
            let own = self.reader().currency_of_company(self.caller.company());
            values.insert("currency_id".into(), json!(own));
        }
        if !values.contains_key("partner_id") {
            let name = values.get("name").cloned().unwrap_or(Json::Null);
            let partner = Map::from_iter([("name".to_owned(), name), ("is_company".to_owned(), json!(true))]);
            values.insert("partner_id".into(), json!(self.create(model("res.partner"), partner)?));
        }
        Ok(())
    }

    /// A company's name is its partner's name.
    pub(super) fn company_renamed(&mut self, id: i64) -> Result<(), OdooError> {
        let companies = model("res.company");
        let Some(row) = self.db.row(companies, id) else { return Ok(()) };
        let name = row.named(companies, "name").as_text().unwrap_or_default().to_owned();
        let partners = model("res.partner");
        let Some(partner) = row.named(companies, "partner_id").as_ref() else { return Ok(()) };
        if self.db.row(partners, partner).is_none_or(|row| row.named(partners, "name").as_text() == Some(&name)) {
            return Ok(());
        }
        self.write(partners, &[partner], Map::from_iter([("name".to_owned(), json!(name))]))
    }

    /// The full name of a department and of those below it.
    pub(super) fn department_changed(&mut self, id: i64) {
        let departments = model("hr.department");
        let mut queue = vec![id];
        let mut steps = 0;
        while let Some(at) = queue.pop()
            && steps < 1000
        {
            steps += 1;
            let Some(row) = self.db.row(departments, at) else { continue };
            let own = row.named(departments, "name").as_text().unwrap_or_default();
            let parent = row.named(departments, "parent_id").as_ref().and_then(|id| self.db.row(departments, id));
            let above = parent.and_then(|row| row.named(departments, "complete_name").as_text());
            let full = above.map_or_else(|| own.to_owned(), |above| format!("{above} / {own}"));
            let changed = self.derive(departments, at, "complete_name", Value::text(full));
            if changed || at == id {
                let below = self.db.table(departments).iter();
                queue.extend(
                    below
                        .filter(|row| row.named(departments, "parent_id").as_ref() == Some(at) && row.id != id)
                        .map(|row| row.id),
                );
            }
        }
    }

    /// A user's new name reaches the employee; the partner has it already.
    pub(super) fn user_changed(&mut self, id: i64, changed: &[&'static str]) {
        let users = model("res.users");
        let employees = model("hr.employee");
        if changed.contains(&"name") {
            let name = self.db.row(users, id).map(|row| self.reader().named(users, row, "name")).unwrap_or_default();
            let mine =
                self.db.table(employees).iter().filter(|row| row.named(employees, "user_id").as_ref() == Some(id));
            for employee in mine.map(|row| row.id).collect::<Vec<_>>() {
                self.derive(employees, employee, "name", name.clone());
            }
        }
    }

    /// A user's own team is that of the first membership.
    pub(super) fn refresh_user_team(&mut self, user: i64) {
        let members = model("crm.team.member");
        let first =
            self.db.table(members).iter().find(|row| {
                row.named(members, "user_id").as_ref() == Some(user) && row.named(members, "active").is_true()
            });
        let team = first.map(|row| row.named(members, "crm_team_id").clone()).unwrap_or_default();
        self.derive(model("res.users"), user, "sale_team_id", team);
    }

    pub(super) fn member_changed(&mut self, id: i64, before: Option<&Row>) {
        let members = model("crm.team.member");
        let now = self.db.row(members, id).and_then(|row| row.named(members, "user_id").as_ref());
        let then = before.and_then(|row| row.named(members, "user_id").as_ref());
        for user in now.into_iter().chain(then) {
            self.refresh_user_team(user);
        }
    }

    /// Members of a team written through the team: memberships come, go to sleep or wake up.
    pub(super) fn write_members(&mut self, team: i64, json: &Json) -> Result<(), OdooError> {
        let members = model("crm.team.member");
        let own: Vec<(i64, i64, bool)> = self
            .db
            .table(members)
            .iter()
            .filter(|row| row.named(members, "crm_team_id").as_ref() == Some(team))
            .map(|row| {
                let user = row.named(members, "user_id").as_ref().unwrap_or_default();
                (row.id, user, row.named(members, "active").is_true())
            })
            .collect();
        let before: Vec<i64> = own.iter().filter(|(_, _, active)| *active).map(|(_, user, _)| *user).collect();
        let (after, _) = super::convert::linked(&before, json);
        for user in after.as_refs().iter().filter(|user| !before.contains(user)) {
            match own.iter().find(|(_, known, _)| known == user) {
                Some((id, _, _)) => {
                    self.write(members, &[*id], Map::from_iter([("active".to_owned(), json!(true))]))?
                }
                None => {
                    let values = json!({"crm_team_id": team, "user_id": user});
                    self.create(members, values.as_object().cloned().unwrap_or_default())?;
                }
            }
        }
        for (id, _, _) in own.iter().filter(|(_, user, active)| *active && !after.as_refs().contains(user)) {
            self.write(members, &[*id], Map::from_iter([("active".to_owned(), json!(false))]))?;
        }
        Ok(())
    }
}
