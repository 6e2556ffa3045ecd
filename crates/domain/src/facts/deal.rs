//! An opportunity or a lead as it is served, with its state and its closing moment.

use super::{Link, References};
use crate::{
    access::Token,
    canonical::{Deal, DealKind, Kind, SourceId},
    metrics::DealInput,
    money,
};
use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use shared::accounts::DealState;

/// ISO 4217's code for "no currency": amounts in it are never converted, so they show up beside the sums.
pub const NO_CURRENCY: &str = "XXX";

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DealFact {
    pub name: String,
    /// Commercial entity of the partner; absent: "no account", still in all totals.
    pub account: Option<Link>,
    pub partner: Option<Link>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_company: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_contact: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_email: Option<String>,
    pub stage: Option<Link>,
    pub salesperson: Option<Link>,
    pub team: Option<Link>,
    pub state: DealState,
    /// The deal's company; without one, the main company.
    pub company: Option<SourceId>,
    pub currency: Option<SourceId>,
    pub currency_code: String,
    /// Rounded to the currency's digits.
    pub expected_revenue: Decimal,
    /// Revenue × probability, rounded to the currency's digits.
    pub weighted_revenue: Decimal,
    /// Per cent, 0 to 100.
    pub probability: Decimal,
    /// Per month, beside the one-time revenue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recurring_monthly: Option<Decimal>,
    /// That × probability, rounded like it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recurring_weighted: Option<Decimal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lost_reason: Option<Link>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Link>,
    pub close_on: Option<NaiveDate>,
    /// Closing moment of won and lost deals.
    pub closed_at: Option<DateTime<Utc>>,
    /// `closed_at` was not recorded (imports) and is taken from another date.
    pub closed_estimated: bool,
    pub became_opportunity_at: Option<DateTime<Utc>>,
    pub stage_changed_at: Option<DateTime<Utc>>,
    pub archived: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unresolved: Vec<String>,
}

impl DealFact {
    /// `id`: of the deal.
    pub fn input(&self, id: SourceId) -> DealInput<'_> {
        DealInput {
            id,
            state: self.state,
            stage: self.stage.as_ref().map(|stage| stage.id),
            currency: self.currency,
            currency_code: &self.currency_code,
            company: self.company,
            expected_revenue: self.expected_revenue,
            weighted_revenue: self.weighted_revenue,
            recurring: self.recurring_monthly.zip(self.recurring_weighted),
            close_on: self.close_on,
            closed_at: self.closed_at,
            closed_estimated: self.closed_estimated,
            became_opportunity_at: self.became_opportunity_at,
            stage_changed_at: self.stage_changed_at,
            days: None,
        }
    }
}

/// The state by docs/numbers.md §2, in its order.
fn state(deal: &Deal, stage_is_won: bool) -> DealState {
    match (stage_is_won, deal.archived) {
        (true, _) => DealState::Won,
        (false, true) if deal.probability.is_zero() => DealState::Lost,
        (false, true) => DealState::Archived,
        (false, false) => DealState::Open,
    }
}

fn closing(deal: &Deal, state: DealState) -> (Option<DateTime<Utc>>, bool) {
    let fallback = match state {
        DealState::Won => deal.stage_changed_at,
        DealState::Lost => deal.changed_at,
        DealState::Open | DealState::Archived => return (None, false),
    };
    match deal.closed_at {
        Some(closed) => (Some(closed), false),
        None => (fallback, fallback.is_some()),
    }
}

/// Whether nothing but the deal's own row follows from this change of one that was and is in the lake: whoever sees the
/// account, what hangs on the deal, and whether its partner is an account at all, stay as they are.
pub fn is_own_matter(old: &Deal, new: &Deal) -> bool {
    let shown = |deal: &Deal| (deal.partner, deal.salesperson, deal.team);
    let is_opportunity = [old, new].iter().all(|deal| deal.kind == DealKind::Opportunity);
    is_opportunity && old.name == new.name && shown(old) == shown(new)
}

/// Who sees a deal: its salesperson and its team.
pub(super) fn visible_to(deal: &Deal) -> impl Iterator<Item = Token> {
    deal.salesperson.map(Token::User).into_iter().chain(deal.team.map(Token::Team))
}

pub(super) fn fact(deal: &Deal, account: Option<Link>, partner: Option<Link>, refs: &References) -> DealFact {
    let mut unresolved = Vec::new();
    if let (Some(id), None) = (deal.partner, &partner) {
        unresolved.push(format!("partner:{id}"));
    }
    let stage = refs.link(Kind::Stage, deal.stage, &mut unresolved);
    let stage_is_won = deal.stage.and_then(|id| refs.stages.get(&id)).is_some_and(|stage| stage.is_won);
    let state = state(deal, stage_is_won);
    let (closed_at, closed_estimated) = closing(deal, state);
    let priced = refs.priced_by(deal.company, &mut unresolved);
    let expected_revenue = money::round(deal.expected_revenue, priced.digits);
    let weighted = |amount: Decimal| money::round(amount * deal.probability / Decimal::ONE_HUNDRED, priced.digits);
    // Odoo says 0 where there is no plan.
    let recurring = deal.recurring_monthly.filter(|amount| !amount.is_zero());
    let recurring = recurring.map(|amount| money::round(amount, priced.digits));
    let (weighted_revenue, recurring_weighted) = (weighted(expected_revenue), recurring.map(weighted));
    let has_partner = deal.partner.is_some();
    DealFact {
        name: deal.name.clone(),
        account,
        partner,
        lead_company: deal.lead_company.clone().filter(|_| !has_partner),
        lead_contact: deal.lead_contact.clone().filter(|_| !has_partner),
        lead_email: deal.lead_email.clone().filter(|_| !has_partner),
        stage,
        salesperson: refs.link(Kind::User, deal.salesperson, &mut unresolved),
        team: refs.link(Kind::Team, deal.team, &mut unresolved),
        state,
        company: priced.company,
        currency: priced.currency,
        expected_revenue,
        weighted_revenue,
        currency_code: priced.code,
        recurring_monthly: recurring,
        recurring_weighted,
        lost_reason: refs.link(Kind::LostReason, deal.lost_reason, &mut unresolved),
        tags: deal.tags.iter().filter_map(|id| refs.link(Kind::Tag, Some(*id), &mut unresolved)).collect(),
        probability: deal.probability,
        close_on: deal.close_on,
        closed_at,
        closed_estimated,
        became_opportunity_at: deal.converted_at.or(deal.created_at),
        stage_changed_at: deal.stage_changed_at,
        archived: deal.archived,
        unresolved,
    }
}
