//! The same connector against a server that behaves as Odoo does: rights, transactions, faults.

use chrono::{DateTime, TimeDelta, Utc};
use domain::canonical::{Kind, SourceId};
use odoo::{Limits, Odoo, OdooConfig, http_client};
use odoo_sim::{Credentials, Distortion, Fault, FaultRule, Options, Removed, Sim};
use secrecy::SecretString;
use serde_json::json;
use source::{ErrorKind, RawRecord, Sighting, Source, SourceError, Window};
use url::Url;

fn today() -> DateTime<Utc> {
    "2026-11-21T08:00:00Z".parse().unwrap()
}

async fn sim() -> Sim {
    Sim::start(Options::new(today())).await.unwrap()
}

fn odoo(sim: &Sim) -> Odoo {
    let own = Credentials { login: sim.login.clone(), api_key: sim.api_key.clone(), uid: sim.uid };
    of(sim, &sim.database, &own, Limits { page: 7, sweep: 11, deal_sweep: 4, ..Limits::default() })
}

fn of(sim: &Sim, database: &str, who: &Credentials, limits: Limits) -> Odoo {
    let secret = SecretString::from(who.api_key.clone());
    let config = OdooConfig::new(Url::parse(&sim.url).unwrap(), database, &who.login, secret).unwrap();
    Odoo::new(config.with_limits(limits), http_client().unwrap())
}

async fn all(odoo: &Odoo, kind: Kind, window: Window) -> Result<Vec<RawRecord>, SourceError> {
    let mut records: Vec<RawRecord> = Vec::new();
    loop {
        let page = odoo.page(kind, window, records.last().map_or(0, |raw| raw.id)).await?;
        let ended = page.len() < odoo.page_size();
        records.extend(page);
        if ended {
            return Ok(records);
        }
    }
}

async fn swept(odoo: &Odoo, kind: Kind) -> Vec<Sighting> {
    let mut sightings: Vec<Sighting> = Vec::new();
    loop {
        let page = odoo.sweep(kind, sightings.last().map_or(0, |sighting| sighting.id)).await.unwrap();
        let ended = page.len() < odoo.sweep_page_size();
        sightings.extend(page);
        if ended {
            return sightings;
        }
    }
}

/// A deal of the company, not archived.
fn some_deal(sim: &Sim) -> SourceId {
    sim.control.read("crm.lead", &json!([["active", "=", true]]), &["id"]).unwrap()[0]["id"].as_i64().unwrap()
}

#[tokio::test]
async fn every_record_of_every_kind_is_read_swept_and_mapped() {
    let sim = sim().await;
    let odoo = odoo(&sim);
    let identity = odoo.connect().await.unwrap();
    assert_eq!((identity.unreadable, identity.absent), (vec![], vec![]));
    assert!(identity.fingerprint.starts_with("uuid:"));
    for kind in Kind::ALL.iter().copied() {
        let records = all(&odoo, kind, Window::Everything).await.unwrap();
        assert!(records.len() <= sim.control.count(odoo.model(kind)), "{kind:?}");
        assert_eq!(odoo.count(kind, Window::Everything).await.unwrap(), u64::try_from(records.len()).unwrap());
        let seen: Vec<_> = swept(&odoo, kind).await.into_iter().map(|s| (s.id, s.silent_hash)).collect();
        let held: Vec<_> = records.iter().map(|raw| (raw.id, raw.silent_hash.clone())).collect();
        assert_eq!(seen, held, "{kind:?}");
        for raw in &records {
            let mapped = odoo.map(kind, raw);
            assert!(mapped.draft.is_some(), "{kind:?} {} {:?}", raw.id, mapped.issues);
        }
    }
    let stats = sim.control.stats();
    assert_eq!((stats.with_offset, stats.writes), (0, 0));
}

#[tokio::test]
async fn a_window_holds_what_was_written_in_it_and_nothing_else() {
    let sim = sim().await;
    sim.control.freeze_clock();
    sim.control.shift_clock(3_600);
    let deal = some_deal(&sim);
    sim.control.write("crm.lead", &[deal], json!({"expected_revenue": 1234.56})).unwrap();
    let odoo = odoo(&sim);
    let since = Window::ChangedSince(sim.control.now() - TimeDelta::minutes(10));
    let changed = all(&odoo, Kind::Deal, since).await.unwrap();
    assert_eq!(changed.iter().map(|raw| raw.id).collect::<Vec<_>>(), [deal]);
    assert_eq!(changed[0].payload["expected_revenue"], json!(1234.56));
    assert_eq!(odoo.count(Kind::Deal, since).await.unwrap(), 1);
}

