//! Paths of the API, for the server's routes and the browser's requests alike.

pub const LOGIN: &str = "/api/auth/login";
pub const LOGOUT: &str = "/api/auth/logout";
pub const ME: &str = "/api/auth/me";
pub const ACCOUNTS: &str = "/api/accounts";
pub const ACCOUNT_FILTERS: &str = "/api/accounts/filters";
pub const OPPORTUNITIES: &str = "/api/opportunities";
pub const OPPORTUNITY_BOARD: &str = "/api/opportunities/board";
pub const OPPORTUNITY_FILTERS: &str = "/api/opportunities/filters";
pub const SEARCH: &str = "/api/search";
pub const GOALS: &str = "/api/goals";
pub const GOAL_BOARD: &str = "/api/goals/board";
pub const GOAL_REPORT: &str = "/api/goals/report";
pub const TARGETS: &str = "/api/config/targets";
pub const ORGANISATION: &str = "/api/config/organisation";
pub const GOAL_THRESHOLDS: &str = "/api/config/goal-thresholds";
pub const HEALTH_WEIGHTS: &str = "/api/config/health-weights";
pub const NAVIGATION: &str = "/api/config/navigation";
pub const ACTIVITIES: &str = "/api/activities";
pub const ACTIVITY_FILTERS: &str = "/api/activities/filters";
pub const ACTIVITY_EXPORT: &str = "/api/activities/export.csv";
pub const INDUSTRIES: &str = "/api/industries";
pub const SYNC_STATUS: &str = "/api/sync/status";
pub const SYNC_TRIGGER: &str = "/api/sync/trigger";
pub const SYNC_HISTORY: &str = "/api/sync/history";
pub const SYNC_SETTINGS: &str = "/api/sync/settings";
pub const SYNC_RUNS: &str = "/api/sync/runs";
pub const SYNC_RECORDS: &str = "/api/sync/records";
pub const SYNC_HELD: &str = "/api/sync/held";
pub const SYNC_HELD_RELEASE: &str = "/api/sync/held/release";
pub const SYNC_HELD_REJECT: &str = "/api/sync/held/reject";
pub const SYNC_QUARANTINE: &str = "/api/sync/quarantine";
pub const SYNC_QUARANTINE_RETRY: &str = "/api/sync/quarantine/retry";
pub const INTEGRATION_HEALTH: &str = "/api/sync-status";
pub const INTEGRATIONS: &str = "/api/integrations";
pub const ODOO: &str = "/api/integrations/odoo";
pub const ODOO_TEST: &str = "/api/integrations/odoo/test";
pub const ODOO_ENABLE: &str = "/api/integrations/odoo/enable";
pub const ODOO_DISABLE: &str = "/api/integrations/odoo/disable";
pub const ODOO_SYNC: &str = "/api/integrations/sync/odoo";
pub const ODOO_SYNC_USERS: &str = "/api/integrations/odoo/sync-users";
pub const ODOO_SYNC_DEPARTMENTS: &str = "/api/integrations/odoo/sync-departments";
pub const DATA_LAKE_HEALTH: &str = "/api/data-lake/health";
pub const DATA_LAKE_STATS: &str = "/api/data-lake/stats";
pub const DATA_LAKE_ENTITIES: &str = "/api/data-lake/entities";
pub const ALERTS: &str = "/api/alerts";
pub const JOBS: &str = "/api/jobs";
pub const EVENTS: &str = "/api/events";
pub const HEALTH: &str = "/api/health";
pub const READY: &str = "/api/ready";
pub const OPENAPI: &str = "/api/openapi.json";
pub const SETUP: &str = "/api/setup";

/// Header that the app sends with each unsafe request; a form on another site cannot.
pub const APP_HEADER: &str = "X-SalesCommand";

/// Path of one account: `account("odoo_account_14")`.
pub fn account(id: &str) -> String {
    format!("{ACCOUNTS}/{id}")
}

/// Everything around an account.
pub fn around(account: &str) -> String {
    format!("{ACCOUNTS}/{account}/360")
}

/// People or addresses of an account, like the lists below of it.
pub fn account_contacts(account: &str) -> String {
    format!("{ACCOUNTS}/{account}/contacts")
}

pub fn account_contact(account: &str, contact: &str) -> String {
    format!("{ACCOUNTS}/{account}/contacts/{contact}")
}

pub fn account_invoices(account: &str) -> String {
    format!("{ACCOUNTS}/{account}/invoices")
}

pub fn account_orders(account: &str) -> String {
    format!("{ACCOUNTS}/{account}/orders")
}

pub fn account_activities(account: &str) -> String {
    format!("{ACCOUNTS}/{account}/activities")
}

/// Path of how sure one is.
pub fn forecast_category(id: &str) -> String {
    format!("{OPPORTUNITIES}/{id}/forecast-category")
}

/// Path of one opportunity: `opportunity("odoo_opportunity_42")`.
pub fn opportunity(id: &str) -> String {
    format!("{OPPORTUNITIES}/{id}")
}

pub fn goal(id: &str) -> String {
    format!("{GOALS}/{id}")
}

pub fn goal_history(id: &str) -> String {
    format!("{GOALS}/{id}/history")
}

/// Of a role.
pub fn target(id: &str) -> String {
    format!("{TARGETS}/{id}")
}

/// Detail of one run; its changed records are at `/records` below it.
pub fn sync_run(id: &str) -> String {
    format!("{SYNC_RUNS}/{id}")
}

pub fn sync_run_records(id: &str) -> String {
    format!("{SYNC_RUNS}/{id}/records")
}

/// History of one record: `sync_record("odoo_opportunity_42")`.
pub fn sync_record(id: &str) -> String {
    format!("{SYNC_RECORDS}/{id}")
}

pub fn resync_record(id: &str) -> String {
    format!("{SYNC_RECORDS}/{id}/resync")
}

/// Serving rows of a kind.
pub fn data_lake_entities(entity: crate::EntityType) -> String {
    format!("{DATA_LAKE_ENTITIES}/{entity}")
}

pub fn job(id: &str) -> String {
    format!("{JOBS}/{id}")
}

pub fn run_job(name: crate::jobs::JobName) -> String {
    format!("{JOBS}/{}/run", name.name())
}

pub fn retry_job(id: &str) -> String {
    format!("{JOBS}/{id}/retry")
}
