//! What Odoo's ORM does with the rows: search and order, read, create, write, delete, and what follows from a change.

mod actions;
mod complete;
mod convert;
mod groups;
mod invoice;
mod lead;
mod lead_actions;
mod load;
mod merge;
mod partner;
mod people;
mod reader;
mod search;
mod text;
mod thread;
mod unlink;
mod write;

pub(crate) use actions::{Outcome, action};
pub(crate) use groups::{Grouping, formatted, read_group};
pub use invoice::Settled;
pub use load::LoadError;
pub(crate) use load::{Loader, Tables, load, served, with_reference};
pub(crate) use reader::Reader;
pub(crate) use search::{Query, count, search};
pub(crate) use write::Writer;
