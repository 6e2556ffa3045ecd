//! What Odoo's ORM does with the rows: search and order, read, create, write, delete, and what follows from a change.

mod convert;
mod groups;
mod lead;
mod lead_actions;
mod load;
mod partner;
mod people;
mod reader;
mod search;
mod unlink;
mod write;

pub(crate) use groups::{Grouping, formatted, read_group};
pub use load::LoadError;
pub(crate) use load::{Tables, load, served, with_reference};
pub(crate) use reader::Reader;
pub(crate) use search::{Query, count, search};
pub(crate) use write::Writer;
