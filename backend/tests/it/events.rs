//! Events to open screens: what each reader is told, and when they are sent away.

use crate::support::{Reader, TestApp, Wanted, header, problem, spawn, spawn_golden};
use chrono::{DateTime, Utc};
use futures::{StreamExt, stream::BoxStream};
use odoo_sim::{Fault, FaultRule};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use shared::auth::UserRole;
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

/// Longer than a heartbeat takes.
const PATIENCE: Duration = Duration::from_secs(25);

#[derive(Debug, Default, PartialEq)]
pub struct Frame {
    pub event: String,
    pub id: Option<String>,
    pub data: Value,
    pub comment: bool,
    pub retry: Option<String>,
}

pub struct Events {
    body: BoxStream<'static, reqwest::Result<Vec<u8>>>,
    read: String,
}

impl Events {
    pub fn of(answer: Response) -> Self {
        assert_eq!(answer.status(), 200);
        Self { body: answer.bytes_stream().map(|bytes| Ok(bytes?.to_vec())).boxed(), read: String::new() }
    }

    async fn open(reader: &Reader) -> Self {
        Self::of(reader.get("/api/events").await)
    }

    /// Opened when nothing runs: the stream may hear of the last run's end a moment later than the status tells it.
    async fn between_runs(reader: &Reader) -> Self {
        let mut events = Self::open(reader).await;
        while events.next("status").await.data["indicator"] == "syncing" {}
        events
    }

    async fn since(reader: &Reader, id: &str) -> Self {
        let request = reader.request(Method::GET, "/api/events").header("Last-Event-ID", id);
        Self::of(request.send().await.unwrap())
    }

    /// `None` at the end of the stream.
    pub async fn frame(&mut self) -> Option<Frame> {
        loop {
            if let Some((frame, rest)) = self.read.split_once("\n\n") {
                let read = parse(frame);
                self.read = rest.to_owned();
                return Some(read);
            }
            let bytes = tokio::time::timeout(PATIENCE, self.body.next()).await.unwrap();
            self.read.push_str(std::str::from_utf8(&bytes?.unwrap()).unwrap());
        }
    }

    /// The next event of this name, past all others.
    pub async fn next(&mut self, event: &str) -> Frame {
        loop {
            let frame = self.frame().await.unwrap_or_else(|| panic!("the stream ended before {event}"));
            if frame.event == event {
                return frame;
            }
        }
    }

    /// All up to the state after a run, which comes when everything of it was told.
    async fn of_a_run(&mut self) -> Vec<Frame> {
        let mut frames = Vec::new();
        let mut has_run = false;
        loop {
            let frame = self.frame().await.unwrap();
            let indicator = frame.data["indicator"].as_str();
            has_run |= indicator == Some("syncing") || frame.event == "changed" || frame.event == "gone";
            let is_over = has_run && indicator.is_some_and(|indicator| indicator != "syncing");
            frames.push(frame);
            if is_over {
                return frames;
            }
        }
    }
}

fn parse(text: &str) -> Frame {
    let mut frame = Frame::default();
    for line in text.lines() {
        match line.split_once(": ").unwrap() {
            ("event", name) => frame.event = name.to_owned(),
            ("id", id) => frame.id = Some(id.to_owned()),
            ("data", data) => frame.data = serde_json::from_str(data).unwrap(),
            ("retry", time) => frame.retry = Some(time.to_owned()),
            ("", _) => frame.comment = true,
            other => panic!("{other:?}"),
        }
    }
    if !frame.event.is_empty() {
        assert_eq!(frame.data["type"], frame.event.as_str());
    }
    frame
}

/// `changed odoo_account_10`, in order.
fn told(frames: &[Frame]) -> Vec<String> {
    let mut told = Vec::new();
    for frame in frames.iter().filter(|frame| frame.event == "changed" || frame.event == "gone") {
        for kind in frame.data["records"].as_array().unwrap() {
            let ids = kind["ids"].as_array().unwrap().iter().map(|id| id.as_str().unwrap());
            told.extend(ids.map(|id| format!("{} {id}", frame.event)));
        }
    }
    told
}

async fn salesperson(app: &TestApp, name: &str) -> Reader {
    app.person(UserRole::AccountManager, &format!("{name}@golden.example")).await
}

fn odoo(app: &TestApp) -> &odoo_sim::Control {
    &app.odoo.as_ref().unwrap().control
}

