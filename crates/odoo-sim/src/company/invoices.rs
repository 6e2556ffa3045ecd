//! The invoices of a generated company: drafts, refunds, instalments, foreign documents, paid in every way or overdue.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Duration, Utc};
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use serde_json::{Value as Json, json};

use super::accounts::{Account, between};
use super::deals::Made;
use super::generate::{Book, Weights, before, chance, normal, pick, stamp};
use super::orders::{Order, digits, vat};
use super::own::{GBP, OMR};
use crate::value::round;

/// An invoice as activities and messages see it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Invoice {
    pub(super) id: i64,
    pub(super) day: DateTime<Utc>,
    pub(super) open: bool,
    pub(super) user: Option<i64>,
}

struct Books<'b, 'a> {
    book: &'b mut Book<'a>,
    today: DateTime<Utc>,
    next: (i64, i64, i64),
    numbers: BTreeMap<(i64, &'static str, i32), u32>,
    made: Vec<Invoice>,
}

/// What an invoice is about, before it is known how it was paid.
struct Sale<'a> {
    kind: &'static str,
    account: &'a Account,
    user: Option<i64>,
    team: i64,
    company: i64,
    untaxed: f64,
    day: DateTime<Utc>,
    origin: Json,
}

pub(super) fn build(
    book: &mut Book<'_>,
    rng: &mut ChaCha8Rng,
    today: DateTime<Utc>,
    count: u32,
    (deals, orders, accounts): (&[Made], &[Order], &[Account]),
) -> Vec<Invoice> {
    // Only who has deals is invoiced: nobody becomes a customer by this alone.
    let buyers: Vec<usize> = {
        let mut known: Vec<usize> = deals.iter().filter_map(|deal| deal.account).collect();
        known.sort_unstable();
        known.dedup();
        known
    };
    let weights = Weights::new(&buyers, |at| accounts.get(*at).map_or(0, |account| account.weight + 1));
    let confirmed: Vec<&Order> = orders.iter().filter(|order| order.confirmed).collect();
    let mut books = Books { book, today, next: (1, 1, 1), numbers: BTreeMap::new(), made: Vec::new() };
    for at in 0..count {
        let order = usize::try_from(at / 2).ok().and_then(|at| confirmed.get(at)).filter(|_| at % 2 == 0);
        let account = order.map(|order| order.account).or_else(|| weights.pick(rng, &buyers).copied());
        let Some(account) = account.and_then(|at| accounts.get(at)) else { continue };
        let sale = match order {
            Some(order) => from_order(rng, today, order, account),
            None => on_its_own(rng, today, account),
        };
        match at % 16 {
            5 => books.purchase(rng, sale),
            _ => books.sell(rng, &sale),
        }
    }
    books.made
}

fn from_order<'a>(rng: &mut ChaCha8Rng, today: DateTime<Utc>, order: &Order, account: &'a Account) -> Sale<'a> {
    Sale {
        kind: "out_invoice",
        account,
        user: order.user,
        team: order.team,
        company: order.company,
        untaxed: order.untaxed,
        day: (order.day + Duration::days(rng.random_range(0..12))).min(today),
        origin: json!(format!("S{:05}", order.id)),
    }
}

fn on_its_own<'a>(rng: &mut ChaCha8Rng, today: DateTime<Utc>, account: &'a Account) -> Sale<'a> {
    let company = account.owner.map_or(1, |owner| owner.company);
    let amount = round((7.9 + 1.1 * normal(rng)).exp(), digits(company));
    Sale {
        kind: if chance(rng, 6.0) { "out_refund" } else { "out_invoice" },
        account,
        user: account.owner.map(|owner| owner.user),
        team: account.owner.map_or(4, |owner| owner.team),
        company,
        untaxed: if chance(rng, 1.0) { 0.0 } else { amount },
        day: before(rng, today, 720),
        origin: json!(false),
    }
}

/// How far an invoice is paid: its state, what is left of one, whether there is an entry behind it.
fn payment(rng: &mut ChaCha8Rng, company: i64, late: bool) -> (&'static str, f64) {
    let dice = rng.random_range(0..1000);
    let (paid, flowing, partial, reversed) = if late { (800, 840, 890, 910) } else { (250, 330, 400, 405) };
    match dice {
        _ if company == 3 && dice < paid => ("paid", 1.0),
        0..3 => ("blocked", 1.0),
        3..5 => ("invoicing_legacy", 1.0),
        _ if dice < paid => ("paid", 0.0),
        _ if dice < flowing => ("in_payment", 0.0),
        _ if dice < partial => ("partial", 0.0),
        _ if dice < reversed => ("reversed", 0.0),
        _ => ("not_paid", 1.0),
    }
}

