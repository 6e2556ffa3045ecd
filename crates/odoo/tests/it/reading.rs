//! Pages, sweeps and single records.

use crate::recorded::{Call, Recorded, fault, result, wire};
use chrono::{DateTime, Utc};
use domain::canonical::Kind;
use odoo::Limits;
use serde_json::{Value, json};
use source::{ErrorKind, RawRecord, Source, Window};
use std::sync::atomic::{AtomicUsize, Ordering};

fn small() -> Limits {
    Limits { page: 15, sweep: 25, deal_sweep: 10, ..Limits::default() }
}

fn ids(records: &[RawRecord]) -> Vec<i64> {
    records.iter().map(|record| record.id).collect()
}

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[tokio::test]
async fn pages_follow_each_other_by_id() {
    let recorded = Recorded::start().await;
    let odoo = recorded.odoo_with(small());
    let mut seen = Vec::new();
    loop {
        let page = odoo.page(Kind::Deal, Window::Everything, seen.last().copied().unwrap_or(0)).await.unwrap();
        seen.extend(ids(&page));
        if page.len() < odoo.page_size() {
            break;
        }
    }
    assert_eq!(seen, (1..=40).collect::<Vec<_>>());
    let domains: Vec<_> = recorded.calls("crm.lead", "search_read").into_iter().map(|call| call.domain).collect();
    let expected = [0, 15, 30, 40].map(|after| json!([["id", ">", after]]));
    assert_eq!(domains, expected);
}

#[tokio::test]
async fn a_window_asks_for_what_was_written_since() {
    let recorded = Recorded::start().await;
    let odoo = recorded.odoo_with(Limits { page: 1_000, ..Limits::default() });
    let window = Window::ChangedSince(moment("2026-11-21T04:35:29.9Z"));
    let page = odoo.page(Kind::Partner, window, 3).await.unwrap();
    assert_eq!(
        recorded.calls("res.partner", "search_read")[0].domain,
        json!([["write_date", ">=", "2026-11-21 04:35:29"], ["id", ">", 3]])
    );
    assert!(page.iter().all(|raw| raw.written_at >= Some(moment("2026-11-21T04:35:29Z"))));
    assert_eq!(odoo.count(Kind::Partner, window).await.unwrap(), {
        let before = odoo.page(Kind::Partner, window, 0).await.unwrap().len();
        u64::try_from(before).unwrap()
    });
}

#[tokio::test]
async fn users_are_always_read_as_a_whole() {
    let recorded = Recorded::start().await;
    let window = Window::ChangedSince(moment("2030-01-01T00:00:00Z"));
    assert_eq!(recorded.odoo().page(Kind::User, window, 0).await.unwrap().len(), 7);
    assert_eq!(recorded.odoo().page(Kind::Stage, window, 0).await.unwrap().len(), 0);
}

#[tokio::test]
async fn a_model_without_a_write_date_is_always_read_as_a_whole() {
    let recorded = Recorded::with(|call| {
        (call.model == "res.country" && call.method == "fields_get")
            .then(|| result(json!({"name": {"type": "char"}, "code": {"type": "char"}})))
    })
    .await;
    let window = Window::ChangedSince(moment("2030-01-01T00:00:00Z"));
    let page = recorded.odoo().page(Kind::Country, window, 0).await.unwrap();
    assert_eq!(page.len(), 40);
    assert_eq!(page[0].written_at, None);
}

#[tokio::test]
async fn a_raw_record_holds_the_mapped_fields_as_received() {
    let recorded = Recorded::start().await;
    let page = recorded.odoo().page(Kind::Stage, Window::Everything, 3).await.unwrap();
    let [won] = page.as_slice() else { panic!("{page:?}") };
    assert_eq!(won.id, 4);
    assert_eq!(won.written_at, Some(moment("2026-11-21T04:35:28Z")));
    assert_eq!(won.silent_hash, None);
    assert_eq!(
        Value::from(won.payload.clone()),
        json!({"name": "Won", "sequence": 70, "is_won": true, "fold": false, "write_date": "2026-11-21 04:35:28"})
    );
    let canonical = r#"{"fold":false,"is_won":true,"name":"Won","sequence":70}"#;
    assert_eq!(won.content_hash, blake3::hash(canonical.as_bytes()).to_hex().to_string());
}

