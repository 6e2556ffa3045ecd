//! What is known of one deal: its figures, its way through the stages, what changed, who and what belongs to it.

use super::look::{closing, nothing, stage_age};
use crate::{
    components::{
        Icon,
        facts::{fact, fact_list, inside, outside, said},
        outside::web_address,
    },
    dom, format,
    route::Page,
    state::session::{may, use_me},
    words::words,
};
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use shared::{
    Money,
    accounts::DealState,
    auth::Permission,
    deals::{DealDetail, DealItem, StageStay},
};

fn day_of(moment: DateTime<Utc>) -> String {
    format::day_of(moment, dom::utc_offset_minutes(moment.timestamp_millis()), words())
}

pub fn figures(deal: &DealItem) -> AnyView {
    let w = words();
    let part = |label: &'static str, name: &'static str, value: AnyView, below: Option<AnyView>| {
        view! {
            <div class="min-w-0 border-line px-5 py-3 max-md:odd:border-r md:not-last:border-r" data-part=name>
                <dt class="truncate text-12 text-muted">{label}</dt>
                <dd class="flex min-w-0 text-14 leading-7 font-medium tabular-nums">{value}</dd>
                {below.map(|below| view! { <dd class="truncate text-12 text-muted tabular-nums">{below}</dd> })}
            </div>
        }
        .into_any()
    };
    let money = |money: &Money| {
        let (amount, code) = (format::amount(&money.amount, w.lang), money.currency.clone());
        view! {
            <span class="figures truncate" title=format::money(money, w.lang) data-amount=money.amount.to_string()>
                {amount} <span class="ml-1 text-11 font-normal text-faint">{code}</span>
            </span>
        }
        .into_any()
    };
    let own = &deal.expected_revenue;
    let below = match &deal.converted {
        Some(converted) if converted.currency == own.currency => None,
        Some(converted) => Some(format!("= {}", format::money(converted, w.lang)).into_any()),
        None => {
            Some(view! { <span class="text-warning" title=w.figure.no_rate>{w.figure.no_rate_short}</span> }.into_any())
        }
    };
    let weighted = deal.weighted.as_ref().map_or_else(|| nothing(w.figure.no_rate), money);
    let probability = format::percent(&deal.probability, w.lang).into_any();
    let is_closed = matches!(deal.state, DealState::Won | DealState::Lost);
    let closes = if is_closed { w.deals.closed } else { w.deals.closes };
    let late = deal.is_overdue.then(|| view! { <span class="text-negative">{w.deals.overdue}</span> }.into_any());
    let rots = deal.is_rotting.then(|| view! { <span class="text-warning">{w.deals.rotting}</span> }.into_any());
    let age = deal.stage_age.filter(|_| deal.state == DealState::Open).map(|_| stage_age_in_days(deal));
    view! {
        <dl class="grid grid-cols-2 border-b border-line md:grid-cols-[1.3fr_1.3fr_1fr_1.2fr_1fr]">
            {part(w.deals.expected, "expected", money(own), below)}
            {part(w.accounts.weighted, "weighted", weighted, None)}
            {part(w.deals.probability, "probability", probability, None)}
            {part(closes, "closing", closing(deal, true), late)}
            {part(w.deals.in_stage, "stage_age", age.unwrap_or_else(|| nothing("")), rots)}
        </dl>
    }
    .into_any()
}

fn stage_age_in_days(deal: &DealItem) -> AnyView {
    let w = words();
    if deal.is_rotting {
        return stage_age(deal, false);
    }
    deal.stage_age.map(w.deals.days).into_any()
}

/// Oldest first, the present stage last.
pub fn way(detail: &DealDetail) -> AnyView {
    let w = words();
    let last = detail.stages.len().saturating_sub(1);
    let stays = detail.stages.iter().enumerate().map(|(place, stay)| stop(stay, place == last)).collect_view();
    view! {
        <section class="px-5 pt-4" aria-labelledby="way">
            <h3 id="way" class="text-13 font-semibold">{w.deals.way}</h3>
            <ol class="mt-2 flex flex-col">{stays}</ol>
        </section>
    }
    .into_any()
}

