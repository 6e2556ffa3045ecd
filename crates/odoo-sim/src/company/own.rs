//! Our own side of a generated company: companies, users, teams, employees, currencies and their rates.

use chrono::{DateTime, Days, Utc};
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use serde_json::{Value as Json, json};

use super::generate::{Book, pick, stamp};
use super::names::REGIONS;

pub(super) const EUR: i64 = 125;
pub(super) const GBP: i64 = 200;
pub(super) const OMR: i64 = 202;

/// A salesperson as the deals see them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seller {
    pub(super) user: i64,
    pub(super) team: i64,
    pub(super) company: i64,
    /// How much of the business is theirs.
    pub(super) share: u32,
}

struct Colleague {
    user: i64,
    name: &'static str,
    login: &'static str,
    title: &'static str,
    /// The user of the manager; 0 for none.
    manager: i64,
    team: i64,
    company: i64,
    share: u32,
}

const fn colleague(
    user: i64,
    name: &'static str,
    login: &'static str,
    title: &'static str,
    place: (i64, i64, i64),
    share: u32,
) -> Colleague {
    let (manager, team, company) = place;
    Colleague { user, name, login, title, manager, team, company, share }
}

/// Users 20 to 22 lead teams 1 to 3; team 4 has no leader; user 37 has left; 38 and 39 are each other's manager.
const COLLEAGUES: &[Colleague] = &[
    colleague(2, "Ines Halden", "ines.halden", "Managing Director", (0, 0, 1), 0),
    colleague(20, "Marlene Voß", "marlene.voss", "Head of Enterprise Sales", (2, 1, 1), 5),
    colleague(21, "Théo Garnier", "theo.garnier", "Head of Mid-Market", (2, 2, 1), 4),
    colleague(22, "Priya Nair", "priya.nair", "Head of UK & Public Sector", (2, 3, 2), 4),
    colleague(23, "Jonas Lindqvist", "jonas.lindqvist", "Key Account Manager", (20, 1, 1), 11),
    colleague(24, "Agnieszka Wójcik", "agnieszka.wojcik", "Key Account Manager", (20, 1, 1), 9),
    colleague(25, "Rafael Núñez", "rafael.nunez", "Account Manager", (20, 1, 1), 8),
    colleague(26, "Clara Böhm", "clara.boehm", "Account Manager", (23, 1, 1), 6),
    colleague(27, "Loïc Fabre", "loic.fabre", "Account Manager", (21, 2, 1), 9),
    colleague(28, "Sanne de Wit", "sanne.dewit", "Account Manager", (21, 2, 1), 8),
    colleague(29, "Kateřina Dvořáková", "katerina.dvorakova", "Account Manager", (21, 2, 1), 6),
    colleague(30, "Mikkel Nørgaard", "mikkel.norgaard", "Sales Engineer", (27, 2, 1), 4),
    colleague(31, "Harriet Ashdown", "harriet.ashdown", "Account Manager", (22, 3, 2), 9),
    colleague(32, "Callum O'Brien", "callum.obrien", "Account Manager", (22, 3, 2), 8),
    colleague(33, "Freya Redfern", "freya.redfern", "Account Manager", (22, 3, 2), 5),
    colleague(34, "Salim Al-Harthy", "salim.alharthy", "Country Manager Oman", (2, 4, 3), 2),
    colleague(35, "Bea Conceição", "bea.conceicao", "Inside Sales", (0, 4, 1), 4),
    colleague(36, "Tom Hallam", "tom.hallam", "Inside Sales", (0, 4, 1), 4),
    colleague(37, "Dirk Krüger", "dirk.krueger", "Account Manager", (20, 1, 1), 3),
    colleague(38, "Yuki Tanaka", "yuki.tanaka", "Back Office", (39, 0, 1), 0),
    colleague(39, "Omar Haddad", "omar.haddad", "Back Office", (38, 0, 1), 0),
];

pub(super) const GONE: i64 = 37;

pub(super) fn build(book: &mut Book<'_>, rng: &mut ChaCha8Rng, today: DateTime<Utc>) -> Vec<Seller> {
    companies(book);
    people(book, today);
    book.add("crm.team", json!({"id": 1, "name": "Enterprise", "sequence": 1, "user_id": 20}));
    book.add("crm.team", json!({"id": 2, "name": "Mid-Market", "sequence": 2, "user_id": 21}));
    book.add("crm.team", json!({"id": 3, "name": "UK & Public Sector", "sequence": 3, "user_id": 22}));
    book.add("crm.team", json!({"id": 4, "name": "Inside Sales", "sequence": 4, "user_id": false, "use_leads": true}));
    stages(book);
    rates(book, rng, today);
    let selling = COLLEAGUES.iter().filter(|colleague| colleague.team > 0);
    selling.map(|one| Seller { user: one.user, team: one.team, company: one.company, share: one.share }).collect()
}

