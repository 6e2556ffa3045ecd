//! A new installation: nothing was ever imported, and whoever looks is told so instead of an error.

use crate::support::{Wanted, problem, spawn};
use shared::auth::UserRole;

const LISTS: [&str; 14] = [
    "/api/accounts",
    "/api/accounts/filters",
    "/api/activities",
    "/api/activities?account=odoo_account_1",
    "/api/activities?entity_id=odoo_account_1",
    "/api/activities?entity_id=odoo_opportunity_1",
    "/api/dashboard/overview",
    "/api/data-lake/entities/account",
    "/api/data-lake/entities/opportunity",
    "/api/goals",
    "/api/opportunities",
    "/api/opportunities/board",
    "/api/search?q=anything",
    "/api/sync/status",
];

#[tokio::test]
async fn every_list_is_there_and_empty_and_no_record_is_found() {
    let app = spawn(Wanted { new_database: true, ..Wanted::default() }).await;
    let manager = app.person(UserRole::SalesManager, "amira@golden.example").await;
    let admin = app.super_admin().await;
    assert_eq!(admin.get("/api/activities/export.csv").await.status(), 200);
    for reader in [admin, manager] {
        for path in LISTS {
            let answer = reader.get(path).await;
            assert_eq!(answer.status(), 200, "{path}: {}", answer.text().await.unwrap());
        }
        let accounts = reader.json("/api/accounts").await;
        assert_eq!(accounts["items"].as_array().map(Vec::len), Some(0), "{accounts}");
        for path in [
            "/api/accounts/odoo_account_1",
            "/api/accounts/odoo_account_1/360",
            "/api/opportunities/odoo_opportunity_1",
        ] {
            problem(reader.get(path).await, 404, "not_found").await;
        }
        problem(reader.get("/api/accounts/odoo_account_1/activities").await, 404, "not_found").await;
    }
}