fn stop(stay: &StageStay, is_now: bool) -> AnyView {
    let w = words();
    let name = stay.stage.as_ref().map_or_else(|| w.deals.no_stage.to_owned(), |stage| stage.name.clone());
    let from = stay.since.map_or_else(|| w.deals.since_unknown.to_owned(), day_of);
    let until = stay.until.map_or_else(|| w.deals.now.to_owned(), day_of);
    let days = stay.days.map_or_else(|| nothing(w.deals.since_unknown), |days| (w.deals.days)(days).into_any());
    let dot = if is_now { "border-accent bg-accent" } else { "border-line-control bg-panel" };
    let ink = if is_now { "font-medium text-ink" } else { "text-muted" };
    view! {
        <li class="relative flex items-baseline gap-3 py-1.5 pl-6 text-13" aria-current=is_now.then_some("step")>
            {(!is_now).then(|| view! { <span class="absolute top-4 -bottom-3 left-[0.3125rem] w-px bg-line-strong" aria-hidden="true"></span> })}
            <span class=format!("absolute top-2.75 left-0 size-2.75 rounded-full border-2 {dot}") aria-hidden="true"></span>
            <span class=format!("w-36 shrink-0 truncate {ink}") title=name>{name.clone()}</span>
            <span class="figures min-w-0 flex-1 truncate text-12 text-muted">{from} " – " {until}</span>
            <span class="figures shrink-0">{days}</span>
        </li>
    }
    .into_any()
}

/// How often it was put off and its amount changed, as far as that was seen.
pub fn changes(detail: &DealDetail) -> AnyView {
    let w = words();
    let count = |count: u64| format::count(count, w.lang);
    let since = detail.known_since.map(|since| (w.deals.seen_since)(&day_of(since)));
    let pushes = (w.deals.pushes)(&count(detail.pushes), detail.pushes);
    let amounts = (w.deals.amount_changes)(&count(detail.amount_changes), detail.amount_changes);
    view! {
        <section class="px-5 pt-5" aria-labelledby="changes">
            <h3 id="changes" class="text-13 font-semibold">
                {w.deals.changes} {since.map(|since| view! { <span class="ml-2 text-12 font-normal text-faint">{since}</span> })}
            </h3>
            <p class="mt-1 text-13 text-muted" data-pushes=detail.pushes.to_string()>{pushes}</p>
            <p class="text-13 text-muted" data-amount-changes=detail.amount_changes.to_string()>{amounts}</p>
        </section>
    }
    .into_any()
}

pub fn facts(detail: &DealDetail) -> AnyView {
    let w = words();
    let deal = &detail.item;
    let person = deal.salesperson.as_ref().map_or(w.accounts.nobody, |person| person.name.as_str());
    let team = deal.team.as_ref().map_or(w.deals.no_team, |team| team.name.as_str());
    let contact = detail.partner.as_ref().map(|partner| partner.name.clone()).or_else(|| detail.lead_contact.clone());
    let mail = detail.lead_email.clone();
    let tags: Vec<_> = deal.tags.iter().map(|tag| tag.name.clone()).collect();
    let reason = detail.lost_reason.as_ref().map(|reason| reason.name.clone());
    let odoo = detail.odoo_url.as_deref().and_then(web_address);
    let history = may(&use_me(), Permission::ManageSync).then(|| Page::Record(&deal.id).path());
    let of_account = deal.account.as_ref().map(|account| {
        Page::Opportunities.with(&format!("view=table&show=all&account={}", crate::route::encode(&account.id)))
    });
    let limit =
        (detail.rotting_days > 0 && deal.state == DealState::Open).then(|| (w.deals.rots_after)(detail.rotting_days));
    fact_list([
        reason.map(|reason| fact(Icon::CircleX, w.deals.lost_reason, said(reason))),
        Some(fact(Icon::User, w.accounts.salesperson, said(person.to_owned()))),
        Some(fact(Icon::Users, w.deals.team, said(team.to_owned()))),
        contact.map(|contact| fact(Icon::User, w.deals.contact, said(contact))),
        mail.map(|mail| fact(Icon::Mail, w.account.email, outside(format!("mailto:{mail}"), mail, false))),
        deal.recurring_monthly
            .as_ref()
            .filter(|money| !money.amount.is_zero())
            .map(|money| fact(Icon::RotateCcw, w.deals.monthly, said(format::money(money, w.lang)))),
        (!tags.is_empty()).then(|| fact(Icon::Inbox, w.deals.tags, said(tags.join(", ")))),
        detail.became_opportunity_at.map(|at| fact(Icon::CircleDot, w.deals.became, said(day_of(at)))),
        limit.map(|limit| fact(Icon::Hourglass, w.deals.rotting, said(limit))),
        of_account.map(|path| fact(Icon::SquareKanban, w.deals.account, inside(path, w.deals.of_account.to_owned()))),
        odoo.map(|url| fact(Icon::ExternalLink, "Odoo", outside(url, w.account.in_odoo.to_owned(), true))),
        history.map(|path| fact(Icon::History, w.admin.history, inside(path, w.admin.see_history.to_owned()))),
    ])
}