#[tokio::test]
async fn who_may_see_a_changed_deal_is_told_and_nobody_else() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    let (bruno, eli) = (salesperson(&app, "bruno").await, salesperson(&app, "eli").await);
    let answer = bruno.get("/api/events").await;
    assert_eq!(header(&answer, "content-type"), "text/event-stream");
    assert_eq!(header(&answer, "x-accel-buffering"), "no");
    assert_eq!(header(&answer, "cache-control"), "private, no-cache, no-transform");
    let (mut to_bruno, mut to_eli, mut to_admin) =
        (Events::of(answer), Events::open(&eli).await, Events::open(&admin).await);
    let first = to_bruno.frame().await.unwrap();
    assert_eq!((first.event.as_str(), first.id.as_deref()), ("status", Some("1")));
    assert_eq!(first.data["generation"], 1);
    // A run that was published is busy until its job is put away.
    let mut status = first;
    while status.data["indicator"] == "syncing" {
        status = to_bruno.next("status").await;
    }
    assert_eq!((&status.data["indicator"], &status.data["generation"]), (&json!("connected"), &json!(1)));

    odoo(&app).write("crm.lead", &[4], json!({ "name": "Polishing robots" })).unwrap();
    app.sync(&admin).await;
    let changed = to_bruno.next("changed").await;
    assert_eq!(changed.id.as_deref(), Some("2"));
    let records = json!([{ "entity": "opportunity", "ids": ["odoo_opportunity_4"] }]);
    assert_eq!(changed.data, json!({ "type": "changed", "generation": 2, "records": records }));
    assert_eq!(to_admin.next("changed").await.data, changed.data);
    // The next one shows that nothing came before it.
    odoo(&app).write("crm.lead", &[27], json!({ "name": "Norfolk shelves" })).unwrap();
    app.sync(&admin).await;
    let first = to_eli.next("changed").await;
    assert_eq!(first.id.as_deref(), Some("3"));
    assert_eq!(told(&[first]), ["changed odoo_opportunity_27"]);
}

#[tokio::test]
async fn a_deal_that_changes_hands_is_gone_for_one_and_new_for_the_other() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    let mut to_bruno = Events::between_runs(&salesperson(&app, "bruno").await).await;
    let mut to_chen = Events::between_runs(&salesperson(&app, "chen").await).await;
    odoo(&app).write("crm.lead", &[4], json!({ "user_id": 7 })).unwrap();
    app.sync(&admin).await;
    let for_bruno = to_bruno.of_a_run().await;
    let gone: Vec<_> = told(&for_bruno).into_iter().filter(|told| told.starts_with("gone")).collect();
    assert_eq!(gone, ["gone odoo_opportunity_4"]);
    let ids: Vec<_> = for_bruno.iter().filter(|frame| ["changed", "gone"].contains(&frame.event.as_str())).collect();
    assert_eq!((ids[0].event.as_str(), &ids[0].id), ("gone", &None), "its id comes with what belongs to it");
    assert_eq!((ids[1].event.as_str(), ids[1].id.as_deref()), ("changed", Some("2")));
    let for_chen = told(&to_chen.of_a_run().await);
    assert!(for_chen.contains(&"changed odoo_opportunity_4".to_owned()), "{for_chen:?}");
    assert!(for_chen.contains(&"changed odoo_account_10".to_owned()), "the account is new to Chen: {for_chen:?}");
    assert!(for_chen.iter().all(|told| told.starts_with("changed")));

    odoo(&app).unlink("crm.lead", &[4]).unwrap();
    app.sync(&admin).await;
    assert!(told(&to_chen.of_a_run().await).contains(&"gone odoo_opportunity_4".to_owned()));
}

#[tokio::test]
async fn whoever_comes_back_is_told_what_was_missed_or_to_reload() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    for (deal, name) in [(4, "Polishing robots"), (1, "Lens line 2028"), (4, "Polishing machines")] {
        odoo(&app).write("crm.lead", &[deal], json!({ "name": name })).unwrap();
        app.sync(&admin).await;
    }
    let bruno = salesperson(&app, "bruno").await;
    let missed = Events::since(&bruno, "2").await.next("changed").await;
    assert_eq!(missed.id.as_deref(), Some("4"));
    assert_eq!(told(&[missed]), ["changed odoo_opportunity_1", "changed odoo_opportunity_4"]);
    let mut up_to_date = Events::since(&bruno, "4").await;
    assert_eq!(up_to_date.frame().await.unwrap().event, "status");
    for (unknown, reason) in [("5", "not_kept"), ("x", "not_kept"), ("4.1", "not_kept")] {
        let reload = Events::since(&bruno, unknown).await.frame().await.unwrap();
        assert_eq!(reload.data, json!({ "type": "reload", "generation": 4, "reason": reason }), "{unknown}");
        assert_eq!(reload.id.as_deref(), Some("4"));
    }
}

#[tokio::test]
async fn more_than_can_be_told_and_another_reach_are_a_reload() {
    let app = spawn(Wanted { golden: true, ..Wanted::default() }).await;
    let admin = app.super_admin().await;
    for n in 0..501 {
        let values =
            json!({ "name": format!("Deal {n}"), "type": "opportunity", "user_id": 6, "team_id": 1, "stage_id": 1 });
        odoo(&app).create("crm.lead", values).unwrap();
    }
    app.sync(&admin).await;
    let bruno = salesperson(&app, "bruno").await;
    let reload = Events::since(&bruno, "0").await.frame().await.unwrap();
    assert_eq!(reload.data, json!({ "type": "reload", "generation": 1, "reason": "too_many" }));

    let dana = app.store.people().find_by_email("bruno@golden.example").await.unwrap().unwrap();
    let mut events = Events::open(&bruno).await;
    events.next("status").await;
    app.store.people().set_role(dana.id, UserRole::SalesManager).await.unwrap();
    app.store.people().set_role(dana.id, UserRole::Admin).await.unwrap();
    app.sync(&admin).await;
    assert_eq!(events.next("reload").await.data["reason"], "access");
    let euros = store::settings::Organisation { currency: Some("EUR".into()), ..Default::default() };
    app.store.settings().set_organisation(0, &euros).await.unwrap();
    assert_eq!(events.next("reload").await.data["reason"], "settings");
}

