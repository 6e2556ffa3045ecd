//! What people and clocks do to an Odoo: merge, archive, delete and create again, run ahead, write while we read.

use crate::support::{World, numbers, partner, put_deal};
use chrono::TimeDelta;
use domain::{
    builders::{account, company, invoice, message},
    canonical::{Anchor, Company, Kind, Partner, Record},
};
use mongodb::bson::Bson;
use shared::{
    EntityType,
    sync::{RunState, SyncMode},
};
use testkit::scripted::Call;

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_ran_ahead_hides_no_later_change() {
    let world = World::imported().await;
    let tomorrow = world.db.now().await.unwrap() + TimeDelta::hours(24);
    world.source.put_stamped(12, Record::Partner(Partner { city: Some("Graz".into()), ..account(12) }), tomorrow);
    world.run().await;
    let cursor = world.store.lake().await.unwrap().cursor(Kind::Partner).unwrap();
    assert!(cursor < tomorrow - TimeDelta::hours(23), "the cursor does not run ahead with it");
    // The source's clock is right again.
    let now = world.db.now().await.unwrap();
    world.source.put_stamped(13, Record::Partner(Partner { city: Some("Linz".into()), ..account(13) }), now);
    let run = world.run().await;
    assert_eq!((run.mode, run.state), (SyncMode::Delta, RunState::Success), "{run:?}");
    assert_eq!(world.shows("odoo_account_13", "city").await, Bson::from("Linz"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_behind_ours_changes_nothing() {
    let world = World::imported().await;
    for name in ["One", "Two"] {
        put_deal(&world.source, 100, |deal| deal.name = name.into());
        assert!(world.source.now() < world.db.now().await.unwrap() - TimeDelta::days(1));
        let run = world.run().await;
        assert_eq!((run.mode, run.state), (SyncMode::Delta, RunState::Success));
        assert_eq!(world.shows("odoo_opportunity_100", "name").await, Bson::from(name));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn merged_partners_become_one_account_with_all_deals() {
    let world = World::imported().await;
    put_deal(&world.source, 101, |deal| (deal.partner, deal.stage) = (Some(10), Some(2)));
    let Record::Partner(thirteen) = partner(13) else { panic!("a partner") };
    world.source.put(13, Record::Partner(Partner { parent: Some(10), ..thirteen }));
    world.source.delete(Kind::Partner, 12);
    let run = world.run().await;
    assert_eq!((run.state, numbers(&run, EntityType::Account)[4]), (RunState::Success, 1), "{run:?}");
    assert!(!world.is_active("odoo_account_12").await);
    assert_eq!(world.shows("odoo_opportunity_101", "account.id").await, Bson::from(10_i64));
    assert_eq!(world.shows("odoo_account_13", "parent.name").await, Bson::from("Account 10"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_hung_on_a_merged_partner_follows_without_a_time_of_writing() {
    let world = World::new().await;
    world.source.put(70, Record::Invoice(invoice(70, 12)));
    world.source.put(81, Record::Message(message(Some(Anchor::Partner(12)))));
    world.run().await;
    assert_eq!(world.shows("odoo_invoice_70", "account.id").await, Bson::from(12_i64));
    world.source.put_silently(70, Record::Invoice(invoice(70, 10)));
    world.source.put_silently(81, Record::Message(message(Some(Anchor::Partner(10)))));
    put_deal(&world.source, 101, |deal| deal.partner = Some(10));
    world.source.delete(Kind::Partner, 12);
    for _ in 0..2 {
        let run = world.run().await;
        assert_eq!(run.state, RunState::Success, "{run:?}");
    }
    assert!(!world.is_active("odoo_account_12").await);
    assert_eq!(world.shows("odoo_invoice_70", "account.id").await, Bson::from(10_i64));
    assert_eq!(world.shows("odoo_message_81", "account.id").await, Bson::from(10_i64));
    assert_eq!(world.run().await.generation, None, "they are asked for once");
}

#[tokio::test(flavor = "multi_thread")]
async fn archived_and_taken_out_again_a_record_was_never_gone() {
    let world = World::imported().await;
    for archived in [true, false] {
        put_deal(&world.source, 100, |deal| deal.archived = archived);
        world.source.put(12, Record::Partner(Partner { archived, ..account(12) }));
        let run = world.run().await;
        assert_eq!((numbers(&run, EntityType::Opportunity)[4], numbers(&run, EntityType::Opportunity)[5]), (0, 0));
        assert!(world.is_active("odoo_opportunity_100").await);
        assert_eq!(world.shows("odoo_account_12", "archived").await, Bson::from(archived));
    }
    assert_eq!(world.shows("odoo_opportunity_100", "state").await, Bson::from("open"));
}

#[tokio::test(flavor = "multi_thread")]
async fn deleted_and_created_again_it_is_another_record() {
    let world = World::imported().await;
    world.source.delete(Kind::Deal, 101);
    put_deal(&world.source, 130, |deal| (deal.partner, deal.stage) = (Some(12), Some(2)));
    let run = world.run().await;
    let [_, inserted, _, _, deleted, revived] = numbers(&run, EntityType::Opportunity);
    assert_eq!((inserted, deleted, revived), (1, 1, 0));
    assert!(world.is_active("odoo_opportunity_130").await && !world.is_active("odoo_opportunity_101").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_of_two_companies_has_its_own_currency() {
    let world = World::imported().await;
    world.source.put(2, Record::Company(Company { partner: None, ..company(2, 2) }));
    put_deal(&world.source, 130, |deal| deal.company = Some(2));
    world.run().await;
    assert_eq!(world.shows("odoo_opportunity_130", "currency_code").await, Bson::from("JPY"));
    assert_eq!(world.shows("odoo_opportunity_100", "currency_code").await, Bson::from("EUR"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changes_between_two_pages_is_complete_after_the_next_run() {
    let world = World::imported().await;
    (200..220).for_each(|id| put_deal(&world.source, id, |_| {}));
    // The second page waits; meanwhile records before and behind it change, come and go.
    let door = world.source.hold(Kind::Deal, Call::Page(4));
    let pipeline = world.pipeline();
    let running = tokio::spawn(async move { pipeline.run_once(SyncMode::Delta).await });
    door.reached().await;
    put_deal(&world.source, 200, |deal| deal.name = "Behind us".into());
    put_deal(&world.source, 219, |deal| deal.name = "Before us".into());
    put_deal(&world.source, 199, |deal| deal.name = "New behind us".into());
    world.source.delete(Kind::Deal, 201);
    world.source.delete(Kind::Deal, 218);
    door.open();
    running.await.unwrap().unwrap();
    world.run().await;
    for (id, name) in [(199, "New behind us"), (200, "Behind us"), (219, "Before us"), (210, "Deal 210")] {
        assert_eq!(world.shows(&format!("odoo_opportunity_{id}"), "name").await, Bson::from(name));
    }
    assert!(!world.is_active("odoo_opportunity_201").await);
    assert_eq!(world.served("odoo_opportunity_218").await, None);
    assert_eq!(world.run().await.generation, None);
}
