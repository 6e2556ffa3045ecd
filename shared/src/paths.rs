//! Paths of the API, for the server's routes and the browser's requests alike.

pub const LOGIN: &str = "/api/auth/login";
pub const LOGOUT: &str = "/api/auth/logout";
pub const ME: &str = "/api/auth/me";
pub const ACCOUNTS: &str = "/api/accounts";
pub const ACCOUNT_FILTERS: &str = "/api/accounts/filters";
pub const INDUSTRIES: &str = "/api/industries";
pub const SYNC_STATUS: &str = "/api/sync/status";
pub const SYNC_TRIGGER: &str = "/api/sync/trigger";
pub const SYNC_HISTORY: &str = "/api/sync/history";
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
