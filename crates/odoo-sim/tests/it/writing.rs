//! Creating, writing, deleting, the buttons of a deal, and which change stamps which row.

use serde_json::{Value, json};

use crate::client::{call, error, small, start, value};
use odoo_sim::Sim;

/// Whether a change gives a row a new write date. The clock jumps a minute first: the wire tells seconds.
async fn bumps(sim: &Sim, model: &str, id: i64, change: impl AsyncFnOnce(&Sim)) -> bool {
    let before = value(sim, model, id, "write_date").await;
    sim.control.shift_clock(60);
    change(sim).await;
    value(sim, model, id, "write_date").await != before
}

async fn writes(sim: &Sim, target: (&str, i64), vals: Value, watched: (&str, i64)) -> bool {
    bumps(sim, watched.0, watched.1, async |sim: &Sim| {
        call(sim, target.0, "write", json!([[target.1], vals]), json!({})).await;
    })
    .await
}

#[tokio::test]
async fn write_dates_move_as_the_table_of_measured_cases_says() {
    let sim = start(small()).await;
    let lead = ("crm.lead", 1);
    assert!(writes(&sim, lead, json!({}), lead).await, "an empty write");
    assert!(writes(&sim, lead, json!({"name": "Mine"}), lead).await, "an identical value");
    assert!(writes(&sim, lead, json!({"tag_ids": [[6, 0, [1]]]}), lead).await, "tags through the row");
    assert!(!writes(&sim, ("crm.stage", 1), json!({"name": "Fresh"}), lead).await, "stage renamed");
    assert!(!writes(&sim, ("crm.tag", 1), json!({"name": "Thing"}), lead).await, "tag renamed");
    assert!(!writes(&sim, ("res.partner", 11), json!({"name": "Elodie"}), lead).await, "partner renamed");
    assert!(writes(&sim, ("res.partner", 11), json!({"email": "new@azur.example"}), lead).await, "partner's address");
    assert!(writes(&sim, lead, json!({"phone": "+33 9"}), ("res.partner", 11)).await, "lead's number to the partner");
    assert!(
        writes(&sim, ("res.partner", 10), json!({"name": "Azure"}), ("res.partner", 11)).await,
        "complete name of a child"
    );
    assert!(
        writes(&sim, ("res.partner", 10), json!({"city": "Nice"}), ("res.partner", 11)).await,
        "address pushed down"
    );
    assert!(!writes(&sim, ("res.partner", 11), json!({"function": "CEO"}), ("res.partner", 10)).await, "child changed");
    assert!(
        !writes(&sim, ("res.partner.category", 2), json!({"partner_ids": [[4, 10]]}), ("res.partner", 10)).await,
        "tags from the other side"
    );
    assert_eq!(value(&sim, "res.partner", 10, "category_id").await, json!([2]));
    assert!(
        writes(&sim, ("res.users", 6), json!({"name": "Samuel"}), ("res.partner", 4)).await,
        "user renamed: partner"
    );
    assert!(
        writes(&sim, ("res.users", 6), json!({"name": "Sammy"}), ("hr.employee", 2)).await,
        "user renamed: employee"
    );
    assert!(
        writes(&sim, ("hr.department", 1), json!({"name": "Board"}), ("hr.department", 2)).await,
        "full name of a child"
    );
    assert!(
        writes(&sim, ("crm.team", 1), json!({"member_ids": [[4, 2]]}), ("crm.team", 1)).await,
        "members through the team"
    );
    let tag_gone = async |sim: &Sim| {
        call(sim, "crm.tag", "unlink", json!([[1]]), json!({})).await;
    };
    assert!(!bumps(&sim, "crm.lead", 1, tag_gone).await, "tag deleted");
    assert_eq!(value(&sim, "crm.lead", 1, "tag_ids").await, json!([]));
    let member = async |sim: &Sim| {
        call(sim, "crm.team.member", "create", json!([{"crm_team_id": 1, "user_id": 6, "active": false}]), json!({}))
            .await;
    };
    assert!(!bumps(&sim, "crm.team", 1, member).await, "member created directly");
    let rate = async |sim: &Sim| {
        call(
            sim,
            "res.currency.rate",
            "create",
            json!([{"name": "2026-11-01", "currency_id": 2, "rate": 0.45}]),
            json!({}),
        )
        .await;
    };
    assert!(!bumps(&sim, "res.currency", 2, rate).await, "rate added");
    let child = async |sim: &Sim| {
        call(sim, "res.partner", "create", json!([{"name": "New", "parent_id": 10}]), json!({})).await;
    };
    assert!(!bumps(&sim, "res.partner", 10, child).await, "child created");
    let silent = async |sim: &Sim| {
        sim.control.write_silently("crm.lead", 1, json!({"probability": 77.0})).expect("a stored field");
    };
    assert!(!bumps(&sim, "crm.lead", 1, silent).await, "scoring job");
    assert_eq!(value(&sim, "crm.lead", 1, "probability").await, 77.0);
}

