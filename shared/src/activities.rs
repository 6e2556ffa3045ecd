//! The product's own log: what was done here, and what the sync found changed in Odoo.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($variant:ident $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($variant),+
        }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// As it goes over the wire.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }
    };
}

named! {
    /// What happened.
    LoggedType {
        OpportunityCreated "opportunity_created",
        OpportunityUpdated "opportunity_updated",
        StageChanged "stage_changed",
        OpportunityWon "opportunity_won",
        OpportunityLost "opportunity_lost",
        AccountCreated "account_created",
        AccountUpdated "account_updated",
        AccountViewed "account_viewed",
        ContactCreated "contact_created",
        ContactUpdated "contact_updated",
        SignedIn "signed_in",
        SignedOut "signed_out",
        GoalCreated "goal_created",
        GoalChanged "goal_changed",
        GoalDeleted "goal_deleted",
        TargetCreated "target_created",
        TargetDeleted "target_deleted",
        SettingsChanged "settings_changed",
        SyncStarted "sync_started",
    }
}

named! {
    /// To what it happened.
    LoggedEntity {
        Opportunity "opportunity",
        Account "account",
        Contact "contact",
        User "user",
        Goal "goal",
        Target "target",
        Settings "settings",
        Integration "integration",
    }
}

named! {
    /// Where it happened.
    LoggedSource {
        App "app",
        Odoo "odoo",
    }
}

/// What more is known of an entry.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LoggedDetails {
    /// Names of the fields that are other than before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// The stage before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The stage now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LoggedActivity {
    /// A UUID.
    pub id: String,
    pub activity_type: LoggedType,
    /// Name of the record at that time; of settings, which ones.
    pub title: String,
    pub entity_type: LoggedEntity,
    /// `odoo_opportunity_42`, or the id of a record of the app.
    #[cfg_attr(feature = "openapi", schema(example = "odoo_opportunity_42"))]
    pub entity_id: String,
    /// Who did it. Odoo does not tell who changed a record: of its changes, the salesperson whose record it is, as
    /// `odoo_user_5`.
    pub user_id: Option<String>,
    pub user_name: Option<String>,
    pub source: LoggedSource,
    pub metadata: LoggedDetails,
    /// Clock of the database; of changes in Odoo, when they were published here.
    pub timestamp: DateTime<Utc>,
}

/// Query of the log. Filters that are absent do not filter.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct LogQuery {
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub activity_type: Option<LoggedType>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity_type: Option<LoggedEntity>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity_id: Option<String>,
    /// As in `user_id`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// First day, in the organisation's time zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// The first day after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<LoggedSource>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// `GET /api/activities`: newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LogPage {
    pub items: Vec<LoggedActivity>,
    /// Absent on the last page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TypeCount {
    pub activity_type: LoggedType,
    pub count: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonCount {
    /// As in `user_id`.
    pub id: String,
    /// As the newest entry has it.
    pub name: String,
    pub count: u64,
}

/// `GET /api/activities/filters`: entries in reach, counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LogFilters {
    pub types: Vec<TypeCount>,
    /// By name.
    pub people: Vec<PersonCount>,
}

pub const DEFAULT_KEEP_DAYS: u32 = 365;
pub const SHORTEST_KEEP_DAYS: u32 = 1;
pub const LONGEST_KEEP_DAYS: u32 = 3_650;

/// How long entries are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LogSettings {
    /// 0 while the default holds. Send it as `If-Match: "<version>"`.
    pub version: i64,
    pub keep_days: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LogSettingsForm {
    pub keep_days: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_wire() {
        let wire = |value: serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        for one in LoggedType::ALL {
            assert_eq!(wire(serde_json::to_value(one).unwrap()), one.name());
        }
        for one in LoggedEntity::ALL {
            assert_eq!(wire(serde_json::to_value(one).unwrap()), one.name());
        }
        for one in LoggedSource::ALL {
            assert_eq!(wire(serde_json::to_value(one).unwrap()), one.name());
        }
    }
}
