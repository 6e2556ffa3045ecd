//! Views for readers outside the platform (docs/decisions/0012): what is published, put together when it is read.

use crate::{
    Result,
    collections::{INSTANCE, LAKE, LAKE_ID, OPEN_END, SERVING},
};
use db::Db;
use mongodb::bson::{Bson, Document, doc};
use std::collections::HashMap;

/// Opportunities by salesperson, team, stage, state and currency.
const PIPELINE_SUMMARY: &str = "serving_pipeline_summary";
/// Opportunities, invoices and orders by salesperson, team, stage, state and currency.
const DASHBOARD_STATS: &str = "serving_dashboard_stats";
/// What happened, record by record.
const ACTIVITY_FEED: &str = "serving_activity_feed";

#[derive(Debug, Clone, PartialEq)]
pub(super) struct View {
    pub(super) name: &'static str,
    on: &'static str,
    pipeline: Vec<Document>,
}

pub(super) fn all() -> [View; 3] {
    [
        View { name: PIPELINE_SUMMARY, on: LAKE, pipeline: pipeline_summary() },
        View { name: DASHBOARD_STATS, on: LAKE, pipeline: dashboard_stats() },
        View { name: ACTIVITY_FEED, on: SERVING, pipeline: activity_feed() },
    ]
}

fn pipeline_summary() -> Vec<Document> {
    let by = doc! {
        "salesperson": "$data.salesperson",
        "team": "$data.team",
        "stage": "$data.stage",
        "state": "$data.state",
        "currency": "$data.currency_code",
    };
    let sums = doc! {
        "deals": { "$sum": 1_i64 },
        "expected_revenue": sum_of("$data.expected_revenue"),
        "weighted_revenue": sum_of("$data.weighted_revenue"),
        "recurring_monthly": sum_of("$data.recurring_monthly"),
        "recurring_weighted": sum_of("$data.recurring_weighted"),
    };
    published(&["opportunity"], by, sums)
}

/// `amount`: expected revenue of an opportunity, untaxed amount of an invoice or an order.
fn dashboard_stats() -> Vec<Document> {
    let by = doc! {
        "entity_type": "$entity_type",
        "salesperson": "$data.salesperson",
        "team": "$data.team",
        "stage": "$data.stage",
        "state": "$data.state",
        "kind": "$data.kind",
        "payment_state": "$data.payment_state",
        "currency": "$data.currency_code",
    };
    let sums = doc! {
        "records": { "$sum": 1_i64 },
        "amount": sum_of(doc! { "$ifNull": ["$data.untaxed", "$data.expected_revenue"] }),
        "residual": sum_of("$data.residual"),
    };
    published(&["opportunity", "invoice", "order"], by, sums)
}

/// Amounts are stored as text: as decimals they are added up exactly. What a record does not have adds nothing.
fn sum_of(amount: impl Into<Bson>) -> Document {
    doc! { "$sum": { "$toDecimal": { "$ifNull": [amount.into(), "0"] } } }
}

/// Groups of the rows of the published generation. One generation in all of them, whatever is published meanwhile.
fn published(entities: &[&str], by: Document, sums: Document) -> Vec<Document> {
    let of_generation = doc! { "$and": [
        { "$lte": ["$from", "$$generation"] },
        { "$gt": ["$to", "$$generation"] },
    ] };
    let mut group = doc! { "_id": by };
    group.extend(sums);
    let groups = vec![
        doc! { "$match": { "instance": INSTANCE, "entity_type": { "$in": entities }, "is_active": true } },
        doc! { "$match": { "$expr": of_generation } },
        doc! { "$group": group },
        doc! { "$replaceWith": { "$mergeObjects": ["$_id", "$$ROOT"] } },
        doc! { "$unset": "_id" },
    ];
    vec![
        doc! { "$match": { "_id": LAKE_ID } },
        doc! { "$lookup": { "from": SERVING, "let": { "generation": "$generation" }, "pipeline": groups, "as": "group" } },
        doc! { "$unwind": "$group" },
        doc! { "$replaceWith": { "$mergeObjects": [{ "generation": "$generation" }, "$group"] } },
    ]
}

/// Conditions only, so that what a reader asks of the view is found and ordered by the indexes of the collection. Each
/// record once; `from` above the published generation: it is being loaded.
fn activity_feed() -> Vec<Document> {
    let happened = doc! {
        "instance": INSTANCE,
        "to": OPEN_END,
        "is_active": true,
        "feed.at": { "$exists": true },
        // A meeting that is still to come has not happened.
        "$expr": { "$lte": ["$feed.at", "$$NOW"] },
    };
    vec![doc! { "$match": happened }]
}

/// Makes what is missing, and brings what another version of the program has made up to date. `present`: the options of
/// each collection and view.
pub(super) async fn prepare(db: &Db, present: &HashMap<String, Definition>) -> Result<()> {
    for View { name, on, pipeline } in all() {
        let wanted = Definition { on: on.to_owned(), pipeline: pipeline.clone() };
        match present.get(name) {
            Some(there) if *there == wanted => {}
            Some(_) => {
                db.database().run_command(doc! { "collMod": name, "viewOn": on, "pipeline": pipeline }).await?;
            }
            None => {
                let created = db.database().create_collection(name).view_on(on.to_owned()).pipeline(pipeline).await;
                super::unless_there(created)?;
            }
        }
    }
    Ok(())
}

/// As the database has it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Definition {
    pub(super) on: String,
    pub(super) pipeline: Vec<Document>,
}
