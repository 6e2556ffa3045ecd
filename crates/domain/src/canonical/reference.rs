//! Records that others only refer to: stages, lost reasons, tags, industries, countries, companies, currencies, rates.

use super::SourceId;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    pub name: String,
    pub sequence: i64,
    pub is_won: bool,
    pub folded: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostReason {
    pub name: String,
    pub archived: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag {
    pub name: String,
}

/// What an activity is: a call, a meeting, a to-do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityType {
    pub name: String,
    /// The source's own word for what it means: `phonecall`, `meeting`, `upload_file`.
    pub category: Option<String>,
    pub archived: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Industry {
    pub name: String,
    pub archived: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Country {
    pub name: String,
    /// ISO 3166 alpha-2.
    pub code: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Currency {
    /// ISO 4217.
    pub code: String,
    /// Digits after the point, 0 to 6.
    pub digits: u32,
    pub archived: bool,
}

/// Units of the currency for one unit of the company's currency, from `day` on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CurrencyRate {
    pub currency: SourceId,
    /// Absent: shared by all companies.
    pub company: Option<SourceId>,
    pub day: NaiveDate,
    pub rate: Decimal,
}

/// One of the organisation's own legal entities.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Company {
    pub name: String,
    /// The partner row that stands for it, which is no account.
    pub partner: Option<SourceId>,
    pub currency: SourceId,
    pub parent: Option<SourceId>,
}
