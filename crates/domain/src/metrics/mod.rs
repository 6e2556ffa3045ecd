//! Every figure, defined once: what is summed up (`Parts`) and the formulas over the sums.

mod business;
mod deals;
pub mod figure;
mod sales;
mod sum;

pub use business::{BusinessParts, InvoiceInput, Touch};
pub use deals::{AccountParts, DealAmount, DealGroup, DealInput, Worth};
pub use sales::{Cycle, SalesParts, Tally};
pub use sum::Sum;
