//! Alerts: one mail to each admin for an outage and one when it is over, over a real mail server and several processes.

use crate::support::{Reader, TestApp, Wanted, data_dir, spawn, until};
use odoo_sim::{Fault, FaultRule};
use serde_json::{Value, json};
use shared::auth::{ApprovalStatus, UserRole};
use testkit::smtp::{Mail, MailServer};

const ROOT: &str = "root@golden.example";
const ANNA: &str = "anna@golden.example";

/// With two admins, and with people who are none of theirs or may not be told.
async fn app_with_mail(server: &MailServer) -> TestApp {
    let app = spawn(Wanted { golden: true, variables: variables(server), ..Wanted::default() }).await;
    app.create(UserRole::Admin, ApprovalStatus::Approved, ANNA).await;
    app.create(UserRole::SalesManager, ApprovalStatus::Approved, "amira@golden.example").await;
    app.create(UserRole::Admin, ApprovalStatus::Pending, "later@golden.example").await;
    let gone = app.create(UserRole::Admin, ApprovalStatus::Approved, "gone@golden.example").await;
    app.store.people().deactivate(gone.id).await.unwrap();
    app
}

fn variables(server: &MailServer) -> Vec<(&'static str, String)> {
    vec![
        ("SALESCOMMAND_SMTP_URL", server.url.clone()),
        ("SALESCOMMAND_ALERT_FROM", "SalesCommand <alerts@golden.example>".to_owned()),
    ]
}

/// Has the alerts looked at now, and waits until that is done.
async fn look(admin: &Reader) -> Value {
    let path = started(admin).await;
    until("the alerts were looked at", async || admin.json(&path).await["state"] == "done").await;
    admin.json(&path).await
}

async fn started(admin: &Reader) -> String {
    let started: Value = admin.post("/api/jobs/alerts/run", &json!({})).await.json().await.unwrap();
    format!("/api/jobs/{}", started["job"]["id"].as_str().unwrap())
}

async fn fail_runs(app: &TestApp, admin: &Reader, times: usize) {
    app.odoo.as_ref().unwrap().control.fail(FaultRule::always(Fault::HtmlPage));
    for _ in 0..times {
        assert_eq!(app.sync(admin).await["last_run"]["state"], "failed");
    }
}

fn receivers(mails: &[Mail]) -> Vec<&str> {
    let mut all: Vec<_> = mails.iter().flat_map(|mail| mail.to.iter().map(String::as_str)).collect();
    all.sort_unstable();
    all
}

/// Heads, and the text as its reader sees it.
fn text(mail: &Mail) -> String {
    mail.data.replace("=\r\n", "").replace("=3D", "=")
}

#[tokio::test]
async fn an_outage_is_told_once_to_each_admin_and_so_is_its_end() {
    let directory = data_dir(&format!("alerts-{}", std::process::id()));
    let server = MailServer::start(&directory);
    let app = app_with_mail(&server).await;
    let admin = app.super_admin().await;
    app.sync(&admin).await;
    fail_runs(&app, &admin, 2).await;
    look(&admin).await;
    assert_eq!(server.mails(), [], "two failures are no outage");
    fail_runs(&app, &admin, 1).await;
    look(&admin).await;
    let mails = server.mails();
    assert_eq!(receivers(&mails), [ANNA, ROOT]);
    let mail = text(&mails[0]);
    assert!(mail.contains("Subject: SalesCommand: The sync with Odoo fails"), "{mail}");
    assert!(mail.contains("three times in a row") && mail.contains("Since: 20"), "{mail}");
    assert!(mail.contains("/admin/odoo") && mail.contains("What to do: Test the connection"), "{mail}");
    let odoo = app.odoo.as_ref().unwrap();
    assert!(!mail.contains(&odoo.api_key) && !mail.contains(&odoo.login), "{mail}");
    assert_eq!(mails[0].from, "alerts@golden.example");
    let shown = admin.json("/api/alerts").await;
    assert_eq!((&shown["by_mail"], &shown["items"][0]["kind"]), (&json!(true), &json!("sync_failing")));
    assert!(shown["items"][0]["mailed_at"].is_string(), "{shown}");

    // It goes on, and another process looks, too: nobody is told again.
    app.another_worker(odoo, &variables(&server)).await;
    fail_runs(&app, &admin, 2).await;
    for _ in 0..3 {
        look(&admin).await;
    }
    assert_eq!(server.mails().len(), 2);

    odoo.control.clear_faults();
    app.sync(&admin).await;
    look(&admin).await;
    let mails = server.mails();
    assert_eq!(receivers(&mails[2..]), [ANNA, ROOT]);
    assert!(text(&mails[2]).contains("Subject: SalesCommand: The sync with Odoo works again"), "{}", text(&mails[2]));
    look(&admin).await;
    assert_eq!(server.mails().len(), 4);
    assert_eq!(admin.json("/api/alerts").await["items"], json!([]));
    // The next outage is another one.
    fail_runs(&app, &admin, 3).await;
    look(&admin).await;
    assert_eq!(server.mails().len(), 6);
}

