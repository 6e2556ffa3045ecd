//! What differs between 17, 18 and 19 for a reader: fields, searches, done activities, keys.

use odoo_sim::{Options, Sim, Version};
use serde_json::{Value, json};

use crate::client::{call, day, error, search, small, start, value};
use crate::json2::{ask, nineteen};

async fn seventeen() -> Sim {
    let options = Options { company: Some(small()), version: Version::V17, ..Options::new(day()) };
    Sim::start(options).await.expect("a sound company")
}

async fn fields(sim: &Sim, model: &str) -> Value {
    call(sim, model, "fields_get", json!([]), json!({"attributes": ["store", "required"]})).await
}

#[tokio::test]
async fn each_version_describes_the_fields_that_it_has() {
    let (old, middle, new) = (seventeen().await, start(small()).await, nineteen().await);
    let has = async |model: &str, field: &str| {
        let mut told = [false; 3];
        for (at, sim) in [&old, &middle, &new].into_iter().enumerate() {
            told[at] = fields(sim, model).await.get(field).is_some();
        }
        told
    };
    assert_eq!(has("crm.lead", "won_status").await, [false, false, true]);
    assert_eq!(has("crm.lead", "mobile").await, [true, true, false]);
    assert_eq!(has("crm.stage", "team_id").await, [true, true, false]);
    assert_eq!(has("crm.stage", "team_ids").await, [false, false, true]);
    assert_eq!(has("res.users", "mobile").await, [true, true, false]);
    assert_eq!(has("mail.activity", "feedback").await, [false, false, true]);
    assert_eq!(has("hr.employee", "gender").await, [true, true, false]);
    assert_eq!(has("res.partner", "autopost_bills").await, [false, true, true]);
    assert_eq!(fields(&middle, "hr.employee").await["department_id"]["store"], true);
    assert_eq!(fields(&new, "hr.employee").await["department_id"]["store"], false);
    assert_eq!(fields(&middle, "mail.activity").await["user_id"]["required"], true);
    assert_eq!(fields(&new, "mail.activity").await["user_id"]["required"], false);
    let version = call(&old, "res.users", "context_get", json!([]), json!({})).await;
    assert_eq!(version["uid"], 2);
    let (class, _) = error(&new, "crm.lead", "read", json!([[1], ["mobile"]]), json!({})).await;
    assert_eq!(class, "builtins.ValueError", "a field that is gone is unknown");
}

#[tokio::test]
async fn nineteen_keeps_a_won_status_that_can_be_searched() {
    let sim = nineteen().await;
    let status = async |id: i64| value(&sim, "crm.lead", id, "won_status").await;
    assert_eq!((status(2).await, status(3).await, status(4).await), (json!("pending"), json!("won"), json!("lost")));
    let lost = json!([["won_status", "=", "lost"], ["active", "in", [true, false]]]);
    assert_eq!(search(&sim, "crm.lead", lost).await, [4]);
    sim.control.archive("crm.lead", &[2, 3]).expect("archived");
    assert_eq!((status(2).await, status(3).await), (json!("lost"), json!("won")), "a won deal stays won");
    let (code, refused) = ask(&sim, "crm.lead/action_set_lost", json!({"ids": [3], "lost_reason_id": 1})).await;
    assert_eq!(
        (code, &refused["message"]),
        (422, &json!("A lead in a Won stage cannot be lost. Move it to another stage first."))
    );
}

#[tokio::test]
async fn nineteen_compares_whole_seconds_and_refuses_zones() {
    // The stored stamp is 04:43:08.635040.
    let cases =
        [("=", "2026-11-21 04:43:08", true), (">", "2026-11-21 04:43:08", false), ("<=", "2026-11-21 04:43:08", true)];
    let (old, new) = (start(small()).await, nineteen().await);
    for (operator, stamp, found) in cases {
        let domain = json!([["id", "=", 1], ["write_date", operator, stamp]]);
        assert_eq!(search(&new, "crm.lead", domain.clone()).await.len() == 1, found, "{operator} in 19");
        assert_eq!(search(&old, "crm.lead", domain).await.len() == 1, !found, "{operator} in 18");
    }
    for zoned in ["2026-11-21T04:43:08Z", "2026-11-21 04:43:08+02:00"] {
        let domain = json!([[["write_date", ">=", zoned]]]);
        assert_eq!(
            error(&new, "crm.lead", "search", domain.clone(), json!({})).await.0,
            "builtins.ValueError",
            "{zoned}"
        );
        assert!(call(&old, "crm.lead", "search", domain, json!({})).await.is_array(), "18 does not hear the zone");
    }
}

