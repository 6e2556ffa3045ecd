//! What hangs on accounts and deals: who sees it, under which account, with which amounts.

use domain::{
    access::Token,
    builders::{
        account, activity, amount, company, contact, currency, day, deal, event, instalment, invoice, message, order,
        team, user,
    },
    canonical::{
        Activity, ActivityType, Anchor, Attendance, Attendee, Company, Deal, Event, Invoice, InvoiceLine, Message,
        MessageKind, Order, Partner, Payment, PaymentDirection, Record,
    },
    facts::{Fact, Family, Instalment, Invited, InvoiceFact, Link, References, ServingRow, Subject, derive},
};
use shared::{EntityType, activities::LoggedType};

const BRUNO: i64 = 6;
const CHEN: i64 = 7;
const DANA: i64 = 8;
const NORTH: i64 = 3;
const OWN_PARTNER: i64 = 1;
const USD: i64 = 1;
const JPY: i64 = 2;

fn refs() -> References {
    References::new([
        (USD, Record::Currency(currency("USD", 2))),
        (JPY, Record::Currency(currency("JPY", 0))),
        (1, Record::Company(Company { partner: Some(OWN_PARTNER), ..company(1, USD) })),
        (BRUNO, Record::User(user(BRUNO))),
        (CHEN, Record::User(user(CHEN))),
        (NORTH, Record::Team(team(NORTH, None))),
        (4, Record::ActivityType(ActivityType { name: "Call".into(), category: None, archived: false })),
        (5, of_category("phonecall")),
        (6, of_category("meeting")),
    ])
}

fn of_category(category: &str) -> Record {
    let (name, category) = ("Some".into(), Some(category.into()));
    Record::ActivityType(ActivityType { name, category, archived: false })
}

fn rows(records: impl IntoIterator<Item = (i64, Record)>) -> Vec<ServingRow> {
    let mut family = Family::default();
    for (id, record) in records {
        family.add(id, record, true);
    }
    derive(&family, &refs())
}

fn row(rows: &[ServingRow], entity: EntityType, id: i64) -> &ServingRow {
    rows.iter().find(|row| row.entity == entity && row.id == id).unwrap_or_else(|| panic!("no {entity} {id}"))
}

fn invoice_fact(rows: &[ServingRow], id: i64) -> &InvoiceFact {
    match &row(rows, EntityType::Invoice, id).fact {
        Fact::Invoice(fact) => fact,
        other => panic!("an invoice, not {other:?}"),
    }
}

fn link(id: i64, name: &str) -> Option<Link> {
    Some(Link { id, name: name.into() })
}

/// Bruno's account 10 with Chen's deal 1 of team North.
fn brunos() -> Vec<(i64, Record)> {
    vec![
        (10, Record::Partner(Partner { salesperson: Some(BRUNO), ..account(10) })),
        (40, Record::Partner(contact(40, 10))),
        (1, Record::Deal(Deal { partner: Some(40), salesperson: Some(CHEN), team: Some(NORTH), ..deal(1) })),
    ]
}

#[test]
fn an_invoice_belongs_to_the_commercial_entity_and_is_seen_with_the_account() {
    let rows = rows(brunos().into_iter().chain([(
        70,
        Record::Invoice(Invoice {
            partner: Some(40),
            commercial: Some(10),
            salesperson: Some(DANA),
            ..invoice(70, 10)
        }),
    )]));
    assert_eq!(invoice_fact(&rows, 70).account, link(10, "Account 10"));
    let everybody = [Token::User(BRUNO), Token::User(CHEN), Token::User(DANA), Token::Team(NORTH)];
    assert_eq!(row(&rows, EntityType::Invoice, 70).visible_to, everybody);
    assert_eq!(row(&rows, EntityType::Account, 10).visible_to, everybody, "an invoice shows its account to its seller");
    assert_eq!(row(&rows, EntityType::Opportunity, 1).visible_to, [Token::User(CHEN), Token::Team(NORTH)]);
}

#[test]
fn an_invoice_of_a_company_that_became_a_part_of_another_belongs_to_that() {
    let rows = rows([
        (10, Record::Partner(account(10))),
        (12, Record::Partner(contact(12, 10))),
        (70, Record::Invoice(invoice(70, 12))),
    ]);
    assert_eq!(invoice_fact(&rows, 70).account, link(10, "Account 10"));
}

#[test]
fn an_invoice_without_account_is_its_own_salesperson_s() {
    let orphan = Invoice { partner: Some(404), commercial: Some(404), salesperson: Some(DANA), ..invoice(70, 404) };
    let rows = rows([(70, Record::Invoice(orphan))]);
    assert_eq!(invoice_fact(&rows, 70).account, None);
    assert_eq!(row(&rows, EntityType::Invoice, 70).visible_to, [Token::User(DANA)]);
}

