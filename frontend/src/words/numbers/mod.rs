//! What has to be said about figures: their names and definitions, what they are made of, the dashboard.

pub mod en;
pub mod id;

use shared::figures::{FigureName, PeriodName, RowKind, Subject};
use std::cmp::Ordering;

#[derive(Debug)]
pub struct Numbers {
    pub name: fn(FigureName) -> &'static str,
    pub definition: fn(FigureName) -> &'static str,
    /// Thousands, millions and so on, behind a shortened amount.
    pub thousands: [&'static str; 4],
    pub days: fn(&str) -> String,
    pub points: fn(&str) -> String,
    /// Why there is nothing to say.
    pub none_closed: &'static str,
    pub before: &'static str,
    pub before_was: fn(&str) -> String,
    pub as_before: &'static str,
    pub more: &'static str,
    pub less: &'static str,
    // What a figure is made of.
    pub show: &'static str,
    pub made_of: &'static str,
    pub failed: &'static str,
    pub anew: &'static str,
    pub definition_of: fn(u32) -> String,
    pub now: fn(&str) -> String,
    pub filter: &'static str,
    pub all_deals: &'static str,
    pub all_invoices: &'static str,
    pub all_activities: &'static str,
    pub all_orders: &'static str,
    /// Behind the name of an account.
    pub and_below: &'static str,
    pub time_zone: &'static str,
    pub currency: &'static str,
    pub rates: &'static str,
    pub other_rates: fn(usize) -> String,
    pub not_converted: &'static str,
    pub estimated: &'static str,
    pub estimated_why: fn(&str, u64) -> String,
    pub data: &'static str,
    pub run: fn(&str) -> String,
    pub amount: &'static str,
    pub value: &'static str,
    pub no_rows: fn(Subject) -> &'static str,
    pub activities: fn(&str, u64) -> String,
    pub documents: fn(&str, u64) -> String,
    pub instalments: fn(u64) -> String,
    pub state: fn(RowKind) -> &'static str,
    pub mean_of: fn(&str, u64) -> String,
    pub left_out: fn(&str) -> String,
    // The dashboard.
    pub title: &'static str,
    pub period_name: fn(PeriodName) -> &'static str,
    pub no_dashboard: &'static str,
    pub no_deals: &'static str,
    pub no_deals_why: &'static str,
    pub figures: &'static str,
    pub by_stage: &'static str,
    pub by_month: &'static str,
    pub beside_forecast: &'static str,
    pub no_forecast: &'static str,
    pub weighted_part: &'static str,
    pub as_table: &'static str,
    pub as_chart: &'static str,
    pub month: &'static str,
    pub target: &'static str,
    pub coverage: &'static str,
    /// What is left to win, of which target.
    pub left_of: fn(&str, &str) -> String,
    pub from_goals: fn(u64) -> String,
    /// Why there is no target.
    pub no_target: &'static str,
    pub no_line: &'static str,
    pub top: &'static str,
    pub no_open: &'static str,
    pub attention: &'static str,
    pub no_attention: &'static str,
    pub all: fn(&str) -> String,
    pub overdue: fn(&str) -> String,
    pub rotting: fn(&str) -> String,
    // What changed between two moments.
    pub flow: &'static str,
    pub flow_part: &'static str,
    /// How the pipeline moved, by how much, and where it stands.
    pub flow_moved: fn(Ordering, &str, &str) -> String,
    pub flow_came: fn(&str) -> String,
    pub flow_went: fn(&str) -> String,
    pub flow_rates: fn(Ordering, &str) -> String,
    pub and: &'static str,
    pub no_flow: &'static str,
    pub no_history: fn(&str) -> String,
    pub no_history_why: &'static str,
    pub since_then: &'static str,
    pub team_table: &'static str,
}
