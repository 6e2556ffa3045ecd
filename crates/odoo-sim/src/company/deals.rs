//! The deals and leads of a generated company: open ones around today, won and lost ones behind them.

use std::collections::HashMap;

use chrono::{DateTime, Duration, Utc};
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use serde_json::{Value as Json, json};

use super::accounts::{Account, between};
use super::generate::{Book, Weights, before, chance, normal, pick, seconds, stamp, weighted};
use super::names::GOODS;
use super::own::{GONE, Seller, person};
use crate::value::round;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Lead,
    Open,
    Won,
    Lost,
    Archived,
    ArchivedWon,
}

/// Open stages with the probability that people give there.
const STAGES: &[(i64, f64, u32)] = &[(1, 10.0, 30), (2, 30.0, 28), (3, 60.0, 26), (5, 85.0, 16)];

pub(super) fn build(
    book: &mut Book<'_>,
    rng: &mut ChaCha8Rng,
    today: DateTime<Utc>,
    deals: u32,
    accounts: &[Account],
    sellers: &[Seller],
) -> Vec<Made> {
    let weights = Weights::new(accounts, |account| account.weight);
    // Where an account's people are found by any of their ids.
    let owners: HashMap<i64, usize> = accounts
        .iter()
        .enumerate()
        .flat_map(|(at, account)| {
            [account.id]
                .into_iter()
                .chain(account.contacts.clone())
                .chain(account.addresses.clone())
                .map(move |id| (id, at))
        })
        .collect();
    (0..deals)
        .map(|at| {
            let state = state(rng, at);
            let mut row = deal(rng, today, i64::from(at) + 1, state, (accounts, &weights), sellers);
            let made = Made::of(&row, state, today, &owners);
            // Every eleventh brings something each month.
            if let (0, Some(row)) = (at % 11, row.as_object_mut()) {
                row.insert("recurring_revenue_monthly".into(), json!(f64::from(at % 7 + 1) * 50.0));
            }
            book.add("crm.lead", row);
            made
        })
        .collect()
}

/// A deal as orders, meetings and messages see it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Made {
    pub(super) id: i64,
    pub(super) state: State,
    pub(super) partner: Option<i64>,
    /// The place of its account.
    pub(super) account: Option<usize>,
    pub(super) user: Option<i64>,
    pub(super) team: i64,
    pub(super) company: i64,
    pub(super) revenue: f64,
    pub(super) created: DateTime<Utc>,
    /// When it was closed, or now.
    pub(super) ended: DateTime<Utc>,
}

impl Made {
    fn of(row: &Json, state: State, today: DateTime<Utc>, owners: &HashMap<i64, usize>) -> Self {
        let id = |name: &str| row.get(name).and_then(Json::as_i64);
        let moment = |name: &str| {
            let stamp = row.get(name).and_then(Json::as_str).and_then(crate::clock::parse_lenient);
            stamp.map(crate::clock::at)
        };
        let partner = id("partner_id");
        let created = moment("create_date").unwrap_or(today);
        Self {
            id: id("id").unwrap_or_default(),
            state,
            partner,
            account: partner.and_then(|id| owners.get(&id).copied()),
            user: id("user_id"),
            team: id("team_id").unwrap_or(4),
            company: id("company_id").unwrap_or(1),
            revenue: row.get("expected_revenue").and_then(Json::as_f64).unwrap_or_default(),
            created,
            ended: moment("date_closed").unwrap_or(today).max(created),
        }
    }
}

/// The first few make sure that each state exists at any scale.
fn state(rng: &mut ChaCha8Rng, at: u32) -> State {
    let first = [State::Archived, State::ArchivedWon, State::Lead, State::Won, State::Lost, State::Open];
    if let Some(state) = usize::try_from(at).ok().and_then(|at| first.get(at)) {
        return *state;
    }
    match rng.random_range(0..1000) {
        0..90 => State::Lead,
        90..340 => State::Won,
        340..585 => State::Lost,
        585..600 => State::Archived,
        600..608 => State::ArchivedWon,
        _ => State::Open,
    }
}