fn companies(book: &mut Book<'_>) {
    let own = [
        (1, 1, "Halden & Brook B.V.", EUR, "NL", "Utrecht"),
        (2, 2, "Halden & Brook UK Ltd", GBP, "GB", "Bristol"),
        (3, 4, "Halden & Brook Gulf LLC", OMR, "OM", "Muscat"),
    ];
    for (id, partner, name, currency, country, city) in own {
        let country = book.country(country);
        book.add(
            "res.partner",
            json!({"id": partner, "name": name, "is_company": true, "email": "info@halden.example", "city": city, "country_id": country}),
        );
        book.add(
            "res.company",
            json!({"id": id, "name": name, "partner_id": partner, "currency_id": currency, "sequence": id}),
        );
    }
    book.add("res.partner", json!({"id": 5, "name": "OdooBot", "active": false, "company_id": 1}));
    book.add("res.users", json!({"id": 1, "login": "__system__", "partner_id": 5, "active": false, "company_id": 1, "company_ids": [1, 2, 3]}));
}

fn people(book: &mut Book<'_>, today: DateTime<Utc>) {
    book.add("hr.department", json!({"id": 1, "name": "Management", "company_id": 1, "manager_id": 2}));
    book.add("hr.department", json!({"id": 2, "name": "Sales", "parent_id": 1, "company_id": 1, "manager_id": 20}));
    for one in COLLEAGUES {
        let (partner, employee, here) = (one.user + 100, one.user, one.user != GONE);
        let email = format!("{}@halden.example", one.login);
        let companies = if one.user == 2 { json!([1, 2, 3]) } else { json!([one.company]) };
        let written = stamp(today - Days::new(40));
        book.add(
            "res.partner",
            json!({"id": partner, "name": one.name, "email": email, "company_id": one.company, "active": here,
                "function": one.title, "write_date": written}),
        );
        book.add(
            "res.users",
            json!({"id": one.user, "login": email, "partner_id": partner, "active": here, "company_id": one.company,
                "company_ids": companies, "write_date": written}),
        );
        let manager = if one.manager > 0 { json!(one.manager) } else { json!(false) };
        book.add(
            "hr.employee",
            json!({"id": employee, "name": one.name, "user_id": one.user, "work_email": email, "job_title": one.title,
                "parent_id": manager, "active": here, "company_id": one.company, "work_contact_id": partner,
                "department_id": if one.team > 0 { 2 } else { 1 }, "write_date": written}),
        );
        if one.team > 0 && one.user >= 20 {
            book.add(
                "crm.team.member",
                json!({"id": one.user, "crm_team_id": one.team, "user_id": one.user, "active": here, "write_date": written}),
            );
        }
    }
}

fn stages(book: &mut Book<'_>) {
    let stages = [(1, "New", 1), (2, "Qualified", 2), (3, "Proposition", 3), (5, "Negotiation", 4), (4, "Won", 70)];
    for (id, name, sequence) in stages {
        book.add("crm.stage", json!({"id": id, "name": name, "sequence": sequence, "is_won": id == 4}));
    }
    for (id, name) in
        ["Too expensive", "We don't have people/skills", "Not enough stock", "Chose a competitor", "No decision"]
            .iter()
            .enumerate()
    {
        book.add("crm.lost.reason", json!({"id": id + 1, "name": name}));
    }
}

/// Monthly rates to the euro, shared by all companies; the Omani rial and most others have none at all.
fn rates(book: &mut Book<'_>, rng: &mut ChaCha8Rng, today: DateTime<Utc>) {
    let mut id = 0;
    let mut add = |book: &mut Book<'_>, currency: i64, day: DateTime<Utc>, rate: f64, company: Json| {
        id += 1;
        let (name, written) = (day.format("%Y-%m-%d").to_string(), stamp(day));
        book.add(
            "res.currency.rate",
            json!({"id": id, "name": name, "currency_id": currency, "rate": rate, "company_id": company,
                "create_date": written, "write_date": written}),
        );
    };
    add(book, EUR, today - Days::new(930), 1.0, json!(false));
    for (currency, start) in [(GBP, 0.8546), (1, 1.0832), (4, 0.9421), (25, 157.35), (201, 0.3318)] {
        let mut rate: f64 = start;
        for month in (0..31u64).rev() {
            rate *= 1.0 + rng.random_range(-0.012..0.012);
            add(book, currency, today - Days::new(month * 30 + 2), crate::value::round(rate, 6), json!(false));
        }
    }
    // A row of one company wins over the shared ones of its day.
    add(book, GBP, today - Days::new(1), 0.8613, json!(1));
}

/// A name of somebody from a country.
pub(super) fn person(rng: &mut ChaCha8Rng, code: &str) -> String {
    let region = REGIONS.iter().find(|region| region.code == code).or_else(|| REGIONS.first());
    region.map(|region| format!("{} {}", pick(rng, region.first), pick(rng, region.last))).unwrap_or_default()
}
