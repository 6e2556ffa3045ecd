//! The feed of activities: the log and what happened in Odoo as one list, by indexes, for whoever may see it.

use super::{
    company::{admin, open_deal, person, published, scope},
    small_lake::{SmallLake, collection},
};
use domain::{
    Moment, Scope,
    builders::{activity, event, instant, member, message, user},
    canonical::{Activity, Anchor, Event, Message, MessageKind, Record, SourceId, User},
};
use futures::TryStreamExt;
use mongodb::bson::{DateTime, Document, doc};
use shared::{
    activities::{LoggedActivity, LoggedDetails, LoggedEntity, LoggedType},
    auth::UserRole,
};
use store::{
    activities::{Deed, FeedFilter, FeedReader, Sight},
    cursor::CursorError,
};
use uuid::Uuid;

const ANA: Uuid = Uuid::from_u128(7);

fn on(anchor: Anchor, at: &str) -> Message {
    Message { at: Some(instant(at)), ..message(Some(anchor)) }
}

/// Puts an entry into the log as if it had been put down at that moment under that id.
async fn log(lake: &SmallLake, id: &str, at: &str, activity_type: LoggedType, sight: Sight) {
    let deed = Deed {
        activity_type,
        title: "Borealis".into(),
        entity_type: LoggedEntity::Account,
        entity_id: "odoo_account_11".into(),
        by: (ANA, "Ana".into()),
        details: LoggedDetails::default(),
        sight,
        hourly: false,
    };
    lake.store.activities().note(deed).await.unwrap();
    let rows = collection(&lake.db, "activities");
    let mut row = rows.find_one_and_delete(doc! { "title": "Borealis" }).await.unwrap().unwrap();
    row.insert("_id", id);
    row.insert("title", "Logged");
    row.insert("timestamp", DateTime::from_millis(instant(at).timestamp_millis()));
    rows.insert_one(row).await.unwrap();
}

/// Ben's account 11 with his deal 103, and deal 100 of Ana on account 10; 500 and 501 stand on nothing.
async fn told() -> SmallLake {
    let mut lake = published().await;
    let mail = |kind, at: &str| Message { kind, ..on(Anchor::Deal(103), at) };
    let past = |id, at: &str| Event { stop: Some(instant(at)), deal: Some(100), ..event(id) };
    let plan = |anchor, at: &str| Activity { created_at: Some(instant(at)), ..activity(anchor) };
    lake.put(1, Record::Message(mail(MessageKind::Email, "2026-11-10T09:00:00Z")))
        .put(2, Record::Message(mail(MessageKind::EmailOut, "2026-11-11T09:00:00Z")))
        .put(3, Record::Message(on(Anchor::Partner(11), "2026-11-12T09:00:00Z")))
        .put(4, Record::Message(on(Anchor::Deal(100), "2026-11-12T09:00:00Z")))
        .put(5, Record::Message(Message { at: None, ..message(Some(Anchor::Deal(100))) }))
        .put(1, Record::Event(past(1, "2026-11-12T09:00:00Z")))
        .put(2, Record::Event(past(2, "2026-11-21T12:00:01Z")))
        .put(3, Record::Event(Event { archived: true, ..past(3, "2026-11-12T09:00:00Z") }))
        .put(1, Record::Activity(plan(Some(Anchor::Deal(103)), "2026-11-09T09:00:00Z")))
        .put(2, Record::Activity(Activity { done: true, ..plan(Some(Anchor::Deal(103)), "2026-11-09T09:00:00Z") }))
        .put(3, Record::Activity(Activity { user: Some(8), ..plan(None, "2026-11-08T09:00:00Z") }));
    lake.publish().await;
    let of_record = || Sight::Record(vec!["u:8".parse().unwrap()]);
    log(&lake, "0a", "2026-11-12T09:00:00Z", LoggedType::AccountViewed, of_record()).await;
    log(&lake, "0b", "2026-11-11T10:00:00Z", LoggedType::AccountUpdated, of_record()).await;
    log(&lake, "0c", "2026-11-11T08:00:00Z", LoggedType::SignedIn, Sight::Own).await;
    lake
}

const ALL: [&str; 10] = [
    "odoo_message_4",
    "odoo_message_3",
    "odoo_event_1",
    "0a",
    "0b",
    "odoo_message_2",
    "0c",
    "odoo_message_1",
    "odoo_activity_1",
    "odoo_activity_3",
];

fn ids(items: &[LoggedActivity]) -> Vec<&str> {
    items.iter().map(|item| item.id.as_str()).collect()
}

/// Page by page.
async fn paged(lake: &SmallLake, scope: &Scope, moment: &Moment, filter: &FeedFilter, limit: usize) -> Vec<String> {
    let (feed, mut all, mut next) = (lake.store.activities(), Vec::new(), None::<String>);
    loop {
        let reader = FeedReader { scope, person: ANA, moment };
        let cursor = next.map(|text| feed.resume(scope, ANA, filter, &text).unwrap());
        let page = feed.list(reader, filter, cursor.as_ref(), limit).await.unwrap();
        assert!(page.items.len() <= limit);
        all.extend(page.items.into_iter().map(|item| item.id));
        let Some(text) = page.next_cursor else { return all };
        next = Some(text);
    }
}