impl Books<'_, '_> {
    fn number(&mut self, company: i64, prefix: &'static str, day: DateTime<Utc>) -> String {
        let number = self.numbers.entry((company, prefix, day.year())).or_default();
        *number += 1;
        format!("{prefix}/{}/{:05}", day.year(), number)
    }

    fn sell(&mut self, rng: &mut ChaCha8Rng, sale: &Sale<'_>) {
        let id = self.next.0;
        self.next.0 += 1;
        let state = match rng.random_range(0..100) {
            0..4 => "draft",
            4..6 => "cancel",
            _ => "posted",
        };
        let terms = *[14, 30, 30, 30, 60].get(rng.random_range(0..5)).unwrap_or(&30);
        let due = sale.day + Duration::days(terms);
        let tax = round(sale.untaxed * vat(sale.company), digits(sale.company));
        let total = round(sale.untaxed + tax, digits(sale.company));
        let parts = self.instalments(rng, sale.day, due, total);
        let (paid, left) = match state {
            "posted" if total > 0.0 => payment(rng, sale.company, due < self.today),
            _ => ("not_paid", 1.0),
        };
        let first = parts.first().map_or(total, |(_, amount)| *amount);
        let residual = match paid {
            "partial" if parts.len() > 1 => round(total - first, digits(sale.company)),
            "partial" => round(total * f64::from(rng.random_range(20..80)) / 100.0, digits(sale.company)),
            _ => total * left,
        };
        let paid_on = between(rng, sale.day, due.min(self.today)).max(sale.day);
        let written = if paid == "not_paid" { sale.day } else { paid_on };
        let foreign = sale.company == 1 && chance(rng, 6.0);
        let currency =
            if foreign { json!(*[1, GBP, 4, OMR].get(rng.random_range(0..4)).unwrap_or(&1)) } else { Json::Null };
        let prefix = if sale.kind == "out_refund" { "RINV" } else { "INV" };
        let name = if state == "draft" { "/".to_owned() } else { self.number(sale.company, prefix, sale.day) };
        let mut row = json!({
            "id": id, "name": name, "move_type": sale.kind, "state": state, "payment_state": paid,
            "partner_id": partner(rng, sale.account), "invoice_user_id": sale.user.map_or(json!(false), Json::from),
            "team_id": sale.team, "company_id": sale.company, "amount_untaxed": sale.untaxed, "amount_tax": tax,
            "amount_total": total, "amount_residual": residual, "date": day(sale.day),
            "invoice_date": if state == "draft" && chance(rng, 60.0) { json!(false) } else { json!(day(sale.day)) },
            "invoice_date_due": day(due), "invoice_origin": sale.origin,
            "ref": if chance(rng, 25.0) { json!(format!("PO-{}", rng.random_range(10_000..99_999))) } else { json!(false) },
            "payment_reference": if state == "posted" { json!(name) } else { json!(false) },
            "create_date": stamp(sale.day), "write_date": stamp(written + Duration::microseconds(rng.random_range(1..999_999))),
        });
        if let (true, Some(row)) = (foreign, row.as_object_mut()) {
            row.insert("currency_id".into(), currency.clone());
        }
        self.book.add("account.move", row);
        let sign = if sale.kind == "out_refund" { -1.0 } else { 1.0 };
        let mut open = residual;
        let mut lines: Vec<Json> = Vec::new();
        for (due, amount) in parts.iter().rev() {
            let here = if left == 1.0 || paid == "partial" { open.min(*amount) } else { 0.0 };
            open = round(open - here, 3);
            lines.push(self.line(id, sale.day, *due, (sign * amount, sign * here), "asset_receivable"));
        }
        lines.into_iter().for_each(|line| self.book.add("account.move.line", line));
        self.made.push(Invoice { id, day: sale.day, open: residual > 0.0 && paid != "paid", user: sale.user });
        if matches!(paid, "paid" | "in_payment" | "partial") {
            let amount = if left == 1.0 { total } else { round(total - residual, digits(sale.company)) };
            self.payment(rng, sale, (id, paid, amount), paid_on, &currency);
        } else if paid == "reversed" {
            self.refund(sale, id, (tax, total), paid_on, &currency);
        }
    }

    /// One due date, or two in every tenth.
    fn instalments(
        &self,
        rng: &mut ChaCha8Rng,
        from: DateTime<Utc>,
        due: DateTime<Utc>,
        total: f64,
    ) -> Vec<(DateTime<Utc>, f64)> {
        if total <= 0.0 {
            return Vec::new();
        }
        if !chance(rng, 10.0) {
            return vec![(due, total)];
        }
        let first = round(total * 0.3, 2);
        vec![(from + Duration::days(10), first), (due, round(total - first, 3))]
    }

