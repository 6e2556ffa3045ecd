//! An account as it is served.

use super::Link;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountFact {
    pub name: String,
    pub archived: bool,
    /// A pure vendor: kept, but in no list or count unless asked for.
    pub vendor: bool,
    /// A person who buys for themself: their own contact.
    #[serde(default)]
    pub individual: bool,
    pub industry: Option<Link>,
    pub salesperson: Option<Link>,
    pub country: Option<Link>,
    pub city: Option<String>,
    pub street: Option<String>,
    pub zip: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub website: Option<String>,
    pub parent: Option<Link>,
    /// References that lead to no record of the lake (`user:77`); looked at again when such a record arrives.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unresolved: Vec<String>,
}