#[tokio::test]
async fn the_log_and_odoo_are_one_list_newest_first_however_large_its_pages_are() {
    let lake = told().await;
    let moment = lake.store.moment().await.unwrap();
    let everything = admin(&lake, &moment).await;
    for limit in [1, 2, 3, 9, 10, 11] {
        assert_eq!(paged(&lake, &everything, &moment, &FeedFilter::default(), limit).await, ALL, "{limit} a page");
    }
    let reader = FeedReader { scope: &everything, person: ANA, moment: &moment };
    let file: Vec<_> = lake.store.activities().all(reader, FeedFilter::default()).try_collect().await.unwrap();
    assert_eq!(ids(&file), ALL);
    assert_eq!(file[0].account.as_ref().map(|account| account.name.as_str()), Some("Ährenfeld GmbH"));
    // The meeting that was still to come.
    lake.set_clock("2026-11-21T12:00:02Z");
    let later = lake.store.moment().await.unwrap();
    assert_eq!(paged(&lake, &everything, &later, &FeedFilter::default(), 50).await[0], "odoo_event_2");
}

#[tokio::test]
async fn readers_see_records_in_reach_and_what_they_did_themselves() {
    let lake = told().await;
    let moment = lake.store.moment().await.unwrap();
    let ben = scope(&lake, &moment, person(UserRole::AccountManager, Some(8))).await;
    let seen: Vec<_> = ALL.into_iter().filter(|id| !["odoo_message_4", "odoo_event_1"].contains(id)).collect();
    assert_eq!(paged(&lake, &ben, &moment, &FeedFilter::default(), 2).await, seen);
    let nobody = scope(&lake, &moment, person(UserRole::AccountManager, None)).await;
    assert_eq!(paged(&lake, &nobody, &moment, &FeedFilter::default(), 2).await, ["0c"]);
}

#[tokio::test]
async fn filters_leave_the_right_ones_of_both() {
    let lake = told().await;
    let moment = lake.store.moment().await.unwrap();
    let everything = admin(&lake, &moment).await;
    let day = |text: &str| Some(text.parse().unwrap());
    let of_types = |types: &[LoggedType]| FeedFilter { types: types.to_vec(), ..FeedFilter::default() };
    let cases = [
        (of_types(&[LoggedType::Email]), vec!["odoo_message_2", "odoo_message_1"]),
        (of_types(&[LoggedType::SignedIn, LoggedType::Meeting]), vec!["odoo_event_1", "0c"]),
        (of_types(&[LoggedType::Planned]), vec!["odoo_activity_1", "odoo_activity_3"]),
        (FeedFilter { account: Some(10), ..FeedFilter::default() }, vec!["odoo_message_4", "odoo_event_1"]),
        (
            FeedFilter { account: Some(11), ..of_types(&[LoggedType::AccountViewed, LoggedType::Note]) },
            vec!["odoo_message_3", "0a"],
        ),
        (
            FeedFilter { entity_id: Some("odoo_account_11".into()), ..FeedFilter::default() },
            vec!["odoo_message_3", "0a", "0b", "0c"],
        ),
        (FeedFilter { user: Some("odoo_user_8".into()), ..FeedFilter::default() }, vec!["odoo_activity_3"]),
        (FeedFilter { user: Some(ANA.to_string()), ..FeedFilter::default() }, vec!["0a", "0b", "0c"]),
        (FeedFilter { user: Some("nobody".into()), ..FeedFilter::default() }, vec![]),
        (
            FeedFilter { from: day("2026-11-10"), until: day("2026-11-12"), ..FeedFilter::default() },
            vec!["0b", "odoo_message_2", "0c", "odoo_message_1"],
        ),
    ];
    for (filter, expected) in cases {
        assert_eq!(paged(&lake, &everything, &moment, &filter, 1).await, expected, "{filter:?}");
    }
}

#[tokio::test]
async fn a_cursor_is_good_for_the_same_feed_of_the_same_reader_only() {
    let lake = told().await;
    let moment = lake.store.moment().await.unwrap();
    let everything = admin(&lake, &moment).await;
    let ben = scope(&lake, &moment, person(UserRole::AccountManager, Some(8))).await;
    let feed = lake.store.activities();
    let filter = FeedFilter::default();
    let reader = FeedReader { scope: &everything, person: ANA, moment: &moment };
    let next = feed.list(reader, &filter, None, 1).await.unwrap().next_cursor.unwrap();
    let of_account = FeedFilter { account: Some(10), ..FeedFilter::default() };
    assert_eq!(feed.resume(&everything, ANA, &of_account, &next), Err(CursorError::OtherQuery));
    assert_eq!(feed.resume(&everything, Uuid::from_u128(8), &filter, &next), Err(CursorError::OtherQuery));
    assert_eq!(feed.resume(&ben, ANA, &filter, &next), Err(CursorError::OtherReach));
    assert_eq!(feed.resume(&everything, ANA, &filter, "1.odoo_message_4"), Err(CursorError::Broken));
}

