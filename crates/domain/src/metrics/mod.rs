//! Every figure, defined once: what is summed up (`Parts`) and the formulas over the sums.

mod business;
mod deals;
pub mod figure;
pub mod goal;
mod health;
mod sales;
mod sum;

pub use business::{BusinessParts, Due, InvoiceInput, InvoiceParts, InvoiceWorth, Touch, Valued};
pub use deals::{AccountParts, DealAmount, DealGroup, DealInput, Worth};
pub use health::{Health, HealthParts};
pub use sales::{Cycle, SalesParts, Tally};
pub use sum::Sum;
