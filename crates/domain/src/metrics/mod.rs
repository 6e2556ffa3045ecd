//! Every figure, defined once: what is summed up (`Parts`) and the formulas over the sums.

mod business;
mod deals;
pub mod figure;
pub mod goal;
mod health;
mod invoices;
mod sales;
mod sum;

pub use business::{BusinessParts, Touch};
pub use deals::{AccountParts, DealAmount, DealGroup, DealInput, Worth};
pub use figure::FigureParts;
pub use health::{Health, HealthParts};
pub use invoices::{Due, InvoiceAmount, InvoiceInput, InvoiceParts, InvoiceWorth, Valued};
pub use sales::{Cycle, ForecastParts, SalesParts, Tally};
pub use sum::Sum;
