//! Accounts as they go over the wire.

use crate::features::wire::{figure, money, named};
use domain::{
    Moment,
    canonical::SourceId,
    facts::{AccountFact, serving_id},
    metrics::{AccountParts, Health},
};
use shared::{
    EntityType, Money,
    accounts::{
        AccountBusiness, AccountCard, AccountDetail, AccountFigures, AccountPage, AccountTotals, DealRow, FilterOption,
    },
    health_score,
    list::Page,
};
use store::{
    OptionCount,
    accounts::{self, AccountEntry, DealDetail},
};

pub(super) fn page(page: accounts::AccountPage, moment: &Moment) -> AccountPage {
    let totals = AccountTotals {
        pipeline: figure(&page.totals.pipeline, moment),
        weighted: figure(&page.totals.weighted, moment),
        won: figure(&page.totals.won, moment),
        open_deals: page.totals.open_deals,
    };
    let items = page.items.into_iter().map(|entry| {
        let AccountEntry { id, fact, parts, health, your_deals_only } = entry;
        card(id, &fact, (&parts, health), your_deals_only, moment)
    });
    let page = Page {
        items: items.collect(),
        total: page.total,
        generation: moment.generation,
        next_cursor: page.next_cursor,
    };
    AccountPage { page, totals }
}

pub(super) fn detail(account: accounts::AccountDetail, moment: &Moment) -> AccountDetail {
    let accounts::AccountDetail { id, fact, url, parts, business, health, your_deals_only, deals } = account;
    AccountDetail {
        card: card(id, &fact, (&parts, health), your_deals_only, moment),
        email: fact.email,
        phone: fact.phone,
        website: fact.website,
        street: fact.street,
        zip: fact.zip,
        parent: named(EntityType::Account, fact.parent),
        business: AccountBusiness {
            invoiced: figure(&business.invoiced, moment),
            outstanding: figure(&business.outstanding, moment),
            overdue: figure(&business.overdue, moment),
            last_touch: business.last_touch,
            next_activity: business.next_activity,
            invoices: business.invoices,
            draft_invoices: business.draft_invoices,
            planned_activities: business.planned,
            touches: business.touches,
        },
        odoo_url: url,
        generation: moment.generation,
        deals: deals.into_iter().map(|deal| row(deal, moment)).collect(),
    }
}

pub(crate) fn option(option: OptionCount, entity: EntityType) -> FilterOption {
    let id = option.id.map_or_else(|| "none".to_owned(), |id| serving_id(entity, id));
    FilterOption { id, name: option.name, accounts: option.records }
}

pub(super) fn card(
    id: SourceId,
    fact: &AccountFact,
    (parts, health): (&AccountParts, Health),
    your_deals_only: bool,
    moment: &Moment,
) -> AccountCard {
    AccountCard {
        id: serving_id(EntityType::Account, id),
        name: fact.name.clone(),
        archived: fact.archived,
        industry: named(EntityType::Industry, fact.industry.clone()),
        salesperson: named(EntityType::User, fact.salesperson.clone()),
        country: named(EntityType::Country, fact.country.clone()),
        city: fact.city.clone(),
        health: health_score::Health { state: health.state, score: health.score, reasons: health.reasons },
        figures: AccountFigures {
            pipeline: figure(&parts.pipeline, moment),
            weighted: figure(&parts.weighted, moment),
            won: figure(&parts.won, moment),
            open_deals: parts.open_deals,
            your_deals_only,
        },
    }
}

pub(super) fn row(deal: DealDetail, moment: &Moment) -> DealRow {
    let DealDetail { id, fact, converted, weighted } = deal;
    DealRow {
        id: serving_id(EntityType::Opportunity, id),
        name: fact.name,
        state: fact.state,
        stage: named(EntityType::Stage, fact.stage),
        salesperson: named(EntityType::User, fact.salesperson),
        expected_revenue: Money::new(fact.expected_revenue, fact.currency_code),
        converted: converted.map(|amount| money(amount, moment)),
        weighted: weighted.map(|amount| money(amount, moment)),
        probability: fact.probability,
        close_on: fact.close_on,
        closed_at: fact.closed_at,
    }
}
