//! What is around an account as it goes over the wire.

use crate::features::{
    accounts::view::{card, detail, row},
    dashboard::{month_of, span},
    figures::Links,
    wire::{figure, money, named},
};
use domain::{
    Moment,
    facts::{Fact, InvoiceFact, Subject, serving_id},
    metrics::{BusinessParts, OrderParts, Valued},
};
use shared::{
    EntityType, Money,
    accounts::{AccountCard, AccountTotals, DealState, Named},
    around::{
        Around, AroundCounts, Billing, ContactCard, ContactDetail, ConvertedMoney, InvoicePage, InvoiceRow, OrderPage,
        OrderRow, Rollup, TimelinePage, TimelineRow, TouchCount, TouchKind,
    },
    figures::{ExplainQuery, PeriodName},
    list::Page,
};
use std::collections::BTreeMap;
use store::accounts::{
    AccountEntry,
    around::{self, ContactEntry, InvoiceEntry, OrderEntry, PartPage, TouchEntry},
};

pub(super) fn around(found: around::Around, moment: &Moment) -> Around {
    let account = serving_id(EntityType::Account, found.detail.id);
    let links = Links::new(moment, ExplainQuery { account: Some(account), ..ExplainQuery::default() });
    let activities: Vec<_> = found.touches.items.into_iter().map(|touch| timeline(touch, moment)).collect();
    let kinds = &found.touches.whole;
    let planned = kinds.get(&TouchKind::Planned).copied().unwrap_or_default();
    let of_state = |state| found.deals.get(&state).copied().unwrap_or_default();
    let business = &found.invoices.whole;
    Around {
        counts: AroundCounts {
            people: found.people.total,
            addresses: found.addresses,
            planned_activities: planned,
            touches: kinds.values().sum::<u64>() - planned,
            invoices: business.invoices - business.credit_notes,
            credit_notes: business.credit_notes,
            draft_invoices: business.draft_invoices,
            orders: found.orders.whole.orders.deals,
            quotations: found.orders.whole.quotations.deals,
            open_deals: of_state(DealState::Open),
            won_deals: of_state(DealState::Won),
            lost_deals: of_state(DealState::Lost),
            archived_deals: of_state(DealState::Archived),
            children: found.children_total,
        },
        billing: billing(business, moment),
        months: found.months.iter().map(|(month, parts)| month_of(*month, parts, &links, moment)).collect(),
        parent: found.parent.map(|entry| card_of(entry, moment)),
        children: found.children.into_iter().map(|entry| card_of(entry, moment)).collect(),
        rollup: found.rollup.map(|rollup| rolled_up(&rollup, moment)),
        next_activity: activities.first().filter(|row: &&TimelineRow| row.kind == TouchKind::Planned).cloned(),
        people: found.people.items.into_iter().map(contact_card).collect(),
        invoices: found.invoices.items.into_iter().map(|entry| invoice(entry, moment)).collect(),
        orders: found.orders.items.into_iter().map(|entry| order(entry, moment)).collect(),
        activities,
        account: detail(found.detail, moment),
    }
}

fn card_of(entry: AccountEntry, moment: &Moment) -> AccountCard {
    let AccountEntry { id, fact, parts, health, your_deals_only } = entry;
    card(id, &fact, (&parts, health), your_deals_only, moment)
}

fn rolled_up(rollup: &around::Rollup, moment: &Moment) -> Rollup {
    let parts = &rollup.parts;
    Rollup {
        accounts: rollup.accounts,
        figures: AccountTotals {
            pipeline: figure(&parts.pipeline, moment),
            weighted: figure(&parts.weighted, moment),
            won: figure(&parts.won, moment),
            open_deals: parts.open_deals,
        },
        billing: billing(&rollup.business, moment),
        your_deals_only: rollup.your_deals_only,
    }
}

fn billing(business: &BusinessParts, moment: &Moment) -> Billing {
    Billing {
        invoiced: figure(&business.invoiced, moment),
        invoiced_this_year: figure(&business.invoiced_this_year, moment),
        fiscal_year: moment.period(PeriodName::ThisYear).map(span),
        outstanding: figure(&business.outstanding, moment),
        overdue: figure(&business.overdue, moment),
        in_payment: figure(&business.in_payment, moment),
    }
}

fn paged<T, U, W>(page: PartPage<T, W>, moment: &Moment, view: impl FnMut(T) -> U) -> (Page<U>, W) {
    let PartPage { items, total, whole, next_cursor } = page;
    let items = items.into_iter().map(view).collect();
    (Page { items, total, generation: moment.generation, next_cursor }, whole)
}

pub(super) fn contacts(page: PartPage<ContactEntry>, moment: &Moment) -> Page<ContactCard> {
    paged(page, moment, contact_card).0
}

pub(super) fn contact_id(entry: &ContactEntry) -> String {
    serving_id(entry.entity, entry.id)
}

