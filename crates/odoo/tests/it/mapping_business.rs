//! Invoices, orders, activities, messages and meetings become these records.

use crate::mapping::mapped_from;
use crate::recorded::{Recorded, config};
use chrono::{DateTime, NaiveDate, Utc};
use domain::canonical::*;
use odoo::{Odoo, http_client};
use serde_json::{Value, json};
use source::{RawRecord, Severity, Source, Window};

async fn of_eighteen(kind: Kind, id: SourceId) -> Record {
    one(&Recorded::start().await, kind, id).await
}

async fn one(recorded: &Recorded, kind: Kind, id: SourceId) -> Record {
    mapped_from(recorded, kind).await.into_iter().find(|(found, _)| *found == id).unwrap().1
}

/// A row as Odoo sends it, for models of which there is no recording.
fn map(kind: Kind, payload: Value) -> (Option<Record>, Vec<&'static str>) {
    let odoo = Odoo::new(config("http://localhost:1"), http_client().unwrap());
    let Value::Object(payload) = payload else { panic!("a row is an object") };
    let raw = RawRecord { id: 7, written_at: None, payload, content_hash: String::new(), silent_hash: None };
    let mapped = odoo.map(kind, &raw);
    let rejected = mapped.issues.iter().any(|issue| issue.severity == Severity::RecordRejected);
    assert_eq!(mapped.draft.is_none(), rejected);
    (mapped.draft, mapped.issues.iter().filter_map(|issue| issue.field).collect())
}

fn day(text: &str) -> Option<NaiveDate> {
    Some(text.parse().unwrap())
}

fn at(text: &str) -> Option<DateTime<Utc>> {
    Some(text.parse().unwrap())
}

#[tokio::test]
async fn an_invoice_keeps_its_account_amounts_and_dates() {
    let expected = Invoice {
        number: Some("INV/2026/00001".to_owned()),
        kind: InvoiceKind::Invoice,
        state: InvoiceState::Posted,
        payment_state: PaymentState::NotPaid,
        partner: Some(15),
        commercial: Some(15),
        salesperson: Some(6),
        team: Some(4),
        company: Some(1),
        currency: Some(1),
        untaxed_signed: "31750".parse().unwrap(),
        total_signed: "31750".parse().unwrap(),
        residual_signed: "31750".parse().unwrap(),
        total: "31750".parse().unwrap(),
        residual: "31750".parse().unwrap(),
        invoice_date: day("2026-11-01"),
        due_on: day("2026-12-31"),
        reference: None,
        origin: None,
        reverses: None,
        created_at: at("2026-11-21T04:35:21Z"),
        changed_at: at("2026-11-21T04:35:22Z"),
    };
    let Record::Invoice(found) = of_eighteen(Kind::Invoice, 1).await else { panic!("no invoice") };
    let stamps = (found.created_at, found.changed_at);
    assert!(stamps.0.is_some() && stamps.1.is_some());
    assert_eq!(found, Invoice { created_at: stamps.0, changed_at: stamps.1, ..expected });
}

#[tokio::test]
async fn only_what_customers_owe_is_read_of_the_books() {
    for recorded in [Recorded::start().await, Recorded::nineteen().await] {
        let odoo = recorded.odoo();
        let page = odoo.page(Kind::Invoice, Window::Everything, 0).await.unwrap();
        let swept: Vec<_> = odoo.sweep(Kind::Invoice, 0).await.unwrap().into_iter().map(|s| s.id).collect();
        let ids: Vec<_> = page.iter().map(|raw| raw.id).collect();
        assert!(
            page.iter().all(|raw| ["out_invoice", "out_refund"].contains(&raw.payload["move_type"].as_str().unwrap()))
        );
        assert_eq!(swept, ids);
        assert_eq!(odoo.count(Kind::Invoice, Window::Everything).await.unwrap(), u64::try_from(ids.len()).unwrap());
        let fetched = odoo.fetch(Kind::Invoice, &(1..=40).collect::<Vec<_>>()).await.unwrap();
        assert_eq!(fetched.iter().map(|raw| raw.id).collect::<Vec<_>>(), ids);
        let notes = mapped_from(&recorded, Kind::Invoice).await;
        let credit = notes.iter().find_map(|(_, record)| match record {
            Record::Invoice(invoice) if invoice.kind == InvoiceKind::CreditNote => Some(invoice),
            _ => None,
        });
        assert!(credit.unwrap().untaxed_signed.is_sign_negative());
    }
}

