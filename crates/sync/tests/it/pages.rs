//! Readers while runs publish.

use crate::support::{World, put_deal};
use domain::{
    Scope,
    builders::account,
    canonical::{Partner, Record},
};
use store::accounts::AccountListQuery;

#[tokio::test(flavor = "multi_thread")]
async fn a_list_read_page_by_page_while_runs_publish_stays_of_one_generation() {
    let world = World::imported().await;
    #[expect(clippy::disallowed_methods, reason = "the test reads as the worker does")]
    let scope = Scope::whole_lake("the test compares whole lists");
    let query = AccountListQuery { limit: 1, ..AccountListQuery::default() };
    let accounts = world.store.accounts();
    let moment = world.store.moment().await.unwrap();
    let mut page = accounts.list(&scope, &moment, &query, None).await.unwrap();
    let mut seen = Vec::new();
    for round in 0.. {
        seen.extend(page.items.iter().map(|item| item.fact.name.clone()));
        assert_eq!((page.total, page.items.len()), (3, 1));
        let Some(next) = page.next_cursor.take() else { break };
        // Another account comes in front, one is renamed, and a deal moves: in a generation that this list does not see.
        world.source.put(40 + round, Record::Partner(Partner { name: format!("Aaa {round}"), ..account(40 + round) }));
        world.source.put(12, Record::Partner(Partner { name: format!("Zzz {round}"), ..account(12) }));
        put_deal(&world.source, 100, |deal| deal.partner = Some(if round % 2 == 0 { 12 } else { 13 }));
        assert!(world.run().await.generation.is_some());
        let cursor = accounts.resume(&scope, &query, &next).unwrap();
        let moment = world.store.moment_at(cursor.generation()).await.unwrap();
        page = accounts.list(&scope, &moment, &query, Some(&cursor)).await.unwrap();
    }
    assert_eq!(seen, ["Account 10", "Account 12", "Thirteen"]);
    let now = world.store.moment().await.unwrap();
    let all = accounts.list(&scope, &now, &AccountListQuery::default(), None).await.unwrap();
    let names: Vec<_> = all.items.iter().map(|item| item.fact.name.as_str()).collect();
    assert_eq!(names, ["Aaa 0", "Aaa 1", "Account 10", "Thirteen", "Zzz 1"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replay_with_a_new_mapping_reaches_readers_that_hold_the_generation() {
    let world = World::imported().await;
    #[expect(clippy::disallowed_methods, reason = "the test reads as the worker does")]
    let scope = Scope::whole_lake("the test compares whole lists");
    let names = async || {
        let moment = world.store.moment().await.unwrap();
        let page = world.store.accounts().list(&scope, &moment, &AccountListQuery::default(), None).await.unwrap();
        page.items.into_iter().map(|item| item.fact.name).collect::<Vec<_>>()
    };
    assert_eq!(names().await, ["Account 10", "Account 12", "Thirteen"]);
    world.source.set_mapping(2, |record| match record {
        Record::Partner(partner) => Record::Partner(Partner { name: partner.name.to_uppercase(), ..partner }),
        other => other,
    });
    world.run().await;
    assert_eq!(names().await, ["ACCOUNT 10", "ACCOUNT 12", "THIRTEEN"]);
}
