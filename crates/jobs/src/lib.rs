//! A durable job queue over MongoDB for apalis 1.0: each job is done once per claim, survives crashes, and can be looked at.
//!
//! One `Queue` is one job of the program, with its own arguments, backoff and history. `work` runs it through apalis, a `Ticker` pushes it
//! at its interval, `Queue::trigger` on demand. All times are the database's.

mod ack;
mod alarm;
mod backend;
mod claim;
mod failure;
mod list;
mod push;
mod queue;
mod row;
mod ticker;
mod worker;

pub use ack::AckLayer;
pub use alarm::{Alarm, Due};
pub use backend::MongoStorage;
pub use claim::Claim;
pub use db::{DbError, Result};
pub use failure::{Cause, Failure, Failure::Again, Failure::GiveUp};
pub use list::Counts;
pub use push::{NewJob, Pushed};
pub use queue::{Queue, QueueOptions};
pub use row::{JobState, JobStatus, LastError};
pub use ticker::Ticker;
pub use worker::{WorkerOptions, work};
