//! The only place with URLs and fetch. [`Client`] is for a signed-in person, [`visitor`] for everybody else.

mod accounts;
mod around;
mod call;
mod client;
mod deals;
mod error;
mod events;
mod explorer;
mod figures;
mod integrations;
mod sync;
pub mod visitor;

pub use accounts::{direction_name, sort_name};
pub use around::{Part, PartRow, Whole};
pub use call::{Abort, Line};
pub use client::Client;
pub use deals::{deal_sort, deal_sort_name, period, period_name, show, show_name};
pub use error::ApiError;
pub use events::{Heard, Stream};
pub use figures::{Source, name_of, search_of};
