//! Records of all kinds that fit what somebody types.

use crate::{EntityType, Money, accounts::Named};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct SearchQuery {
    /// Beginnings of words, all of which the record's name must have. Case, accents and width do not matter.
    #[cfg_attr(feature = "openapi", param(max_length = 200, example = "blue har"))]
    #[serde(default)]
    pub q: String,
    /// Most records of a kind: 1 to 20, default 5.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// What was found, a group for each kind that something was found of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Found {
    pub groups: Vec<FoundGroup>,
    pub generation: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FoundGroup {
    pub entity_type: EntityType,
    /// All that fit, also those beyond the limit.
    pub total: u64,
    /// The best first.
    pub items: Vec<FoundItem>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FoundItem {
    #[cfg_attr(feature = "openapi", schema(example = "odoo_contact_40"))]
    pub id: String,
    /// Of an invoice: its number.
    pub name: String,
    /// Of a contact, a deal, an invoice: whose it is.
    pub account: Option<Named>,
    /// What tells it from others of that name: industry, job, stage, reference.
    pub detail: Option<String>,
    /// Of a deal: expected revenue; of an invoice: its total as on the document.
    pub amount: Option<Money>,
}
