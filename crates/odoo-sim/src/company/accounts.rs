//! The customers of a generated company: companies with subsidiaries, contacts and addresses, private people.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use serde_json::{Value as Json, json};

use super::generate::{Book, before, chance, pick, stamp, weighted};
use super::names::{FOREIGN, FUNCTIONS, LONG, REGIONS, Region, STEMS, STREETS, TRADES};
use super::own::{Seller, person};

/// A customer as the deals see it.
#[derive(Debug, Clone)]
pub(super) struct Account {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) owner: Option<Seller>,
    pub(super) contacts: Vec<i64>,
    pub(super) addresses: Vec<i64>,
    /// How often it buys.
    pub(super) weight: u32,
    code: &'static str,
}

const FIRST_ID: i64 = 1000;

pub(super) fn build(
    book: &mut Book<'_>,
    rng: &mut ChaCha8Rng,
    today: DateTime<Utc>,
    partners: u32,
    sellers: &[Seller],
) -> Vec<Account> {
    let companies = partners * 28 / 100;
    let addresses = partners * 7 / 100;
    let contacts = partners.saturating_sub(companies + addresses);
    let mut names = HashSet::new();
    let mut accounts: Vec<Account> = Vec::new();
    let mut next = FIRST_ID;
    for at in 0..companies {
        let account = company(book, rng, today, (next, at), sellers, (&mut names, &accounts));
        accounts.push(account);
        next += 1;
    }
    for at in 0..contacts {
        if at % 25 == 24 {
            let account = private(book, rng, today, next, sellers);
            accounts.push(account);
        } else if let Some(account) = some_account(rng, &mut accounts) {
            contact(book, rng, today, next, account);
            account.contacts.push(next);
        }
        next += 1;
    }
    for _ in 0..addresses {
        if let Some(account) = some_account(rng, &mut accounts) {
            address(book, rng, today, next, account);
            account.addresses.push(next);
        }
        next += 1;
    }
    accounts
}

fn some_account<'a>(rng: &mut ChaCha8Rng, accounts: &'a mut [Account]) -> Option<&'a mut Account> {
    let at = rng.random_range(0..accounts.len().max(1));
    accounts.get_mut(at)
}

fn company(
    book: &mut Book<'_>,
    rng: &mut ChaCha8Rng,
    today: DateTime<Utc>,
    (id, at): (i64, u32),
    sellers: &[Seller],
    (names, others): (&mut HashSet<String>, &[Account]),
) -> Account {
    // Every 25th company has a name in another script, two have very long ones.
    let place = usize::try_from(at).unwrap_or(0);
    let special = match place % 25 {
        7 => FOREIGN.get(place / 25 % FOREIGN.len()).filter(|(name, _, _)| !names.contains(*name)),
        11 => LONG.get(place / 25),
        _ => None,
    };
    let (mut name, code, city, industry) = match special {
        Some((name, code, city)) => ((*name).to_owned(), *code, *city, 3),
        None => {
            let region = weighted(rng, REGIONS, |region| region.weight);
            let (trade, industry) = weighted(rng, TRADES, |_| 1).copied().unwrap_or(("Services", 19));
            let (code, cities, suffixes) = region.map_or_else(Default::default, Region::parts);
            (format!("{} {trade} {}", pick(rng, STEMS), pick(rng, suffixes)), code, pick(rng, cities), industry)
        }
    };
    if names.contains(&name) {
        name = format!("{name} ({city})");
    }
    let mut number = 2;
    while !names.insert(name.clone()) {
        name = format!("{} {number}", name.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' '));
        number += 1;
    }
    let parent = if at > 10 && chance(rng, 8.0) { others.get(rng.random_range(0..others.len())) } else { None };
    let owner = match parent.and_then(|parent| parent.owner) {
        Some(owner) => Some(owner),
        None if chance(rng, 88.0) => weighted(rng, sellers, |seller| seller.share).copied(),
        None => None,
    };
    let created = before(rng, today, 900);
    let domain = format!("customer{id}.example");
    let vat = rng.random_range(10_000_000..99_999_999);
    book.add(
        "res.partner",
        json!({
            "id": id, "name": name, "is_company": true,
            "parent_id": parent.map_or(json!(false), |parent| json!(parent.id)),
            "user_id": owner.map_or(json!(false), |owner| json!(owner.user)),
            "industry_id": if chance(rng, 90.0) { json!(industry) } else { json!(false) },
            "country_id": if chance(rng, 96.0) { book.country(code) } else { json!(false) },
            "city": city, "street": street(rng), "zip": rng.random_range(10_000..99_999).to_string(),
            "email": if chance(rng, 80.0) { json!(format!("info@{domain}")) } else { json!(false) },
            "phone": phone(rng, code), "website": format!("https://www.{domain}"), "vat": format!("{code}{vat}"),
            "category_id": if chance(rng, 30.0) { json!([rng.random_range(1..=7)]) } else { json!([]) },
            "customer_rank": 1, "active": !chance(rng, 2.0),
            "create_date": stamp(created), "write_date": stamp(between(rng, created, today)),
        }),
    );
    // A few buy much, most buy little.
    let weight = if chance(rng, 8.0) { rng.random_range(12..30) } else { rng.random_range(0..6) };
    Account { id, name, owner, contacts: Vec::new(), addresses: Vec::new(), weight, code }
}