#[tokio::test]
async fn an_identical_write_changes_the_date_and_not_the_hash() {
    let sim = sim().await;
    let odoo = odoo(&sim);
    let deal = some_deal(&sim);
    let before = odoo.fetch(Kind::Deal, &[deal]).await.unwrap();
    sim.control.shift_clock(60);
    sim.control.write("crm.lead", &[deal], json!({"expected_revenue": before[0].payload["expected_revenue"]})).unwrap();
    let after = odoo.fetch(Kind::Deal, &[deal]).await.unwrap();
    assert_ne!(before[0].written_at, after[0].written_at);
    assert_eq!(before[0].content_hash, after[0].content_hash);
}

#[tokio::test]
async fn a_silent_change_shows_in_the_sweep() {
    let sim = sim().await;
    let odoo = odoo(&sim);
    let deal = some_deal(&sim);
    let before = swept(&odoo, Kind::Deal).await;
    sim.control.write_silently("crm.lead", deal, json!({"probability": 12.34})).unwrap();
    let after = swept(&odoo, Kind::Deal).await;
    let changed: Vec<_> = before.iter().zip(&after).filter(|(a, b)| a != b).map(|(a, _)| a.id).collect();
    assert_eq!(changed, [deal]);
}

#[tokio::test]
async fn a_deleted_record_is_gone_and_an_archived_one_is_not() {
    let sim = sim().await;
    let odoo = odoo(&sim);
    let ids: Vec<_> = swept(&odoo, Kind::Deal).await.into_iter().map(|s| s.id).take(3).collect();
    sim.control.unlink("crm.lead", &ids[..1]).unwrap();
    sim.control.archive("crm.lead", &ids[1..2]).unwrap();
    let found = odoo.fetch(Kind::Deal, &ids).await.unwrap();
    assert_eq!(found.iter().map(|raw| raw.id).collect::<Vec<_>>(), ids[1..]);
    assert_eq!(found[0].payload["active"], json!(false));
}

#[tokio::test]
async fn what_a_record_rule_hides_is_an_error_and_not_gone() {
    let sim = sim().await;
    let odoo = odoo(&sim);
    let deal = some_deal(&sim);
    sim.control.remove_right(Removed::Records { model: "crm.lead".into(), ids: vec![deal], uid: None });
    assert!(swept(&odoo, Kind::Deal).await.iter().all(|sighting| sighting.id != deal));
    assert_eq!(odoo.fetch(Kind::Deal, &[deal]).await.unwrap_err().kind, ErrorKind::MissingRights);
}

#[tokio::test]
async fn a_model_and_a_field_without_rights_are_named() {
    let sim = sim().await;
    sim.control.remove_right(Removed::Model { model: "crm.team".into(), uid: None });
    sim.control.remove_right(Removed::Field { model: "crm.lead".into(), field: "expected_revenue".into(), uid: None });
    sim.control.remove_right(Removed::Field { model: "res.partner".into(), field: "phone".into(), uid: None });
    let odoo = odoo(&sim);
    let identity = odoo.connect().await.unwrap();
    let told: Vec<_> = identity.unreadable.iter().map(|(kind, e)| (*kind, e.kind, e.message.as_str())).collect();
    let expected = [
        (Kind::Team, ErrorKind::MissingRights, "The integration user has no right for this in Odoo: reading crm.team"),
        (
            Kind::Deal,
            ErrorKind::MissingRights,
            "The integration user may not read the field expected_revenue of crm.lead in Odoo",
        ),
    ];
    assert_eq!(told, expected);
    let partners = all(&odoo, Kind::Partner, Window::Everything).await.unwrap();
    assert!(partners.iter().all(|raw| !raw.payload.contains_key("phone") && raw.payload.contains_key("email")));
    sim.control.restore_rights();
    assert_eq!(odoo.connect().await.unwrap().unreadable, []);
}

#[tokio::test]
async fn a_salesman_connects_and_is_told_apart_by_the_address() {
    let sim = sim().await;
    let salesman = sim.salesman.clone().unwrap();
    let identity = of(&sim, &sim.database, &salesman, Limits::default()).connect().await.unwrap();
    assert!(identity.fingerprint.starts_with("url:"));
    let unreadable: Vec<_> = identity.unreadable.iter().map(|(kind, error)| (*kind, error.kind)).collect();
    assert_eq!(unreadable, [(Kind::Payment, ErrorKind::MissingRights)], "payments are the accountants'");
}

