//! What was done and what is planned: activities, messages, meetings with who accepted them.

use chrono::{DateTime, Duration, Utc};
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use serde_json::{Value as Json, json};

use super::accounts::{Account, between};
use super::deals::{Made, State};
use super::generate::{Book, chance, pick, seconds, stamp};
use super::invoices::Invoice;
use super::names::GOODS;
use super::orders::Order;

/// Everything that something can hang on.
pub(super) struct Records<'a> {
    pub(super) deals: &'a [Made],
    pub(super) accounts: &'a [Account],
    pub(super) orders: &'a [Order],
    pub(super) invoices: &'a [Invoice],
}

const ADMIN: i64 = 2;
const SUMMARIES: &[&str] = &[
    "Call back",
    "Send the offer",
    "Ask for the order number",
    "Follow up",
    "Prepare the demo",
    "Check the delivery date",
];

/// The partner behind a colleague's user.
fn partner_of(user: i64) -> i64 {
    user + 100
}

pub(super) fn activities(book: &mut Book<'_>, rng: &mut ChaCha8Rng, today: DateTime<Utc>, records: &Records<'_>) {
    let mut planned: Vec<(&str, i64, i64)> = Vec::new();
    for deal in records.deals.iter().filter(|deal| matches!(deal.state, State::Open | State::Lead)) {
        let many = rng.random_range(0..100);
        for _ in 0..(u8::from(many < 60) + u8::from(many < 8)) {
            planned.push(("crm.lead", deal.id, deal.user.unwrap_or(ADMIN)));
        }
    }
    for account in records.accounts.iter().filter(|account| account.weight > 0) {
        if chance(rng, 5.0) {
            planned.push(("res.partner", account.id, account.owner.map_or(ADMIN, |owner| owner.user)));
        }
    }
    for invoice in records.invoices.iter().filter(|invoice| invoice.open) {
        if chance(rng, 8.0) {
            planned.push(("account.move", invoice.id, invoice.user.unwrap_or(ADMIN)));
        }
    }
    for order in records.orders.iter().filter(|order| !order.confirmed) {
        if chance(rng, 15.0) {
            planned.push(("sale.order", order.id, order.user.unwrap_or(ADMIN)));
        }
    }
    for (id, (model, record, user)) in (1i64..).zip(planned) {
        let due = match rng.random_range(0..100) {
            0..25 => today - Duration::days(rng.random_range(1..30)),
            25..35 => today,
            _ => today + Duration::days(rng.random_range(1..45)),
        };
        let created = due.min(today) - Duration::minutes(rng.random_range(60..40_000));
        book.add(
            "mail.activity",
            json!({
                "id": id, "res_model": model, "res_id": record, "activity_type_id": rng.random_range(1..=4), "user_id": user,
                "summary": if chance(rng, 70.0) { json!(pick(rng, SUMMARIES)) } else { json!(false) },
                "date_deadline": due.format("%Y-%m-%d").to_string(),
                "create_date": stamp(created), "write_date": stamp(created),
            }),
        );
    }
}

/// The record, when it came to be, whose it is, and who writes for the customer.
fn subject<'a>(rng: &mut ChaCha8Rng, today: DateTime<Utc>, records: &Records<'a>) -> Option<Subject> {
    let old = today - Duration::days(760);
    let contact = |account: &Account| account.contacts.first().copied().unwrap_or(account.id);
    let at = |rng: &mut ChaCha8Rng, count: usize| rng.random_range(0..count.max(1));
    Some(match rng.random_range(0..100) {
        0..20 => {
            let account = records.accounts.get(at(rng, records.accounts.len()))?;
            let record = if chance(rng, 60.0) { account.id } else { contact(account) };
            let user = account.owner.map(|owner| owner.user);
            Subject { model: "res.partner", record, from: old, until: today, user, customer: Some(contact(account)) }
        }
        20..32 if !records.invoices.is_empty() => {
            let invoice = records.invoices.get(at(rng, records.invoices.len()))?;
            let until = (invoice.day + Duration::days(90)).min(today);
            Subject {
                model: "account.move",
                record: invoice.id,
                from: invoice.day,
                until,
                user: invoice.user,
                customer: None,
            }
        }
        32..40 if !records.orders.is_empty() => {
            let order = records.orders.get(at(rng, records.orders.len()))?;
            let customer = records.accounts.get(order.account).map(contact);
            let until = (order.day + Duration::days(60)).min(today);
            Subject { model: "sale.order", record: order.id, from: order.day, until, user: order.user, customer }
        }
        _ => {
            let deal = records.deals.get(at(rng, records.deals.len()))?;
            let (record, from, until) = (deal.id, deal.created, deal.ended.min(today));
            Subject { model: "crm.lead", record, from, until, user: deal.user, customer: deal.partner }
        }
    })
}

struct Subject {
    model: &'static str,
    record: i64,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
    user: Option<i64>,
    customer: Option<i64>,
}