#[test]
fn amounts_are_rounded_in_the_currency_that_they_are_in() {
    let foreign = Invoice {
        currency: Some(JPY),
        untaxed_signed: amount("66.666"),
        total_signed: amount("73.325"),
        residual_signed: amount("-0.005"),
        total: amount("10999.5"),
        residual: amount("0.4"),
        ..invoice(70, 10)
    };
    let rows = rows([(10, Record::Partner(account(10))), (70, Record::Invoice(foreign))]);
    let fact = invoice_fact(&rows, 70);
    assert_eq!((fact.currency_code.as_str(), fact.document_currency_code.as_str()), ("USD", "JPY"));
    let texts = [fact.untaxed, fact.total, fact.residual, fact.document_total, fact.document_residual];
    assert_eq!(texts.map(|amount| amount.to_string()), ["66.67", "73.33", "-0.01", "11000", "0"]);
}

#[test]
fn receivable_lines_are_the_invoice_s_instalments_by_the_day_that_they_are_due() {
    let rows = rows([
        (10, Record::Partner(account(10))),
        (70, Record::Invoice(invoice(70, 10))),
        (1, Record::InvoiceLine(instalment(70, "2026-12-31", "600"))),
        (2, Record::InvoiceLine(InvoiceLine { residual: amount("0"), ..instalment(70, "2026-10-31", "400") })),
    ]);
    let expected = [
        Instalment { due_on: Some(day("2026-10-31")), balance: amount("400.00"), residual: amount("0.00") },
        Instalment { due_on: Some(day("2026-12-31")), balance: amount("600.00"), residual: amount("600.00") },
    ];
    assert_eq!(invoice_fact(&rows, 70).instalments, expected);
}

#[test]
fn a_customer_invoice_makes_an_individual_an_account_and_a_vendor_a_customer() {
    let person = Partner { is_company: false, ..account(18) };
    let vendor = Partner { is_supplier: true, is_customer: false, ..account(17) };
    let rows = rows([
        (18, Record::Partner(person)),
        (17, Record::Partner(vendor)),
        (70, Record::Invoice(invoice(70, 18))),
        (71, Record::Invoice(invoice(71, 17))),
    ]);
    assert!(row(&rows, EntityType::Account, 18).is_active);
    let Fact::Account(vendor) = &row(&rows, EntityType::Account, 17).fact else { panic!("an account") };
    assert!(!vendor.vendor);
}

#[test]
fn orders_and_payments_go_with_the_account_of_their_partner() {
    let payment = Payment {
        number: Some("PAY/1".into()),
        partner: Some(40),
        direction: PaymentDirection::Inbound,
        state: Some("paid".into()),
        amount: amount("19.999"),
        currency: Some(USD),
        company: Some(1),
        day: Some(day("2026-11-02")),
        invoices: vec![70],
    };
    let rows = rows(brunos().into_iter().chain([
        (50, Record::Order(Order { salesperson: Some(DANA), ..order(50, 40) })),
        (51, Record::Order(Order { partner: None, salesperson: Some(DANA), team: Some(NORTH), ..order(51, 0) })),
        (60, Record::Payment(payment)),
    ]));
    let Fact::Order(fact) = &row(&rows, EntityType::Order, 50).fact else { panic!("an order") };
    assert_eq!((fact.account.clone(), fact.untaxed.to_string()), (link(10, "Account 10"), "1000.00".into()));
    assert_eq!(
        row(&rows, EntityType::Order, 50).visible_to,
        [Token::User(BRUNO), Token::User(CHEN), Token::User(DANA), Token::Team(NORTH)]
    );
    assert_eq!(row(&rows, EntityType::Order, 51).visible_to, [Token::User(DANA), Token::Team(NORTH)]);
    let Fact::Payment(fact) = &row(&rows, EntityType::Payment, 60).fact else { panic!("a payment") };
    assert_eq!((fact.account.clone(), fact.amount.to_string()), (link(10, "Account 10"), "20.00".into()));
}

#[test]
fn activities_are_seen_by_whoever_sees_what_they_hang_on() {
    let rows = rows(brunos().into_iter().chain([
        (80, Record::Activity(Activity { activity_type: Some(4), ..activity(Some(Anchor::Deal(1))) })),
        (81, Record::Message(message(Some(Anchor::Partner(40))))),
        (82, Record::Activity(Activity { user: Some(DANA), ..activity(None) })),
        (83, Record::Event(Event { deal: Some(1), organiser: Some(DANA), ..event(83) })),
    ]));
    let on_deal = row(&rows, EntityType::Activity, 80);
    let Fact::Activity(fact) = &on_deal.fact else { panic!("an activity") };
    assert_eq!(on_deal.visible_to, [Token::User(CHEN), Token::Team(NORTH)]);
    assert_eq!(fact.on, Some(Subject { entity: EntityType::Opportunity, id: 1, name: "Deal 1".into() }));
    assert_eq!((fact.account.clone(), fact.activity_type.clone()), (link(10, "Account 10"), link(4, "Call")));
    let on_contact = row(&rows, EntityType::Message, 81);
    assert_eq!(on_contact.visible_to, [Token::User(BRUNO), Token::User(CHEN), Token::Team(NORTH)]);
    let Fact::Message(fact) = &on_contact.fact else { panic!("a message") };
    assert_eq!(fact.on, Some(Subject { entity: EntityType::Contact, id: 40, name: "Contact 40".into() }));
    assert_eq!(row(&rows, EntityType::Activity, 82).visible_to, [Token::User(DANA)], "on nothing: its own person's");
    assert_eq!(row(&rows, EntityType::Event, 83).visible_to, [Token::User(CHEN), Token::Team(NORTH)]);
}

