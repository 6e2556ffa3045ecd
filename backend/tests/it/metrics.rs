//! `/metrics` for Prometheus, on its own port.

use crate::support::{Wanted, spawn};
use odoo_sim::{Fault, FaultRule};

#[tokio::test]
async fn prometheus_reads_how_runs_lake_jobs_and_requests_are() {
    let variables = vec![("SALESCOMMAND_METRICS_LISTEN", "127.0.0.1:0".to_owned())];
    let app = spawn(Wanted { golden: true, variables, ..Wanted::default() }).await;
    let admin = app.super_admin().await;
    app.sync(&admin).await;
    app.odoo.as_ref().unwrap().control.fail(FaultRule::always(Fault::HtmlPage));
    app.sync(&admin).await;
    let secret = "odoo_account_999_what_somebody_typed";
    assert_eq!(admin.get(&format!("/api/accounts/{secret}")).await.status(), 404);
    let url = format!("http://{}/metrics", app.metrics.unwrap());
    let answer = reqwest::Client::builder().no_proxy().build().unwrap().get(url).send().await.unwrap();
    assert_eq!(answer.headers()["content-type"], "text/plain; version=0.0.4; charset=utf-8");
    let text = answer.text().await.unwrap();
    let value = |series: &str| -> f64 {
        let line = text.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' '));
        line.unwrap_or_else(|| panic!("{series} in {text}")).parse().unwrap()
    };
    // The golden company's 7 employees; 11 accounts in the list, an archived one and a vendor.
    assert_eq!(value("salescommand_generation"), 1.0);
    assert_eq!(value(r#"salescommand_sync_runs{state="failed"}"#), 1.0);
    assert!(value(r#"salescommand_sync_runs{state="success"}"#) >= 1.0);
    assert!(value("salescommand_sync_last_success_age_seconds") < 600.0);
    assert_eq!(value(r#"salescommand_ledger_rows{kind="account"}"#), 13.0);
    assert_eq!(value(r#"salescommand_jobs{job="sync",state="dead"}"#), 0.0);
    assert_eq!(value(r#"salescommand_alerts{kind="sync_failing"}"#), 0.0);
    assert_eq!(value(r#"salescommand_http_requests_total{method="GET",route="/api/accounts/{id}",status="404"}"#), 1.0);
    let counted = r#"salescommand_http_request_duration_seconds_count{method="GET",route="/api/accounts/{id}"}"#;
    assert_eq!(value(counted), 1.0);
    assert!(value("process_resident_memory_bytes") > 1_000_000.0);
    assert!(value("salescommand_disk_free_bytes") > 0.0);
    assert!(!text.contains(secret) && !text.contains('@'), "{text}");
}