#[tokio::test]
async fn all_rows_of_one_call_share_the_stamp_of_its_start() {
    let sim = start(small()).await;
    sim.control.freeze_clock();
    sim.control.shift_clock(120);
    let ids = call(&sim, "crm.tag", "create", json!([[{"name": "A"}, {"name": "B"}]]), json!({})).await;
    let rows = call(&sim, "crm.tag", "read", json!([ids, ["write_date", "create_date"]]), json!({})).await;
    assert_eq!(rows[0]["write_date"], rows[1]["write_date"]);
    assert_eq!(rows[0]["write_date"], rows[0]["create_date"]);
}

#[tokio::test]
async fn a_late_commit_carries_the_stamp_of_its_start() {
    let sim = start(small()).await;
    let started = "2026-11-21T08:59:00Z".parse().expect("a date");
    sim.control.write_late("crm.lead", &[2], json!({"name": "Late"}), started).expect("a deal");
    assert_eq!(value(&sim, "crm.lead", 2, "write_date").await, "2026-11-21 08:59:00");
    assert_eq!(value(&sim, "crm.lead", 2, "name").await, "Late");
}

#[tokio::test]
async fn a_failed_call_leaves_nothing_behind() {
    let sim = start(small()).await;
    let batch = json!([[{"name": "fine"}, {"name": "bad", "stage_id": 999}]]);
    assert_eq!(error(&sim, "crm.lead", "create", batch, json!({})).await.0, "odoo.exceptions.ValidationError");
    assert_eq!(sim.control.count("crm.lead"), 4);
    let half = json!([[1], {"email_from": "x@y.example", "priority": "9"}]);
    assert_eq!(error(&sim, "crm.lead", "write", half, json!({})).await.0, "builtins.ValueError");
    assert_ne!(value(&sim, "crm.lead", 1, "email_from").await, "x@y.example");
}

#[tokio::test]
async fn a_new_deal_gets_owner_team_stage_and_the_partners_data() {
    let sim = start(small()).await;
    let id = call(
        &sim,
        "crm.lead",
        "create",
        json!([{"name": "New", "partner_id": 11, "expected_revenue": 0.30000000000000004}]),
        json!({}),
    )
    .await;
    let fields = json!([
        "type",
        "user_id",
        "stage_id",
        "team_id",
        "company_id",
        "partner_name",
        "contact_name",
        "city",
        "expected_revenue",
        "active"
    ]);
    let row = call(&sim, "crm.lead", "read", json!([[id], fields]), json!({"load": ""})).await;
    assert_eq!(
        row[0],
        json!({"id": id, "type": "opportunity", "user_id": 2, "stage_id": 1, "team_id": 1, "company_id": 1,
            "partner_name": "Azur", "contact_name": "Élodie", "city": false,
            "expected_revenue": 0.30000000000000004, "active": true})
    );
    call(&sim, "crm.lead", "write", json!([[id], {"expected_revenue": 2.675}]), json!({})).await;
    assert_eq!(value(&sim, "crm.lead", id.as_i64().expect("an id"), "expected_revenue").await, 2.68);
}