#[tokio::test]
async fn half_a_page_is_not_taken_for_the_end() {
    let recorded = Recorded::with(|call| {
        (call.model == "crm.stage" && call.method == "search_read" && call.domain == json!([["id", ">", 0]]))
            .then(|| result(json!([{"id": 1, "name": "New", "sequence": 1, "is_won": false, "fold": false, "write_date": false}])))
    })
    .await;
    let page = recorded.odoo().page(Kind::Stage, Window::Everything, 0).await.unwrap();
    assert_eq!(ids(&page), [1, 2, 3, 4]);
}

#[tokio::test]
async fn a_page_that_is_no_page_is_an_error_and_not_the_end() {
    for answer in [
        json!({}),
        json!(null),
        json!("rows"),
        json!([1, 2]),
        json!([{"name": "New"}]),
        json!([{"id": 2}, {"id": 1}]),
        json!([{"id": 0}]),
    ] {
        let told = answer.clone();
        let recorded = Recorded::with(move |call| {
            (call.model == "crm.stage" && call.method == "search_read").then(|| result(told.clone()))
        })
        .await;
        let error = recorded.odoo().page(Kind::Stage, Window::Everything, 0).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::BadAnswer, "{answer}");
    }
}

#[tokio::test]
async fn a_sweep_lists_all_ids() {
    let recorded = Recorded::start().await;
    let odoo = recorded.odoo_with(small());
    let first = odoo.sweep(Kind::Partner, 0).await.unwrap();
    let second = odoo.sweep(Kind::Partner, 25).await.unwrap();
    let found: Vec<_> = first.iter().chain(&second).map(|sighting| sighting.id).collect();
    assert_eq!(found, (1..=40).collect::<Vec<_>>());
    assert!(first.iter().all(|sighting| sighting.silent_hash.is_none()));
    assert_eq!((first.len(), odoo.sweep_page_size()), (25, 25));
}

#[tokio::test]
async fn a_sweep_of_deals_tells_a_silent_change_of_the_probability() {
    let recorded = Recorded::start().await;
    let odoo = recorded.odoo_with(small());
    let page = odoo.page(Kind::Deal, Window::Everything, 0).await.unwrap();
    let swept = odoo.sweep(Kind::Deal, 0).await.unwrap();
    assert_eq!(swept.len(), 25);
    assert_eq!(recorded.calls("crm.lead", "search_read").last().unwrap().named["fields"], json!(["probability"]));
    for (raw, sighting) in page.iter().zip(&swept) {
        assert_eq!((raw.id, raw.silent_hash.as_ref()), (sighting.id, sighting.silent_hash.as_ref()));
        assert!(sighting.silent_hash.is_some());
    }
    let scored = Recorded::changed(|rows| rows.get_mut("crm.lead").unwrap()[1]["probability"] = json!(50.5)).await;
    let after = scored.odoo_with(small()).sweep(Kind::Deal, 0).await.unwrap();
    let differing: Vec<_> = swept.iter().zip(&after).filter(|(a, b)| a != b).map(|(a, _)| a.id).collect();
    assert_eq!(differing, [2]);
}

#[tokio::test]
async fn a_sweep_that_is_no_list_of_ids_is_an_error() {
    for answer in [json!(null), json!({}), json!([1, "2"]), json!([2, 1]), json!([1, 1])] {
        let told = answer.clone();
        let recorded = Recorded::with(move |call| {
            let sweep = call.method == "search" && call.named["limit"] == 50_000;
            (call.model == "res.partner" && sweep).then(|| result(told.clone()))
        })
        .await;
        let error = recorded.odoo().sweep(Kind::Partner, 0).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::BadAnswer, "{answer}");
    }
}

#[tokio::test]
async fn records_are_fetched_by_id_and_missing_ones_are_left_out_after_a_second_question() {
    let recorded = Recorded::start().await;
    let found = recorded.odoo().fetch(Kind::Partner, &[17, 999, 3, 17]).await.unwrap();
    assert_eq!(ids(&found), [3, 17]);
    let asked: Vec<_> = recorded.calls("res.partner", "read").into_iter().map(|call| call.domain).collect();
    assert_eq!(asked, [json!([3, 17, 999]), json!([999])]);
}

