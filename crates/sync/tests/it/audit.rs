//! The audit: silent while the lake is what follows from it, exact about what is not.

use crate::support::{World, put_deal};
use domain::{
    builders::{amount, invoice},
    canonical::Record,
};
use mongodb::bson::{Document, doc};

#[tokio::test(flavor = "multi_thread")]
async fn a_lake_as_it_was_loaded_has_no_difference() {
    let world = World::imported().await;
    world.source.put(70, Record::Invoice(invoice(70, 10)));
    put_deal(&world.source, 100, |deal| deal.expected_revenue = amount("77.70"));
    world.run().await;
    let audit = world.pipeline().audit().await.unwrap();
    assert_eq!((audit.generation, audit.count, audit.differences), (2, 0, vec![]));
    let living = world.collection("data_lake_serving").await;
    let current = living.iter().filter(|row| row.get_i64("to").ok() == Some(1 << 62)).count();
    assert_eq!(usize::try_from(audit.rows).unwrap(), current);
    assert!(audit.salespeople >= 2, "{}", audit.salespeople);
    assert_eq!(world.run().await.generation, None, "it changed nothing");
}

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::disallowed_methods, reason = "the test damages what no program does")]
async fn a_damaged_row_and_the_figures_that_it_changes_are_named() {
    let world = World::imported().await;
    let rows = world.db.database().collection::<Document>("data_lake_serving");
    let deal = doc! { "serving_id": "odoo_opportunity_100" };
    let damage = doc! { "$set": { "data.expected_revenue": "999999.00", "hash": "damaged" } };
    assert_eq!(rows.update_one(deal, damage).await.unwrap().modified_count, 1);
    let audit = world.pipeline().audit().await.unwrap();
    let person = world.shows("odoo_opportunity_100", "salesperson.id").await.as_i64().unwrap();
    assert_eq!(audit.differences, ["odoo_opportunity_100".to_owned(), format!("the figures of salesperson {person}")]);
    assert_eq!(audit.count, 2);
}