#[tokio::test]
async fn won_lost_and_back_leave_the_states_that_odoo_leaves() {
    let sim = start(small()).await;
    let state = async |sim: &Sim| {
        let fields = json!(["stage_id", "probability", "active", "date_closed", "lost_reason_id"]);
        let row = call(sim, "crm.lead", "read", json!([[2], fields]), json!({"load": ""})).await;
        (
            row[0]["stage_id"].clone(),
            row[0]["probability"].clone(),
            row[0]["active"].clone(),
            row[0]["date_closed"] != false,
            row[0]["lost_reason_id"].clone(),
        )
    };
    assert_eq!(
        call(&sim, "crm.lead", "action_set_lost", json!([[2]]), json!({"lost_reason_id": 2})).await,
        Value::Null
    );
    assert_eq!(state(&sim).await, (json!(2), json!(0.0), json!(false), true, json!(2)));
    call(&sim, "crm.lead", "action_unarchive", json!([[2]]), json!({})).await;
    let (stage, probability, active, closed, reason) = state(&sim).await;
    assert_eq!((stage, active, closed, reason), (json!(2), json!(true), false, json!(false)));
    assert!(probability.as_f64().is_some_and(|value| value > 0.0));
    assert_eq!(call(&sim, "crm.lead", "action_set_won", json!([[2]]), json!({})).await, true);
    assert_eq!(state(&sim).await, (json!(4), json!(100.0), json!(true), true, json!(false)));
    call(&sim, "crm.lead", "action_archive", json!([[2]]), json!({})).await;
    assert_eq!(state(&sim).await, (json!(4), json!(0.0), json!(false), true, json!(false)));
    call(&sim, "crm.lead", "write", json!([[1], {"active": false, "probability": 0, "lost_reason_id": 3}]), json!({}))
        .await;
    call(&sim, "crm.lead", "write", json!([[1], {"active": true}]), json!({})).await;
    assert_eq!(value(&sim, "crm.lead", 1, "probability").await, 0.0, "a bare write keeps the lost state");
    assert_eq!(value(&sim, "crm.lead", 1, "lost_reason_id").await, 3);
}

#[tokio::test]
async fn deleting_is_refused_where_rows_are_needed_and_leaves_no_trace_elsewhere() {
    let sim = start(small()).await;
    let refused = error(&sim, "crm.stage", "unlink", json!([[1]]), json!({})).await;
    assert!(refused.1.ends_with("Constraint: crm_lead_stage_id_fkey\n"), "{}", refused.1);
    let refused = error(&sim, "res.currency", "unlink", json!([[1]]), json!({})).await;
    assert!(refused.1.ends_with("Model: Companies (res.company)\nConstraint: res_company_currency_id_fkey\n"));
    call(&sim, "res.partner", "unlink", json!([[14]]), json!({})).await;
    assert_eq!(value(&sim, "crm.lead", 2, "partner_id").await, false);
    assert_eq!(call(&sim, "res.partner", "exists", json!([[10, 14]]), json!({})).await, json!([10]));
    let next = call(&sim, "res.partner", "create", json!([{"name": "Next"}]), json!({})).await;
    assert_eq!(next, 16, "ids are not used twice");
}

#[tokio::test]
async fn wrong_values_are_refused_as_recorded() {
    let sim = start(small()).await;
    let cases = [
        (json!({"expected_revenue": "12,5"}), "could not convert string to float: '12,5'"),
        (json!({"type": "bogus"}), "Wrong value for crm.lead.type: 'bogus'"),
        (
            json!({"date_open": "2026-11-21T10:00:00Z"}),
            "time data '2026-11-21T10:00:00Z' does not match format '%Y-%m-%d %H:%M:%S'",
        ),
        (json!({"nope": 1}), "Invalid field 'nope' on model 'crm.lead'"),
    ];
    for (vals, message) in cases {
        assert_eq!(error(&sim, "crm.lead", "write", json!([[1], vals]), json!({})).await.1, message);
    }
    call(
        &sim,
        "crm.lead",
        "write",
        json!([[1], {"expected_revenue": "12.5", "write_date": "2001-01-01 00:00:00"}]),
        json!({}),
    )
    .await;
    assert_eq!(value(&sim, "crm.lead", 1, "expected_revenue").await, 12.5);
    assert_ne!(value(&sim, "crm.lead", 1, "write_date").await, "2001-01-01 00:00:00");
}
