//! Invoices: what follows from their amounts, their receivable line, posting, and payments with and without an entry.

use serde_json::{Value as Json, json};

use crate::db::Row;
use crate::errors::OdooError;
use crate::model::model;
use crate::orm::Writer;
use crate::orm::thread::object;
use crate::orm::write::Values;
use crate::value::{EMPTY, Value, round};

/// How far the money of a payment has come in the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Settled {
    /// Invoicing alone: the invoice says paid and keeps its whole residual.
    WithoutEntry,
    /// On an outstanding account: the invoice is in payment once nothing is left.
    Outstanding,
    /// Matched with the bank: paid once nothing is left.
    Bank,
}

fn sign(kind: &str) -> f64 {
    if matches!(kind, "out_refund" | "in_invoice" | "in_receipt") { -1.0 } else { 1.0 }
}

fn is_document(kind: &str) -> bool {
    !kind.is_empty() && kind != "entry"
}

/// No minus before a zero.
fn tidy(amount: f64) -> Value {
    Value::Float(if amount == 0.0 { 0.0 } else { amount })
}

impl Writer<'_> {
    fn of_move(&self, id: i64, name: &str) -> Value {
        let moves = model("account.move");
        self.db.row(moves, id).map_or(EMPTY.clone(), |row| row.named(moves, name).clone())
    }

    fn text_of_move(&self, id: i64, name: &str) -> String {
        self.of_move(id, name).as_text().unwrap_or_default().to_owned()
    }

    pub(super) fn move_defaults(&mut self, values: &mut Values) {
        let company = values.get("company_id").and_then(Json::as_i64).unwrap_or_else(|| self.caller.company());
        values.insert("company_id".into(), json!(company));
        if !values.contains_key("currency_id") {
            values.insert("currency_id".into(), json!(self.reader().currency_of_company(company)));
        }
        let day = values.get("invoice_date").filter(|day| day.is_string()).cloned();
        values.entry("date").or_insert_with(|| day.unwrap_or_else(|| json!(self.caller.today())));
        if values.get("move_type").and_then(Json::as_str).is_some_and(|kind| kind.starts_with("out_"))
            && !self.caller.superuser
        {
            values.entry("invoice_user_id").or_insert_with(|| json!(self.caller.uid));
        }
    }

    pub(super) fn move_changed(&mut self, id: i64, changed: &[&'static str]) -> Result<(), OdooError> {
        let moves = model("account.move");
        let any = |names: &[&str]| names.iter().any(|name| changed.contains(name));
        if any(&["partner_id"]) {
            let commercial = self.commercial_of(self.of_move(id, "partner_id").as_ref());
            self.set_silently(moves, id, "commercial_partner_id", commercial);
        }
        let amounts = any(&["amount_untaxed", "amount_tax", "amount_total"]);
        if amounts {
            if !any(&["amount_total"]) {
                let total = self.of_move(id, "amount_untaxed").as_float() + self.of_move(id, "amount_tax").as_float();
                self.set_silently(moves, id, "amount_total", Value::Float(round(total, 3)));
            } else if !any(&["amount_untaxed"]) {
                let net = self.of_move(id, "amount_total").as_float() - self.of_move(id, "amount_tax").as_float();
                self.set_silently(moves, id, "amount_untaxed", Value::Float(round(net, 3)));
            }
            if !any(&["amount_residual"]) {
                let total = self.of_move(id, "amount_total");
                self.set_silently(moves, id, "amount_residual", total);
            }
        }
        if amounts || any(&["currency_id", "invoice_date", "move_type"]) {
            self.sign_amounts(id);
        }
        if amounts || any(&["currency_id", "invoice_date", "move_type", "invoice_date_due"]) {
            self.balance_lines(id)?;
        }
        Ok(())
    }

    pub(super) fn commercial_of(&self, partner: Option<i64>) -> Value {
        let partners = model("res.partner");
        let row = partner.and_then(|id| self.db.row(partners, id));
        row.map_or(Value::Empty, |row| row.named(partners, "commercial_partner_id").clone())
    }

    /// The amounts in the company's currency, with minus for what goes out.
    fn sign_amounts(&mut self, id: i64) {
        let moves = model("account.move");
        let kind = self.text_of_move(id, "move_type");
        let (factor, digits) = self.conversion(id);
        for (name, signed) in [
            ("amount_untaxed", "amount_untaxed_signed"),
            ("amount_tax", "amount_tax_signed"),
            ("amount_total", "amount_total_signed"),
            ("amount_residual", "amount_residual_signed"),
        ] {
            let amount = round(self.of_move(id, name).as_float() * factor, digits) * sign(&kind);
            self.set_silently(moves, id, signed, tidy(amount));
        }
        let total = self.of_move(id, "amount_total").as_float() * sign(&kind);
        self.set_silently(moves, id, "amount_total_in_currency_signed", tidy(total));
    }

    /// From the document's currency to the company's on the invoice's day, and the digits there.
    fn conversion(&self, id: i64) -> (f64, i32) {
        let reader = self.reader();
        let company = self.of_move(id, "company_id").as_ref().unwrap_or(1);
        let own = reader.currency_of_company(company).unwrap_or_default();
        let digits = reader.digits(own);
        match self.of_move(id, "currency_id").as_ref() {
            Some(currency) if currency != own => {
                let day = [self.of_move(id, "invoice_date"), self.of_move(id, "date")];
                let day = day.iter().find_map(Value::as_text).unwrap_or_default();
                (reader.rate_on(own, company, day) / reader.rate_on(currency, company, day), digits)
            }
            _ => (1.0, digits),
        }
    }

    fn lines_of(&self, id: i64) -> Vec<i64> {
        let lines = model("account.move.line");
        let rows = self.db.table(lines).iter();
        rows.filter(|row| row.named(lines, "move_id").as_ref() == Some(id)).map(|row| row.id).collect()
    }

    /// A document with an amount has one line that is to be paid, unless it was given several.
    fn balance_lines(&mut self, id: i64) -> Result<(), OdooError> {
        let lines = model("account.move.line");
        let kind = self.text_of_move(id, "move_type");
        let total = self.of_move(id, "amount_total").as_float();
        if !is_document(&kind) || total == 0.0 {
            return Ok(());
        }
        let due = [self.of_move(id, "invoice_date_due"), self.of_move(id, "date")];
        let due = due.iter().find_map(Value::as_text).unwrap_or_default().to_owned();
        let residual = self.of_move(id, "amount_residual").as_float() * sign(&kind);
        let values = json!({
            "date_maturity": due, "amount_currency": total * sign(&kind), "amount_residual_currency": residual,
            "balance": self.of_move(id, "amount_total_signed").as_float(),
            "amount_residual": self.of_move(id, "amount_residual_signed").as_float(),
        });
        let values = values.as_object().cloned().unwrap_or_default();
        match self.lines_of(id).as_slice() {
            [] => {
                let account = if kind.starts_with("out_") { "asset_receivable" } else { "liability_payable" };
                let mut values = values;
                values.insert("move_id".into(), json!(id));
                values.insert("account_type".into(), json!(account));
                self.create(lines, values).map(|_| ())
            }
            [line] => self.write(lines, &[*line], values),
            _ => Ok(()),
        }
    }

    pub(super) fn line_defaults(&self, values: &mut Values) {
        let of = values.get("move_id").and_then(Json::as_i64).unwrap_or_default();
        values.entry("currency_id").or_insert_with(|| json!(self.of_move(of, "currency_id").as_ref()));
    }

    /// What a line takes from its invoice, where it does not say otherwise.
    pub(super) fn refresh_line(&mut self, id: i64) {
        let lines = model("account.move.line");
        let Some(row) = self.db.row(lines, id).cloned() else { return };
        let Some(of) = row.named(lines, "move_id").as_ref() else { return };
        let total = self.of_move(of, "amount_total").as_float();
        let signed = self.of_move(of, "amount_total_signed").as_float();
        let share = |amount: f64| if total == 0.0 { amount } else { round(signed * amount.abs() / total, 3) };
        let given = |name: &str| row.named(lines, name).clone();
        let mut set = |name: &str, value: Value| {
            if given(name).is_empty() && !value.is_empty() {
                self.set_silently(lines, id, name, value);
            }
        };
        set("balance", tidy(share(given("amount_currency").as_float())));
        set("amount_residual", tidy(share(given("amount_residual_currency").as_float())));
        let (company, partner) = (self.of_move(of, "company_id"), self.of_move(of, "commercial_partner_id"));
        let (currency, date) = (self.of_move(of, "currency_id"), self.of_move(of, "date"));
        let mut set = |name: &str, value: Value| {
            if given(name).is_empty() && !value.is_empty() {
                self.set_silently(lines, id, name, value);
            }
        };
        set("company_id", company);
        set("partner_id", partner);
        set("currency_id", currency);
        set("date", date.clone());
        set("date_maturity", date);
        let of_line =
            |writer: &Self, name: &str| writer.db.row(lines, id).map_or(0.0, |row| row.named(lines, name).as_float());
        let balance = of_line(self, "balance");
        let open = of_line(self, "amount_residual") != 0.0;
        self.set_silently(lines, id, "debit", tidy(balance.max(0.0)));
        self.set_silently(lines, id, "credit", tidy((-balance).max(0.0)));
        self.set_silently(lines, id, "reconciled", Value::Bool(!open));
    }

    /// Everything that a described invoice leaves to be computed.
    pub(super) fn complete_move(&mut self, id: i64) {
        let moves = model("account.move");
        let row = self.db.row(moves, id).cloned().unwrap_or_default();
        let given = |name: &str| row.named(moves, name).clone();
        if given("company_id").is_empty() {
            self.set_silently(moves, id, "company_id", Value::Ref(1));
        }
        let company = self.of_move(id, "company_id").as_ref().unwrap_or(1);
        if given("currency_id").is_empty() {
            let own = self.reader().currency_of_company(company).map_or(Value::Empty, Value::Ref);
            self.set_silently(moves, id, "currency_id", own);
        }
        if given("commercial_partner_id").is_empty() {
            let commercial = self.commercial_of(given("partner_id").as_ref());
            self.set_silently(moves, id, "commercial_partner_id", commercial);
        }
        if given("date").is_empty() {
            let created = given("create_date").as_stamp().map(crate::clock::format_date);
            let day = given("invoice_date").as_text().map(str::to_owned).or(created).unwrap_or_default();
            self.set_silently(moves, id, "date", Value::text(day));
        }
        let (net, tax, total) = (given("amount_untaxed"), given("amount_tax"), given("amount_total"));
        if total.is_empty() {
            let sum = round(net.as_float() + tax.as_float(), 3);
            self.set_silently(moves, id, "amount_total", Value::Float(sum));
        } else if net.is_empty() {
            self.set_silently(moves, id, "amount_untaxed", Value::Float(round(total.as_float() - tax.as_float(), 3)));
        }
        if given("amount_residual").is_empty() {
            let settled = matches!(given("payment_state").as_text(), Some("paid" | "in_payment" | "reversed"));
            let open = if settled { Value::Float(0.0) } else { self.of_move(id, "amount_total") };
            self.set_silently(moves, id, "amount_residual", open);
        }
        let described: Vec<(&str, Value)> =
            ["amount_untaxed_signed", "amount_tax_signed", "amount_total_signed", "amount_residual_signed"]
                .into_iter()
                .map(|name| (name, given(name)))
                .filter(|(_, value)| !value.is_empty())
                .collect();
        self.sign_amounts(id);
        for (name, value) in described {
            self.set_silently(moves, id, name, value);
        }
    }

    /// The button of a draft: a number, a day, something to be paid, and a customer who has been invoiced.
    pub(crate) fn post_moves(&mut self, ids: &[i64]) -> Result<(), OdooError> {
        let moves = model("account.move");
        for id in ids {
            if self.text_of_move(*id, "state") != "draft" {
                return Err(OdooError::user("The entry must be in draft."));
            }
            let today = self.caller.today();
            let day = self.of_move(*id, "invoice_date").as_text().map_or(today, str::to_owned);
            let due = self.of_move(*id, "invoice_date_due").as_text().map_or_else(|| day.clone(), str::to_owned);
            let name = match self.text_of_move(*id, "name").as_str() {
                "" | "/" => self.next_number(*id, &day),
                given => given.to_owned(),
            };
            let values = json!({"state": "posted", "invoice_date": day, "date": day, "invoice_date_due": due,
                "name": name, "payment_reference": name, "posted_before": true});
            self.write(moves, &[*id], object(values))?;
            if !self.text_of_move(*id, "move_type").starts_with("out_") {
                continue;
            }
            let partners = model("res.partner");
            let partner = self.of_move(*id, "partner_id").as_ref();
            let commercial = self.of_move(*id, "commercial_partner_id").as_ref().filter(|id| Some(*id) != partner);
            for partner in partner.into_iter().chain(commercial) {
                let rank =
                    self.db.row(partners, partner).map_or(0.0, |row| row.named(partners, "customer_rank").as_float());
                self.set_silently(partners, partner, "customer_rank", Value::Int(whole(rank) + 1));
            }
        }
        Ok(())
    }

    /// One past the highest number of its kind, company and year.
    fn next_number(&self, id: i64, day: &str) -> String {
        let moves = model("account.move");
        let prefix = match self.text_of_move(id, "move_type").as_str() {
            "out_refund" => "RINV",
            "in_invoice" => "BILL",
            "in_refund" => "RBILL",
            "entry" => "MISC",
            _ => "INV",
        };
        let prefix = format!("{prefix}/{}/", day.get(..4).unwrap_or_default());
        let company = self.of_move(id, "company_id");
        let used = |row: &Row| {
            let number = row.named(moves, "name").as_text()?.strip_prefix(&prefix)?.parse::<u32>().ok()?;
            (row.named(moves, "company_id") == &company).then_some(number)
        };
        let highest = self.db.table(moves).iter().filter_map(used).max().unwrap_or(0);
        format!("{prefix}{:05}", highest + 1)
    }

    /// A payment of these invoices, as far as the amount goes, and what it does to them.
    pub(crate) fn pay(&mut self, invoices: &[i64], amount: f64, how: Settled) -> Result<i64, OdooError> {
        let payments = model("account.payment");
        let first = invoices.first().copied().unwrap_or_default();
        let kind = self.text_of_move(first, "move_type");
        let direction = if sign(&kind) > 0.0 { "inbound" } else { "outbound" };
        let side = if kind.starts_with("out_") { "customer" } else { "supplier" };
        let id = self.create(
            payments,
            object(json!({
                "payment_type": direction, "partner_type": side, "amount": amount, "date": self.caller.today(),
                "partner_id": self.of_move(first, "partner_id").as_ref(), "invoice_ids": [[6, 0, invoices]],
                "currency_id": self.of_move(first, "currency_id").as_ref(),
                "company_id": self.of_move(first, "company_id").as_ref(), "memo": self.text_of_move(first, "name"),
            })),
        )?;
        self.settle(id, how)?;
        Ok(id)
    }

    /// Posts a payment: its state, and the residual and payment state of its invoices.
    pub(crate) fn settle(&mut self, payment: i64, how: Settled) -> Result<(), OdooError> {
        let payments = model("account.payment");
        let Some(row) = self.db.row(payments, payment).cloned() else {
            return Err(OdooError::missing(payments.name, &[payment], self.caller.uid));
        };
        let invoices = row.named(payments, "invoice_ids").as_refs().to_vec();
        let state = if how == Settled::Outstanding { "in_process" } else { "paid" };
        let number = format!("P{}/{payment:05}", self.caller.today().get(..4).unwrap_or_default());
        let values = json!({"state": state, "name": number, "is_matched": how == Settled::Bank,
            "is_reconciled": how != Settled::WithoutEntry});
        self.write(payments, &[payment], object(values))?;
        self.set_silently(payments, payment, "reconciled_invoice_ids", super::reader::refs(invoices.clone()));
        let mut left = row.named(payments, "amount").as_float();
        for invoice in invoices {
            left = self.settle_invoice(invoice, left, how)?;
        }
        Ok(())
    }

    fn settle_invoice(&mut self, id: i64, money: f64, how: Settled) -> Result<f64, OdooError> {
        let moves = model("account.move");
        if how == Settled::WithoutEntry {
            self.write(moves, &[id], object(json!({"payment_state": "paid"})))?;
            return Ok(money);
        }
        let residual = self.of_move(id, "amount_residual").as_float();
        let taken = money.min(residual);
        let open = round(residual - taken, 3);
        let state = match how {
            _ if open > 0.0 => "partial",
            Settled::Outstanding => "in_payment",
            _ => "paid",
        };
        self.write(moves, &[id], object(json!({"payment_state": state, "amount_residual": open})))?;
        self.sign_amounts(id);
        self.pay_lines(id, open)?;
        Ok(round(money - taken, 3))
    }

    /// The money goes to the instalments that are due first.
    fn pay_lines(&mut self, id: i64, open: f64) -> Result<(), OdooError> {
        let lines = model("account.move.line");
        let mut mine: Vec<(String, i64, f64, f64)> = Vec::new();
        for line in self.lines_of(id) {
            let Some(row) = self.db.row(lines, line) else { continue };
            let due = row.named(lines, "date_maturity").as_text().unwrap_or_default().to_owned();
            let amounts = (row.named(lines, "amount_currency").as_float(), row.named(lines, "balance").as_float());
            mine.push((due, line, amounts.0, amounts.1));
        }
        mine.sort_by(|one, other| (&other.0, other.1).cmp(&(&one.0, one.1)));
        let mut open = open;
        for (_, line, amount, balance) in mine {
            let here = open.min(amount.abs());
            open = round(open - here, 3);
            let share = if amount == 0.0 { 0.0 } else { here / amount.abs() };
            let values = json!({"amount_residual_currency": round(amount * share, 3),
                "amount_residual": round(balance * share, 3)});
            self.write(lines, &[line], object(values))?;
        }
        Ok(())
    }
}

#[expect(clippy::as_conversions, reason = "a small count that is kept as a number")]
fn whole(number: f64) -> i64 {
    number as i64
}
