//! The same record read over each protocol: the same raw values, the same hash.

use crate::between::{Answer, Between, EACH, of, recording, sim_of};
use domain::canonical::Kind;
use odoo::{Odoo, http_client};
use odoo_sim::{Sim, Version};
use serde_json::{Value, json};
use shared::integrations::TransportChoice::{self, Auto, Json2, Jsonrpc, Xmlrpc};
use source::{RawRecord, Source, Window};

async fn page(sim: &Sim, transport: TransportChoice, kind: Kind) -> Vec<RawRecord> {
    let odoo = Odoo::new(of(sim, &sim.url, transport), http_client().unwrap());
    odoo.page(kind, Window::Everything, 0).await.unwrap()
}

#[tokio::test]
async fn every_record_of_every_kind_is_the_same_over_each_protocol() {
    let sim = sim_of(Version::V19).await;
    for kind in Kind::ALL.iter().copied() {
        let expected = page(&sim, Jsonrpc, kind).await;
        for transport in [Xmlrpc, Json2, Auto] {
            assert_eq!(page(&sim, transport, kind).await, expected, "{kind:?} {transport:?}");
        }
    }
}

#[tokio::test]
async fn awkward_values_have_one_hash_over_each_protocol() {
    let sim = sim_of(Version::V19).await;
    let stage = sim.control.read("crm.stage", &json!([]), &["id"]).unwrap()[0]["id"].clone();
    let mut ids = Vec::new();
    for (name, revenue) in [
        ("plain", 0.1 + 0.2),
        ("control\u{b}\u{1} characters", 1e-9),
        ("lines\r\nand\ttabs\rand\nmore ", 123_456_789.995),
        ("<&>\"' &amp; ]]> \u{e9} \u{1f600} \u{200b}", 999_999_999_999.99),
        ("株式会社", -1500.0),
        ("zero", 0.0),
    ] {
        let values = json!({"name": name, "expected_revenue": revenue, "stage_id": stage, "type": "opportunity"});
        ids.push(sim.control.create("crm.lead", values).unwrap());
    }
    let mut seen: Vec<Vec<(String, Option<String>, Value)>> = Vec::new();
    for transport in EACH {
        let odoo = Odoo::new(of(&sim, &sim.url, transport), http_client().unwrap());
        let found = odoo.fetch(Kind::Deal, &ids).await.unwrap();
        assert_eq!(found.len(), 6);
        let drafts: Vec<_> = found.iter().map(|raw| odoo.map(Kind::Deal, raw).draft).collect();
        assert!(drafts.iter().all(Option::is_some));
        seen.push(
            found
                .into_iter()
                .map(|raw| (raw.content_hash, raw.silent_hash, raw.payload["expected_revenue"].clone()))
                .collect(),
        );
    }
    assert_eq!(seen[0], seen[1]);
    assert_eq!(seen[0], seen[2]);
}

/// Rows as a real server sent them for the same question in two protocols.
#[tokio::test]
async fn a_recorded_row_has_one_hash_in_xml_and_in_json() {
    let sim = sim_of(Version::V18).await;
    let mut hashes = Vec::new();
    for (transport, name) in [
        (Jsonrpc, "wire/object_search_read_partner3.response.json"),
        (Xmlrpc, "xmlrpc/object_search_read_partner3.response.xml"),
    ] {
        let between = Between::start(&sim, move |asked| match asked.calls("res.partner", "search_read") {
            true => Answer::Bytes(recording(name)),
            false => Answer::PassOn,
        })
        .await;
        let limits = odoo::Limits { page: 3, answer: 3, ..odoo::Limits::default() };
        let odoo = Odoo::new(of(&sim, &between.url, transport).with_limits(limits), http_client().unwrap());
        let rows = odoo.page(Kind::Partner, Window::Everything, 0).await.unwrap();
        hashes.push(rows.into_iter().map(|raw| (raw.id, raw.content_hash)).collect::<Vec<_>>());
    }
    assert_eq!(hashes[0].len(), 3);
    assert_eq!(hashes[0], hashes[1]);
}

#[tokio::test]
async fn recorded_floats_of_odoo_19_keep_every_digit() {
    let sim = sim_of(Version::V19).await;
    let between = Between::start(&sim, |asked| match asked.calls("crm.lead", "search_read") {
        true => Answer::Bytes(recording("json2/search_read_awkward_floats.response.http")),
        false => Answer::PassOn,
    })
    .await;
    let limits = odoo::Limits { page: 8, answer: 8, ..odoo::Limits::default() };
    let odoo = Odoo::new(of(&sim, &between.url, Json2).with_limits(limits), http_client().unwrap());
    let rows = odoo.page(Kind::Deal, Window::Everything, 0).await.unwrap();
    let revenue: Vec<_> = rows.iter().map(|raw| raw.payload["expected_revenue"].to_string()).collect();
    let expected = [
        "0.30000000000000004",
        "1e-9",
        "123456789.995",
        "999999999999.99",
        "0.30000000000000004",
        "123456789.995",
        "-1500.0",
        "0.30000000000000004",
    ];
    assert_eq!(revenue, expected);
}
