//! What charts are drawn from is one type for the server and the browser: it reads every answer, and writes it back unchanged.

use crate::support::{Reader, spawn_business};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use shared::{
    around::Around,
    dashboard::{MonthBar, Overview},
    goals::GoalBoard,
};

async fn same<T: Serialize + DeserializeOwned>(reader: &Reader, path: &str) -> T {
    let sent: Value = reader.json(path).await;
    let read: T = serde_json::from_value(sent.clone()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), sent, "{path}");
    read
}

/// Twelve months, one after the other, each with what it opens to.
fn months(months: &[MonthBar]) -> Vec<String> {
    for bar in months {
        assert!(bar.explain.starts_with("/api/explain/won?"), "{}", bar.explain);
    }
    months.iter().map(|bar| bar.month.from.to_string()).collect()
}

#[tokio::test]
async fn charts_are_sent_in_the_type_that_the_browser_draws() {
    let app = spawn_business().await;
    let year = [
        "2025-12-01",
        "2026-01-01",
        "2026-02-01",
        "2026-03-01",
        "2026-04-01",
        "2026-05-01",
        "2026-06-01",
        "2026-07-01",
        "2026-08-01",
        "2026-09-01",
        "2026-10-01",
        "2026-11-01",
    ];
    for name in ["admin", "amira", "bruno"] {
        let reader = app.golden_reader(name).await;
        for period in ["this_year", "all_time"] {
            let overview: Overview = same(&reader, &format!("/api/dashboard/overview?period={period}")).await;
            assert_eq!(months(&overview.months), year, "{name}");
            assert!(!overview.stages.is_empty(), "{name}");
        }
        // The account's months are of the same type as the dashboard's.
        let around: Around = same(&reader, "/api/accounts/odoo_account_10/360?rollup=true").await;
        assert_eq!(months(&around.months), year, "{name}");
        let _board: GoalBoard = same(&reader, "/api/goals/board").await;
    }
}
