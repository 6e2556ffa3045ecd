//! A person or an address of an account as it is served.

use super::Link;
use crate::canonical::PartnerKind;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactFact {
    pub name: String,
    pub archived: bool,
    /// Addresses are not people.
    pub kind: PartnerKind,
    pub account: Option<Link>,
    pub job_title: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub country: Option<Link>,
    pub city: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unresolved: Vec<String>,
}
