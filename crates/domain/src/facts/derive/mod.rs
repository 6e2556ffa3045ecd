//! From canonical records to serving rows: an account, its contacts and its deals are derived together.

use super::{AccountFact, ContactFact, Fact, Link, References, ServingRow, deal};
use crate::{
    access::Token,
    canonical::{Deal, DealKind, Kind, Partner, SourceId},
};
use shared::EntityType;
use std::collections::{BTreeMap, BTreeSet};

/// A canonical record with what the lake knows of its life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member<T> {
    pub id: SourceId,
    pub record: T,
    /// False once it is gone in Odoo.
    pub is_active: bool,
}

/// All partners of some commercial entities and all deals on these partners, plus deals that hang on nobody.
///
/// Complete families only: what is missing here would be missing in the account's visibility. `parents` names the
/// partners outside the family that its accounts have as parents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Family {
    pub partners: Vec<Member<Partner>>,
    pub deals: Vec<Member<Deal>>,
    pub parents: BTreeMap<SourceId, String>,
}

/// The rows of these records. A record without a row here (a partner that is one of our own companies, say) must have
/// none in the lake; a record that is gone has a row that is not active.
pub fn derive(family: &Family, refs: &References) -> Vec<ServingRow> {
    Derivation::new(family, refs).rows()
}

struct Derivation<'a> {
    family: &'a Family,
    refs: &'a References,
    own_partners: BTreeSet<SourceId>,
    partners: BTreeMap<SourceId, &'a Member<Partner>>,
    /// Commercial entity → tokens of its deals and leads; the key exists as soon as one hangs on it.
    deal_tokens: BTreeMap<SourceId, BTreeSet<Token>>,
    has_opportunity: BTreeSet<SourceId>,
    has_children: BTreeSet<SourceId>,
}

impl<'a> Derivation<'a> {
    fn new(family: &'a Family, refs: &'a References) -> Self {
        let partners: BTreeMap<_, _> = family.partners.iter().map(|member| (member.id, member)).collect();
        let mut this = Self {
            family,
            refs,
            own_partners: refs.companies.values().filter_map(|company| company.partner).collect(),
            deal_tokens: BTreeMap::new(),
            has_opportunity: BTreeSet::new(),
            has_children: family
                .partners
                .iter()
                .filter(|m| m.is_active && m.record.commercial != m.id)
                .map(|m| m.record.commercial)
                .collect(),
            partners,
        };
        for deal in family.deals.iter().filter(|deal| deal.is_active) {
            let Some(commercial) = this.commercial_of(deal.record.partner) else { continue };
            this.deal_tokens.entry(commercial).or_default().extend(deal::visible_to(&deal.record));
            if deal.record.kind == DealKind::Opportunity {
                this.has_opportunity.insert(commercial);
            }
        }
        this
    }

    fn commercial_of(&self, partner: Option<SourceId>) -> Option<SourceId> {
        self.partners.get(&partner?).filter(|m| m.is_active).map(|m| m.record.commercial)
    }

    fn rows(&self) -> Vec<ServingRow> {
        let partners = self.family.partners.iter().filter_map(|member| self.partner_row(member));
        let deals = self.family.deals.iter().map(|member| self.deal_row(member));
        partners.chain(deals).collect()
    }

    /// Companies, and individuals with business or with people of their own; none of our own companies.
    fn is_account(&self, id: SourceId) -> bool {
        self.partners
            .get(&id)
            .is_some_and(|m| m.record.commercial == id && (m.record.is_company || self.in_business(id)))
            && !self.own_partners.contains(&id)
    }

    fn in_business(&self, id: SourceId) -> bool {
        self.has_opportunity.contains(&id) || self.has_children.contains(&id)
    }

