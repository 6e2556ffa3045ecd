//! Signing in and out, cookies, sessions, the limit on attempts.

use crate::support::{
    PASSWORD, TestApp, Wanted, cookie_of, header, problem, spawn, spawn_app, spawn_golden, wrong_fields,
};
use serde_json::json;
use shared::auth::{ApprovalStatus, UserRole};

const ROOT: &str = "root@golden.example";

#[tokio::test]
async fn the_right_password_opens_a_session_whatever_the_case_of_the_address() {
    let app = spawn_app().await;
    let answer = app.sign_in("  Root@GOLDEN.example", PASSWORD).await;
    assert_eq!(answer.status(), 200);
    let reader = app.anonymous().holding(cookie_of(&answer));
    let me: serde_json::Value = answer.json().await.unwrap();
    assert_eq!(me["role"], "super_admin");
    assert_eq!(me["is_super_admin"], true);
    let may = [
        "read_sales",
        "write_sales",
        "read_sync_status",
        "read_sync_history",
        "trigger_sync",
        "manage_sync",
        "manage_integrations",
        "read_data_lake",
        "manage_jobs",
        "manage_settings",
        "manage_goals",
        "export_activities",
    ];
    assert_eq!(me["may"], json!(may));
    assert_eq!(reader.json("/api/auth/me").await, me);
}

#[tokio::test]
async fn the_cookie_is_out_of_reach_for_scripts_and_other_sites() {
    let app = spawn_app().await;
    let answer = app.sign_in(ROOT, PASSWORD).await;
    let cookie = header(&answer, "set-cookie");
    assert!(cookie.starts_with("salescommand="), "plain name on loopback: {cookie}");
    for part in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=2592000"] {
        assert!(cookie.contains(part), "{part}");
    }
    assert!(!cookie.contains("Secure") && !cookie.contains("Domain"));
}

