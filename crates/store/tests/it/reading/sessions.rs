//! Sessions end by the database's clock, and the database does not know their secrets.

use super::small_lake::{SmallLake, collection};
use mongodb::bson::{DateTime, Document, doc};
use uuid::Uuid;

const DAY: i64 = 24 * 60 * 60 * 1000;

async fn only_row(lake: &SmallLake) -> Document {
    collection(&lake.db, "sessions").find_one(doc! {}).await.unwrap().unwrap()
}

/// Stands for time going by: the session's own times go back by as much.
async fn pass(lake: &SmallLake, used: i64, started: i64) {
    let earlier = |field: &str, by: i64| doc! { "$subtract": [format!("${field}"), by] };
    let set = doc! { "$set": {
        "used_at": earlier("used_at", used),
        "started_at": earlier("started_at", started),
        "ends_at": earlier("ends_at", started),
    } };
    collection(&lake.db, "sessions").update_many(doc! {}, vec![set]).await.unwrap();
}

#[tokio::test]
async fn a_session_is_found_by_its_secret_only_and_the_secret_is_not_stored() {
    let lake = SmallLake::new().await;
    let sessions = lake.store.sessions();
    let person = Uuid::new_v4();
    let token = sessions.start(person, Some("Firefox $$NOW")).await.unwrap();
    assert_eq!(token.expose().len(), 43, "256 bits in base64url");
    assert!(!format!("{token:?}").contains(token.expose()));
    assert_eq!(sessions.find(token.expose()).await.unwrap().map(|session| session.person), Some(person));
    assert_eq!(sessions.find("").await.unwrap(), None);
    assert_eq!(sessions.find(&token.expose()[1..]).await.unwrap(), None);
    let row = only_row(&lake).await;
    assert!(!row.to_string().contains(token.expose()));
    assert_eq!(row.get_str("user_agent").ok(), Some("Firefox $$NOW"));
    sessions.revoke(token.expose()).await.unwrap();
    assert_eq!(sessions.find(token.expose()).await.unwrap(), None);
}

#[tokio::test]
async fn it_ends_after_14_idle_days_and_after_30_days_however_it_is_used() {
    let lake = SmallLake::new().await;
    let sessions = lake.store.sessions();
    let minute = 60 * 1000;
    let cases = [
        (14 * DAY - minute, 14 * DAY - minute, true),
        (14 * DAY, 14 * DAY, false),
        (0, 30 * DAY - minute, true),
        (0, 30 * DAY, false),
    ];
    for (idle, age, is_good) in cases {
        let person = Uuid::new_v4();
        let token = sessions.start(person, None).await.unwrap();
        pass(&lake, idle, age).await;
        assert_eq!(sessions.find(token.expose()).await.unwrap().is_some(), is_good, "idle {idle} ms, {age} ms old");
        sessions.revoke_all(person).await.unwrap();
    }
}

#[tokio::test]
async fn a_use_is_written_at_most_once_a_minute() {
    let lake = SmallLake::new().await;
    let sessions = lake.store.sessions();
    let token = sessions.start(Uuid::new_v4(), None).await.unwrap();
    let used = async || *only_row(&lake).await.get_datetime("used_at").unwrap();
    let first: DateTime = used().await;
    sessions.find(token.expose()).await.unwrap().unwrap();
    assert_eq!(used().await, first);
    pass(&lake, 61_000, 61_000).await;
    let before = used().await;
    sessions.find(token.expose()).await.unwrap().unwrap();
    assert!(used().await >= first && before < first);
}

#[tokio::test]
async fn all_sessions_of_a_person_end_together_and_nobody_else_s() {
    let lake = SmallLake::new().await;
    let sessions = lake.store.sessions();
    let (ana, ben) = (Uuid::new_v4(), Uuid::new_v4());
    for person in [ana, ana, ben] {
        sessions.start(person, None).await.unwrap();
    }
    assert_eq!(sessions.revoke_all(ana).await.unwrap(), 2);
    assert_eq!(only_row(&lake).await.get_str("person").unwrap(), ben.to_string());
}