pub(super) fn messages(
    book: &mut Book<'_>,
    rng: &mut ChaCha8Rng,
    today: DateTime<Utc>,
    count: u32,
    records: &Records<'_>,
) {
    for id in 1..=i64::from(count) {
        let Some(on) = subject(rng, today, records) else { return };
        let at = between(rng, on.from, on.until).min(today);
        let colleague = partner_of(on.user.unwrap_or(ADMIN));
        let (kind, author, done) = match rng.random_range(0..1000) {
            0..220 => ("email", on.customer, false),
            220..420 => ("email_outgoing", Some(colleague), false),
            420..580 => ("comment", Some(colleague), false),
            580..680 => ("notification", Some(colleague), true),
            680..700 => ("auto_comment", Some(5), false),
            700..715 => ("user_notification", Some(5), false),
            _ => ("notification", Some(colleague), false),
        };
        let mut row = json!({
            "id": id, "message_type": kind, "model": on.model, "res_id": on.record,
            "author_id": author.map_or(json!(false), Json::from), "body": body(rng, kind, done),
            "date": seconds(at), "create_date": stamp(at), "write_date": stamp(at), "create_uid": on.user.unwrap_or(ADMIN),
        });
        if let Some(row) = row.as_object_mut() {
            if done {
                row.insert("mail_activity_type_id".into(), json!(rng.random_range(1..=4)));
            }
            if kind.starts_with("email") {
                let re = pick(rng, &["Re: ", "", "", "AW: "]);
                row.insert(
                    "subject".into(),
                    json!(format!("{re}{} {}", pick(rng, GOODS), rng.random_range(100..9999))),
                );
            }
            if author.is_none() {
                row.insert("email_from".into(), json!(format!("\"Someone\" <someone{}@mail.example>", id % 977)));
            }
            if kind == "comment" && chance(rng, 60.0) {
                row.insert("is_internal".into(), json!(true));
            }
        }
        book.add("mail.message", row);
    }
}

const OPENINGS: &[&str] = &["Hello", "Guten Tag", "Bonjour", "Dear team", "Hi", "Good morning"];
const POINTS: &[&str] = &[
    "thank you for the offer, we need it for",
    "could you confirm the delivery of",
    "please find attached the drawing of",
    "we have a question about the price of",
    "the invoice does not match our order of",
    "can we meet next week about",
    "our purchasing asks for a discount on",
    "wir benötigen noch die Unterlagen für",
];

fn body(rng: &mut ChaCha8Rng, kind: &str, done: bool) -> Json {
    let goods = pick(rng, GOODS);
    let number = rng.random_range(1000..99_999);
    if done {
        let what = pick(rng, SUMMARIES);
        return json!(format!("<div><p><span>{what}</span> done</p><div>{goods} &amp; more, no. {number}</div></div>"));
    }
    match kind {
        "notification" => {
            json!(pick(rng, &["", "<p>Opportunity created</p>", "<p>Stage changed</p>", "<p>Invoice Created</p>"]))
        }
        "auto_comment" | "user_notification" => json!(format!("<p>You have been assigned to no. {number}.</p>")),
        _ => {
            let (opening, point) = (pick(rng, OPENINGS), pick(rng, POINTS));
            // Some are longer than anybody wants to keep.
            let more = if chance(rng, 2.0) { " And so on, as it was said before.".repeat(20) } else { String::new() };
            json!(format!("<p>{opening},<br>{point} {goods} (no. {number}).{more}</p><p>Best regards</p>"))
        }
    }
}

pub(super) fn meetings(book: &mut Book<'_>, rng: &mut ChaCha8Rng, today: DateTime<Utc>, records: &Records<'_>) {
    let (mut id, mut attendee) = (0, 0);
    for deal in records.deals {
        if !chance(rng, 15.0) {
            continue;
        }
        id += 1;
        let open = deal.state == State::Open;
        let day = if open && chance(rng, 45.0) {
            today + Duration::days(rng.random_range(0..30))
        } else {
            between(rng, deal.created, deal.ended.min(today))
        };
        let midnight = day.date_naive().and_time(chrono::NaiveTime::MIN).and_utc();
        let start = midnight + Duration::minutes(rng.random_range(16..32) * 30);
        let stop = start + Duration::minutes(rng.random_range(1..5) * 30);
        let whole = chance(rng, 4.0);
        let user = deal.user.unwrap_or(ADMIN);
        let mut partners = vec![partner_of(user)];
        partners.extend(deal.partner);
        if chance(rng, 20.0) {
            partners.push(partner_of(ADMIN));
        }
        partners.sort_unstable();
        partners.dedup();
        let created = (start - Duration::days(rng.random_range(1..12))).min(today);
        let bare = chance(rng, 12.0);
        let on_partner = bare && deal.partner.is_some();
        book.add(
            "calendar.event",
            json!({
                "id": id, "name": format!("{} {}", pick(rng, &["Demo", "Kick-off", "Review", "Site visit", "Negotiation"]), pick(rng, GOODS)),
                "start": seconds(if whole { midnight } else { start }), "stop": seconds(if whole { midnight } else { stop }),
                "allday": whole,
                "start_date": if whole { json!(midnight.format("%Y-%m-%d").to_string()) } else { json!(false) },
                "stop_date": if whole { json!(midnight.format("%Y-%m-%d").to_string()) } else { json!(false) },
                "user_id": user, "partner_ids": partners, "active": !chance(rng, 4.0),
                "opportunity_id": if bare { json!(false) } else { json!(deal.id) },
                "res_model": if on_partner { json!("res.partner") } else if bare { json!(false) } else { json!("crm.lead") },
                "res_id": if on_partner { json!(deal.partner) } else if bare { json!(0) } else { json!(deal.id) },
                "create_date": stamp(created), "write_date": stamp(created),
            }),
        );
        for partner in partners {
            attendee += 1;
            let state = match rng.random_range(0..100) {
                _ if partner == partner_of(user) => "accepted",
                0..60 => "accepted",
                60..80 => "needsAction",
                80..92 => "declined",
                _ => "tentative",
            };
            book.add(
                "calendar.attendee",
                json!({"id": attendee, "event_id": id, "partner_id": partner, "state": state,
                    "create_date": stamp(created), "write_date": stamp(created)}),
            );
        }
    }
}
