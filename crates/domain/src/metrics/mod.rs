//! Every figure, defined once: what is summed up (`Parts`) and the formulas over the sums.

mod business;
mod deals;
pub mod figure;
mod flow;
pub mod goal;
mod health;
mod invoices;
mod orders;
mod sales;
mod sum;
mod target;

pub use business::{ActivityParts, BusinessParts, Touch};
pub use deals::{AccountParts, DealAmount, DealGroup, DealInput, Worth};
pub use figure::FigureParts;
pub use flow::{FlowDeal, FlowEnd, FlowParts, FlowShare, flow};
pub use health::{Health, HealthParts, Weights};
pub use invoices::{Due, InvoiceAmount, InvoiceInput, InvoiceParts, InvoiceWorth, Valued};
pub use orders::{OrderGroup, OrderParts};
pub use sales::{Cycle, ForecastParts, SalesParts, Tally};
pub use sum::Sum;
pub use target::{Target, WonGoal, won_target};
