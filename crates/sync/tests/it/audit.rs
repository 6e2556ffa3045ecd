//! The audit: silent while the lake is what follows from it, exact about what is not.

use crate::support::{World, put_deal};
use domain::{
    builders::{amount, event, invoice, message, order, user},
    canonical::{Anchor, Attendance, Attendee, Event, Message, Order, Record, User},
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
    assert_eq!(audit.differences, ["odoo_opportunity_100".to_owned(), format!("the deals of salesperson {person}")]);
    assert_eq!(audit.count, 2);
}

/// Users 1 and 2, whose partners are 61 and 62; orders of both and of nobody; a comment of the first, a meeting of both.
async fn busy() -> World {
    let world = World::imported().await;
    for id in [1, 2] {
        world.source.put(id, Record::User(User { partner: Some(60 + id), ..user(id) }));
    }
    for (id, salesperson) in [(80, Some(1)), (81, Some(2)), (82, None)] {
        world.source.put(id, Record::Order(Order { salesperson, ..order(id, 10) }));
    }
    let on = Some(Anchor::Deal(100));
    world.source.put(90, Record::Message(Message { author: Some(61), ..message(on) }));
    world.source.put(91, Record::Event(Event { organiser: Some(1), on, ..event(91) }));
    // Who organised it was there too, and counts once.
    for (id, partner) in [(95, 61), (96, 62)] {
        let guest = Attendee { event: 91, partner: Some(partner), state: Attendance::Accepted };
        world.source.put(id, Record::Attendee(guest));
    }
    world.run().await;
    world
}

async fn differences(world: &World, serving_id: &str, damage: Document) -> Vec<String> {
    world.set("data_lake_serving", doc! { "serving_id": serving_id }, damage).await;
    // Nobody has read the lake before.
    let world_again = crate::support::open(&world.db).await;
    let pipeline = sync::Pipeline::new(world.source.clone(), world_again, "auditor".into());
    pipeline.audit().await.unwrap().differences
}

#[tokio::test(flavor = "multi_thread")]
async fn an_untouched_lake_with_orders_and_deeds_has_no_difference() {
    let audit = busy().await.pipeline().audit().await.unwrap();
    assert_eq!((audit.count, audit.differences), (0, vec![]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_order_is_told_of_its_salesperson_alone() {
    let world = busy().await;
    let found = differences(&world, "odoo_order_81", doc! { "data.untaxed": "7.00", "hash": "damaged" }).await;
    assert_eq!(found, ["odoo_order_81", "the orders of salesperson 2"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_row_is_told_even_when_its_hash_was_left_alone() {
    let world = busy().await;
    let found = differences(&world, "odoo_order_82", doc! { "data.untaxed": "7.00" }).await;
    assert_eq!(found, ["the orders of salesperson 0"]);
    let found = differences(&world, "odoo_message_90", doc! { "data.author": 62_i64 }).await;
    let people = ["the activities of salesperson 1", "the activities of salesperson 2"];
    assert_eq!(found, [&["the orders of salesperson 0"][..], &people].concat());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_meeting_that_a_guest_was_taken_from_is_told_of_that_guest() {
    let world = busy().await;
    let attendees = vec![doc! { "partner": 61_i64, "answer": "accepted" }];
    let found = differences(&world, "odoo_event_91", doc! { "data.attendees": attendees }).await;
    assert_eq!(found, ["the activities of salesperson 2"]);
}
