//! The only place with URLs and fetch. [`Client`] is for a signed-in person, [`visitor`] for everybody else.

mod accounts;
mod around;
mod call;
mod client;
mod deals;
mod error;
mod events;
mod explorer;
mod feed;
mod figures;
mod goals;
mod integrations;
mod settings;
mod spelling;
mod sync;
pub mod visitor;

pub use around::{Part, PartRow, Whole};
pub use call::{Abort, Line};
pub use client::Client;
pub use error::ApiError;
pub use events::{Heard, Stream};
pub use feed::feed_file;
pub use figures::Source;
pub use goals::Goals;
pub use spelling::{name_of, named, search_of};
