//! From canonical records to serving rows: an account and all that hangs on it are derived together.

mod business;
mod family;
mod touches;

pub use family::{Family, Member};

use super::{AccountFact, ContactFact, Fact, Invited, Link, References, ServingRow, deal};
use crate::{
    access::Token,
    canonical::{Deal, DealKind, Invoice, InvoiceLine, Kind, Partner, SourceId},
};
use shared::EntityType;
use std::collections::{BTreeMap, BTreeSet};
use touches::Places;

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
    /// Commercial entity → tokens of its deals, leads and invoices.
    business_tokens: BTreeMap<SourceId, BTreeSet<Token>>,
    /// Commercial entities with an opportunity or an invoice.
    buys: BTreeSet<SourceId>,
    has_children: BTreeSet<SourceId>,
    /// Invoice → its living lines.
    lines: BTreeMap<SourceId, Vec<&'a InvoiceLine>>,
    /// Meeting → who is asked to come, sorted.
    attendees: BTreeMap<SourceId, Vec<Invited>>,
}

impl<'a> Derivation<'a> {
    fn new(family: &'a Family, refs: &'a References) -> Self {
        let partners: BTreeMap<_, _> = family.partners.iter().map(|member| (member.id, member)).collect();
        let mut this = Self {
            family,
            refs,
            own_partners: refs.companies.values().filter_map(|company| company.partner).collect(),
            business_tokens: BTreeMap::new(),
            buys: BTreeSet::new(),
            has_children: family
                .partners
                .iter()
                .filter(|m| m.is_active && m.record.commercial != m.id)
                .map(|m| m.record.commercial)
                .collect(),
            lines: BTreeMap::new(),
            attendees: BTreeMap::new(),
            partners,
        };
        this.gather_business();
        this.gather_parts();
        this
    }

    fn gather_business(&mut self) {
        for deal in self.family.deals.iter().filter(|deal| deal.is_active) {
            let Some(commercial) = self.commercial_of(deal.record.partner) else { continue };
            self.business_tokens.entry(commercial).or_default().extend(deal::visible_to(&deal.record));
            if deal.record.kind == DealKind::Opportunity {
                self.buys.insert(commercial);
            }
        }
        for invoice in self.family.invoices.iter().filter(|invoice| invoice.is_active) {
            let Some(commercial) = self.commercial_of_invoice(&invoice.record) else { continue };
            self.buys.insert(commercial);
            let attributed = invoice.record.salesperson.map(Token::User);
            self.business_tokens.entry(commercial).or_default().extend(attributed);
        }
    }

    fn gather_parts(&mut self) {
        for line in self.family.lines.iter().filter(|line| line.is_active) {
            self.lines.entry(line.record.invoice).or_default().push(&line.record);
        }
        for attendee in self.family.attendees.iter().filter(|attendee| attendee.is_active) {
            let invited = attendee.record.partner.map(|partner| Invited { partner, answer: attendee.record.state });
            self.attendees.entry(attendee.record.event).or_default().extend(invited);
        }
        self.attendees.values_mut().for_each(|invited| invited.sort_unstable());
    }

    /// The document keeps the one that it was made for, which may have become a part of another since then.
    fn commercial_of_invoice(&self, invoice: &Invoice) -> Option<SourceId> {
        self.commercial_of(invoice.commercial.or(invoice.partner))
    }

    fn commercial_of(&self, partner: Option<SourceId>) -> Option<SourceId> {
        self.partners.get(&partner?).filter(|m| m.is_active).map(|m| m.record.commercial)
    }

    fn rows(&self) -> Vec<ServingRow> {
        let partners = self.family.partners.iter().filter_map(|member| self.partner_row(member));
        let deals = self.family.deals.iter().map(|member| self.deal_row(member));
        let mut rows: Vec<_> = partners.chain(deals).chain(self.business_rows()).collect();
        let touches = Places::new(self, &rows).rows();
        rows.extend(touches);
        rows
    }

    /// Companies, and individuals with business or with people of their own; none of our own companies.
    fn is_account(&self, id: SourceId) -> bool {
        self.partners
            .get(&id)
            .is_some_and(|m| m.record.commercial == id && (m.record.is_company || self.in_business(id)))
            && !self.own_partners.contains(&id)
    }

    fn in_business(&self, id: SourceId) -> bool {
        self.buys.contains(&id) || self.has_children.contains(&id)
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
        self.business_tokens.get(&account).into_iter().flatten().copied().chain(own).collect()
    }

    fn account_row(&self, member: &Member<Partner>) -> ServingRow {
        let partner = &member.record;
        let mut unresolved = Vec::new();
        let vendor = partner.is_supplier && !partner.is_customer && !self.buys.contains(&member.id);
        let fact = AccountFact {
            name: partner.name.clone(),
            archived: partner.archived,
            vendor,
            individual: !partner.is_company,
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

fn row<T>(entity: EntityType, member: &Member<T>, visible_to: BTreeSet<Token>, fact: Fact) -> ServingRow {
    let visible_to = visible_to.into_iter().collect();
    ServingRow { entity, id: member.id, is_active: member.is_active, visible_to, fact }
}