#[tokio::test]
async fn a_condition_on_what_is_not_stored_is_refused_in_nineteen_and_overheard_in_eighteen() {
    let (old, new) = (start(small()).await, nineteen().await);
    let domain = json!([[["company_type", "=", "nonsense"], ["id", ">", 9]]]);
    assert_eq!(error(&new, "res.partner", "search", domain.clone(), json!({})).await.0, "builtins.ValueError");
    assert!(call(&old, "res.partner", "search_count", domain, json!({})).await.as_i64() > Some(0));
}

#[tokio::test]
async fn a_done_activity_is_kept_in_nineteen_and_gone_in_eighteen() {
    for (sim, kept) in [(start(small()).await, false), (nineteen().await, true)] {
        let planned =
            json!({"res_model": "crm.lead", "res_id": 1, "summary": "Call", "activity_type_id": 1, "user_id": 2});
        sim.control.create("mail.activity.type", json!({"name": "Call"})).expect("a type");
        let id = sim.control.create("mail.activity", planned).expect("an activity");
        let message =
            call(&sim, "mail.activity", "action_feedback", json!([[id]]), json!({"feedback": "Done so"})).await;
        let about = value(&sim, "mail.message", message.as_i64().expect("an id"), "res_id").await;
        assert_eq!(about, 1, "a message stays on the deal");
        let rows =
            call(&sim, "mail.activity", "read", json!([[id], []]), json!({"context": {"active_test": false}})).await;
        match kept {
            true => {
                let told = [&rows[0]["active"], &rows[0]["state"], &rows[0]["feedback"], &rows[0]["date_done"]];
                assert_eq!(told, [&json!(false), &json!("done"), &json!("Done so"), &json!("2026-11-21")]);
            }
            false => assert_eq!(rows, json!([])),
        }
    }
}

#[tokio::test]
async fn a_key_ends_on_its_day_and_says_so_before() {
    let sim = nineteen().await;
    let asked = json!({"domain": [], "fields": ["name", "user_id", "scope", "create_date", "expiration_date"]});
    let (_, keys) = ask(&sim, "res.users.apikeys/search_read", asked).await;
    assert_eq!(
        keys[0],
        json!({"id": 1, "name": "Stand-in", "user_id": [2, "Ada Admin"], "scope": false,
            "create_date": "2026-11-21 09:00:00", "expiration_date": false})
    );
    assert_eq!(keys[1]["expiration_date"], "2027-02-19 09:00:00", "a plain user's key lives 90 days");
    sim.control.write_silently("res.users.apikeys", 1, json!({"expiration_date": "2026-11-30 00:00:00"})).expect("set");
    assert_eq!(ask(&sim, "res.users/context_get", json!({})).await.0, 200);
    sim.control.shift_clock(10 * 86_400);
    let (status, body) = ask(&sim, "res.users/context_get", json!({})).await;
    assert_eq!((status, &body["message"]), (401, &json!("Invalid apikey")));
    let rights = json!([[], ["name"]]);
    let (class, _) = error(&sim, "res.users", "search_read", rights, json!({})).await;
    assert_eq!(class, "odoo.exceptions.AccessDenied", "over JSON-RPC as well");
    sim.control.add_key(2, &"f".repeat(40), "fresh", None, None);
    assert!(call_with(&sim, &"f".repeat(40)).await);
}

async fn call_with(sim: &Sim, key: &str) -> bool {
    let url = format!("{}/json/2/res.users/context_get", sim.url);
    crate::client::http().post(url).bearer_auth(key).send().await.expect("an answer").status() == 200
}