    fn active_account(&self, id: SourceId) -> Option<&'a Member<Partner>> {
        self.partners.get(&id).copied().filter(|m| m.is_active && self.is_account(id))
    }

    fn account_link(&self, commercial: SourceId) -> Option<Link> {
        self.active_account(commercial).map(|m| Link { id: m.id, name: m.record.name.clone() })
    }

    fn partner_row(&self, member: &Member<Partner>) -> Option<ServingRow> {
        if self.own_partners.contains(&member.id) {
            return None;
        }
        if self.is_account(member.id) { Some(self.account_row(member)) } else { Some(self.contact_row(member)) }
    }

    fn account_tokens(&self, account: SourceId) -> BTreeSet<Token> {
        let own = self.partners.get(&account).and_then(|m| m.record.salesperson).map(Token::User);
        self.deal_tokens.get(&account).into_iter().flatten().copied().chain(own).collect()
    }

    fn account_row(&self, member: &Member<Partner>) -> ServingRow {
        let partner = &member.record;
        let mut unresolved = Vec::new();
        let vendor = partner.is_supplier && !partner.is_customer && !self.has_opportunity.contains(&member.id);
        let fact = AccountFact {
            name: partner.name.clone(),
            archived: partner.archived,
            vendor,
            industry: self.refs.link(Kind::Industry, partner.industry, &mut unresolved),
            salesperson: self.refs.link(Kind::User, partner.salesperson, &mut unresolved),
            country: self.refs.link(Kind::Country, partner.country, &mut unresolved),
            city: partner.city.clone(),
            street: partner.street.clone(),
            zip: partner.zip.clone(),
            email: partner.email.clone(),
            phone: partner.phone.clone(),
            website: partner.website.clone(),
            parent: self.parent_link(partner.parent, &mut unresolved),
            unresolved,
        };
        ServingRow {
            entity: EntityType::Account,
            id: member.id,
            is_active: member.is_active,
            visible_to: self.account_tokens(member.id).into_iter().collect(),
            fact: Fact::Account(fact),
        }
    }

    fn parent_link(&self, parent: Option<SourceId>, unresolved: &mut Vec<String>) -> Option<Link> {
        let id = parent?;
        let inside = self.partners.get(&id).filter(|m| m.is_active).map(|m| &m.record.name);
        let name = inside.or_else(|| self.family.parents.get(&id));
        if name.is_none() {
            unresolved.push(format!("partner:{id}"));
        }
        Some(Link { id, name: name.cloned().unwrap_or_else(|| format!("#{id}")) })
    }

    /// A contact goes with its account: it is seen by whom the account is, and hidden when the account is gone.
    fn contact_row(&self, member: &Member<Partner>) -> ServingRow {
        let partner = &member.record;
        let mut unresolved = Vec::new();
        let belongs = partner.commercial != member.id;
        let account = self.account_link(partner.commercial).filter(|_| belongs);
        if belongs && account.is_none() && !self.own_partners.contains(&partner.commercial) {
            unresolved.push(format!("partner:{}", partner.commercial));
        }
        let owner = if belongs { partner.commercial } else { member.id };
        ServingRow {
            entity: EntityType::Contact,
            id: member.id,
            is_active: member.is_active && (account.is_some() || !belongs),
            visible_to: self.account_tokens(owner).into_iter().collect(),
            fact: Fact::Contact(ContactFact {
                name: partner.name.clone(),
                archived: partner.archived,
                kind: partner.kind,
                account,
                job_title: partner.job_title.clone(),
                email: partner.email.clone(),
                phone: partner.phone.clone(),
                country: self.refs.link(Kind::Country, partner.country, &mut unresolved),
                city: partner.city.clone(),
                unresolved,
            }),
        }
    }

    fn deal_row(&self, member: &Member<Deal>) -> ServingRow {
        let partner = member.record.partner.and_then(|id| self.partners.get(&id)).filter(|m| m.is_active);
        let account = partner.and_then(|m| self.account_link(m.record.commercial));
        let link = partner.map(|m| Link { id: m.id, name: m.record.name.clone() });
        let visible_to: BTreeSet<_> = deal::visible_to(&member.record).collect();
        ServingRow {
            entity: match member.record.kind {
                DealKind::Opportunity => EntityType::Opportunity,
                DealKind::Lead => EntityType::Lead,
            },
            id: member.id,
            is_active: member.is_active,
            visible_to: visible_to.into_iter().collect(),
            fact: Fact::Deal(deal::fact(&member.record, account, link, self.refs)),
        }
    }
}
