//! Opportunities as they go over the wire.

use crate::features::wire::{figure, money, named};
use domain::{
    Moment,
    canonical::SourceId,
    facts::{DealFact, Link, serving_id},
    metrics::{SalesParts, Worth},
};
use shared::{
    EntityType, Money,
    accounts::Named,
    deals::{Board, BoardColumn, DealDetail, DealForecast, DealItem, DealOption, DealPage, DealTotals, StageStay},
    figures::ForecastCategory,
    list::Page,
};
use store::{
    OptionCount,
    deals::{self, DealEntry, SaidForecast},
};

pub(super) fn page(page: deals::DealPage, moment: &Moment) -> DealPage {
    DealPage {
        totals: totals(&page.totals, moment),
        page: Page {
            items: page.items.into_iter().map(|entry| item_of(entry, moment)).collect(),
            total: page.total,
            generation: moment.generation,
            next_cursor: page.next_cursor,
        },
    }
}

pub(super) fn board(columns: Vec<deals::Column>, moment: &Moment) -> Board {
    let mut all = SalesParts::default();
    columns.iter().for_each(|column| all.merge(&column.totals));
    let column = |column: deals::Column| BoardColumn {
        stage: column.stage.zip(column.name).and_then(|(id, name)| named(EntityType::Stage, Some(Link { id, name }))),
        is_won: column.is_won,
        folded: column.folded,
        deals: column.total,
        totals: totals(&column.totals, moment),
        items: column.items.into_iter().map(|entry| item_of(entry, moment)).collect(),
        next_cursor: column.next_cursor,
    };
    Board {
        columns: columns.into_iter().map(column).collect(),
        totals: totals(&all, moment),
        generation: moment.generation,
    }
}

pub(super) fn detail(deal: deals::DealDetail, moment: &Moment) -> DealDetail {
    let mut fact = deal.fact;
    if !deal.account_is_visible {
        // A deal whose account is out of reach tells no more of it than its own row does.
        fact.partner = None;
    }
    let partner = fact.partner.take();
    DealDetail {
        partner: named(EntityType::Contact, partner),
        lead_contact: fact.lead_contact.clone(),
        lead_email: fact.lead_email.clone(),
        lost_reason: named(EntityType::LostReason, fact.lost_reason.take()),
        became_opportunity_at: fact.became_opportunity_at,
        stage_changed_at: fact.stage_changed_at,
        rotting_days: deal.rotting_days,
        stages: deal.stages.into_iter().map(|stay| stay_of(stay, moment)).collect(),
        pushes: deal.pushes,
        amount_changes: deal.amount_changes,
        known_since: deal.known_since,
        forecast: forecast(deal.forecast, deal.forecast_of_stage),
        odoo_url: deal.url,
        generation: moment.generation,
        item: item(deal.id, fact, deal.worth, moment),
    }
}

pub(super) fn forecast(SaidForecast { version, category }: SaidForecast, of_stage: ForecastCategory) -> DealForecast {
    DealForecast { category: category.unwrap_or(of_stage), of_stage, is_own: category.is_some(), version }
}

pub(super) fn option(option: OptionCount, entity: EntityType) -> DealOption {
    let id = option.id.map_or_else(|| "none".to_owned(), |id| serving_id(entity, id));
    DealOption { id, name: option.name, deals: option.records }
}

fn stay_of(stay: deals::StageStay, moment: &Moment) -> StageStay {
    let until = stay.until.unwrap_or(moment.now);
    let days = stay.since.map(|since| (moment.day_of(until) - moment.day_of(since)).num_days());
    StageStay { stage: named(EntityType::Stage, stay.stage), since: stay.since, until: stay.until, days }
}

pub(in crate::features) fn item_of(entry: DealEntry, moment: &Moment) -> DealItem {
    item(entry.id, entry.fact, entry.worth, moment)
}

fn item(id: SourceId, fact: DealFact, worth: Worth, moment: &Moment) -> DealItem {
    let input = fact.input(id);
    let (stage_age, is_overdue, is_rotting) =
        (input.stage_age(moment), input.is_overdue(moment), input.is_rotting(moment));
    let own = |amount| Money::new(amount, fact.currency_code.clone());
    DealItem {
        id: serving_id(EntityType::Opportunity, id),
        expected_revenue: own(fact.expected_revenue),
        recurring_monthly: fact.recurring_monthly.map(own),
        name: fact.name,
        state: fact.state,
        account: named(EntityType::Account, fact.account),
        lead_company: fact.lead_company,
        stage: named(EntityType::Stage, fact.stage),
        salesperson: named(EntityType::User, fact.salesperson),
        team: named(EntityType::Team, fact.team),
        converted: worth.expected.map(|amount| money(amount, moment)),
        weighted: worth.weighted.map(|amount| money(amount, moment)),
        probability: fact.probability,
        close_on: fact.close_on,
        closed_at: fact.closed_at,
        closed_estimated: fact.closed_estimated,
        stage_age,
        is_overdue,
        is_rotting,
        tags: fact.tags.into_iter().map(tagged).collect(),
    }
}

fn tagged(tag: Link) -> Named {
    Named { id: serving_id(EntityType::Tag, tag.id), name: tag.name }
}

fn totals(parts: &SalesParts, moment: &Moment) -> DealTotals {
    DealTotals {
        pipeline: figure(&parts.open.sum, moment),
        weighted: figure(&parts.weighted, moment),
        won: figure(&parts.won.sum, moment),
        lost: figure(&parts.lost.sum, moment),
        open_deals: parts.open.deals,
        won_deals: parts.won.deals,
        lost_deals: parts.lost.deals,
    }
}