fn contact_card(entry: ContactEntry) -> ContactCard {
    let id = contact_id(&entry);
    let ContactEntry { fact, deals, invoices, .. } = entry;
    ContactCard {
        id,
        name: fact.name,
        kind: fact.kind,
        job_title: fact.job_title,
        email: fact.email,
        phone: fact.phone,
        city: fact.city,
        country: named(EntityType::Country, fact.country),
        deals,
        invoices,
    }
}

pub(super) fn contact(found: around::ContactDetail, moment: &Moment) -> ContactDetail {
    ContactDetail {
        contact: contact_card(found.contact),
        deals: found.deals.into_iter().map(|deal| row(deal, moment)).collect(),
        invoices: found.invoices.into_iter().map(|entry| invoice(entry, moment)).collect(),
        generation: moment.generation,
    }
}

pub(super) fn invoices(page: PartPage<InvoiceEntry, BusinessParts>, moment: &Moment) -> InvoicePage {
    let (page, business) = paged(page, moment, |entry| invoice(entry, moment));
    InvoicePage { page, totals: billing(&business, moment) }
}

fn invoice(entry: InvoiceEntry, moment: &Moment) -> InvoiceRow {
    let InvoiceEntry { id, fact, worth } = entry;
    let valued = |fact: &InvoiceFact, valued: Valued| ConvertedMoney {
        own: Money::new(valued.own, fact.currency_code.clone()),
        converted: valued.converted.map(|amount| money(amount, moment)),
    };
    let untaxed = worth.map_or(Valued { own: fact.untaxed, converted: None }, |worth| worth.untaxed);
    InvoiceRow {
        id: serving_id(EntityType::Invoice, id),
        untaxed: valued(&fact, untaxed),
        residual: Money::new(fact.residual, fact.currency_code.clone()),
        outstanding: worth.and_then(|worth| worth.outstanding).map(|part| valued(&fact, part)),
        overdue: worth.and_then(|worth| worth.overdue).map(|part| valued(&fact, part)),
        document_total: Money::new(fact.document_total, fact.document_currency_code),
        number: fact.number,
        kind: fact.kind,
        state: fact.state,
        payment_state: fact.payment_state,
        invoice_date: fact.invoice_date,
        due_on: fact.due_on,
        salesperson: named(EntityType::User, fact.salesperson),
    }
}

pub(super) fn orders(page: PartPage<OrderEntry, OrderParts>, moment: &Moment) -> OrderPage {
    let (page, sums) = paged(page, moment, |entry| order(entry, moment));
    OrderPage { page, orders: figure(&sums.orders.sum, moment), quotations: figure(&sums.quotations.sum, moment) }
}

fn order(entry: OrderEntry, moment: &Moment) -> OrderRow {
    let OrderEntry { id, fact, converted } = entry;
    OrderRow {
        id: serving_id(EntityType::Order, id),
        name: fact.name,
        state: fact.state,
        ordered_at: fact.ordered_at,
        untaxed: ConvertedMoney {
            own: Money::new(fact.untaxed, fact.currency_code.clone()),
            converted: converted.map(|amount| money(amount, moment)),
        },
        total: Money::new(fact.total, fact.currency_code),
        salesperson: named(EntityType::User, fact.salesperson),
        deal: fact.deal.map(|deal| serving_id(EntityType::Opportunity, deal)),
    }
}

pub(super) fn activities(page: PartPage<TouchEntry, BTreeMap<TouchKind, u64>>, moment: &Moment) -> TimelinePage {
    let (page, kinds) = paged(page, moment, |touch| timeline(touch, moment));
    TimelinePage { page, kinds: kinds.into_iter().map(|(kind, count)| TouchCount { kind, count }).collect() }
}

pub(in crate::features) fn timeline(touch: TouchEntry, moment: &Moment) -> TimelineRow {
    let TouchEntry { entity, id, kind, fact, author } = touch;
    let empty = TimelineRow {
        id: serving_id(entity, id),
        kind,
        activity_type: None,
        title: None,
        excerpt: None,
        who: None,
        on: None,
        due_on: None,
        is_overdue: false,
        at: None,
    };
    match fact {
        Fact::Activity(activity) => TimelineRow {
            activity_type: named(EntityType::ActivityType, activity.activity_type),
            title: activity.summary,
            who: activity.user.map(|user| user.name),
            on: subject(activity.on),
            due_on: activity.due_on,
            is_overdue: activity.due_on.is_some_and(|day| day < moment.today),
            ..empty
        },
        Fact::Message(message) => TimelineRow {
            activity_type: named(EntityType::ActivityType, message.activity_type),
            title: message.subject,
            excerpt: message.excerpt,
            who: author.or(message.author_email),
            on: subject(message.on),
            at: message.at,
            ..empty
        },
        Fact::Event(meeting) => TimelineRow {
            title: Some(meeting.name),
            who: meeting.organiser.map(|user| user.name),
            on: subject(meeting.on),
            at: meeting.stop,
            ..empty
        },
        _ => empty,
    }
}

fn subject(on: Option<Subject>) -> Option<Named> {
    on.map(|on| Named { id: serving_id(on.entity, on.id), name: on.name })
}
