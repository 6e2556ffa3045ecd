//! Records in the platform's own terms, one type for each kind; references are ids, names stay with their owners.

mod deal;
mod organisation;
mod partner;
mod reference;

pub use deal::{Deal, DealKind};
pub use organisation::{Employee, Team, TeamMember, User};
pub use partner::{Partner, PartnerKind};
pub use reference::{Company, Country, Currency, CurrencyRate, Industry, Stage};

use serde::{Deserialize, Serialize};
use shared::EntityType;
use std::fmt;

/// Id of a record in its source model.
pub type SourceId = i64;

/// What a source record is, independent of how it is classified: partners become accounts or contacts, deals become
/// opportunities or leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Company,
    Currency,
    CurrencyRate,
    Country,
    Industry,
    User,
    Employee,
    Team,
    TeamMember,
    Stage,
    Partner,
    Deal,
}

impl Kind {
    /// In the order in which a run reads them: what others refer to comes first.
    pub const ALL: &'static [Self] = &[
        Self::Currency,
        Self::Company,
        Self::CurrencyRate,
        Self::Country,
        Self::Industry,
        Self::User,
        Self::Employee,
        Self::Team,
        Self::TeamMember,
        Self::Stage,
        Self::Partner,
        Self::Deal,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Company => "company",
            Self::Currency => "currency",
            Self::CurrencyRate => "currency_rate",
            Self::Country => "country",
            Self::Industry => "industry",
            Self::User => "user",
            Self::Employee => "employee",
            Self::Team => "team",
            Self::TeamMember => "team_member",
            Self::Stage => "stage",
            Self::Partner => "partner",
            Self::Deal => "deal",
        }
    }

    /// The kinds of canonical records that a source record of this kind can be.
    pub fn entities(self) -> &'static [EntityType] {
        match self {
            Self::Company => &[EntityType::Company],
            Self::Currency => &[EntityType::Currency],
            Self::CurrencyRate => &[EntityType::CurrencyRate],
            Self::Country => &[EntityType::Country],
            Self::Industry => &[EntityType::Industry],
            Self::User => &[EntityType::User],
            Self::Employee => &[EntityType::Employee],
            Self::Team => &[EntityType::Team],
            Self::TeamMember => &[EntityType::TeamMember],
            Self::Stage => &[EntityType::Stage],
            Self::Partner => &[EntityType::Account, EntityType::Contact],
            Self::Deal => &[EntityType::Opportunity, EntityType::Lead],
        }
    }

    /// True for the small kinds that are held in memory as a whole while facts are derived.
    pub fn is_reference(self) -> bool {
        !matches!(self, Self::Partner | Self::Deal)
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

impl fmt::Display for RecordRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind.name(), self.id)
    }
}

/// A canonical record of any kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "record", rename_all = "snake_case")]
pub enum Record {
    Company(Company),
    Currency(Currency),
    CurrencyRate(CurrencyRate),
    Country(Country),
    Industry(Industry),
    User(User),
    Employee(Employee),
    Team(Team),
    TeamMember(TeamMember),
    Stage(Stage),
    Partner(Partner),
    Deal(Deal),
}

impl Record {
    pub fn kind(&self) -> Kind {
        match self {
            Self::Company(_) => Kind::Company,
            Self::Currency(_) => Kind::Currency,
            Self::CurrencyRate(_) => Kind::CurrencyRate,
            Self::Country(_) => Kind::Country,
            Self::Industry(_) => Kind::Industry,
            Self::User(_) => Kind::User,
            Self::Employee(_) => Kind::Employee,
            Self::Team(_) => Kind::Team,
            Self::TeamMember(_) => Kind::TeamMember,
            Self::Stage(_) => Kind::Stage,
            Self::Partner(_) => Kind::Partner,
            Self::Deal(_) => Kind::Deal,
        }
    }

    /// Which canonical collection the record with this source id belongs to now.
    pub fn entity(&self, id: SourceId) -> EntityType {
        match self {
            Self::Company(_) => EntityType::Company,
            Self::Currency(_) => EntityType::Currency,
            Self::CurrencyRate(_) => EntityType::CurrencyRate,
            Self::Country(_) => EntityType::Country,
            Self::Industry(_) => EntityType::Industry,
            Self::User(_) => EntityType::User,
            Self::Employee(_) => EntityType::Employee,
            Self::Team(_) => EntityType::Team,
            Self::TeamMember(_) => EntityType::TeamMember,
            Self::Stage(_) => EntityType::Stage,
            Self::Partner(partner) if partner.commercial == id => EntityType::Account,
            Self::Partner(_) => EntityType::Contact,
            Self::Deal(deal) => match deal.kind {
                DealKind::Opportunity => EntityType::Opportunity,
                DealKind::Lead => EntityType::Lead,
            },
        }
    }

    /// Everything that the record points to; a change of one of these can change what is shown of this record.
    pub fn references(&self) -> Vec<RecordRef> {
        let refs: &[(Kind, Option<SourceId>)] = match self {
            Self::Currency(_) | Self::Country(_) | Self::Industry(_) | Self::Stage(_) | Self::User(_) => &[],
            Self::Company(c) => {
                &[(Kind::Partner, c.partner), (Kind::Currency, Some(c.currency)), (Kind::Company, c.parent)]
            }
            Self::CurrencyRate(r) => &[(Kind::Currency, Some(r.currency)), (Kind::Company, r.company)],
            Self::Employee(e) => &[(Kind::User, e.user), (Kind::Employee, e.manager)],
            Self::Team(t) => &[(Kind::User, t.leader)],
            Self::TeamMember(m) => &[(Kind::Team, Some(m.team)), (Kind::User, Some(m.user))],
            Self::Partner(p) => &[
                (Kind::Partner, p.parent),
                (Kind::Partner, Some(p.commercial)),
                (Kind::Country, p.country),
                (Kind::Industry, p.industry),
                (Kind::User, p.salesperson),
            ],
            Self::Deal(d) => &[
                (Kind::Partner, d.partner),
                (Kind::Stage, d.stage),
                (Kind::Team, d.team),
                (Kind::User, d.salesperson),
                (Kind::Company, d.company),
            ],
        };
        refs.iter().filter_map(|(kind, id)| id.map(|id| RecordRef::new(*kind, id))).collect()
    }

    pub fn archived(&self) -> bool {
        match self {
            Self::Currency(c) => c.archived,
            Self::Industry(i) => i.archived,
            Self::User(u) => u.archived,
            Self::Employee(e) => e.archived,
            Self::Team(t) => t.archived,
            Self::TeamMember(m) => m.archived,
            Self::Partner(p) => p.archived,
            Self::Deal(d) => d.archived,
            Self::Company(_) | Self::CurrencyRate(_) | Self::Country(_) | Self::Stage(_) => false,
        }
    }
}