#[tokio::test]
async fn a_mail_server_that_cannot_now_gets_the_mail_later() {
    let directory = data_dir(&format!("alerts-busy-{}", std::process::id()));
    let server = MailServer::start(&directory);
    let app = app_with_mail(&server).await;
    let admin = app.super_admin().await;
    app.sync(&admin).await;
    server.set_busy(true);
    fail_runs(&app, &admin, 3).await;
    let path = started(&admin).await;
    until("it says why", async || admin.json(&path).await["last_error"]["kind"] == "mail_not_now").await;
    assert_eq!(admin.json(&path).await["state"], "waiting", "it is tried again");
    assert_eq!(admin.json("/api/alerts").await["items"][0]["mailed_at"], Value::Null);
    server.set_busy(false);
    look(&admin).await;
    assert_eq!(receivers(&server.mails()), [ANNA, ROOT]);
}

#[tokio::test]
async fn held_deletions_and_drift_and_the_end_of_a_key_are_told_once_each() {
    let directory = data_dir(&format!("alerts-other-{}", std::process::id()));
    let server = MailServer::start(&directory);
    let app = app_with_mail(&server).await;
    let admin = app.super_admin().await;
    app.sync(&admin).await;
    let odoo = &app.odoo.as_ref().unwrap().control;
    for id in 10..=16 {
        odoo.write_silently("res.partner", id, json!({ "city": "Elsewhere" })).unwrap();
    }
    admin.post("/api/jobs/drift_sample/run", &json!({})).await;
    until("a sample differs", async || {
        admin.json("/api/data-lake/stats").await["drift"]["percent_identical"]
            .as_str()
            .is_some_and(|share| share != "100.00")
    })
    .await;
    look(&admin).await;
    let deals: Vec<i64> = (1..=20).collect();
    odoo.unlink("crm.lead", &deals).unwrap();
    assert_eq!(app.sync(&admin).await["indicator"], "warning");
    let soon = app.store.db_now().await.unwrap() + chrono::TimeDelta::days(10);
    app.store.alerts().credential_ends(Some(soon)).await.unwrap();
    for _ in 0..2 {
        look(&admin).await;
    }
    let mails = server.mails();
    let mut subjects: Vec<_> = mails
        .iter()
        .filter_map(|mail| {
            text(mail).lines().find_map(|line| line.strip_prefix("Subject: SalesCommand: ").map(str::to_owned))
        })
        .collect();
    subjects.sort_unstable();
    let expected = ["Deletions wait for an admin", "Odoo's API key ends soon", "Records differ from Odoo"];
    assert_eq!(subjects, expected.map(|subject| [subject, subject]).concat());
}

#[tokio::test]
async fn without_a_mail_server_alerts_are_shown() {
    let app = spawn(Wanted { golden: true, ..Wanted::default() }).await;
    let admin = app.super_admin().await;
    app.sync(&admin).await;
    fail_runs(&app, &admin, 3).await;
    assert_eq!(look(&admin).await["result"], "1 alerts last, 0 mails sent");
    let shown = admin.json("/api/alerts").await;
    assert_eq!((&shown["by_mail"], &shown["items"][0]["mailed_at"]), (&json!(false), &Value::Null));
    assert!(shown["items"][0]["message"].as_str().unwrap().contains("three times in a row"), "{shown}");
    app.odoo.as_ref().unwrap().control.clear_faults();
    app.sync(&admin).await;
    look(&admin).await;
    assert_eq!(admin.json("/api/alerts").await["items"], json!([]));
}
