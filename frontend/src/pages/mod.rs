//! The pages: each composes components and asks the API.

pub mod account;
pub mod accounts;
pub mod activities;
pub mod admin;
pub mod dashboard;
pub mod deals;
pub mod entrance;
pub mod goals;
pub mod not_found;
pub mod profile;
pub mod set_up;
pub mod sign_in;
pub mod sync_runs;
pub mod waiting;
