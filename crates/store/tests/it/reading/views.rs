//! What readers outside the platform get: sums that are right to the cent, of the published generation, and a feed by an index.

use super::{
    company::{open_deal, published},
    small_lake::{SmallLake, collection},
};
use domain::{
    builders::{amount, event, instant, invoice, message, order},
    canonical::{
        Anchor, Deal, Event, Invoice, InvoiceKind, InvoiceState, Message, Order, OrderState, PaymentState, Record,
        SourceId,
    },
};
use futures::TryStreamExt;
use mongodb::bson::{Bson, Document, doc};
use rust_decimal::Decimal;

async fn rows(lake: &SmallLake, view: &str, filter: Document, sort: Document) -> Vec<Document> {
    collection(&lake.db, view).find(filter).sort(sort).await.unwrap().try_collect().await.unwrap()
}

/// Field after field; a link by its name, what is not there as `-`.
fn line(row: &Document, fields: &[&str]) -> String {
    let shown = |field: &&str| match row.get(*field) {
        Some(Bson::Document(link)) => link.get_str("name").unwrap().to_owned(),
        Some(Bson::String(text)) => text.clone(),
        Some(Bson::Decimal128(sum)) => sum.to_string().parse::<Decimal>().unwrap().normalize().to_string(),
        Some(Bson::Int64(number)) => number.to_string(),
        Some(Bson::Null) | None => "-".to_owned(),
        Some(other) => panic!("{field}: {other}"),
    };
    fields.iter().map(shown).collect::<Vec<_>>().join(" ")
}

async fn summary(lake: &SmallLake) -> Vec<String> {
    let fields = ["generation", "salesperson", "team", "stage", "state", "currency"];
    let sums = ["deals", "expected_revenue", "weighted_revenue", "recurring_monthly", "recurring_weighted"];
    let found = rows(lake, "serving_pipeline_summary", doc! {}, doc! {}).await;
    let mut lines: Vec<_> = found.iter().map(|row| line(row, &[&fields[..], &sums].concat())).collect();
    lines.sort();
    lines
}

const SECOND: [&str; 8] = [
    "2 - Team 1 Stage 1 open EUR 1 500 50 0 0",
    "2 Ana - Stage 1 open EUR 1 77 38.5 0 0",
    "2 Ana - Stage 2 won EUR 1 300 300 0 0",
    "2 Ana Team 1 Stage 1 open EUR 1 1000 500 0 0",
    // 80.01 + 0.10 + 0.20 of which 33 %, 50 % and 50 %; 12.34 a month, of which 50 %.
    "2 Ben - Stage 1 lost EUR 1 9999 0 0 0",
    "2 Ben - Stage 1 open EUR 3 80.31 26.55 12.34 6.17",
    "2 Ben - Stage 1 open OMR 1 12000 6000 0 0",
    "2 Ben - Stage 1 open USD 1 250 50 0 0",
];

async fn with_small_change() -> SmallLake {
    let mut lake = published().await;
    let recurring = Deal { recurring_monthly: Some(amount("12.34")), ..open_deal(109, None, Some(8), "0.20") };
    lake.put(108, Record::Deal(open_deal(108, None, Some(8), "0.10"))).put(109, Record::Deal(recurring));
    lake.publish().await;
    lake
}

#[tokio::test]
async fn the_pipeline_summary_adds_up_to_the_cent() {
    assert_eq!(summary(&with_small_change().await).await, SECOND);
}

#[tokio::test]
async fn the_sums_are_of_the_published_generation_whatever_is_being_loaded() {
    let lake = with_small_change().await;
    // A run has closed the version of deal 100 and written another one.
    let serving = collection(&lake.db, "data_lake_serving");
    let current = doc! { "serving_id": "odoo_opportunity_100", "to": 1_i64 << 62 };
    let mut next = serving.find_one(current.clone()).await.unwrap().unwrap();
    next.insert("_id", "being loaded");
    next.insert("from", 3_i64);
    next.get_document_mut("data").unwrap().insert("expected_revenue", "7.00");
    serving.update_one(current, doc! { "$set": { "to": 3_i64 } }).await.unwrap();
    serving.insert_one(next).await.unwrap();
    assert_eq!(summary(&lake).await, SECOND);
    // The publication is what shows it.
    collection(&lake.db, "lake").update_one(doc! {}, doc! { "$set": { "generation": 3_i64 } }).await.unwrap();
    let third: Vec<_> = SECOND.iter().map(|line| line.replacen('2', "3", 1).replace("1 1000 500", "1 7 500")).collect();
    assert_eq!(summary(&lake).await, third);
}