#[tokio::test]
async fn progress_has_counts_for_admins_and_per_cent_for_others() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    let mut to_admin = Events::between_runs(&admin).await;
    let mut to_bruno = Events::between_runs(&salesperson(&app, "bruno").await).await;
    odoo(&app).fail(FaultRule::next(Fault::Hang { ms: 2_500 }).on("crm.lead", "search_read"));
    admin.post("/api/sync/trigger", &json!({ "full": true })).await;
    let (all, some) = (to_admin.of_a_run().await, to_bruno.of_a_run().await);
    let states = |frames: &[Frame]| -> Vec<_> {
        frames.iter().filter(|frame| frame.event == "status").map(|frame| frame.data["indicator"].clone()).collect()
    };
    assert_eq!(states(&all).last(), Some(&json!("connected")));
    assert!(states(&some).contains(&json!("syncing")));
    let progress = |frames: &[Frame]| -> Vec<Value> {
        frames
            .iter()
            .filter(|frame| frame.event == "progress")
            .map(|frame| frame.data["records_expected"].clone())
            .collect()
    };
    assert!(progress(&all).iter().any(|expected| expected.as_u64().is_some_and(|expected| expected != 100)), "{all:?}");
    assert!(progress(&some).iter().all(|expected| expected.is_null() || *expected == 100), "{some:?}");
    assert!(!progress(&some).is_empty());
}

#[tokio::test]
async fn who_is_signed_out_or_deactivated_is_sent_away() {
    let app = spawn_golden().await;
    let admin = app.super_admin().await;
    let (bruno, eli) = (salesperson(&app, "bruno").await, salesperson(&app, "eli").await);
    let (mut to_bruno, mut to_eli) = (Events::between_runs(&bruno).await, Events::between_runs(&eli).await);
    assert_eq!(bruno.post("/api/auth/logout", &json!({})).await.status(), 204);
    let person = app.store.people().find_by_email("eli@golden.example").await.unwrap().unwrap();
    app.store.people().deactivate(person.id).await.unwrap();
    // They would be told of this one.
    odoo(&app).write("crm.lead", &[4, 27], json!({ "name": "Secret" })).unwrap();
    app.sync(&admin).await;
    for events in [&mut to_bruno, &mut to_eli] {
        let bye = events.frame().await.unwrap();
        assert_eq!(bye.data, json!({ "type": "bye", "code": "unauthenticated" }));
        assert_eq!(bye.id, None);
        assert_eq!(events.frame().await, None);
    }
    problem(bruno.get("/api/events").await, 401, "unauthenticated").await;
}

#[tokio::test]
async fn nobody_hears_nothing_for_long_and_a_silent_stream_ends_with_its_session_too() {
    let app = spawn_golden().await;
    let bruno = salesperson(&app, "bruno").await;
    let mut events = Events::open(&bruno).await;
    events.next("status").await;
    // A tick or midnight may fall into the test and has something to say.
    while !events.frame().await.unwrap().comment {}
    assert_eq!(bruno.post("/api/auth/logout", &json!({})).await.status(), 204);
    assert_eq!(events.next("bye").await.data["code"], "unauthenticated");
}

#[tokio::test]
async fn a_new_day_begins_at_midnight_of_the_organisation() {
    let time = Arc::new(Mutex::new("2026-11-02T19:59:00Z".parse::<DateTime<Utc>>().unwrap()));
    let clock = Arc::clone(&time);
    let app = spawn(Wanted { clock: Some(Arc::new(move || *clock.lock().unwrap())), ..Wanted::default() }).await;
    let admin = app.super_admin().await;
    let mut events = Events::open(&admin).await;
    events.next("status").await;
    *time.lock().unwrap() = "2026-11-02T20:00:00Z".parse().unwrap();
    let day = events.next("day").await;
    assert_eq!(day.data, json!({ "type": "day", "today": "2026-11-03", "time_zone": "Asia/Dubai" }));
}

#[tokio::test]
async fn of_more_than_twenty_streams_of_a_person_the_oldest_ends() {
    let app = spawn_golden().await;
    let bruno = salesperson(&app, "bruno").await;
    let mut open = Vec::new();
    for _ in 0..21 {
        open.push(Events::between_runs(&bruno).await);
    }
    assert_eq!(open.remove(0).frame().await, None);
    app.sync(&app.super_admin().await).await;
    for events in &mut open {
        events.next("status").await;
    }
}
