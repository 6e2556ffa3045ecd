//! A record of any kind: what it is, what it points to, where it belongs.

use super::{
    Activity, ActivityType, Anchor, Attendee, Company, Country, Currency, CurrencyRate, Deal, DealKind, Department,
    Employee, Event, Industry, Invoice, InvoiceLine, Kind, LostReason, Message, Order, Partner, Payment, RecordRef,
    SourceId, Stage, Tag, Team, TeamMember, User,
};
use serde::{Deserialize, Serialize};
use shared::EntityType;

macro_rules! record {
    ($($variant:ident),+ $(,)?) => {
        /// A canonical record of any kind.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "record", rename_all = "snake_case")]
        pub enum Record {
            $($variant($variant)),+
        }

        impl Record {
            pub fn kind(&self) -> Kind {
                match self { $(Self::$variant(_) => Kind::$variant),+ }
            }
        }
    };
}

record!(
    Company,
    Currency,
    CurrencyRate,
    Country,
    Industry,
    User,
    Department,
    Employee,
    Team,
    TeamMember,
    Stage,
    LostReason,
    Tag,
    ActivityType,
    Partner,
    Deal,
    Order,
    Invoice,
    InvoiceLine,
    Payment,
    Activity,
    Message,
    Event,
    Attendee,
);

/// Collects references as a record lists them.
struct Refs(Vec<RecordRef>);

impl Refs {
    fn to(mut self, kind: Kind, id: impl Into<Option<SourceId>>) -> Self {
        self.0.extend(id.into().map(|id| RecordRef::new(kind, id)));
        self
    }

    fn all(mut self, kind: Kind, ids: &[SourceId]) -> Self {
        self.0.extend(ids.iter().map(|id| RecordRef::new(kind, *id)));
        self
    }

    fn on(mut self, anchor: Option<Anchor>) -> Self {
        self.0.extend(anchor.map(Anchor::record));
        self
    }
}

impl Record {
    /// Which canonical collection the record with this source id belongs to now.
    pub fn entity(&self, id: SourceId) -> EntityType {
        match self {
            Self::Partner(partner) if partner.commercial != id => EntityType::Contact,
            Self::Deal(deal) if deal.kind == DealKind::Lead => EntityType::Lead,
            // The first of a kind's entities is the usual one.
            other => other.kind().entities().first().copied().unwrap_or(EntityType::Account),
        }
    }

