//! What has to be said in every language, by the room of the app that says it.

use super::{
    Lang, admin::Admin, around::Around, deals::Deals, feed::Feed, goals::Goals, health::Health, numbers::Numbers,
    settings::Settings,
};
use shared::{
    EntityType, ProblemCode,
    auth::UserRole,
    sync::{RunState, SyncErrorCode, SyncMode},
};

#[derive(Debug)]
pub struct Words {
    pub lang: Lang,
    pub time: Time,
    pub frame: Frame,
    pub auth: Auth,
    pub waiting: Waiting,
    pub failure: Failure,
    pub figure: Figure,
    pub picker: Picker,
    pub accounts: Accounts,
    pub account: Account,
    pub sync: Sync,
    pub admin: &'static Admin,
    pub health: &'static Health,
    pub numbers: &'static Numbers,
    pub deals: &'static Deals,
    pub goals: &'static Goals,
    pub around: &'static Around,
    pub feed: &'static Feed,
    pub settings: &'static Settings,
}

/// What people read who may not see anything yet.
#[derive(Debug)]
pub struct Waiting {
    pub title: &'static str,
    pub why: &'static str,
    pub rejected: &'static str,
    pub rejected_why: &'static str,
    pub look_again: &'static str,
}

/// Days, ages, lengths of time.
#[derive(Debug)]
pub struct Time {
    pub months: [&'static str; 12],
    pub point: char,
    pub hour: &'static str,
    pub just_now: &'static str,
    pub minutes_ago: fn(i64) -> String,
    pub hours_ago: fn(i64) -> String,
    pub days_ago: fn(i64) -> String,
    pub soon: &'static str,
    pub minutes_ahead: fn(i64) -> String,
    pub hours_ahead: fn(i64) -> String,
    pub days_ahead: fn(i64) -> String,
}

/// Around every page.
#[derive(Debug)]
pub struct Frame {
    pub loading: &'static str,
    pub skip: &'static str,
    pub accounts: &'static str,
    pub sync_runs: &'static str,
    pub navigation: &'static str,
    pub you: &'static str,
    pub unfold: &'static str,
    pub fold: &'static str,
    pub theme: &'static str,
    pub light: &'static str,
    pub dark: &'static str,
    pub system: &'static str,
    pub language: &'static str,
    pub search: &'static str,
    pub pages: &'static str,
    pub profile: &'static str,
    pub role: &'static str,
    pub team: &'static str,
    pub needs_no_link: &'static str,
    pub find: &'static str,
    pub find_hint: &'static str,
    pub find_what: &'static str,
    pub find_failed: &'static str,
    pub nothing_found: fn(&str) -> String,
    pub found: fn(&str) -> String,
}

/// Sign-in, set-up, roles.
#[derive(Debug)]
pub struct Auth {
    pub role: fn(UserRole) -> &'static str,
    pub sign_out: &'static str,
    pub sign_out_failed: &'static str,
    pub sign_in: &'static str,
    pub sign_in_hint: &'static str,
    pub email: &'static str,
    pub password: &'static str,
    pub signing_in: &'static str,
    pub no_cookie: &'static str,
    pub wrong_credentials: &'static str,
    pub wait: fn(u64) -> String,
    pub already_set_up: &'static str,
    pub wrong_token: &'static str,
    pub set_up: &'static str,
    pub set_up_hint: &'static str,
    pub token: &'static str,
    pub token_hint: &'static str,
    pub name: &'static str,
    pub email_hint: &'static str,
    pub password_hint: &'static str,
    pub create: &'static str,
}

/// What went wrong and how to go on.
#[derive(Debug)]
pub struct Failure {
    pub offline: &'static str,
    pub timed_out: &'static str,
    pub unreadable: &'static str,
    pub problem: fn(ProblemCode) -> &'static str,
    pub retry: &'static str,
    pub code: &'static str,
    pub no_start: &'static str,
    pub no_arrival: &'static str,
    pub no_page: &'static str,
    pub no_page_why: &'static str,
    pub to_accounts: &'static str,
    pub admins_only: &'static str,
    pub admins_only_why: &'static str,
}

/// Beside figures.
#[derive(Debug)]
pub struct Figure {
    pub no_rate: &'static str,
    pub no_rate_short: &'static str,
    pub not_converted: fn(&str) -> String,
    pub not_converted_why: fn(&str) -> String,
}

/// Choosing one of many.
#[derive(Debug)]
pub struct Picker {
    pub clear: fn(&str) -> String,
    pub find: &'static str,
    pub nothing: &'static str,
}

/// The list of accounts.
#[derive(Debug)]
pub struct Accounts {
    pub title: &'static str,
    pub name: &'static str,
    pub industry: &'static str,
    pub salesperson: &'static str,
    pub country: &'static str,
    pub pipeline: &'static str,
    pub weighted: &'static str,
    pub won: &'static str,
    pub open_deals: &'static str,
    pub open_short: &'static str,
    pub total: &'static str,
    pub accounts: fn(&str, u64) -> String,
    pub deals: fn(&str, u64) -> String,
    pub found: fn(&str, u64) -> String,
    pub filters: &'static str,
    pub clear: &'static str,
    pub clear_filters: &'static str,
    pub order: &'static str,
    pub ascending: &'static str,
    pub descending: &'static str,
    pub view: &'static str,
    pub cards: &'static str,
    pub table: &'static str,
    pub not_renewed: &'static str,
    pub more_failed: &'static str,
    pub failed: &'static str,
    pub no_match: &'static str,
    pub no_match_why: &'static str,
    pub none: &'static str,
    pub none_why: &'static str,
    pub none_yet: &'static str,
    pub none_yet_why: &'static str,
    pub not_linked: &'static str,
    pub not_linked_why: fn(&str) -> String,
    pub no_industry: &'static str,
    pub no_country: &'static str,
    pub nobody: &'static str,
    pub your_deals: &'static str,
    pub your_deals_why: &'static str,
}

/// One account.
#[derive(Debug)]
pub struct Account {
    pub details: &'static str,
    pub gone: &'static str,
    pub gone_why: &'static str,
    pub back: &'static str,
    pub failed: &'static str,
    pub archived: &'static str,
    pub previous: &'static str,
    pub next: &'static str,
    pub beside: &'static str,
    pub full: &'static str,
    pub close: &'static str,
    pub deals: &'static str,
    pub open: &'static str,
    pub won: &'static str,
    pub no_won: &'static str,
    pub no_open: &'static str,
    pub deal: &'static str,
    pub closes: &'static str,
    pub closed: &'static str,
    pub expected: &'static str,
    pub weighted: &'static str,
    pub sum: &'static str,
    pub no_date: &'static str,
    pub no_closing: &'static str,
    pub invoiced: &'static str,
    pub outstanding: &'static str,
    pub invoices: fn(number: &str, count: u64) -> String,
    pub drafts: fn(number: &str, count: u64) -> String,
    pub touches: &'static str,
    pub planned: fn(number: &str) -> String,
    pub parent: &'static str,
    pub email: &'static str,
    pub phone: &'static str,
    pub website: &'static str,
    pub address: &'static str,
    pub in_odoo: &'static str,
}

/// The reconciliation with Odoo.
#[derive(Debug)]
pub struct Sync {
    pub title: &'static str,
    pub not_configured: &'static str,
    pub refused: &'static str,
    pub syncing: &'static str,
    pub failed: &'static str,
    pub never: &'static str,
    pub preparing: &'static str,
    pub no_connection: &'static str,
    pub no_status: &'static str,
    pub all_runs: &'static str,
    pub now: &'static str,
    pub now_full: &'static str,
    pub not_configured_why: &'static str,
    pub refused_why: &'static str,
    pub last_success: &'static str,
    pub identical: &'static str,
    pub next_run: &'static str,
    pub last_run: &'static str,
    pub nothing_changed: &'static str,
    pub kind: &'static str,
    pub kind_of_run: &'static str,
    pub new: &'static str,
    pub changed: &'static str,
    pub deleted: &'static str,
    pub left_out: &'static str,
    pub held_short: &'static str,
    pub held_title: &'static str,
    pub no_history: &'static str,
    pub no_runs: &'static str,
    pub no_runs_why: &'static str,
    pub started: &'static str,
    pub result: &'static str,
    pub took: &'static str,
    pub read: &'static str,
    pub older: &'static str,
    pub unchanged: &'static str,
    pub unchanged_short: &'static str,
    pub issues: &'static str,
    pub without_value: &'static str,
    pub as_of: fn(&str) -> String,
    pub synced: fn(&str) -> String,
    pub reading: fn(&str) -> String,
    pub read_of: fn(&str, &str) -> String,
    pub held: fn(&str, &str) -> String,
    pub every: fn(u32) -> String,
    pub since: fn(&str) -> String,
    pub generation: fn(&str) -> String,
    pub entity: fn(EntityType) -> &'static str,
    pub mode: fn(SyncMode) -> &'static str,
    pub state: fn(RunState) -> &'static str,
    pub error: fn(SyncErrorCode) -> &'static str,
}
