//! Alerts as admins see them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What an alert is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AlertKind {
    /// Three or more runs in a row have failed.
    SyncFailing,
    /// Deletions wait for the word of an admin.
    DeletionsHeld,
    /// The newest drift sample met records that differ, and nothing explains it.
    Drift,
    /// Odoo's API key ends within 14 days, or has ended.
    CredentialEnds,
}

impl AlertKind {
    pub const ALL: &'static [Self] = &[Self::SyncFailing, Self::DeletionsHeld, Self::Drift, Self::CredentialEnds];

    pub fn name(self) -> &'static str {
        match self {
            Self::SyncFailing => "sync_failing",
            Self::DeletionsHeld => "deletions_held",
            Self::Drift => "drift",
            Self::CredentialEnds => "credential_ends",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Alert {
    pub kind: AlertKind,
    /// When it began.
    pub since: DateTime<Utc>,
    /// What is wrong, in words.
    pub message: String,
    /// When all admins had been told by e-mail; absent before, and where no mail server is configured.
    pub mailed_at: Option<DateTime<Utc>>,
}

/// `GET /api/alerts`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AlertList {
    /// Those that last, oldest first.
    pub items: Vec<Alert>,
    /// Whether a mail server is configured.
    pub by_mail: bool,
}
