//! The activity log of what changed in the source: one entry for each change, whatever happens to the run.

use crate::support::{World, all, partner, put_deal};
use chrono::TimeDelta;
use domain::{
    builders::{account, amount, contact, stage},
    canonical::{Kind, Partner, Record, Stage},
};
use mongodb::bson::{Bson, DateTime, Document, doc};
use store::settings::ActivityLog;

/// Type, entity, title, who sees it, and what is known, in order.
async fn told(world: &World) -> Vec<String> {
    let mut told: Vec<_> = all(&world.db, "activities").await.iter().map(line).collect();
    told.sort();
    told
}

fn line(row: &Document) -> String {
    let text = |field: &str| row.get_str(field).unwrap_or("-").to_owned();
    let details = row.get_document("metadata").unwrap();
    let fields = details.get_array("fields").cloned().unwrap_or_default();
    let fields: Vec<_> = fields.iter().filter_map(Bson::as_str).collect();
    let detail = |name: &str| details.get_str(name).unwrap_or("").to_owned();
    let moved = match details.contains_key("from") || details.contains_key("to") {
        true => format!(" {}→{}", detail("from"), detail("to")),
        false => String::new(),
    };
    assert_eq!(text("source"), "odoo");
    let about = (text("activity_type"), text("entity_id"), text("user_id"));
    format!("{} {} by {} [{}]{moved}", about.0, about.1, about.2, fields.join(" "))
}

fn change_some(world: &World) {
    // 100 moves on and grows; 101 is won already; 102 is won; 104 is new; 105 is new and won.
    put_deal(&world.source, 100, |deal| {
        (deal.stage, deal.expected_revenue) = (Some(3), amount("5000"));
        deal.name = "Deal 0".into();
    });
    put_deal(&world.source, 102, |deal| {
        (deal.partner, deal.stage, deal.salesperson) = (None, Some(2), Some(3));
        deal.name = "Deal 0".into();
    });
    put_deal(&world.source, 104, |_| {});
    put_deal(&world.source, 105, |deal| deal.stage = Some(2));
    world.source.put(13, Record::Partner(Partner { city: Some("Graz".into()), parent: Some(12), ..account(13) }));
    world.source.put(11, Record::Partner(Partner { job_title: Some("Buyer".into()), ..contact(11, 10) }));
    world.source.put(20, partner(20));
    // Renamed: no deal in it has changed.
    world.source.put(1, Record::Stage(Stage { name: "Renamed".into(), ..stage(1, false) }));
}

const CHANGES: [&str; 10] = [
    "account_created odoo_account_20 by - []",
    "account_updated odoo_account_13 by - [city name]",
    "contact_updated odoo_contact_11 by - [job_title]",
    "opportunity_created odoo_opportunity_104 by odoo_user_2 []",
    "opportunity_created odoo_opportunity_105 by odoo_user_2 []",
    "opportunity_updated odoo_opportunity_100 by odoo_user_2 [expected_revenue]",
    "opportunity_won odoo_opportunity_102 by odoo_user_3 []",
    "opportunity_won odoo_opportunity_105 by odoo_user_2 []",
    "stage_changed odoo_opportunity_100 by odoo_user_2 [] Stage 1→Stage 3",
    "stage_changed odoo_opportunity_102 by odoo_user_3 [] Stage 1→Stage 2",
];

