//! What Odoo would have computed while a described company came into being.

use crate::db::Row;
use crate::model::{Model, model};
use crate::orm::Writer;
use crate::orm::reader::refs;
use crate::value::Value;

impl Writer<'_> {
    /// Everything that Odoo would have computed while these rows came into being. Write dates stay as they are.
    pub(super) fn complete(&mut self, companyless: &[i64]) {
        self.complete_users();
        let leads = model("crm.lead");
        for id in self.ids(leads) {
            self.keeping_date(leads, id, |writer| writer.complete_lead(id));
        }
        let partners = model("res.partner");
        for id in self.ids(partners) {
            self.keeping_date(partners, id, |writer| writer.refresh_partner(id));
        }
        let departments = model("hr.department");
        // From the top down, each as often as the tree is deep.
        for _ in 0..8 {
            for id in self.ids(departments) {
                self.keeping_date(departments, id, |writer| writer.department_changed(id));
            }
        }
        for lead in companyless {
            let company = self.company_of_lead(*lead);
            self.set_silently(leads, *lead, "company_id", Value::Ref(company));
        }
        self.complete_documents();
    }

    /// Documents and what hangs on them; nothing here stamps a row.
    fn complete_documents(&mut self) {
        for id in self.ids(model("account.move")) {
            self.complete_move(id);
        }
        for id in self.ids(model("account.move.line")) {
            self.refresh_line(id);
        }
        for id in self.ids(model("account.payment")) {
            self.complete_payment(id);
        }
        for id in self.ids(model("sale.order")) {
            self.refresh_order(id, &[]);
        }
        for id in self.ids(model("mail.activity")) {
            self.refresh_activity(id);
        }
        for id in self.ids(model("mail.message")) {
            self.refresh_message(id);
        }
        for id in self.ids(model("calendar.event")) {
            self.refresh_event(id, false);
        }
        for id in self.ids(model("calendar.attendee")) {
            self.refresh_attendee(id);
        }
    }

    fn ids(&self, of: &'static Model) -> Vec<i64> {
        self.db.table(of).iter().map(|row| row.id).collect()
    }

    fn keeping_date(&mut self, of: &'static Model, id: i64, work: impl FnOnce(&mut Self)) {
        let kept = |row: &Row| [row.named(of, "write_date").clone(), row.named(of, "write_uid").clone()];
        let dates: Vec<(i64, [Value; 2])> = if of.name == "hr.department" {
            self.db.table(of).iter().map(|row| (row.id, kept(row))).collect()
        } else {
            self.db.row(of, id).map(|row| (id, kept(row))).into_iter().collect()
        };
        work(self);
        for (id, [date, uid]) in dates {
            self.set_silently(of, id, "write_date", date);
            self.set_silently(of, id, "write_uid", uid);
        }
    }

    fn complete_users(&mut self) {
        let users = model("res.users");
        for id in self.ids(users) {
            self.keeping_date(users, id, |writer| {
                let Some(row) = writer.db.row(users, id) else { return };
                let company = row.named(users, "company_id").as_ref().unwrap_or(1);
                if row.named(users, "company_ids").as_refs().is_empty() {
                    writer.set_silently(users, id, "company_ids", refs(vec![company]));
                }
                writer.set_silently(users, id, "company_id", Value::Ref(company));
                writer.refresh_user_team(id);
            });
        }
        let employees = model("hr.employee");
        for id in self.ids(employees) {
            if self.db.row(employees, id).is_some_and(|row| row.named(employees, "company_id").is_empty()) {
                self.set_silently(employees, id, "company_id", Value::Ref(1));
            }
        }
    }

    /// Where a deal does not say: its salesperson's company.
    fn company_of_lead(&self, id: i64) -> i64 {
        let users = model("res.users");
        let user = self.lead(id, "user_id").as_ref().and_then(|id| self.db.row(users, id));
        user.and_then(|row| row.named(users, "company_id").as_ref()).unwrap_or(1)
    }

    fn complete_lead(&mut self, id: i64) {
        let leads = model("crm.lead");
        if self.lead(id, "stage_id").is_empty()
            && let Some(stage) = self.first_stage(self.lead(id, "team_id").as_ref())
        {
            self.set_silently(leads, id, "stage_id", Value::Ref(stage));
        }
        if self.lead(id, "probability").is_empty() {
            let automated = Value::Float(self.automated_probability(id));
            self.set_silently(leads, id, "probability", automated);
        }
        if self.lead(id, "automated_probability").is_empty() {
            let probability = self.lead(id, "probability");
            self.set_silently(leads, id, "automated_probability", probability);
        }
        if self.lead(id, "date_last_stage_update").is_empty() {
            let closed = self.lead(id, "date_closed");
            let moment = if closed.is_empty() { self.lead(id, "create_date") } else { closed };
            self.set_silently(leads, id, "date_last_stage_update", moment);
        }
        self.refresh_lead(id);
    }
}