    fn line(
        &mut self,
        of: i64,
        made: DateTime<Utc>,
        due: DateTime<Utc>,
        (amount, open): (f64, f64),
        account: &str,
    ) -> Json {
        let id = self.next.1;
        self.next.1 += 1;
        json!({"id": id, "move_id": of, "date_maturity": day(due), "amount_currency": amount, "account_type": account,
            "amount_residual_currency": if open == 0.0 { 0.0 } else { open },
            "create_date": stamp(made), "write_date": stamp(made)})
    }

    fn payment(
        &mut self,
        rng: &mut ChaCha8Rng,
        sale: &Sale<'_>,
        (invoice, paid, amount): (i64, &str, f64),
        on: DateTime<Utc>,
        currency: &Json,
    ) {
        let id = self.next.2;
        self.next.2 += 1;
        let outbound = sale.kind == "out_refund";
        let mut row = json!({
            "id": id, "name": format!("P{}/{id:05}", on.year()), "partner_id": sale.account.id,
            "payment_type": if outbound { "outbound" } else { "inbound" },
            "partner_type": if sale.kind.starts_with("out_") { "customer" } else { "supplier" },
            "state": if paid == "in_payment" { "in_process" } else { "paid" }, "amount": amount,
            "company_id": sale.company, "date": day(on), "invoice_ids": [invoice],
            "is_matched": paid == "paid" && sale.company != 3, "is_reconciled": sale.company != 3,
            "memo": pick(rng, &["Invoice", "Rechnung", "Facture", "Payment"]),
            "create_date": stamp(on), "write_date": stamp(on),
        });
        if let (false, Some(row)) = (currency.is_null(), row.as_object_mut()) {
            row.insert("currency_id".into(), currency.clone());
        }
        self.book.add("account.payment", row);
    }

    /// The credit note that takes a whole invoice back.
    fn refund(&mut self, sale: &Sale<'_>, of: i64, (tax, total): (f64, f64), on: DateTime<Utc>, currency: &Json) {
        let id = self.next.0;
        self.next.0 += 1;
        let name = self.number(sale.company, "RINV", on);
        let mut row = json!({
            "id": id, "name": name, "move_type": "out_refund", "state": "posted", "payment_state": "paid",
            "partner_id": sale.account.id, "invoice_user_id": sale.user.map_or(json!(false), Json::from),
            "team_id": sale.team, "company_id": sale.company, "amount_untaxed": sale.untaxed, "amount_tax": tax,
            "amount_total": total, "amount_residual": 0.0, "date": day(on), "invoice_date": day(on),
            "invoice_date_due": day(on), "reversed_entry_id": of, "ref": format!("Reversal of {of}"),
            "create_date": stamp(on), "write_date": stamp(on),
        });
        if let (false, Some(row)) = (currency.is_null(), row.as_object_mut()) {
            row.insert("currency_id".into(), currency.clone());
        }
        self.book.add("account.move", row);
        let line = self.line(id, on, on, (-total, 0.0), "asset_receivable");
        self.book.add("account.move.line", line);
        self.made.push(Invoice { id, day: on, open: false, user: sale.user });
    }

    /// A bill of a customer who also delivers, or an entry of the books: neither is revenue.
    fn purchase(&mut self, rng: &mut ChaCha8Rng, sale: Sale<'_>) {
        let id = self.next.0;
        self.next.0 += 1;
        let kind = if chance(rng, 70.0) { "in_invoice" } else { "entry" };
        let name = self.number(sale.company, if kind == "entry" { "MISC" } else { "BILL" }, sale.day);
        let total = round(sale.untaxed * 0.4 + 10.0, digits(sale.company));
        self.book.add(
            "account.move",
            json!({
                "id": id, "name": name, "move_type": kind, "state": "posted", "partner_id": sale.account.id,
                "company_id": sale.company, "amount_untaxed": total, "amount_total": total, "date": day(sale.day),
                "invoice_date": if kind == "entry" { json!(false) } else { json!(day(sale.day)) },
                "invoice_date_due": day(sale.day + Duration::days(30)),
                "amount_residual": if kind == "entry" { 0.0 } else { total },
                "create_date": stamp(sale.day), "write_date": stamp(sale.day),
            }),
        );
        if kind != "entry" {
            let due = sale.day + Duration::days(30);
            let line = self.line(id, sale.day, due, (-total, -total), "liability_payable");
            self.book.add("account.move.line", line);
        }
    }
}

/// Mostly the company itself, else an address or a contact of it.
fn partner(rng: &mut ChaCha8Rng, account: &Account) -> i64 {
    let other = match rng.random_range(0..10) {
        0..2 => account.addresses.first(),
        2 => account.contacts.first(),
        _ => None,
    };
    other.copied().unwrap_or(account.id)
}

fn day(moment: DateTime<Utc>) -> String {
    moment.format("%Y-%m-%d").to_string()
}
