//! Cursors cannot be changed, lent, or used for another list.

use super::{
    company::{admin, person, published, scope},
    small_lake::SmallLake,
};
use domain::{Moment, Scope};
use shared::{accounts::AccountSort, auth::UserRole, list::Direction};
use store::{
    StoreError,
    accounts::{AccountListQuery, Choice},
    cursor::CursorError,
    settings::Organisation,
};

fn first_of_many() -> AccountListQuery {
    AccountListQuery { limit: 1, ..AccountListQuery::default() }
}

async fn next_cursor(lake: &SmallLake, scope: &Scope, moment: &Moment) -> String {
    let page = lake.store.accounts().list(scope, moment, &first_of_many(), None).await.unwrap();
    page.next_cursor.unwrap()
}

#[tokio::test]
async fn every_process_takes_a_cursor_and_a_larger_page_may_follow_a_small_one() {
    let lake = published().await;
    let moment = lake.store.moment().await.unwrap();
    let scope = admin(&lake, &moment).await;
    let next = next_cursor(&lake, &scope, &moment).await;
    let other = lake.another_store().await;
    let query = AccountListQuery { limit: 50, ..first_of_many() };
    let cursor = other.accounts().resume(&scope, &query, &next).unwrap();
    let moment = other.moment_at(cursor.generation()).await.unwrap();
    let page = other.accounts().list(&scope, &moment, &query, Some(&cursor)).await.unwrap();
    assert_eq!(page.items.iter().map(|item| item.id).collect::<Vec<_>>(), [11, 12]);
}

#[tokio::test]
async fn a_cursor_with_any_character_changed_is_broken() {
    let lake = published().await;
    let moment = lake.store.moment().await.unwrap();
    let scope = admin(&lake, &moment).await;
    let good = next_cursor(&lake, &scope, &moment).await;
    let accounts = lake.store.accounts();
    for at in 0..good.len() {
        let mut bytes = good.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(bytes).unwrap();
        assert_eq!(accounts.resume(&scope, &first_of_many(), &changed), Err(CursorError::Broken), "character {at}");
    }
    for foreign in ["", "A", "not a cursor", "====", &good[..good.len() - 4], &good.repeat(2)] {
        assert_eq!(accounts.resume(&scope, &first_of_many(), foreign), Err(CursorError::Broken), "{foreign}");
    }
    assert!(accounts.resume(&scope, &first_of_many(), &good).is_ok());
}

#[tokio::test]
async fn a_cursor_of_another_query_or_of_another_reach_is_told_apart() {
    let lake = published().await;
    let moment = lake.store.moment().await.unwrap();
    let scope_of_admin = admin(&lake, &moment).await;
    let next = next_cursor(&lake, &scope_of_admin, &moment).await;
    let others = [
        AccountListQuery { sort: AccountSort::Won, ..first_of_many() },
        AccountListQuery { direction: Direction::Desc, ..first_of_many() },
        AccountListQuery { q: Some("b".into()), ..first_of_many() },
        AccountListQuery { industry: Some(Choice::None), ..first_of_many() },
        AccountListQuery { country: Some(Choice::Is(1)), ..first_of_many() },
    ];
    let accounts = lake.store.accounts();
    for other in others {
        assert_eq!(accounts.resume(&scope_of_admin, &other, &next), Err(CursorError::OtherQuery), "{other:?}");
    }
    let ana = scope(&lake, &moment, person(UserRole::AccountManager, Some(7))).await;
    assert_eq!(accounts.resume(&ana, &first_of_many(), &next), Err(CursorError::OtherReach));
}

#[tokio::test]
async fn after_midnight_or_with_other_settings_a_list_starts_anew() {
    let lake = published().await;
    let moment = lake.store.moment().await.unwrap();
    let scope = admin(&lake, &moment).await;
    let next = next_cursor(&lake, &scope, &moment).await;
    let cursor = lake.store.accounts().resume(&scope, &first_of_many(), &next).unwrap();
    let go_on = async || {
        let moment = lake.store.moment_at(cursor.generation()).await.unwrap();
        lake.store.accounts().list(&scope, &moment, &first_of_many(), Some(&cursor)).await
    };
    lake.set_clock("2026-11-21T23:59:59Z");
    assert_eq!(go_on().await.unwrap().items[0].id, 11);
    lake.set_clock("2026-11-22T00:00:00Z");
    assert!(matches!(go_on().await, Err(StoreError::SnapshotExpired)));
    lake.set_clock("2026-11-21T23:59:59Z");
    let dollars = Organisation { currency: Some("USD".into()), ..Organisation::default() };
    lake.store.settings().set_organisation(0, &dollars).await.unwrap();
    assert!(matches!(go_on().await, Err(StoreError::SnapshotExpired)));
}