fn deal(
    rng: &mut ChaCha8Rng,
    today: DateTime<Utc>,
    id: i64,
    state: State,
    (accounts, weights): (&[Account], &Weights),
    sellers: &[Seller],
) -> Json {
    let account = if chance(rng, 94.0) { weights.pick(rng, accounts) } else { None };
    let seller = seller(rng, account, sellers, state);
    let partner = account.map(|account| match rng.random_range(0..100) {
        0..42 => {
            account.contacts.get(rng.random_range(0..account.contacts.len().max(1))).copied().unwrap_or(account.id)
        }
        42..50 => account.addresses.first().copied().unwrap_or(account.id),
        _ => account.id,
    });
    let closed = matches!(state, State::Won | State::Lost | State::ArchivedWon);
    let created = if closed { before(rng, today, 540) - Duration::days(1) } else { before(rng, today, 150) };
    let ended = (created + Duration::minutes(rng.random_range(3 * 1440..110 * 1440))).min(before(rng, today, 1));
    let company = seller.map_or(1, |seller| seller.company);
    let (stage, probability) = stage(rng, state);
    let last_move = if closed { ended } else { between(rng, created, today) };
    let written = if closed { ended + Duration::microseconds(417_113) } else { between(rng, last_move, today) };
    let label = account.map_or("", |account| account.name.as_str());
    let name = format!("{} – {label}", pick(rng, GOODS));
    let name =
        if chance(rng, 3.0) { format!("{name} – Рамочный договор / 枠組み契約") } else { name };
    json!({
        "id": id,
        "name": name.trim_end_matches(" – "),
        "type": if state == State::Lead { "lead" } else { "opportunity" },
        "partner_id": partner.map_or(json!(false), Json::from),
        "partner_name": if partner.is_none() { json!(format!("Prospect {id}")) } else { json!(false) },
        "contact_name": if partner.is_none() { json!(person(rng, "FR")) } else { json!(false) },
        "email_from": if partner.is_none() { json!(format!("prospect{id}@prospect.example")) } else { json!(false) },
        "user_id": seller.map_or(json!(false), |seller| json!(seller.user)),
        "team_id": seller.map_or(json!(4), |seller| json!(seller.team)),
        "company_id": company,
        "stage_id": stage,
        "probability": probability,
        "automated_probability": if chance(rng, 60.0) { probability } else { round(probability * 0.7, 2) },
        "expected_revenue": amount(rng, company),
        "active": !matches!(state, State::Lost | State::Archived | State::ArchivedWon),
        "lost_reason_id": if state == State::Lost && chance(rng, 85.0) { json!(rng.random_range(1..=5)) } else { json!(false) },
        "priority": pick(rng, &["0", "0", "0", "1", "1", "2", "3"]),
        "tag_ids": if chance(rng, 45.0) { json!([rng.random_range(1..=8)]) } else { json!([]) },
        "date_deadline": deadline(rng, today, state, ended),
        "date_open": if seller.is_some() { json!(stamp(created)) } else { json!(false) },
        "date_closed": if closed && !chance(rng, 3.0) { json!(seconds(ended)) } else { json!(false) },
        "date_conversion": if state != State::Lead && chance(rng, 15.0) { json!(seconds(created + Duration::hours(20)))} else { json!(false) },
        "date_last_stage_update": seconds(last_move),
        "create_date": stamp(created),
        "write_date": stamp(written.max(created)),
    })
}

/// Most deals belong to the account's own salesperson; some to a colleague, some to nobody.
fn seller(rng: &mut ChaCha8Rng, account: Option<&Account>, sellers: &[Seller], state: State) -> Option<Seller> {
    let nobody = if state == State::Lead { 45.0 } else { 4.0 };
    if chance(rng, nobody) {
        return None;
    }
    let own = account.and_then(|account| account.owner);
    let found = match own {
        Some(own) if chance(rng, 85.0) => own,
        _ => *weighted(rng, sellers, |seller| seller.share)?,
    };
    // Who has left works on nothing new.
    if found.user == GONE && matches!(state, State::Open | State::Lead) {
        return sellers.iter().find(|seller| seller.user != GONE && seller.team == found.team).copied();
    }
    Some(found)
}

fn stage(rng: &mut ChaCha8Rng, state: State) -> (i64, f64) {
    let (open, likely, _) = weighted(rng, STAGES, |(_, _, weight)| *weight).copied().unwrap_or((1, 10.0, 1));
    match state {
        State::Won => (4, 100.0),
        State::ArchivedWon => (4, 0.0),
        State::Lost => (open, 0.0),
        State::Lead => (1, 10.0),
        State::Archived => (open, likely),
        State::Open => match rng.random_range(0..100) {
            0..2 => (open, 0.0),
            2..4 => (open, 100.0),
            _ => (open, round(likely + 5.0 * normal(rng), 0).clamp(1.0, 99.0)),
        },
    }
}

/// Log-normal, in the round numbers that people write; three digits where the currency has them.
fn amount(rng: &mut ChaCha8Rng, company: i64) -> f64 {
    if chance(rng, 2.5) {
        return 0.0;
    }
    let value = (9.35 + 1.05 * normal(rng)).exp();
    let currency_factor = if company == 3 { 0.42 } else { 1.0 };
    let value = value * currency_factor;
    match rng.random_range(0..100) {
        0..70 if value > 2000.0 => (value / 100.0).round() * 100.0,
        0..85 => (value / 10.0).round() * 10.0,
        _ if company == 3 => round(value, 3),
        _ => round(value, 2),
    }
}

fn deadline(rng: &mut ChaCha8Rng, today: DateTime<Utc>, state: State, ended: DateTime<Utc>) -> Json {
    if chance(rng, 6.0) {
        return json!(false);
    }
    let day = match state {
        State::Won | State::Lost | State::ArchivedWon => ended + Duration::days(rng.random_range(-20..25)),
        _ => today + Duration::days(rng.random_range(-18..130)),
    };
    json!(day.format("%Y-%m-%d").to_string())
}