#[tokio::test]
async fn behind_tls_the_cookie_is_bound_to_the_host() {
    let variables = vec![("SALESCOMMAND_PUBLIC_URL", "https://sales.example.com".to_owned())];
    let app = spawn(Wanted { variables, ..Wanted::default() }).await;
    let sign_in = app.anonymous().request(reqwest::Method::POST, "/api/auth/login").header("Host", "sales.example.com");
    let answer = sign_in.json(&json!({ "email": ROOT, "password": PASSWORD })).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let cookie = header(&answer, "set-cookie");
    assert!(cookie.starts_with("__Host-salescommand=") && cookie.contains("Secure") && cookie.contains("Path=/"));
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_get_the_same_answer() {
    let app = spawn_app().await;
    let wrong = problem(app.sign_in(ROOT, "not the password").await, 401, "wrong_credentials").await;
    let unknown = problem(app.sign_in("nobody@golden.example", PASSWORD).await, 401, "wrong_credentials").await;
    assert_eq!(wrong["title"], unknown["title"]);
    // A person without a password of ours cannot be signed in with any.
    app.create(UserRole::Admin, ApprovalStatus::Approved, "sso@golden.example").await;
    problem(app.sign_in("sso@golden.example", PASSWORD).await, 401, "wrong_credentials").await;
}

#[tokio::test]
async fn after_ten_failures_an_address_has_to_wait_and_others_do_not() {
    let app = spawn_app().await;
    for _ in 0..10 {
        assert_eq!(app.sign_in("victim@golden.example", "wrong wrong wrong").await.status(), 401);
    }
    let answer = app.sign_in("VICTIM@golden.example", "wrong wrong wrong").await;
    let wait: u64 = header(&answer, "retry-after").parse().unwrap();
    assert!((1..=900).contains(&wait), "{wait}");
    problem(answer, 429, "too_many_requests").await;
    assert_eq!(app.sign_in(ROOT, PASSWORD).await.status(), 200);
}

#[tokio::test]
async fn thirty_right_sign_ins_at_once_all_succeed() {
    let app = spawn_app().await;
    let answers = futures::future::join_all((0..30).map(|_| app.sign_in(ROOT, PASSWORD))).await;
    assert!(answers.iter().all(|answer| answer.status() == 200));
}

#[tokio::test]
async fn of_thirty_guesses_at_once_only_ten_are_compared() {
    let app = spawn_app().await;
    let guess = |_| app.sign_in("victim@golden.example", "wrong wrong wrong");
    let answers = futures::future::join_all((0..30).map(guess)).await;
    let with = |status| answers.iter().filter(|answer| answer.status() == status).count();
    assert_eq!((with(401), with(429)), (10, 20));
}

/// 50 failures for as many people, from one client by what the proxy says, who claims another origin each time.
async fn fifty_failures(app: &TestApp) {
    for person in 0..50 {
        let forwarded = format!("203.0.113.{person}, 192.0.2.1");
        assert_eq!(try_from(app, &forwarded, &format!("{person}@golden.example")).await.status(), 401);
    }
}

async fn try_from(app: &TestApp, forwarded: &str, email: &str) -> reqwest::Response {
    let request =
        app.anonymous().request(reqwest::Method::POST, "/api/auth/login").header("X-Forwarded-For", forwarded);
    request.json(&json!({ "email": email, "password": "wrong wrong wrong" })).send().await.unwrap()
}

#[tokio::test]
async fn behind_a_trusted_proxy_each_client_has_a_limit_of_its_own() {
    let variables = vec![("SALESCOMMAND_TRUSTED_PROXIES", "10.0.0.2, 127.0.0.1".to_owned())];
    let app = spawn(Wanted { variables, ..Wanted::default() }).await;
    fifty_failures(&app).await;
    problem(try_from(&app, "203.0.113.99, 192.0.2.1, 10.0.0.2", "x@golden.example").await, 429, "too_many_requests")
        .await;
    assert_eq!(try_from(&app, "192.0.2.2", "x@golden.example").await.status(), 401);
}

#[tokio::test]
async fn what_a_stranger_says_of_its_address_is_not_believed() {
    let app = spawn_app().await;
    fifty_failures(&app).await;
    problem(try_from(&app, "192.0.2.2", "x@golden.example").await, 429, "too_many_requests").await;
}

#[tokio::test]
async fn signing_out_ends_the_session_on_the_server() {
    let app = spawn_app().await;
    let reader = app.super_admin().await;
    let answer = reader.post("/api/auth/logout", &json!({})).await;
    assert_eq!(answer.status(), 204);
    assert!(header(&answer, "set-cookie").contains("Max-Age=0"));
    problem(reader.get("/api/auth/me").await, 401, "unauthenticated").await;
    assert_eq!(reader.post("/api/auth/logout", &json!({})).await.status(), 204);
}

#[tokio::test]
async fn signing_in_again_replaces_the_session_that_the_browser_held() {
    let app = spawn_app().await;
    let first = app.super_admin().await;
    let answer = first.post("/api/auth/login", &json!({ "email": ROOT, "password": PASSWORD })).await;
    assert_eq!(answer.status(), 200);
    problem(first.get("/api/auth/me").await, 401, "unauthenticated").await;
}

#[tokio::test]
async fn a_deactivated_person_is_out_at_once_and_cannot_come_back() {
    let app = spawn_app().await;
    let person = app.store.people().find_by_email(ROOT).await.unwrap().unwrap();
    let reader = app.super_admin().await;
    app.store.people().deactivate(person.id).await.unwrap();
    problem(reader.get("/api/auth/me").await, 401, "unauthenticated").await;
    problem(app.sign_in(ROOT, PASSWORD).await, 403, "forbidden").await;
    problem(app.sign_in(ROOT, "not the password").await, 401, "wrong_credentials").await;
}

#[tokio::test]
async fn me_says_why_a_person_sees_no_data() {
    let app = spawn_golden().await;
    let linked = app.person(UserRole::SalesManager, "AMIRA@golden.example").await.json("/api/auth/me").await;
    assert_eq!(linked["odoo_matched"], true);
    assert_eq!(linked["no_reach"], json!(null));
    let unlinked = app.person(UserRole::AccountManager, "stranger@golden.example").await.json("/api/auth/me").await;
    assert_eq!(unlinked["odoo_matched"], false);
    assert_eq!(unlinked["no_reach"], "not_linked");
    let pending = app.create(UserRole::AccountManager, ApprovalStatus::Pending, "new@golden.example").await;
    let pending = app.session_of(&pending).await.json("/api/auth/me").await;
    assert_eq!(pending["approval_status"], "pending");
    assert_eq!(pending["may"], json!([]));
}

#[tokio::test]
async fn fields_of_the_form_are_checked() {
    let app = spawn_app().await;
    assert_eq!(wrong_fields(app.sign_in("", PASSWORD).await).await, ["email"]);
    assert_eq!(wrong_fields(app.sign_in(ROOT, "").await).await, ["password"]);
    let missing = app.anonymous().post("/api/auth/login", &json!({ "email": ROOT })).await;
    assert_eq!(wrong_fields(missing).await, ["password"]);
    let mistyped = app.anonymous().post("/api/auth/login", &json!({ "email": 5, "password": PASSWORD })).await;
    assert_eq!(wrong_fields(mistyped).await, ["body"]);
    let more = json!({ "email": ROOT, "password": PASSWORD, "remember": true });
    assert_eq!(wrong_fields(app.anonymous().post("/api/auth/login", &more).await).await, ["remember"]);
}