#[test]
fn a_meeting_knows_who_was_asked_and_what_they_said() {
    let attendee = |partner, state| Attendee { event: 83, partner: Some(partner), state };
    let rows = rows([
        (83, Record::Event(event(83))),
        (2, Record::Attendee(attendee(41, Attendance::Declined))),
        (1, Record::Attendee(attendee(40, Attendance::Accepted))),
    ]);
    let Fact::Event(fact) = &row(&rows, EntityType::Event, 83).fact else { panic!("a meeting") };
    let expected =
        [Invited { partner: 40, answer: Attendance::Accepted }, Invited { partner: 41, answer: Attendance::Declined }];
    assert_eq!(fact.attendees, expected);
}

#[test]
fn what_is_gone_is_as_if_it_had_never_been_there() {
    let mut family = Family::default();
    family.add(1, Record::Deal(deal(1)), false);
    family.add(81, Record::Activity(Activity { user: Some(CHEN), ..activity(Some(Anchor::Deal(1))) }), true);
    family.add(82, Record::Message(message(Some(Anchor::Partner(OWN_PARTNER)))), true);
    let rows = derive(&family, &refs());
    let Fact::Activity(fact) = &row(&rows, EntityType::Activity, 81).fact else { panic!("an activity") };
    assert_eq!((&fact.on, fact.unresolved.as_slice()), (&None, ["deal:1".to_owned()].as_slice()));
    assert_eq!(row(&rows, EntityType::Activity, 81).visible_to, [Token::User(CHEN)]);
    let Fact::Message(fact) = &row(&rows, EntityType::Message, 82).fact else { panic!("a message") };
    assert_eq!((&fact.account, fact.unresolved.len()), (&None, 0), "our own company is no customer");
}

#[test]
fn what_hangs_on_nothing_that_is_known_says_where_it_points() {
    let rows = rows([(81, Record::Message(Message { ..message(Some(Anchor::Invoice(404))) }))]);
    let Fact::Message(fact) = &row(&rows, EntityType::Message, 81).fact else { panic!("a message") };
    assert_eq!(fact.unresolved, ["invoice:404"]);
    assert_eq!(row(&rows, EntityType::Message, 81).visible_to, [], "for admins");
}

/// Type, moment, who did it, and on what.
fn told(record: Record) -> Option<(LoggedType, String, String, String)> {
    let rows = rows([(10, Record::Partner(account(10))), (90, record)]);
    let happened = rows.iter().find(|row| row.id == 90)?.fact.happened()?;
    let by = happened.by.map(|by| by.to_string()).unwrap_or_default();
    let on = happened.on.map(|on| on.name.clone()).unwrap_or_default();
    Some((happened.kind, happened.at.to_rfc3339(), by, on))
}

#[test]
fn what_happened_is_told_by_messages_that_say_so_meetings_that_were_held_and_plans() {
    let kind_of = |kind, activity_type| {
        let message = Message { kind, activity_type, ..message(Some(Anchor::Partner(10))) };
        told(Record::Message(message)).unwrap().0
    };
    assert_eq!(kind_of(MessageKind::Email, None), LoggedType::Email);
    assert_eq!(kind_of(MessageKind::EmailOut, None), LoggedType::Email);
    assert_eq!(kind_of(MessageKind::Comment, None), LoggedType::Note);
    assert_eq!(kind_of(MessageKind::Other, Some(4)), LoggedType::Task, "without a category");
    assert_eq!(kind_of(MessageKind::Other, Some(5)), LoggedType::Call);
    assert_eq!(kind_of(MessageKind::Comment, Some(6)), LoggedType::Meeting);
    assert_eq!(kind_of(MessageKind::Other, Some(404)), LoggedType::Task, "a type that is not in the lake");

    let message = Message { author: Some(62), ..message(Some(Anchor::Partner(10))) };
    let at = "2026-11-02T07:00:00+00:00".to_owned();
    let expected = (LoggedType::Note, at, "partner:62".into(), "Account 10".into());
    assert_eq!(told(Record::Message(message.clone())), Some(expected));
    assert_eq!(told(Record::Message(Message { at: None, ..message })), None);

    let meeting = Event { organiser: Some(BRUNO), ..event(90) };
    let at = "2026-11-03T10:00:00+00:00".to_owned();
    assert_eq!(told(Record::Event(meeting.clone())), Some((LoggedType::Meeting, at, "user:6".into(), String::new())));
    assert_eq!(told(Record::Event(Event { archived: true, ..meeting })), None);

    let plan = Activity { user: Some(CHEN), ..activity(Some(Anchor::Partner(10))) };
    let at = "2026-11-01T09:00:00+00:00".to_owned();
    let expected = (LoggedType::Planned, at, "user:7".into(), "Account 10".into());
    assert_eq!(told(Record::Activity(plan.clone())), Some(expected));
    assert_eq!(told(Record::Activity(Activity { done: true, ..plan })), None);
}