#[test]
fn a_draft_has_no_number_and_may_have_no_partner() {
    let row = json!({"name": "/", "move_type": "out_invoice", "state": "draft", "payment_state": "not_paid",
        "partner_id": false, "commercial_partner_id": false, "invoice_user_id": false, "company_id": 1,
        "currency_id": 1, "amount_untaxed_signed": 0.0, "amount_total_signed": 0.0, "amount_residual_signed": 0.0,
        "amount_total": 0.0, "amount_residual": 0.0, "invoice_date": false, "invoice_date_due": false});
    let (Some(Record::Invoice(draft)), complaints) = map(Kind::Invoice, row.clone()) else { panic!("no invoice") };
    assert_eq!(complaints, [""; 0]);
    assert_eq!((draft.number, draft.state, draft.commercial), (None, InvoiceState::Draft, None));
    let mut odd = row;
    odd["payment_state"] = json!("half");
    assert_eq!(map(Kind::Invoice, odd), (None, vec!["payment_state"]));
}

#[test]
fn instalments_and_payments_are_linked_to_their_invoices() {
    let line = json!({"move_id": 12, "date_maturity": "2026-12-31", "balance": 500.5, "amount_residual": 250.25,
        "company_id": 2, "write_date": "2026-11-21 04:35:28"});
    let expected = InvoiceLine {
        invoice: 12,
        due_on: day("2026-12-31"),
        balance: "500.5".parse().unwrap(),
        residual: "250.25".parse().unwrap(),
        company: Some(2),
    };
    assert_eq!(map(Kind::InvoiceLine, line), (Some(Record::InvoiceLine(expected)), vec![]));

    let payment = json!({"name": "PBNK1/2026/00001", "partner_id": 10, "payment_type": "inbound", "state": "paid\u{7}",
        "amount": 100.0, "currency_id": 1, "company_id": 1, "date": "2026-11-20", "reconciled_invoice_ids": [9, 4, 9],
        "invoice_ids": [8]});
    let expected = Payment {
        number: Some("PBNK1/2026/00001".to_owned()),
        partner: Some(10),
        direction: PaymentDirection::Inbound,
        state: Some("paid".to_owned()),
        amount: "100".parse().unwrap(),
        currency: Some(1),
        company: Some(1),
        day: day("2026-11-20"),
        invoices: vec![4, 9],
    };
    assert_eq!(map(Kind::Payment, payment.clone()), (Some(Record::Payment(expected)), vec![]));
    let mut older = payment;
    older["reconciled_invoice_ids"] = json!([]);
    let (Some(Record::Payment(found)), _) = map(Kind::Payment, older) else { panic!("no payment") };
    assert_eq!(found.invoices, [8]);
}

#[tokio::test]
async fn an_order_keeps_its_customer_and_its_state() {
    let expected = Order {
        name: "S00002".to_owned(),
        state: OrderState::Quotation,
        partner: Some(12),
        salesperson: Some(2),
        team: Some(1),
        company: Some(1),
        currency: Some(1),
        untaxed: "2947.5".parse().unwrap(),
        total: "2947.5".parse().unwrap(),
        ordered_at: at("2026-10-21T04:35:00Z"),
        deal: None,
        created_at: at("2026-11-21T04:35:37Z"),
    };
    assert_eq!(of_eighteen(Kind::Order, 2).await, Record::Order(expected));
}

#[tokio::test]
async fn a_planned_activity_hangs_on_its_record() {
    let expected = Activity {
        on: Some(Anchor::Deal(13)),
        activity_type: Some(2),
        summary: Some("Meeting to go over pricing information.".to_owned()),
        due_on: day("2026-11-24"),
        user: Some(2),
        done: false,
        done_on: None,
        created_at: at("2026-11-21T04:35:28Z"),
    };
    assert_eq!(of_eighteen(Kind::Activity, 5).await, Record::Activity(expected));
}

#[tokio::test]
async fn odoo_19_has_activities_of_nobody_and_on_nothing() {
    let recorded = Recorded::nineteen().await;
    let Record::Activity(personal) = one(&recorded, Kind::Activity, 2).await else { panic!("no activity") };
    assert_eq!((personal.on, personal.user, personal.summary.as_deref()), (None, Some(2), Some("Eat cookies")));
    let Record::Activity(nobodys) = one(&recorded, Kind::Activity, 14).await else { panic!("no activity") };
    assert_eq!((nobodys.on, nobodys.user), (Some(Anchor::Deal(20)), None));
    let Record::Activity(other) = one(&recorded, Kind::Activity, 29).await else { panic!("no activity") };
    assert_eq!(other.on, None, "an employee is none of our anchors");
}