#[tokio::test]
async fn a_record_that_half_an_answer_left_out_is_found_by_the_second_question() {
    let first = AtomicUsize::new(0);
    let recorded = Recorded::with(move |call: &Call| {
        let half = call.method == "read" && first.fetch_add(1, Ordering::SeqCst) == 0;
        half.then(|| result(json!([])))
    })
    .await;
    assert_eq!(ids(&recorded.odoo().fetch(Kind::Stage, &[2, 3]).await.unwrap()), [2, 3]);
}

#[tokio::test]
async fn a_record_that_may_no_longer_be_read_is_an_error_and_not_gone() {
    let recorded = Recorded::with(|call| (call.method == "read").then(|| fault("odoo.exceptions.AccessError"))).await;
    let error = recorded.odoo().fetch(Kind::Deal, &[5]).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::MissingRights);
    assert_eq!(error.message, "The integration user has no right for this in Odoo: reading single records of crm.lead");
}

#[tokio::test]
async fn rows_that_were_not_asked_for_are_a_bad_answer() {
    let recorded = Recorded::with(|call| (call.method == "read").then(|| result(json!([{"id": 8}])))).await;
    let error = recorded.odoo().fetch(Kind::Deal, &[5, 9]).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::BadAnswer);
}

#[tokio::test]
async fn answers_that_are_too_large_are_refused_and_fewer_records_are_asked_for() {
    let recorded = Recorded::start().await;
    let odoo = recorded.odoo_with(Limits { page: 40, answer_bytes: 7_000, ..Limits::default() });
    let page = odoo.page(Kind::Deal, Window::Everything, 0).await.unwrap();
    assert_eq!(ids(&page), (1..=40).collect::<Vec<_>>());
    let asked: Vec<_> =
        recorded.calls("crm.lead", "search_read").iter().map(|call| call.named["limit"].clone()).collect();
    assert_eq!(asked, [40, 20, 10, 10, 10, 10].map(|limit| json!(limit)));
    assert_eq!(odoo.fetch(Kind::Deal, &(1..=40).collect::<Vec<_>>()).await.unwrap().len(), 40);
}

#[tokio::test]
async fn a_single_record_that_is_too_large_is_a_bad_answer() {
    let recorded = Recorded::start().await;
    let odoo = recorded.odoo_with(Limits { answer_bytes: 400, ..Limits::default() });
    odoo.connect().await.unwrap_err();
    let recorded =
        Recorded::with(|call| (call.method == "read").then(|| result(json!([{"id": 1, "name": "x".repeat(20_000)}]))))
            .await;
    let odoo = recorded.odoo_with(Limits { answer_bytes: 10_000, ..Limits::default() });
    let error = odoo.fetch(Kind::Stage, &[1, 2]).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::BadAnswer);
    assert!(error.message.contains("too large"), "{}", error.message);
}

#[tokio::test]
async fn a_conflict_inside_odoo_is_tried_again() {
    let tries = AtomicUsize::new(0);
    let recorded = Recorded::with(move |call| {
        let conflict = call.method == "search_count" && tries.fetch_add(1, Ordering::SeqCst) < 2;
        conflict.then(|| wire("object_serialization_failure"))
    })
    .await;
    assert_eq!(recorded.odoo().count(Kind::Deal, Window::Everything).await.unwrap(), 40);
    assert_eq!(recorded.calls("crm.lead", "search_count").len(), 3);
}

#[test]
fn a_record_has_a_link_into_odoo() {
    let odoo = odoo::Odoo::new(crate::recorded::config("https://odoo.example.com/erp"), odoo::http_client().unwrap());
    assert_eq!(
        odoo.url(Kind::Deal, 42).unwrap(),
        "https://odoo.example.com/erp/web#id=42&model=crm.lead&view_type=form"
    );
    assert_eq!(odoo.url(Kind::CurrencyRate, 42), None);
}