#[tokio::test]
async fn pages_of_an_older_generation_do_not_change() {
    let mut lake = told().await;
    let moment = lake.store.moment().await.unwrap();
    let everything = admin(&lake, &moment).await;
    lake.put(2, Record::Message(on(Anchor::Deal(103), "2026-11-20T09:00:00Z")));
    lake.publish().await;
    let then = lake.store.moment_at(moment.generation).await.unwrap();
    assert_eq!(paged(&lake, &everything, &then, &FeedFilter::default(), 3).await, ALL);
    let now = lake.store.moment().await.unwrap();
    assert_eq!(paged(&lake, &everything, &now, &FeedFilter::default(), 3).await[0], "odoo_message_2");
}

/// 600 messages of Ana's and of a hundred other people's deals.
async fn crowded() -> SmallLake {
    let mut lake = published().await;
    for id in 200..300 {
        lake.put(id, Record::User(User { partner: Some(id), ..user(id) })).put(id, Record::TeamMember(member(1, id)));
        let deal = domain::canonical::Deal { team: Some(1), ..open_deal(id, Some(10), Some(id), "1") };
        lake.put(id, Record::Deal(deal));
    }
    for id in 0..600 {
        let at = format!("2026-10-{:02}T{:02}:{:02}:00Z", 1 + id / 60, id % 20, id % 60);
        let of = |author| Message { author: Some(author), ..on(Anchor::Deal(200 + id % 100), &at) };
        lake.put(1_000 + id, Record::Message(of(200 + id % 100)));
    }
    lake.publish().await;
    lake
}

#[tokio::test]
async fn a_page_is_read_by_an_index_in_its_order_whatever_is_asked_for() {
    let lake = crowded().await;
    let moment = lake.store.moment().await.unwrap();
    let everything = admin(&lake, &moment).await;
    let own = scope(&lake, &moment, person(UserRole::AccountManager, Some(201))).await;
    // A hundred people and a team: more than one look-up, in which everything is found twice.
    let led = scope(&lake, &moment, person(UserRole::SalesManager, Some(9))).await;
    let all = paged(&lake, &everything, &moment, &FeedFilter::default(), 200).await;
    assert_eq!(all.len(), 600);
    let filters = [
        FeedFilter::default(),
        FeedFilter { types: vec![LoggedType::Note, LoggedType::Call], ..FeedFilter::default() },
        FeedFilter { user: Some("odoo_user_201".into()), ..FeedFilter::default() },
        FeedFilter { entity_id: Some("odoo_opportunity_201".into()), ..FeedFilter::default() },
    ];
    for (scope, index) in [(&everything, "feed"), (&own, "feed_reached"), (&led, "feed_reached")] {
        profile(&lake, 2).await;
        for (filter, expected) in filters.iter().zip([600, 600, 6, 6]) {
            let expected = if *scope == own { 6 } else { expected };
            let reader = FeedReader { scope, person: ANA, moment: &moment };
            let feed = lake.store.activities();
            let page = feed.list(reader, filter, None, 5).await.unwrap();
            let cursor = feed.resume(scope, ANA, filter, &page.next_cursor.unwrap()).unwrap();
            let second = feed.list(reader, filter, Some(&cursor), 5).await.unwrap();
            assert_eq!(second.items.len(), 5.min(expected - 5), "{filter:?}");
        }
        profile(&lake, 0).await;
        let looks = looks(&lake).await;
        for index in [index, "feed_by", "feed_on"] {
            assert!(looks.iter().any(|look| hint(look) == index), "{index}");
        }
        for look in &looks {
            assert!(look.get_i32("docsExamined").unwrap() <= 12, "{look:#?}");
            assert!(!look.contains_key("hasSortStage"), "{look:#?}");
        }
    }
    let filter = FeedFilter::default();
    assert_eq!(paged(&lake, &led, &moment, &filter, 7).await, all);
    let mine = |id: &&String| {
        let number: SourceId = id.rsplit('_').next().unwrap().parse().unwrap();
        number % 100 == 1
    };
    let few: Vec<_> = all.iter().filter(mine).cloned().collect();
    assert_eq!(paged(&lake, &own, &moment, &filter, 7).await, few);
}

/// What was looked up in the feed while the profiler was on. It keeps a megabyte only.
async fn looks(lake: &SmallLake) -> Vec<Document> {
    let profile = collection(&lake.db, "system.profile");
    let all = profile.find(doc! { "command.hint": { "$regex": "^feed" } });
    let all = all.projection(doc! { "command.hint": 1, "docsExamined": 1, "hasSortStage": 1, "planSummary": 1 });
    let all = all.await.unwrap().try_collect().await.unwrap();
    profile.drop().await.unwrap();
    all
}

fn hint(look: &Document) -> &str {
    look.get_document("command").unwrap().get_str("hint").unwrap()
}

async fn profile(lake: &SmallLake, level: i32) {
    lake.db.database().run_command(doc! { "profile": level }).await.unwrap();
}
