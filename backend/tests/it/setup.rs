//! The first super admin: by configuration or by the one-time token.

use crate::support::{PASSWORD, TestApp, Wanted, problem, spawn, spawn_app, wrong_fields};
use reqwest::Response;
use serde_json::json;
use std::os::unix::fs::PermissionsExt;

async fn set_up(app: &TestApp, token: &str, email: &str) -> Response {
    let form = json!({ "token": token, "email": email, "name": "Ada", "password": PASSWORD });
    app.anonymous().post("/api/setup", &form).await
}

#[tokio::test]
async fn a_setup_token_makes_one_super_admin_and_no_second() {
    let app = spawn(Wanted { fresh: true, ..Wanted::default() }).await;
    let token = app.setup_token.clone().unwrap();
    let file = app.data_dir.join("setup-token");
    assert_eq!(std::fs::read_to_string(&file).unwrap().trim(), token);
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    problem(set_up(&app, "not the token", "ada@golden.example").await, 401, "wrong_credentials").await;

    let answer = set_up(&app, &token, "Ada@golden.example").await;
    assert_eq!(answer.status(), 200);
    assert!(answer.headers().contains_key("set-cookie"), "signed in at once");
    let me: serde_json::Value = answer.json().await.unwrap();
    assert_eq!((&me["email"], &me["role"]), (&json!("ada@golden.example"), &json!("super_admin")));
    assert!(!file.exists(), "the token is used up");

    problem(set_up(&app, &token, "eve@golden.example").await, 409, "conflict").await;
    assert_eq!(app.sign_in("ada@golden.example", PASSWORD).await.status(), 200);
}

#[tokio::test]
async fn a_form_with_mistakes_does_not_use_the_token_up() {
    let app = spawn(Wanted { fresh: true, ..Wanted::default() }).await;
    let token = app.setup_token.clone().unwrap();
    let form = json!({ "token": &token, "email": "no address", "name": " ", "password": "short" });
    assert_eq!(wrong_fields(app.anonymous().post("/api/setup", &form).await).await, ["email", "name", "password"]);
    let more =
        json!({ "token": &token, "email": "ada@golden.example", "name": "Ada", "password": PASSWORD, "role": "admin" });
    assert_eq!(wrong_fields(app.anonymous().post("/api/setup", &more).await).await, ["role"]);
    assert_eq!(set_up(&app, &token, "ada@golden.example").await.status(), 200);
}

#[tokio::test]
async fn mistakes_in_the_form_are_no_failed_attempts() {
    let app = spawn(Wanted { fresh: true, ..Wanted::default() }).await;
    let token = app.setup_token.clone().unwrap();
    for _ in 0..60 {
        assert_eq!(set_up(&app, &token, "no address").await.status(), 422);
    }
    assert_eq!(set_up(&app, &token, "ada@golden.example").await.status(), 200);
}

#[tokio::test]
async fn with_a_configured_admin_there_is_no_token() {
    let app = spawn_app().await;
    assert_eq!(app.setup_token, None);
    assert!(!app.data_dir.join("setup-token").exists());
    problem(set_up(&app, "anything", "eve@golden.example").await, 409, "conflict").await;
}
