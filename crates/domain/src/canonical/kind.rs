//! The kinds of source records, and pointers to single ones.

use super::SourceId;
use serde::{Deserialize, Serialize};
use shared::EntityType;
use std::{fmt, str::FromStr};

macro_rules! kinds {
    ($($variant:ident $name:literal [$($entity:ident),+]),+ $(,)?) => {
        /// What a source record is, independent of how it is classified: partners become accounts or contacts, deals
        /// become opportunities or leads.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Kind {
            $($variant),+
        }

        impl Kind {
            /// In the order in which a run reads them: what others refer to comes first.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The kinds of canonical records that a source record of this kind can be.
            pub fn entities(self) -> &'static [EntityType] {
                match self { $(Self::$variant => &[$(EntityType::$entity),+]),+ }
            }
        }
    };
}

kinds! {
    Currency "currency" [Currency],
    Company "company" [Company],
    CurrencyRate "currency_rate" [CurrencyRate],
    Country "country" [Country],
    Industry "industry" [Industry],
    User "user" [User],
    Department "department" [Department],
    Employee "employee" [Employee],
    Team "team" [Team],
    TeamMember "team_member" [TeamMember],
    Stage "stage" [Stage],
    LostReason "lost_reason" [LostReason],
    Tag "tag" [Tag],
    ActivityType "activity_type" [ActivityType],
    Partner "partner" [Account, Contact],
    Deal "deal" [Opportunity, Lead],
    Order "order" [Order],
    Invoice "invoice" [Invoice],
    InvoiceLine "invoice_line" [InvoiceLine],
    Payment "payment" [Payment],
    Activity "activity" [Activity],
    Message "message" [Message],
    Event "event" [Event],
    Attendee "attendee" [Attendee],
}

impl Kind {
    /// True for the small kinds that are held in memory as a whole while facts are derived.
    pub fn is_reference(self) -> bool {
        !self.is_business()
    }

    /// The kinds of records that can belong to one of this kind (`Record::belongs_to`).
    pub fn parts(self) -> &'static [Self] {
        match self {
            Self::Partner => &[
                Self::Partner,
                Self::Deal,
                Self::Order,
                Self::Invoice,
                Self::Payment,
                Self::Activity,
                Self::Message,
                Self::Event,
            ],
            Self::Deal => &[Self::Order, Self::Activity, Self::Message, Self::Event],
            Self::Order => &[Self::Activity, Self::Message, Self::Event],
            Self::Invoice => &[Self::InvoiceLine, Self::Activity, Self::Message, Self::Event],
            Self::Event => &[Self::Attendee],
            _ => &[],
        }
    }

    /// True for what customers are and do: these belong to families, and are read family by family.
    pub fn is_business(self) -> bool {
        matches!(
            self,
            Self::Partner
                | Self::Deal
                | Self::Order
                | Self::Invoice
                | Self::InvoiceLine
                | Self::Payment
                | Self::Activity
                | Self::Message
                | Self::Event
                | Self::Attendee
        )
    }
}

/// Points to one source record: `stage:3`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordRef {
    pub kind: Kind,
    pub id: SourceId,
}

impl RecordRef {
    pub fn new(kind: Kind, id: SourceId) -> Self {
        Self { kind, id }
    }
}

impl FromStr for RecordRef {
    type Err = NoRecordRef;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, id) = text.split_once(':').ok_or(NoRecordRef)?;
        let kind = Kind::ALL.iter().find(|kind| kind.name() == name).ok_or(NoRecordRef)?;
        Ok(Self::new(*kind, id.parse().map_err(|_| NoRecordRef)?))
    }
}

/// The text points to no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a pointer to a record is <kind>:<id>")]
pub struct NoRecordRef;

impl fmt::Display for RecordRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind.name(), self.id)
    }
}