#[test]
fn a_done_activity_that_odoo_keeps_is_archived_there() {
    let row = json!({"res_model": "account.move", "res_id": 4, "user_id": 6, "date_deadline": "2026-11-24",
        "activity_type_id": 2, "summary": false, "active": false, "date_done": "2026-11-23"});
    let (Some(Record::Activity(done)), _) = map(Kind::Activity, row) else { panic!("no activity") };
    assert_eq!((done.on, done.done, done.done_on), (Some(Anchor::Invoice(4)), true, day("2026-11-23")));
    let bare = json!({"res_model": false, "res_id": 0, "user_id": false, "date_deadline": "2026-11-24"});
    let (Some(Record::Activity(open)), complaints) = map(Kind::Activity, bare) else { panic!("no activity") };
    assert_eq!((open.done, complaints), (false, vec![]));
}

#[test]
fn a_message_is_read_as_plain_text() {
    let row = json!({"model": "crm.lead", "res_id": 28, "message_type": "email", "date": "2026-11-21 04:35:12",
        "mail_activity_type_id": 2, "author_id": 40, "email_from": "\"Ann B\" <Ann@Example.com>", "subject": "Re: Desks",
        "body": "<div><p>Fine &amp; good,</p><script>alert(1)</script><p>Ann</p></div>", "write_date": false});
    let expected = Message {
        on: Some(Anchor::Deal(28)),
        kind: MessageKind::Email,
        activity_type: Some(2),
        author: Some(40),
        author_email: Some("ann@example.com".to_owned()),
        subject: Some("Re: Desks".to_owned()),
        excerpt: Some("Fine & good, Ann".to_owned()),
        at: at("2026-11-21T04:35:12Z"),
    };
    assert_eq!(map(Kind::Message, row), (Some(Record::Message(expected)), vec![]));
}

#[tokio::test]
async fn messages_are_asked_for_from_the_horizon_on_and_found_by_id_all_the_same() {
    let message = |id: i64, date: &str| {
        json!({"id": id, "model": "crm.lead", "res_id": 28, "message_type": "comment", "date": date,
            "mail_activity_type_id": false, "author_id": false, "email_from": false, "subject": false, "body": "",
            "write_date": "2026-11-21 04:35:28"})
    };
    let rows = vec![message(1, "2024-11-20 23:59:59"), message(2, "2024-11-21 00:00:00")];
    let recorded = Recorded::changed(|all| drop(all.insert("mail.message", rows))).await;
    let odoo = recorded.odoo();
    odoo.set_horizon(Kind::Message, "2024-11-21T00:00:00Z".parse().unwrap());
    let ids = |page: Vec<RawRecord>| page.into_iter().map(|raw| raw.id).collect::<Vec<_>>();
    assert_eq!(ids(odoo.page(Kind::Message, Window::Everything, 0).await.unwrap()), [2]);
    assert_eq!(odoo.sweep(Kind::Message, 0).await.unwrap().len(), 1);
    assert_eq!(odoo.count(Kind::Message, Window::Everything).await.unwrap(), 1);
    assert_eq!(ids(odoo.fetch(Kind::Message, &[1, 2]).await.unwrap()), [1, 2]);
}

#[tokio::test]
async fn a_meeting_has_an_organiser_and_partners() {
    let expected = Event {
        name: "Changes in Designing".to_owned(),
        start: at("2026-11-22T00:00:00Z"),
        stop: at("2026-11-22T00:00:00Z"),
        all_day: true,
        organiser: Some(2),
        deal: None,
        on: None,
        partners: vec![3, 15],
        archived: false,
    };
    assert_eq!(one(&Recorded::nineteen().await, Kind::Event, 5).await, Record::Event(expected));
    let attendee = Attendee { event: 5, partner: Some(3), state: Attendance::NeedsAction };
    let row = json!({"event_id": 5, "partner_id": 3, "state": "needsAction", "write_date": false});
    assert_eq!(map(Kind::Attendee, row), (Some(Record::Attendee(attendee)), vec![]));
}

#[tokio::test]
async fn rows_of_odoo_19_map_without_a_complaint() {
    let recorded = Recorded::nineteen().await;
    let counts = [
        (Kind::Stage, 4),
        (Kind::User, 6),
        (Kind::Department, 7),
        (Kind::Employee, 21),
        (Kind::Deal, 40),
        (Kind::Order, 20),
        (Kind::Invoice, 13),
        (Kind::Activity, 31),
        (Kind::Event, 7),
    ];
    for (kind, count) in counts {
        assert_eq!(mapped_from(&recorded, kind).await.len(), count, "{kind:?}");
    }
    let Record::Employee(jeffrey) = one(&recorded, Kind::Employee, 2).await else { panic!("no employee") };
    assert_eq!((jeffrey.department, jeffrey.manager), (Some(3), Some(1)));
    let Record::Department(sales) = one(&recorded, Kind::Department, 3).await else { panic!("no department") };
    assert_eq!((sales.name.as_str(), sales.parent, sales.manager), ("Sales", Some(2), Some(2)));
}
