//! People and companies that the organisation deals with: accounts, contacts, addresses.

use super::SourceId;
use serde::{Deserialize, Serialize};
pub use shared::business::PartnerKind;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partner {
    pub name: String,
    pub is_company: bool,
    pub kind: PartnerKind,
    pub parent: Option<SourceId>,
    /// The commercial entity: itself for an account, the company for its contacts and addresses.
    pub commercial: SourceId,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub website: Option<String>,
    pub street: Option<String>,
    pub zip: Option<String>,
    pub city: Option<String>,
    pub country: Option<SourceId>,
    pub industry: Option<SourceId>,
    pub salesperson: Option<SourceId>,
    pub job_title: Option<String>,
    pub is_customer: bool,
    pub is_supplier: bool,
    pub archived: bool,
}
