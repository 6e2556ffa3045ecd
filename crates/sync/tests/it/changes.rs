//! What changes in the source shows up in the lake, wherever it is shown.

use crate::support::{World, numbers, partner, put_deal};
use chrono::TimeDelta;
use domain::{
    builders::{account, amount, contact, currency, deal, instant, stage, user},
    canonical::{Company, Country, Deal, Industry, Kind, Partner, Record, Stage, User},
};
use mongodb::bson::{Bson, Document, doc};
use shared::{
    EntityType,
    sync::{RunState, SyncMode},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_record_gets_a_new_version_and_the_old_one_ends() {
    let world = World::imported().await;
    put_deal(&world.source, 100, |deal| deal.expected_revenue = amount("2500"));
    let run = world.run().await;
    assert_eq!((run.state, run.generation), (RunState::Success, Some(2)));
    assert_eq!(numbers(&run, EntityType::Opportunity)[1..3], [0, 1]);
    let versions: Vec<_> = world.collection("canonical_opportunities").await;
    let ends: Vec<_> = versions
        .iter()
        .filter(|row| row.get_i64("id").ok() == Some(100))
        .map(|row| (row.get_i64("from").unwrap(), row.get_i64("to").unwrap()))
        .collect();
    assert_eq!(ends, [(1, 2), (2, 1 << 62)]);
    assert_eq!(world.shows("odoo_opportunity_100", "expected_revenue").await, Bson::from("2500.00"));
    assert_eq!(world.shows("odoo_opportunity_100", "weighted_revenue").await, Bson::from("1250.00"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_a_deal_speaks_of_leaves_its_family_in_peace() {
    let world = World::imported().await;
    put_deal(&world.source, 100, |_| ());
    world.run().await;
    // Whoever derives the account again sees a difference, and writes it.
    world.set("data_lake_serving", doc! { "serving_id": "odoo_account_10" }, doc! { "hash": "" }).await;
    put_deal(&world.source, 100, |deal| (deal.stage, deal.probability) = (Some(2), amount("90")));
    world.run().await;
    assert_eq!(world.shows("odoo_opportunity_100", "probability").await, Bson::from("90"));
    assert_eq!(world.shows("odoo_opportunity_100", "account.id").await, Bson::from(10_i64));
    let versions = async || {
        let rows = world.collection("data_lake_serving").await.into_iter();
        rows.filter(|row| row.get_str("serving_id").ok() == Some("odoo_account_10")).count()
    };
    assert_eq!(versions().await, 1);
    put_deal(&world.source, 100, |deal| deal.salesperson = Some(3));
    world.run().await;
    assert_eq!(versions().await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_record_is_inserted_and_a_deleted_one_is_kept_as_gone() {
    let world = World::imported().await;
    put_deal(&world.source, 104, |deal| deal.partner = Some(13));
    world.source.delete(Kind::Deal, 101);
    let run = world.run().await;
    assert_eq!(run.state, RunState::Success, "{run:?}");
    assert_eq!(numbers(&run, EntityType::Opportunity)[1], 1);
    assert_eq!(numbers(&run, EntityType::Opportunity)[4], 1);
    assert_eq!(world.shows("odoo_opportunity_104", "account.name").await, Bson::from("Thirteen"));
    assert!(!world.is_active("odoo_opportunity_101").await);
    let tombstone =
        world.collection("raw_scripted_deals").await.into_iter().find(|row| row.get_bool("gone").ok() == Some(true));
    assert_eq!(tombstone.unwrap().get_str("_id").ok(), Some("main/deal/101:2"));
    // The next run has nothing more to say about it.
    assert_eq!(world.run().await.generation, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_is_back_is_revived_under_its_key() {
    let world = World::imported().await;
    world.source.delete(Kind::Deal, 100);
    world.run().await;
    assert!(!world.is_active("odoo_opportunity_100").await);
    // Restored with its old time of writing: only the sweep can find it.
    let record = Deal { partner: Some(11), stage: Some(1), salesperson: Some(2), team: Some(1), ..deal(0) };
    world.source.put_stamped(100, Record::Deal(record), instant("2026-01-01T00:00:00Z"));
    let run = world.run().await;
    assert_eq!(numbers(&run, EntityType::Opportunity)[5], 1, "{run:?}");
    assert!(world.is_active("odoo_opportunity_100").await);
    assert_eq!(
        world.collection("raw_scripted_deals").await.iter().filter(|row| row.get_i64("id").ok() == Some(100)).count(),
        3
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn archived_is_not_deleted() {
    let world = World::imported().await;
    world.source.put(12, Record::Partner(Partner { archived: true, ..account(12) }));
    put_deal(&world.source, 100, |deal| (deal.archived, deal.probability) = (true, amount("0")));
    world.run().await;
    assert!(world.is_active("odoo_account_12").await);
    assert_eq!(world.shows("odoo_account_12", "archived").await, Bson::from(true));
    assert!(world.is_active("odoo_opportunity_100").await);
    assert_eq!(world.shows("odoo_opportunity_100", "state").await, Bson::from("lost"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_commit_is_caught_by_the_overlap() {
    let world = World::imported().await;
    let began = world.source.now() + TimeDelta::seconds(1);
    world.source.pass(TimeDelta::minutes(5));
    put_deal(&world.source, 101, |deal| deal.name = "Read first".into());
    world.run().await;
    let late = Deal { partner: Some(11), stage: Some(1), name: "Committed late".into(), ..deal(0) };
    world.source.put_stamped(100, Record::Deal(late), began);
    world.run().await;
    assert_eq!(world.shows("odoo_opportunity_100", "name").await, Bson::from("Committed late"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_change_is_found_by_the_sweep() {
    let world = World::imported().await;
    world.source.pass(TimeDelta::hours(1));
    put_deal(&world.source, 101, |deal| deal.partner = Some(12));
    world.run().await;
    let scored = Deal { partner: Some(11), stage: Some(1), probability: amount("10"), ..deal(0) };
    world.source.put_silently(100, Record::Deal(scored));
    let run = world.run().await;
    assert_eq!(numbers(&run, EntityType::Opportunity)[2], 1, "{run:?}");
    assert_eq!(world.shows("odoo_opportunity_100", "weighted_revenue").await, Bson::from("100.00"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_that_went_back_in_time_is_compared_as_a_whole() {
    let world = World::imported().await;
    world.source.pass(TimeDelta::hours(2));
    put_deal(&world.source, 100, |deal| deal.name = "After the backup".into());
    put_deal(&world.source, 101, |deal| deal.name = "After the backup".into());
    world.run().await;
    // Restored: both deals are as they were, with times of writing far before the window.
    for id in [100, 101] {
        let record = Deal { name: "From the backup".into(), partner: Some(12), stage: Some(1), ..deal(0) };
        world.source.put_stamped(id, Record::Deal(record), instant("2026-10-01T00:00:00Z"));
    }
    world.run().await;
    for id in ["odoo_opportunity_100", "odoo_opportunity_101"] {
        assert_eq!(world.shows(id, "name").await, Bson::from("From the backup"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deal_that_moves_changes_who_sees_both_accounts() {
    let world = World::imported().await;
    put_deal(&world.source, 100, |deal| deal.partner = Some(13));
    world.run().await;
    assert_eq!(world.shows("odoo_opportunity_100", "account.id").await, Bson::from(13_i64));
    let visible = |row: Document| row.get_array("visible_to").unwrap().clone();
    assert_eq!(visible(world.served("odoo_account_10").await.unwrap()), [Bson::from("u:1")]);
    assert_eq!(visible(world.served("odoo_account_13").await.unwrap()), [Bson::from("u:2"), Bson::from("t:1")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_with_another_parent_takes_its_deals_along() {
    let world = World::imported().await;
    world.source.put(11, Record::Partner(contact(11, 12)));
    world.run().await;
    assert_eq!(world.shows("odoo_contact_11", "account.id").await, Bson::from(12_i64));
    assert_eq!(world.shows("odoo_opportunity_100", "account.name").await, Bson::from("Account 12"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_becomes_a_contact_has_one_living_row_and_back_again() {
    let world = World::imported().await;
    world.source.put(12, Record::Partner(contact(12, 10)));
    world.run().await;
    assert!(!world.is_active("odoo_account_12").await);
    assert!(world.is_active("odoo_contact_12").await);
    assert_eq!(world.shows("odoo_opportunity_101", "account.id").await, Bson::from(10_i64));
    world.source.put(12, partner(12));
    world.run().await;
    assert!(world.is_active("odoo_account_12").await);
    assert!(!world.is_active("odoo_contact_12").await);
    assert_eq!(world.shows("odoo_opportunity_101", "account.id").await, Bson::from(12_i64));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_individual_is_an_account_while_an_opportunity_hangs_on_them() {
    let world = World::imported().await;
    put_deal(&world.source, 103, |deal| deal.partner = Some(14));
    world.run().await;
    assert!(world.is_active("odoo_account_14").await);
    assert!(!world.is_active("odoo_contact_14").await);
    assert!(!world.is_active("odoo_lead_103").await, "the lead has become an opportunity");
    assert!(world.is_active("odoo_opportunity_103").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn renamed_reference_records_show_wherever_they_are_named() {
    let world = World::imported().await;
    world.source.put(1, Record::Stage(Stage { name: "Qualified".into(), ..stage(1, false) }));
    world.source.put(2, Record::User(User { name: "Second".into(), ..user(2) }));
    world.source.put(1, Record::Industry(Industry { name: "Power".into(), archived: false }));
    world.source.put(1, Record::Country(Country { name: "Österreich".into(), code: "AT".into() }));
    world.source.put(12, Record::Partner(Partner { name: "Twelve".into(), ..account(12) }));
    let run = world.run().await;
    assert_eq!(numbers(&run, EntityType::Opportunity)[2], 0, "no deal has changed");
    assert_eq!(world.shows("odoo_opportunity_100", "stage.name").await, Bson::from("Qualified"));
    assert_eq!(world.shows("odoo_opportunity_102", "stage.name").await, Bson::from("Qualified"));
    assert_eq!(world.shows("odoo_opportunity_100", "salesperson.name").await, Bson::from("Second"));
    assert_eq!(world.shows("odoo_account_10", "industry.name").await, Bson::from("Power"));
    assert_eq!(world.shows("odoo_account_10", "country.name").await, Bson::from("Österreich"));
    assert_eq!(world.shows("odoo_opportunity_101", "account.name").await, Bson::from("Twelve"));
    assert_eq!(world.shows("odoo_account_13", "parent.name").await, Bson::from("Twelve"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stage_that_becomes_a_won_stage_wins_its_deals() {
    let world = World::imported().await;
    world.source.put(1, Record::Stage(stage(1, true)));
    world.run().await;
    assert_eq!(world.shows("odoo_opportunity_100", "state").await, Bson::from("won"));
    assert_eq!(world.shows("odoo_opportunity_102", "state").await, Bson::from("won"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_company_in_another_currency_and_a_new_own_company_change_what_they_must() {
    let world = World::imported().await;
    world.source.put(1, Record::Company(Company { partner: Some(12), ..domain::builders::company(1, 2) }));
    world.run().await;
    assert_eq!(world.shows("odoo_opportunity_100", "currency_code").await, Bson::from("JPY"));
    assert!(!world.is_active("odoo_account_12").await, "our own company is no account");
    assert!(world.is_active("odoo_account_90").await);
    world.source.put(2, Record::Currency(currency("JPX", 0)));
    world.run().await;
    assert_eq!(world.shows("odoo_opportunity_102", "currency_code").await, Bson::from("JPX"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unresolved_reference_resolves_when_the_record_arrives() {
    let world = World::imported().await;
    put_deal(&world.source, 105, |deal| (deal.partner, deal.stage, deal.salesperson) = (Some(20), Some(9), Some(8)));
    world.run().await;
    assert_eq!(world.shows("odoo_opportunity_105", "account").await, Bson::Null);
    assert_eq!(world.shows("odoo_opportunity_105", "stage.name").await, Bson::from("#9"));
    world.source.put(20, partner(20));
    world.source.put(9, Record::Stage(Stage { name: "Late stage".into(), ..stage(9, false) }));
    world.source.put(8, Record::User(user(8)));
    world.run().await;
    assert_eq!(world.shows("odoo_opportunity_105", "account.name").await, Bson::from("Account 20"));
    assert_eq!(world.shows("odoo_opportunity_105", "stage.name").await, Bson::from("Late stage"));
    assert_eq!(world.shows("odoo_opportunity_105", "salesperson.name").await, Bson::from("User 8"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_run_compares_every_record_and_finds_what_no_time_of_writing_told() {
    let world = World::imported().await;
    world.source.pass(TimeDelta::hours(1));
    world.source.touch(Kind::Partner, 13);
    world.run().await;
    world.source.put_silently(12, Record::Partner(Partner { city: Some("Graz".into()), ..account(12) }));
    assert_eq!(world.run().await.generation, None);
    let run = world.pipeline().run_once(SyncMode::Full).await.unwrap();
    assert_eq!(numbers(&run, EntityType::Account), [5, 0, 1, 4, 0, 0]);
    assert_eq!(world.shows("odoo_account_12", "city").await, Bson::from("Graz"));
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_day_a_run_compares_every_record_whoever_rang_for_it() {
    let world = World::imported().await;
    world.source.pass(TimeDelta::hours(1));
    world.source.touch(Kind::Partner, 13);
    assert_eq!(world.run().await.mode, SyncMode::Delta);
    world.source.put_silently(12, Record::Partner(Partner { city: Some("Graz".into()), ..account(12) }));
    world.compared_at(instant("2026-01-01T00:00:00Z")).await;
    assert_eq!(world.run().await.mode, SyncMode::Full);
    assert_eq!(world.shows("odoo_account_12", "city").await, Bson::from("Graz"));
    assert_eq!(world.run().await.mode, SyncMode::Delta);
}