#[tokio::test(flavor = "multi_thread")]
async fn the_first_import_logs_nothing_and_the_next_sync_each_change_once() {
    let world = World::imported().await;
    assert_eq!(told(&world).await, [""; 0]);
    assert_eq!(world.store.lake().await.unwrap().logged, 1);
    change_some(&world);
    world.run().await;
    assert_eq!(told(&world).await, CHANGES);
    // Nothing changes, and everything is made again.
    world.run().await;
    world.pipeline().replay().await.unwrap();
    world.run().await;
    assert_eq!(told(&world).await, CHANGES);
    put_deal(&world.source, 104, |deal| (deal.archived, deal.probability) = (true, amount("0")));
    world.run().await;
    let after = told(&world).await;
    assert_eq!(after.len(), 11);
    assert!(after.contains(&"opportunity_lost odoo_opportunity_104 by odoo_user_2 []".to_owned()), "{after:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn entries_carry_who_sees_the_record_and_the_moment_of_its_publication() {
    let world = World::imported().await;
    change_some(&world);
    world.run().await;
    let published = all(&world.db, "generations").await.pop().unwrap();
    let served = world.served("odoo_opportunity_104").await.unwrap();
    let entries = all(&world.db, "activities").await;
    let entry = entries.iter().find(|row| row.get_str("entity_id").unwrap() == "odoo_opportunity_104").unwrap();
    assert_eq!(entry.get("visible_to"), served.get("visible_to"));
    assert!(!entry.get_array("visible_to").unwrap().is_empty());
    assert_eq!(entry.get("timestamp"), published.get("published_at"));
    assert_eq!((entry.get_str("title").unwrap(), entry.get_str("user_name").unwrap()), ("Deal 104", "User 2"));
    assert_eq!(entry.get_str("_id").unwrap().len(), 36);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_cut_off_run_left_out_the_next_one_logs_and_nothing_twice() {
    let world = World::imported().await;
    change_some(&world);
    world.run().await;
    // As if the process had died after the publication: before the log, within it, after it.
    for left in [0, 1, 4, 10] {
        let entries = all(&world.db, "activities").await;
        for entry in entries.iter().skip(left) {
            world.remove("activities", doc! { "_id": entry.get_str("_id").unwrap() }).await;
        }
        world.set("lake", doc! {}, doc! { "logged": 1_i64 }).await;
        world.run().await;
        assert_eq!(told(&world).await, CHANGES, "{left} were there");
        assert_eq!(world.store.lake().await.unwrap().logged, 2);
    }
    // Not even when Odoo cannot be reached in the next one.
    world.remove("activities", doc! {}).await;
    world.set("lake", doc! {}, doc! { "logged": 1_i64 }).await;
    world.source.fail_to_connect(source::SourceError::new(source::ErrorKind::Timeout, "not now"));
    world.run().await;
    assert_eq!(told(&world).await, CHANGES);
}

#[tokio::test(flavor = "multi_thread")]
async fn entries_go_when_they_are_older_than_the_organisation_keeps_them() {
    let world = World::imported().await;
    change_some(&world);
    world.run().await;
    let log = world.store.activities();
    let ago = |days: i64, now: chrono::DateTime<chrono::Utc>| {
        DateTime::from_millis((now - TimeDelta::days(days)).timestamp_millis())
    };
    let now = world.db.now().await.unwrap();
    world.set("activities", doc! { "entity_id": "odoo_opportunity_104" }, doc! { "timestamp": ago(366, now) }).await;
    world.set("activities", doc! { "entity_id": "odoo_opportunity_102" }, doc! { "timestamp": ago(364, now) }).await;
    assert_eq!(log.forget_old().await.unwrap(), 1, "a year, unless somebody says otherwise");
    assert_eq!(told(&world).await.len(), 9);
    let set = ActivityLog { version: 0, keep_days: Some(30) };
    assert_eq!(world.store.settings().set_activity_log(0, set).await.unwrap().version, 1);
    assert_eq!(log.forget_old().await.unwrap(), 2);
    assert_eq!(told(&world).await.len(), 7);
    assert_eq!(log.forget_old().await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_person_is_in_no_entry() {
    let world = World::imported().await;
    let with_address = Partner { email: Some("eve@customer.example".into()), ..contact(21, 10) };
    world.source.put(21, Record::Partner(with_address));
    world.source.put(20, partner(20));
    world.run().await;
    world.source.delete(Kind::Partner, 21);
    world.run().await;
    let both = ["account_created odoo_account_20 by - []", "contact_created odoo_contact_21 by - []"];
    assert_eq!(told(&world).await, both);
    assert!(world.pipeline().erase_person("eve@customer.example").await.unwrap().versions > 0);
    world.run().await;
    assert_eq!(told(&world).await, both[..1]);
}
