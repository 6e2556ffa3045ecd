//! Which Odoo is stood in for: what it calls itself.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// 17 is assumed: no server of it was recorded. It is 18 without what came with 18.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub enum Version {
    #[serde(rename = "17")]
    V17,
    #[default]
    #[serde(rename = "18")]
    V18,
    #[serde(rename = "19")]
    V19,
}

impl Version {
    pub(crate) fn server_version(self) -> &'static str {
        match self {
            Self::V17 => "17.0",
            Self::V18 => "18.0+e-20241005",
            Self::V19 => "19.0",
        }
    }

    pub(crate) fn serie(self) -> &'static str {
        match self {
            Self::V17 => "17.0",
            Self::V18 => "18.0",
            Self::V19 => "19.0",
        }
    }

    /// JSON-2, its statuses and the new words came with 19.
    pub(crate) fn is_new(self) -> bool {
        self >= Self::V19
    }
}

impl FromStr for Version {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "17" => Ok(Self::V17),
            "18" => Ok(Self::V18),
            "19" => Ok(Self::V19),
            _ => Err("17, 18 or 19".to_owned()),
        }
    }
}
