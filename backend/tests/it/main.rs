//! The whole server over HTTP, each test with its own database.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of tests may panic like the tests themselves"
)]

mod access;
mod accounts;
mod activities;
mod activity_goals;
mod alerts;
mod around;
mod backup;
mod bad_input;
mod before_import;
mod charts;
mod command_line;
mod configuration;
mod deal_forecast;
mod due;
mod events;
mod explorer;
mod feed;
mod fences;
mod figures;
mod flow;
mod goal_history;
mod goal_rules;
mod goals;
mod health_scores;
mod integrations;
mod killed;
mod lake_and_jobs;
mod lineage;
mod lineage_orders;
mod logs;
mod menus;
mod metrics;
mod openapi;
mod opportunities;
mod organisation;
mod search;
mod setup;
mod sign_in;
mod site;
mod support;
mod sync;
mod targets;
