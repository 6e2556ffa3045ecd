//! All reference records of a generation, by id: the place that names come from.

use super::{Link, NO_CURRENCY};
use crate::{
    access::Org,
    canonical::{
        ActivityType, Company, Country, Currency, CurrencyRate, Department, Industry, Kind, LostReason, Record,
        RecordRef, SourceId, Stage, Tag,
    },
    money::{self, Rates},
};
use std::collections::{BTreeMap, HashMap};

/// A currency as amounts need it.
pub(super) struct Priced {
    pub(super) company: Option<SourceId>,
    /// Absent when it is not in the lake.
    pub(super) currency: Option<SourceId>,
    pub(super) code: String,
    pub(super) digits: u32,
}

/// Holds active records only: what is gone in Odoo resolves to nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct References {
    pub companies: HashMap<SourceId, Company>,
    pub currencies: HashMap<SourceId, Currency>,
    pub rates: HashMap<SourceId, CurrencyRate>,
    pub countries: HashMap<SourceId, Country>,
    pub industries: HashMap<SourceId, Industry>,
    pub stages: HashMap<SourceId, Stage>,
    pub lost_reasons: HashMap<SourceId, LostReason>,
    pub tags: HashMap<SourceId, Tag>,
    pub activity_types: HashMap<SourceId, ActivityType>,
    pub departments: HashMap<SourceId, Department>,
    pub org: Org,
}

impl References {
    pub fn new(records: impl IntoIterator<Item = (SourceId, Record)>) -> Self {
        let mut all = Self::default();
        for (id, record) in records {
            all.insert(id, record);
        }
        all
    }

    /// What is no reference record is passed over.
    pub fn insert(&mut self, id: SourceId, record: Record) {
        match record {
            Record::Company(company) => drop(self.companies.insert(id, company)),
            Record::Currency(currency) => drop(self.currencies.insert(id, currency)),
            Record::CurrencyRate(rate) => drop(self.rates.insert(id, rate)),
            Record::Country(country) => drop(self.countries.insert(id, country)),
            Record::Industry(industry) => drop(self.industries.insert(id, industry)),
            Record::Stage(stage) => drop(self.stages.insert(id, stage)),
            Record::User(user) => drop(self.org.users.insert(id, user)),
            Record::Employee(employee) => drop(self.org.employees.insert(id, employee)),
            Record::Team(team) => drop(self.org.teams.insert(id, team)),
            Record::TeamMember(member) => self.org.members.push(member),
            Record::LostReason(reason) => drop(self.lost_reasons.insert(id, reason)),
            Record::Tag(tag) => drop(self.tags.insert(id, tag)),
            Record::ActivityType(kind) => drop(self.activity_types.insert(id, kind)),
            Record::Department(department) => drop(self.departments.insert(id, department)),
            Record::Partner(_)
            | Record::Deal(_)
            | Record::Order(_)
            | Record::Invoice(_)
            | Record::InvoiceLine(_)
            | Record::Payment(_)
            | Record::Activity(_)
            | Record::Message(_)
            | Record::Event(_)
            | Record::Attendee(_) => {}
        }
    }

    pub fn rates(&self) -> Rates {
        // Of two rows for the same day the one with the higher id is the newer.
        let rates: BTreeMap<_, _> = self.rates.iter().collect();
        Rates::new(self.currencies.clone(), self.companies.clone(), rates.into_values().cloned())
    }

    /// What amounts in this currency are called and how they are rounded.
    pub(super) fn priced(&self, currency: Option<SourceId>, unresolved: &mut Vec<String>) -> Priced {
        let known = currency.and_then(|id| self.currencies.get(&id));
        if let (Some(id), None) = (currency, known) {
            unresolved.push(RecordRef::new(Kind::Currency, id).to_string());
        }
        Priced {
            company: None,
            currency: known.and(currency),
            code: known.map_or_else(|| NO_CURRENCY.to_owned(), |currency| currency.code.clone()),
            digits: known.map_or(2, |currency| currency.digits),
        }
    }

    /// The same for amounts in the currency of this company; without one, of the main company.
    pub(super) fn priced_by(&self, company: Option<SourceId>, unresolved: &mut Vec<String>) -> Priced {
        let company = company.or_else(|| money::main_company(&self.companies));
        let currency = company.and_then(|id| self.companies.get(&id)).map(|company| company.currency);
        let priced = self.priced(currency, &mut Vec::new());
        if let (Some(id), None) = (company, priced.currency) {
            unresolved.push(RecordRef::new(Kind::Company, id).to_string());
        }
        Priced { company, ..priced }
    }

    /// The name of a referenced record, and the reference itself when it leads nowhere.
    pub(super) fn link(&self, kind: Kind, id: Option<SourceId>, unresolved: &mut Vec<String>) -> Option<Link> {
        let id = id?;
        let name = match kind {
            Kind::Industry => self.industries.get(&id).map(|r| &r.name),
            Kind::Country => self.countries.get(&id).map(|r| &r.name),
            Kind::Stage => self.stages.get(&id).map(|r| &r.name),
            Kind::User => self.org.users.get(&id).map(|r| &r.name),
            Kind::Team => self.org.teams.get(&id).map(|r| &r.name),
            Kind::LostReason => self.lost_reasons.get(&id).map(|r| &r.name),
            Kind::Tag => self.tags.get(&id).map(|r| &r.name),
            Kind::ActivityType => self.activity_types.get(&id).map(|r| &r.name),
            Kind::Department => self.departments.get(&id).map(|r| &r.name),
            Kind::Employee => self.org.employees.get(&id).map(|r| &r.name),
            _ => None,
        };
        if name.is_none() {
            unresolved.push(RecordRef::new(kind, id).to_string());
        }
        Some(Link { id, name: name.cloned().unwrap_or_else(|| format!("#{id}")) })
    }
}
