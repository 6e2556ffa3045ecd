//! No read of the ledger, through the gate, of people or sessions scans a collection.

use super::{
    company::{open_deal, person, published, scope},
    small_lake::{SmallLake, collection},
};
use domain::canonical::Record;
use futures::TryStreamExt;
use mongodb::bson::{Document, doc};
use shared::{
    activities::{LoggedDetails, LoggedEntity, LoggedType},
    auth::UserRole,
};
use store::{
    accounts::AccountListQuery,
    activities::{Deed, FeedFilter, FeedReader, Sight},
    people::{NewPerson, PasswordHash},
    setup::Redeemed,
};
use uuid::Uuid;

#[tokio::test]
async fn reads_use_indexes() {
    let mut lake = published().await;
    lake.db.database().run_command(doc! { "profile": 2 }).await.unwrap();
    lake.store.moment().await.unwrap();
    lake.db.database().run_command(doc! { "profile": 0 }).await.unwrap();
    lake.put(108, Record::Deal(open_deal(108, Some(11), Some(8), "5000"))).publish().await;
    lake.db.database().run_command(doc! { "profile": 2 }).await.unwrap();
    let moment = lake.store.moment().await.unwrap();
    for who in [person(UserRole::Admin, None), person(UserRole::AccountManager, Some(8))] {
        let scope = scope(&lake, &moment, who).await;
        let page = lake.store.accounts().list(&scope, &moment, &AccountListQuery::default(), None).await.unwrap();
        assert!(!page.items.is_empty());
        assert!(lake.store.accounts().find(&scope, &moment, 11).await.unwrap().is_some());
        assert!(lake.store.accounts().around(&scope, &moment, 11, true).await.unwrap().is_some());
    }
    let past = lake.store.moment_at(1).await.unwrap();
    let everything = scope(&lake, &past, person(UserRole::Admin, None)).await;
    assert!(lake.store.accounts().find(&everything, &past, 11).await.unwrap().is_some());
    let around = lake.store.accounts().around(&everything, &past, 10, true).await.unwrap().unwrap();
    assert_eq!((around.people.total, around.addresses), (1, 0));
    let hinted = doc! { "ns": { "$regex": "data_lake_serving" }, "command.hint": "of_account" };
    assert!(collection(&lake.db, "system.profile").count_documents(hinted).await.unwrap() > 0);
    lake.db.database().run_command(doc! { "profile": 0 }).await.unwrap();
    let plans = plans(&lake).await;
    assert!(plans.iter().any(|plan| plan.contains("data_lake_serving IXSCAN")), "{plans:#?}");
    assert_no_scan(&plans);
}

#[tokio::test]
async fn looking_up_people_sessions_and_tokens_uses_indexes() {
    let lake = SmallLake::new().await;
    let (people, sessions, setup) = (lake.store.people(), lake.store.sessions(), lake.store.setup());
    lake.db.database().run_command(doc! { "profile": 2 }).await.unwrap();
    let token = setup.issue().await.unwrap();
    let first = NewPerson::super_admin("ana@company.example", "Ana", PasswordHash("$argon2id$".into()));
    let Redeemed::Created(ana) = setup.redeem(token.expose(), first).await.unwrap() else { panic!("not created") };
    people.find_by_email("ana@company.example").await.unwrap().unwrap();
    people.find(ana.id).await.unwrap().unwrap();
    assert_eq!(people.list(None, 10).await.unwrap().len(), 1);
    assert_eq!(people.count_super_admins().await.unwrap(), 1);
    assert_eq!(people.approved().await.unwrap().len(), 1);
    let goals = lake.store.goals();
    assert!(goals.list().await.unwrap().is_empty() && goals.targets().await.unwrap().is_empty());
    let token = sessions.start(ana.id, None).await.unwrap();
    sessions.find(token.expose()).await.unwrap().unwrap();
    assert_eq!(sessions.revoke_all(ana.id).await.unwrap(), 1);
    lake.db.database().run_command(doc! { "profile": 0 }).await.unwrap();
    let plans = plans(&lake).await;
    for collection in ["users", "sessions", "setup_tokens", "goals", "targets"] {
        assert!(plans.iter().any(|plan| plan.contains(collection)), "{collection}: {plans:#?}");
    }
    assert_no_scan(&plans);
}

#[tokio::test]
async fn the_activity_log_is_read_by_indexes_whatever_is_asked_for() {
    let lake = published().await;
    let moment = lake.store.moment().await.unwrap();
    let log = lake.store.activities();
    let (ana, everything) = (Uuid::new_v4(), scope(&lake, &moment, person(UserRole::Admin, None)).await);
    let few = scope(&lake, &moment, person(UserRole::AccountManager, Some(8))).await;
    for number in 0..40 {
        let deed = Deed {
            activity_type: if number % 2 == 0 { LoggedType::SignedIn } else { LoggedType::GoalCreated },
            title: "Ana".into(),
            entity_type: LoggedEntity::User,
            entity_id: format!("{number}"),
            by: (ana, "Ana".into()),
            details: LoggedDetails::default(),
            sight: Sight::Own,
            hourly: number == 0,
        };
        log.note(deed).await.unwrap();
    }
    lake.db.database().run_command(doc! { "profile": 2 }).await.unwrap();
    let filters = [
        FeedFilter::default(),
        FeedFilter { types: vec![LoggedType::SignedIn], ..FeedFilter::default() },
        FeedFilter { user: Some(ana.to_string()), ..FeedFilter::default() },
        FeedFilter { entity_id: Some("7".into()), ..FeedFilter::default() },
        FeedFilter { from: Some(moment.today), ..FeedFilter::default() },
    ];
    for scope in [&everything, &few] {
        let reader = FeedReader { scope, person: ana, moment: &moment };
        for filter in &filters {
            let page = log.list(reader, filter, None, 5).await.unwrap();
            let next = page.next_cursor.map(|next| log.resume(scope, ana, filter, &next).unwrap());
            log.list(reader, filter, next.as_ref(), 5).await.unwrap();
        }
        log.types(reader).await.unwrap();
        log.doers(reader).await.unwrap();
    }
    log.forget_old().await.unwrap();
    lake.db.database().run_command(doc! { "profile": 0 }).await.unwrap();
    let plans = plans(&lake).await;
    for keys in ["timestamp: 1", "visible_to: 1", "activity_type: 1", "user_id: 1", "entity_id: 1"] {
        let plan = format!("activities IXSCAN {{ {keys}");
        assert!(plans.iter().any(|one| one.contains(&plan)), "{keys}: {plans:#?}");
    }
    assert_no_scan(&plans);
}

/// Collection and plan of everything that was looked up since the profiler was switched on.
async fn plans(lake: &SmallLake) -> Vec<String> {
    let lookups = doc! { "planSummary": { "$exists": true }, "ns": { "$not": { "$regex": "system" } } };
    let all: Vec<Document> =
        collection(&lake.db, "system.profile").find(lookups).await.unwrap().try_collect().await.unwrap();
    all.iter().map(|one| format!("{} {}", one.get_str("ns").unwrap(), one.get_str("planSummary").unwrap())).collect()
}

fn assert_no_scan(plans: &[String]) {
    let scans: Vec<_> = plans.iter().filter(|plan| plan.contains("COLLSCAN")).collect();
    assert!(scans.is_empty(), "{scans:#?}");
}
