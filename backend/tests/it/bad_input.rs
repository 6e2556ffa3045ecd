//! What the API says to input that it does not take.

use crate::support::{spawn_app, wrong_fields};

#[tokio::test]
async fn a_wrong_parameter_is_named() {
    let app = spawn_app().await;
    let admin = app.super_admin().await;
    let cases = [
        ("/api/accounts?colour=red", "colour"),
        ("/api/accounts?sort=size", "sort"),
        ("/api/accounts?sort=", "sort"),
        ("/api/accounts?direction=up", "direction"),
        ("/api/accounts?limit=0", "limit"),
        ("/api/accounts?limit=201", "limit"),
        ("/api/accounts?limit=1000000000", "limit"),
        ("/api/accounts?limit=99999999999999999999", "limit"),
        ("/api/accounts?limit=-1", "limit"),
        ("/api/accounts?limit=many", "limit"),
        ("/api/accounts?limit=1&limit=2", "limit"),
        ("/api/accounts?industry=7", "industry"),
        ("/api/accounts?industry=odoo_country_7", "industry"),
        ("/api/accounts?salesperson=odoo_user_0", "salesperson"),
        ("/api/accounts?country=odoo_country_-7", "country"),
        ("/api/accounts?cursor=broken", "cursor"),
        ("/api/sync/history?limit=0", "limit"),
        ("/api/sync/history?limit=1000000000", "limit"),
        ("/api/sync/history?cursor=broken", "cursor"),
        ("/api/sync/history?sort=name", "sort"),
    ];
    for (path, field) in cases {
        assert_eq!(wrong_fields(admin.get(path).await).await, [field], "{path}");
    }
    let long = format!("/api/accounts?q={}", "x".repeat(201));
    assert_eq!(wrong_fields(admin.get(&long).await).await, ["q"]);
    let several = admin.get("/api/accounts?sort=size&colour=red&direction=up").await;
    assert_eq!(wrong_fields(several).await, ["sort", "colour", "direction"]);
}

#[tokio::test]
async fn an_unknown_field_of_a_body_is_named() {
    let app = spawn_app().await;
    let admin = app.super_admin().await;
    let answer = admin.post("/api/sync/trigger", &serde_json::json!({ "fulll": true })).await;
    assert_eq!(wrong_fields(answer).await, ["fulll"]);
}

#[tokio::test]
async fn a_list_is_no_body() {
    let app = spawn_app().await;
    let admin = app.super_admin().await;
    for list in [serde_json::json!([]), serde_json::json!([true])] {
        assert_eq!(wrong_fields(admin.post("/api/sync/trigger", &list).await).await, ["body"], "{list}");
    }
}
