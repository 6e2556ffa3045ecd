//! Who sees what: the organisation, a person's reach in it, and the scope that every read of sales data needs.

mod org;
mod scope;

pub use org::Org;
pub use scope::{Person, Scope, Token};