#[tokio::test]
async fn another_database_behind_the_same_address_contradicts() {
    let sim = sim().await;
    let odoo = odoo(&sim);
    let before = odoo.connect().await.unwrap();
    assert!(!odoo.connect().await.unwrap().contradicts(&before.fingerprint));
    sim.control.set_database_uuid("another-one").unwrap();
    assert!(odoo.connect().await.unwrap().contradicts(&before.fingerprint));
}

#[tokio::test]
async fn wrong_database_wrong_key_and_old_version_have_their_own_kinds() {
    let sim = sim().await;
    let own = Credentials { login: sim.login.clone(), api_key: sim.api_key.clone(), uid: sim.uid };
    let elsewhere = of(&sim, "nope", &own, Limits::default()).connect().await.unwrap_err();
    assert_eq!(elsewhere.kind, ErrorKind::UnknownDatabase);
    let wrong = Credentials { api_key: "wrong".into(), ..own };
    let refused = of(&sim, &sim.database, &wrong, Limits::default()).connect().await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::WrongCredentials);
    sim.control.set_version(Some("16.0"));
    assert_eq!(odoo(&sim).connect().await.unwrap_err().kind, ErrorKind::VersionTooOld);
}

#[tokio::test]
async fn each_fault_of_the_peer_has_its_own_kind() {
    let sim = sim().await;
    let odoo = odoo(&sim);
    odoo.connect().await.unwrap();
    let error = |name: &str| Fault::Error { name: name.into(), message: "words".into() };
    let cases = [
        (Fault::HtmlPage, ErrorKind::NotOdoo),
        (Fault::Drop, ErrorKind::Unreachable),
        (Fault::CutBody, ErrorKind::Unreachable),
        (Fault::Status { code: 502 }, ErrorKind::Unreachable),
        (Fault::TruncatedJson, ErrorKind::BadAnswer),
        (Fault::NanLiteral, ErrorKind::BadAnswer),
        (error("odoo.exceptions.AccessError"), ErrorKind::MissingRights),
        (error("builtins.ValueError"), ErrorKind::Refused),
    ];
    for (fault, kind) in cases {
        // The one before may have let the run give up.
        odoo.connect().await.unwrap();
        sim.control.fail(FaultRule::always(fault.clone()).on("crm.lead", "search_read"));
        let told = odoo.page(Kind::Deal, Window::Everything, 0).await.unwrap_err();
        assert_eq!(told.kind, kind, "{fault:?}");
        sim.control.clear_faults();
    }
    assert!(!odoo.page(Kind::Deal, Window::Everything, 0).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_worker_that_was_killed_twice_is_asked_a_third_time() {
    let sim = sim().await;
    let odoo = odoo(&sim);
    odoo.connect().await.unwrap();
    sim.control.reset_stats();
    sim.control.fail(FaultRule::next(Fault::Drop).on("crm.lead", "search_count").times(2));
    let count = odoo.count(Kind::Deal, Window::Everything).await.unwrap();
    assert_eq!(count, u64::try_from(sim.control.count("crm.lead")).unwrap());
    assert_eq!(sim.control.stats().calls["crm.lead.search_count"], 3);
}

#[tokio::test]
async fn half_a_page_loses_no_record() {
    let sim = sim().await;
    let odoo = odoo(&sim);
    odoo.connect().await.unwrap();
    sim.control.fail(FaultRule::next(Fault::HalfPage).on("crm.lead", "search_read"));
    let records = all(&odoo, Kind::Deal, Window::Everything).await.unwrap();
    assert_eq!(records.len(), sim.control.count("crm.lead"));
    let ids: Vec<_> = records.iter().map(|raw| raw.id).take(5).collect();
    for fault in [Fault::HalfPage, Fault::EmptyPage] {
        sim.control.fail(FaultRule::next(fault).on("crm.lead", "read"));
        assert_eq!(odoo.fetch(Kind::Deal, &ids).await.unwrap().len(), 5);
    }
}

#[tokio::test]
async fn a_distorted_row_is_rejected_and_its_neighbours_are_kept() {
    let sim = sim().await;
    let odoo = odoo(&sim);
    let deal = some_deal(&sim);
    let distorted = |value| Distortion { model: "crm.lead".into(), id: deal, field: "expected_revenue".into(), value };
    for wrong in [Some(json!("12,5")), Some(json!(false)), None] {
        sim.control.distort(distorted(wrong));
        let records = all(&odoo, Kind::Deal, Window::Everything).await.unwrap();
        assert_eq!(records.len(), sim.control.count("crm.lead"));
        let rejected: Vec<_> =
            records.iter().filter(|raw| odoo.map(Kind::Deal, raw).draft.is_none()).map(|raw| raw.id).collect();
        assert_eq!(rejected, [deal]);
        sim.control.clear_faults();
    }
}
