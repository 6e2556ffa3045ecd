//! Everything that happened: the product's own log of what was done here and found changed in Odoo, and Odoo's own activities.

use crate::accounts::Named;
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

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
    /// What happened. The last six come from Odoo's messages, meetings and activities, all others from the log.
    LoggedType {
        OpportunityCreated "opportunity_created",
        OpportunityUpdated "opportunity_updated",
        StageChanged "stage_changed",
        OpportunityWon "opportunity_won",
        OpportunityLost "opportunity_lost",
        ForecastChanged "forecast_changed",
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
        Call "call",
        Email "email",
        Meeting "meeting",
        Task "task",
        Note "note",
        Planned "planned",
    }
}

impl LoggedType {
    /// Those of Odoo's own: a call, an e-mail in or out, a meeting that is over, another activity that was done, a comment, an
    /// activity that is to be done.
    pub const TOUCHES: [Self; 6] = [Self::Call, Self::Email, Self::Meeting, Self::Task, Self::Note, Self::Planned];

    pub fn is_touch(self) -> bool {
        Self::TOUCHES.contains(&self)
    }
}

/// Some types, with commas between their names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LoggedTypes(pub Vec<LoggedType>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownType;

impl fmt::Display for UnknownType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("must be names of types, with commas between them")
    }
}

impl FromStr for LoggedTypes {
    type Err = UnknownType;

    /// In their own order, each once.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let named = |name: &str| LoggedType::ALL.iter().copied().find(|one| one.name() == name).ok_or(UnknownType);
        let mut types: Vec<_> = text.split(',').map(named).collect::<Result<_, _>>()?;
        types.sort_unstable();
        types.dedup();
        Ok(Self(types))
    }
}

impl fmt::Display for LoggedTypes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.0.iter().map(|one| one.name()).collect();
        f.write_str(&names.join(","))
    }
}

named! {
    /// To what it happened; an activity that hangs on nothing, to itself.
    LoggedEntity {
        Opportunity "opportunity",
        Account "account",
        Contact "contact",
        User "user",
        Goal "goal",
        Target "target",
        Settings "settings",
        Integration "integration",
        Lead "lead",
        Order "order",
        Invoice "invoice",
        Activity "activity",
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

/// What Odoo tells of a call, an e-mail, a meeting, a note or a plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TouchDetails {
    /// What kind of activity it is or was, in the organisation's own word.
    pub kind: Option<String>,
    pub subject: Option<String>,
    pub excerpt: Option<String>,
    /// Of an e-mail.
    pub is_incoming: bool,
    /// Of what is planned.
    pub due_on: Option<NaiveDate>,
    /// Planned, and due before today.
    pub is_overdue: bool,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LoggedActivity {
    /// A UUID of the log; `odoo_message_12`, `odoo_event_3` or `odoo_activity_7` of what comes from Odoo.
    pub id: String,
    pub activity_type: LoggedType,
    /// Name of the record at that time, of Odoo's own as it is now; of settings, which ones.
    pub title: String,
    pub entity_type: LoggedEntity,
    /// `odoo_opportunity_42`, or the id of a record of the app.
    #[cfg_attr(feature = "openapi", schema(example = "odoo_opportunity_42"))]
    pub entity_id: String,
    /// Who did it. Odoo does not tell who changed a record: of its changes, the salesperson whose record it is, as
    /// `odoo_user_5`. Absent where it was a customer.
    pub user_id: Option<String>,
    pub user_name: Option<String>,
    pub source: LoggedSource,
    pub metadata: LoggedDetails,
    /// Clock of the database; of changes in Odoo, when they were published here; of a meeting, its end; of a plan, when it was
    /// made.
    pub timestamp: DateTime<Utc>,
    /// The same by the clock of the organisation's time zone.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "2026-11-22T11:38:50.233"))]
    pub local: NaiveDateTime,
    /// The account of the record, where that is in reach and is not the record itself.
    pub account: Option<Named>,
    /// Absent for entries of the log.
    pub touch: Option<TouchDetails>,
}

/// Query of the feed. Filters that are absent do not filter.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct LogQuery {
    /// Names of types, with commas between them: `stage_changed,call`.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub activity_type: Option<String>,
    /// The record itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity_id: Option<String>,
    /// `odoo_account_14`: the account, its people and addresses, its deals, invoices and orders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// As in `user_id`. What a person does here and in Odoo is found by either id.
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
    /// Generation of the lake that Odoo's own activities were read from.
    pub generation: i64,
    /// In the organisation's time zone.
    pub today: NaiveDate,
    pub time_zone: String,
    /// Absent on the last page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LogPerson {
    /// As in `user_id`: that of Odoo, for those who have one.
    pub id: String,
    pub name: String,
}

/// `GET /api/activities/filters`: what the reader's feed can be filtered by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LogFilters {
    /// Those that there is something of.
    pub types: Vec<LoggedType>,
    /// The organisation's users of Odoo and whoever else did something here, by name.
    pub people: Vec<LogPerson>,
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

    #[test]
    fn types_are_read_in_any_order_and_none_that_is_unknown() {
        let types: LoggedTypes = "email,stage_changed,email".parse().unwrap();
        assert_eq!(types.0, [LoggedType::StageChanged, LoggedType::Email]);
        assert_eq!(types.to_string(), "stage_changed,email");
        for text in ["", "email,", "telegram", "Email"] {
            assert_eq!(text.parse::<LoggedTypes>(), Err(UnknownType), "{text}");
        }
    }
}
