//! What goes over the wire between server, browser and integrations: one definition for all three.

pub mod accounts;
pub mod activities;
pub mod alerts;
pub mod around;
pub mod auth;
pub mod business;
pub mod dashboard;
pub mod data_lake;
pub mod deals;
pub mod entity;
pub mod events;
pub mod explorer;
pub mod figures;
pub mod goals;
pub mod health;
pub mod health_score;
pub mod integrations;
pub mod jobs;
pub mod list;
pub mod money;
pub mod navigation;
pub mod paths;
pub mod problem;
pub mod search;
pub mod settings;
pub mod sync;

pub use entity::EntityType;
pub use money::{Figure, Money};
pub use problem::{FieldProblem, Problem, ProblemCode};