    /// Everything that the record points to; a change of one of these can change what is shown of this record.
    pub fn references(&self) -> Vec<RecordRef> {
        let refs = Refs(Vec::new());
        let refs = match self {
            Self::Currency(_)
            | Self::Country(_)
            | Self::Industry(_)
            | Self::Stage(_)
            | Self::LostReason(_)
            | Self::Tag(_)
            | Self::ActivityType(_) => refs,
            Self::User(u) => refs.to(Kind::Partner, u.partner),
            Self::Company(c) => {
                refs.to(Kind::Partner, c.partner).to(Kind::Currency, c.currency).to(Kind::Company, c.parent)
            }
            Self::CurrencyRate(r) => refs.to(Kind::Currency, r.currency).to(Kind::Company, r.company),
            Self::Department(d) => {
                refs.to(Kind::Department, d.parent).to(Kind::Employee, d.manager).to(Kind::Company, d.company)
            }
            Self::Employee(e) => {
                refs.to(Kind::User, e.user).to(Kind::Employee, e.manager).to(Kind::Department, e.department)
            }
            Self::Team(t) => refs.to(Kind::User, t.leader),
            Self::TeamMember(m) => refs.to(Kind::Team, m.team).to(Kind::User, m.user),
            Self::Partner(p) => refs
                .to(Kind::Partner, p.parent)
                .to(Kind::Partner, p.commercial)
                .to(Kind::Country, p.country)
                .to(Kind::Industry, p.industry)
                .to(Kind::User, p.salesperson),
            Self::Deal(d) => refs
                .to(Kind::Partner, d.partner)
                .to(Kind::Stage, d.stage)
                .to(Kind::Team, d.team)
                .to(Kind::User, d.salesperson)
                .to(Kind::Company, d.company)
                .to(Kind::LostReason, d.lost_reason)
                .all(Kind::Tag, &d.tags),
            Self::Order(o) => refs
                .to(Kind::Partner, o.partner)
                .to(Kind::Deal, o.deal)
                .to(Kind::User, o.salesperson)
                .to(Kind::Team, o.team)
                .to(Kind::Company, o.company)
                .to(Kind::Currency, o.currency),
            Self::Invoice(i) => refs
                .to(Kind::Partner, i.partner)
                .to(Kind::Partner, i.commercial)
                .to(Kind::User, i.salesperson)
                .to(Kind::Team, i.team)
                .to(Kind::Company, i.company)
                .to(Kind::Currency, i.currency)
                .to(Kind::Invoice, i.reverses),
            Self::InvoiceLine(l) => refs.to(Kind::Invoice, l.invoice).to(Kind::Company, l.company),
            Self::Payment(p) => refs
                .to(Kind::Partner, p.partner)
                .to(Kind::Currency, p.currency)
                .to(Kind::Company, p.company)
                .all(Kind::Invoice, &p.invoices),
            Self::Activity(a) => refs.on(a.on).to(Kind::ActivityType, a.activity_type).to(Kind::User, a.user),
            Self::Message(m) => refs.on(m.on).to(Kind::ActivityType, m.activity_type).to(Kind::Partner, m.author),
            Self::Event(e) => {
                refs.to(Kind::Deal, e.deal).on(e.on).to(Kind::User, e.organiser).all(Kind::Partner, &e.partners)
            }
            Self::Attendee(a) => refs.to(Kind::Event, a.event).to(Kind::Partner, a.partner),
        };
        refs.0
    }

    /// The one record that this one is a part of, or hangs on; going on from there leads to its commercial entity.
    pub fn belongs_to(&self) -> Option<RecordRef> {
        let to = |kind: Kind| move |id: SourceId| RecordRef::new(kind, id);
        match self {
            Self::Partner(p) => Some(RecordRef::new(Kind::Partner, p.commercial)),
            Self::Deal(d) => d.partner.map(to(Kind::Partner)),
            Self::Order(o) => o.partner.map(to(Kind::Partner)).or(o.deal.map(to(Kind::Deal))),
            Self::Invoice(i) => i.commercial.or(i.partner).map(to(Kind::Partner)),
            Self::InvoiceLine(l) => Some(RecordRef::new(Kind::Invoice, l.invoice)),
            Self::Payment(p) => p.partner.map(to(Kind::Partner)),
            Self::Activity(a) => a.on.map(Anchor::record),
            Self::Message(m) => m.on.map(Anchor::record),
            Self::Event(e) => e.deal.map(to(Kind::Deal)).or(e.on.map(Anchor::record)),
            Self::Attendee(a) => Some(RecordRef::new(Kind::Event, a.event)),
            _ => None,
        }
    }

    pub fn archived(&self) -> bool {
        match self {
            Self::Currency(c) => c.archived,
            Self::Industry(i) => i.archived,
            Self::User(u) => u.archived,
            Self::Department(d) => d.archived,
            Self::Employee(e) => e.archived,
            Self::Team(t) => t.archived,
            Self::TeamMember(m) => m.archived,
            Self::LostReason(r) => r.archived,
            Self::ActivityType(t) => t.archived,
            Self::Partner(p) => p.archived,
            Self::Deal(d) => d.archived,
            Self::Event(e) => e.archived,
            Self::Company(_)
            | Self::CurrencyRate(_)
            | Self::Country(_)
            | Self::Stage(_)
            | Self::Tag(_)
            | Self::Order(_)
            | Self::Invoice(_)
            | Self::InvoiceLine(_)
            | Self::Payment(_)
            | Self::Activity(_)
            | Self::Message(_)
            | Self::Attendee(_) => false,
        }
    }
}