#[tokio::test]
async fn the_stats_keep_kinds_states_and_currencies_apart() {
    let mut lake = published().await;
    let of_ana = |id| Invoice { salesperson: Some(7), ..invoice(id, 10) };
    let note = Invoice {
        kind: InvoiceKind::CreditNote,
        untaxed_signed: amount("-250.51"),
        residual_signed: amount("0"),
        payment_state: PaymentState::Paid,
        ..of_ana(71)
    };
    let draft = Invoice { state: InvoiceState::Draft, ..of_ana(72) };
    lake.put(70, Record::Invoice(of_ana(70)))
        .put(71, Record::Invoice(note))
        .put(72, Record::Invoice(draft))
        .put(73, Record::Invoice(Invoice { untaxed_signed: amount("0.01"), ..of_ana(73) }));
    for (id, state) in [(80, OrderState::Sale), (81, OrderState::Sale), (82, OrderState::Quotation)] {
        lake.put(id, Record::Order(Order { state, untaxed: amount("33.33"), team: Some(1), ..order(id, 10) }));
    }
    lake.publish().await;
    let fields = ["salesperson", "team", "kind", "state", "payment_state", "currency", "records", "amount", "residual"];
    let of = async |entity: &str| {
        let found = rows(&lake, "serving_dashboard_stats", doc! { "entity_type": entity }, doc! {}).await;
        let mut lines: Vec<_> = found.iter().map(|row| line(row, &fields)).collect();
        lines.sort();
        lines
    };
    assert_eq!(
        of("invoice").await,
        [
            "Ana - credit_note posted paid EUR 1 -250.51 0",
            "Ana - invoice draft not_paid EUR 1 1000 1000",
            "Ana - invoice posted not_paid EUR 2 1000.01 2000",
        ]
    );
    assert_eq!(of("order").await, ["- Team 1 - quotation - EUR 1 33.33 0", "- Team 1 - sale - EUR 2 66.66 0"]);
    assert_eq!(of("opportunity").await.len(), 8);
}

/// Messages 1 to 5 of as many days, a meeting that was and one that is to come.
async fn eventful() -> SmallLake {
    let mut lake = published().await;
    let at = |day: SourceId| Some(instant(&format!("2019-11-0{day}T09:00:00Z")));
    for id in 1..=5 {
        lake.put(id, Record::Message(Message { at: at(id), ..message(Some(Anchor::Deal(100))) }));
    }
    lake.put(1, Record::Event(Event { stop: at(3), deal: Some(100), ..event(1) }));
    let to_come = Some(instant("2999-01-01T09:00:00Z"));
    lake.put(2, Record::Event(Event { stop: to_come, deal: Some(100), ..event(2) }));
    lake.publish().await;
    lake.put(5, Record::Message(Message { at: at(6), ..message(Some(Anchor::Deal(100))) })).publish().await;
    lake
}

#[tokio::test]
async fn the_feed_tells_each_record_once_page_by_page() {
    let lake = eventful().await;
    let newest_first = || doc! { "feed.at": -1, "serving_id": -1 };
    let page = async |filter: Document| {
        let found = collection(&lake.db, "serving_activity_feed").find(filter).sort(newest_first()).limit(3).await;
        found.unwrap().try_collect::<Vec<_>>().await.unwrap()
    };
    let ids = |page: &[Document]| page.iter().map(|row| row.get_str("serving_id").unwrap().to_owned()).collect();
    let first = page(doc! {}).await;
    let seen: Vec<String> = ids(&first);
    assert_eq!(seen, ["odoo_message_5", "odoo_message_4", "odoo_message_3"]);
    let last = first[2].get_document("feed").unwrap().get_datetime("at").unwrap();
    let after =
        doc! { "feed.at": { "$lte": last }, "$nor": [{ "feed.at": last, "serving_id": { "$gte": "odoo_message_3" } }] };
    let seen: Vec<String> = ids(&page(after).await);
    assert_eq!(seen, ["odoo_event_1", "odoo_message_2", "odoo_message_1"]);
}

#[tokio::test]
async fn a_page_of_the_feed_is_read_from_an_index_in_its_order() {
    let lake = eventful().await;
    let find = doc! {
        "find": "serving_activity_feed",
        "filter": { "feed.type": "note" },
        "sort": { "feed.at": -1, "serving_id": -1 },
        "limit": 3,
    };
    let plan = lake.db.database().run_command(doc! { "explain": find, "verbosity": "queryPlanner" }).await.unwrap();
    let plan = plan.get_document("queryPlanner").unwrap().get("winningPlan").unwrap().to_string();
    assert!(plan.contains("IXSCAN") && !plan.contains("COLLSCAN") && !plan.contains("\"SORT\""), "{plan}");
}
