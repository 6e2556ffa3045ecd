//! The kinds of records that the platform knows, by the names used in URLs, in the lake and on the screen.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

macro_rules! entity_types {
    ($($variant:ident $name:literal $plural:literal),+ $(,)?) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum EntityType {
            $($variant),+
        }

        impl EntityType {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// As in `odoo_<name>_<id>`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// As in `canonical_<plural>`.
            pub fn plural(self) -> &'static str {
                match self { $(Self::$variant => $plural),+ }
            }
        }

        impl FromStr for EntityType {
            type Err = UnknownEntityType;

            fn from_str(name: &str) -> Result<Self, Self::Err> {
                match name {
                    $($name => Ok(Self::$variant),)+
                    _ => Err(UnknownEntityType),
                }
            }
        }
    };
}

entity_types! {
    Account "account" "accounts",
    Contact "contact" "contacts",
    Opportunity "opportunity" "opportunities",
    Lead "lead" "leads",
    User "user" "users",
    Employee "employee" "employees",
    Team "team" "teams",
    TeamMember "team_member" "team_members",
    Stage "stage" "stages",
    Industry "industry" "industries",
    Country "country" "countries",
    Currency "currency" "currencies",
    CurrencyRate "currency_rate" "currency_rates",
    Company "company" "companies",
    Department "department" "departments",
    LostReason "lost_reason" "lost_reasons",
    Tag "tag" "tags",
    ActivityType "activity_type" "activity_types",
    Invoice "invoice" "invoices",
    InvoiceLine "invoice_line" "invoice_lines",
    Payment "payment" "payments",
    Order "order" "orders",
    Activity "activity" "activities",
    Message "message" "messages",
    Event "event" "events",
    Attendee "attendee" "attendees",
}

impl fmt::Display for EntityType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownEntityType;

impl fmt::Display for UnknownEntityType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unknown entity type")
    }
}

impl std::error::Error for UnknownEntityType {}
