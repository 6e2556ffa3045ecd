//! Every figure, defined once: what is summed up (`Parts`) and the formulas over the sums.

mod business;
mod deals;
mod sum;

pub use business::{BusinessParts, InvoiceInput, Touch};
pub use deals::{AccountParts, DealInput, converted, converted_weighted};
pub use sum::Sum;
