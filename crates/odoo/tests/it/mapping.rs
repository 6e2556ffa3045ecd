//! Recorded rows of a real Odoo 18 become these records; those of Odoo 19 are in `nineteen`.

use crate::recorded::Recorded;
use chrono::{DateTime, NaiveDate, Utc};
use domain::canonical::*;
use odoo::Odoo;
use source::{RawRecord, Source, Window};

async fn mapped(kind: Kind) -> Vec<(SourceId, Record)> {
    mapped_from(&Recorded::start().await, kind).await
}

pub async fn mapped_from(recorded: &Recorded, kind: Kind) -> Vec<(SourceId, Record)> {
    let odoo = recorded.odoo();
    let raw = odoo.page(kind, Window::Everything, 0).await.unwrap();
    raw.iter().map(|raw| (raw.id, draft(&odoo, kind, raw))).collect()
}

pub fn draft(odoo: &Odoo, kind: Kind, raw: &RawRecord) -> Record {
    let mapped = odoo.map(kind, raw);
    assert_eq!(mapped.issues, [], "{kind:?} {}", raw.id);
    mapped.draft.unwrap()
}

async fn one(kind: Kind, id: SourceId) -> Record {
    mapped(kind).await.into_iter().find(|(found, _)| *found == id).unwrap().1
}

fn at(text: &str) -> Option<DateTime<Utc>> {
    Some(text.parse().unwrap())
}

fn text(value: &str) -> Option<String> {
    Some(value.to_owned())
}

#[tokio::test]
async fn every_recorded_row_maps_without_a_complaint() {
    let counts: [(Kind, usize); 21] = [
        (Kind::Currency, 40),
        (Kind::Company, 1),
        (Kind::CurrencyRate, 1),
        (Kind::Country, 40),
        (Kind::Industry, 21),
        (Kind::User, 7),
        (Kind::Employee, 20),
        (Kind::Team, 4),
        (Kind::TeamMember, 2),
        (Kind::Stage, 4),
        (Kind::Partner, 40),
        (Kind::Deal, 40),
        (Kind::Department, 7),
        (Kind::LostReason, 3),
        (Kind::Tag, 8),
        (Kind::ActivityType, 11),
        (Kind::Order, 20),
        // Of 24 entries in the books, and of 40 messages.
        (Kind::Invoice, 9),
        (Kind::Message, 0),
        (Kind::Activity, 26),
        (Kind::Event, 7),
    ];
    for (kind, count) in counts {
        let records = mapped(kind).await;
        assert_eq!(records.len(), count, "{kind:?}");
        assert!(records.iter().all(|(_, record)| record.kind() == kind));
    }
}

#[tokio::test]
async fn an_opportunity_keeps_its_owner_amount_and_dates() {
    let expected = Deal {
        name: "Customizable Desk".to_owned(),
        kind: DealKind::Opportunity,
        partner: Some(15),
        lead_company: text("Vauxoo"),
        lead_contact: text("Nhomar"),
        lead_email: text("vauxoo@yourcompany.example.com"),
        salesperson: Some(6),
        team: Some(4),
        stage: Some(3),
        company: Some(1),
        expected_revenue: "15000".parse().unwrap(),
        probability: "65.5".parse().unwrap(),
        recurring_monthly: Some("0".parse().unwrap()),
        lost_reason: None,
        tags: vec![1],
        close_on: NaiveDate::from_ymd_opt(2026, 11, 28),
        closed_at: None,
        converted_at: None,
        stage_changed_at: at("2026-11-21T04:35:28Z"),
        created_at: at("2026-11-14T04:35:29Z"),
        changed_at: at("2026-11-21T04:35:28Z"),
        archived: false,
    };
    assert_eq!(one(Kind::Deal, 19).await, Record::Deal(expected));
}