fn private(book: &mut Book<'_>, rng: &mut ChaCha8Rng, today: DateTime<Utc>, id: i64, sellers: &[Seller]) -> Account {
    let code = weighted(rng, REGIONS, |region| region.weight).map_or("DE", |region| region.code);
    let name = person(rng, code);
    let owner = if chance(rng, 60.0) { weighted(rng, sellers, |seller| seller.share).copied() } else { None };
    let created = before(rng, today, 700);
    book.add(
        "res.partner",
        json!({
            "id": id, "name": name, "is_company": false, "user_id": owner.map_or(json!(false), |owner| json!(owner.user)),
            "country_id": book.country(code), "email": format!("person{id}@mail.example"), "phone": phone(rng, code),
            "create_date": stamp(created), "write_date": stamp(between(rng, created, today)),
        }),
    );
    Account { id, name, owner, contacts: Vec::new(), addresses: Vec::new(), weight: 1, code }
}

fn contact(book: &mut Book<'_>, rng: &mut ChaCha8Rng, today: DateTime<Utc>, id: i64, account: &Account) {
    let created = before(rng, today, 800);
    book.add(
        "res.partner",
        json!({
            "id": id, "name": person(rng, account.code), "parent_id": account.id, "type": "contact",
            "function": pick(rng, FUNCTIONS), "country_id": book.country(account.code),
            "email": if chance(rng, 88.0) { json!(format!("contact{id}@customer{}.example", account.id)) } else { json!(false) },
            "phone": if chance(rng, 60.0) { phone(rng, account.code) } else { json!(false) },
            "mobile": if chance(rng, 40.0) { phone(rng, account.code) } else { json!(false) },
            "active": !chance(rng, 3.0),
            "create_date": stamp(created), "write_date": stamp(between(rng, created, today)),
        }),
    );
}

fn address(book: &mut Book<'_>, rng: &mut ChaCha8Rng, today: DateTime<Utc>, id: i64, account: &Account) {
    let created = before(rng, today, 800);
    let kind = pick(rng, &["invoice", "invoice", "delivery", "delivery", "other"]);
    let name = if chance(rng, 50.0) {
        json!(format!("{} {}", pick(rng, &["Warehouse", "Werk", "Dépôt", "Site"]), rng.random_range(1..9)))
    } else {
        json!(false)
    };
    book.add(
        "res.partner",
        json!({
            "id": id, "name": name, "parent_id": account.id, "type": kind, "street": street(rng),
            "country_id": book.country(account.code), "create_date": stamp(created),
            "write_date": stamp(between(rng, created, today)),
        }),
    );
}

fn street(rng: &mut ChaCha8Rng) -> String {
    format!("{} {}", pick(rng, STREETS), rng.random_range(1..180))
}

fn phone(rng: &mut ChaCha8Rng, code: &str) -> Json {
    let prefix = REGIONS.iter().find(|region| region.code == code).map_or("+81 52", |region| region.phone);
    json!(format!("{prefix} {}", rng.random_range(100_000..999_999)))
}

pub(super) fn between(rng: &mut ChaCha8Rng, from: DateTime<Utc>, to: DateTime<Utc>) -> DateTime<Utc> {
    let span = (to - from).num_microseconds().unwrap_or(1).max(1);
    from + chrono::Duration::microseconds(rng.random_range(0..span))
}