#[tokio::test]
async fn a_lost_opportunity_is_archived_and_has_its_closing_moment() {
    let Record::Deal(deal) = one(Kind::Deal, 28).await else { panic!("no deal") };
    assert_eq!(deal.name, "Furnish a 60m² office");
    assert!(deal.archived);
    assert_eq!(deal.probability.to_string(), "0");
    assert_eq!(deal.expected_revenue.to_string(), "7500");
    assert_eq!(deal.closed_at, at("2026-11-21T04:35:30Z"));
    assert_eq!(deal.lead_contact, None);
}

#[tokio::test]
async fn a_company_and_its_contact_share_the_commercial_entity() {
    let company = Partner {
        name: "Deco Addict".to_owned(),
        is_company: true,
        kind: PartnerKind::Contact,
        parent: None,
        commercial: 10,
        email: text("info@agrolait.com"),
        phone: text("(603)-996-3829"),
        website: text("http://www.deco-addict.com"),
        street: text("77 Santa Barbara Rd"),
        zip: text("94523"),
        city: text("Pleasant Hill"),
        country: Some(233),
        industry: None,
        salesperson: None,
        job_title: None,
        is_customer: true,
        is_supplier: false,
        archived: false,
    };
    assert_eq!(one(Kind::Partner, 10).await, Record::Partner(company));
    let Record::Partner(contact) = one(Kind::Partner, 17).await else { panic!("no partner") };
    assert_eq!((contact.name.as_str(), contact.parent, contact.commercial), ("Willie Burke", Some(9), 9));
    assert_eq!(contact.job_title, text("Service Manager"));
    assert!(!contact.is_company && !contact.is_customer);
}

#[tokio::test]
async fn people_teams_and_stages_are_linked_by_id() {
    let user = User {
        name: "Marc Demo".to_owned(),
        login: "demo".to_owned(),
        email: text("mark.brown23@example.com"),
        partner: Some(7),
        portal: false,
        archived: false,
    };
    assert_eq!(one(Kind::User, 6).await, Record::User(user));
    let employee = Employee {
        name: "Jeffrey Kelly".to_owned(),
        user: None,
        manager: Some(1),
        department: Some(3),
        job_title: text("Marketing and Community Manager"),
        work_email: text("jeffrey.kelly72@example.com"),
        work_phone: text("(555)-264-7362"),
        archived: false,
    };
    assert_eq!(one(Kind::Employee, 2).await, Record::Employee(employee));
    let team = Team { name: "Website".to_owned(), leader: None, archived: true };
    assert_eq!(one(Kind::Team, 2).await, Record::Team(team));
    assert_eq!(one(Kind::TeamMember, 2).await, Record::TeamMember(TeamMember { team: 4, user: 6, archived: false }));
    let won = Stage { name: "Won".to_owned(), sequence: 70, is_won: true, folded: false };
    assert_eq!(one(Kind::Stage, 4).await, Record::Stage(won));
}

#[tokio::test]
async fn reference_records_keep_codes_digits_and_rates() {
    let company = Company { name: "YourCompany".to_owned(), partner: Some(1), currency: 1, parent: None };
    assert_eq!(one(Kind::Company, 1).await, Record::Company(company));
    let vef = Currency { code: "VEF".to_owned(), digits: 2, archived: true };
    assert_eq!(one(Kind::Currency, 2).await, Record::Currency(vef));
    let andorra = Country { name: "Andorra".to_owned(), code: "AD".to_owned() };
    assert_eq!(one(Kind::Country, 1).await, Record::Country(andorra));
    let agriculture = Industry { name: "Agriculture".to_owned(), archived: false };
    assert_eq!(one(Kind::Industry, 1).await, Record::Industry(agriculture));
    let rate = CurrencyRate {
        currency: 125,
        company: None,
        day: NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(),
        rate: "0.9".parse().unwrap(),
    };
    assert_eq!(one(Kind::CurrencyRate, 1).await, Record::CurrencyRate(rate));
}
