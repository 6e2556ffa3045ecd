//! People and addresses of an account; each opens to the deals and invoices that are with them.

use super::{listed::Listed, money_table::amount};
use crate::{
    api::{Part, PartRow},
    components::{
        Icon,
        answered::answered,
        tile::{Shape, tile},
    },
    format,
    listing::version,
    route::Page,
    state::{asked::Asked, session::use_client, sync::use_sync},
    words::words,
};
use leptos::prelude::*;
use shared::{
    accounts::DealRow,
    around::{AroundCounts, ContactCard, ContactDetail, InvoiceRow},
    business::PartnerKind,
};

pub fn people(account: String, counts: Memo<AroundCounts>) -> AnyView {
    let w = words();
    let any = Memo::new(move |_| counts.with(|counts| counts.addresses > 0));
    let addresses = {
        let account = account.clone();
        move || {
            any.get().then(|| {
                view! {
                    <h3 class="border-y border-line bg-page px-5 py-1.5 text-12 font-medium text-muted">{w.around.addresses}</h3>
                    {cards(account.clone(), Part::Addresses)}
                }
            })
        }
    };
    view! { {cards(account, Part::People)} {addresses} }.into_any()
}

fn cards(account: String, part: Part) -> AnyView {
    let w = words();
    let listed = Listed::start(account.clone(), Signal::stored(part));
    let label = if part == Part::People { w.around.people } else { w.around.addresses };
    let content = move || {
        let account = account.clone();
        let card = move |row: &PartRow| match row {
            PartRow::Contact(contact) => card(contact, &account),
            _ => ().into_any(),
        };
        view! {
            <ul aria-label=label>
                <For each=move || listed.rows.items.get() key=version let:row>{card(&row)}</For>
            </ul>
        }
        .into_any()
    };
    listed.view((w.around.no_people, w.around.no_people_why), content)
}

fn card(contact: &ContactCard, account: &str) -> AnyView {
    let w = words();
    let open = RwSignal::new(false);
    let what = match contact.kind {
        PartnerKind::Contact => contact.job_title.clone(),
        kind => Some((w.around.address)(kind).to_owned()),
    };
    let place = [contact.city.clone(), contact.country.as_ref().map(|country| country.name.clone())];
    let below: Vec<_> = what.into_iter().chain(place.into_iter().flatten()).collect();
    let count =
        |number: u64, says: fn(&str, u64) -> String| (number > 0).then(|| says(&format::count(number, w.lang), number));
    let counts: Vec<_> = [count(contact.deals, w.around.has_deals), count(contact.invoices, w.around.has_invoices)]
        .into_iter()
        .flatten()
        .collect();
    let ids = (account.to_owned(), contact.id.clone());
    let reach = reach(contact);
    let controls = format!("with-{}", contact.id);
    let region = controls.clone();
    let name = contact.name.clone();
    view! {
        <li class="border-b border-line" data-contact=contact.id.clone() data-deals=contact.deals.to_string() data-invoices=contact.invoices.to_string()>
            <div class="flex min-h-14 items-center gap-3 px-5 py-2">
                {tile(&contact.name, Shape::Large)}
                <div class="min-w-0 flex-1">
                    <p dir="auto" class="truncate text-left text-13 font-medium" title=name.clone()>{name.clone()}</p>
                    <p class="truncate text-12 text-muted">{below.join(" · ")}</p>
                    {reach}
                </div>
                <button
                    type="button"
                    class="flex min-h-8 shrink-0 items-center gap-2 rounded-control px-2 text-12 text-muted hover:bg-hover hover:text-ink"
                    aria-expanded=move || open.get().to_string()
                    aria-controls=controls
                    on:click=move |_| open.update(|open| *open = !*open)
                >
                    <span class="sr-only">{name} ": "</span>
                    <span class="figures">{if counts.is_empty() { "–".to_owned() } else { counts.join(" · ") }}</span>
                    {move || if open.get() { Icon::ChevronUp.small().into_any() } else { Icon::ChevronDown.small().into_any() }}
                </button>
            </div>
            <div id=region>{move || open.get().then(|| with(ids.clone()))}</div>
        </li>
    }
    .into_any()
}

fn reach(contact: &ContactCard) -> AnyView {
    let link = |href: String, text: &str| {
        view! { <a href=href rel="external" class="truncate rounded-control text-accent hover:underline">{text.to_owned()}</a> }
    };
    let number = |phone: &str| phone.chars().filter(|sign| sign.is_ascii_digit() || *sign == '+').collect::<String>();
    let mail = contact.email.as_deref().map(|email| link(format!("mailto:{email}"), email));
    let phone = contact.phone.as_deref().map(|phone| link(format!("tel:{}", number(phone)), phone));
    (mail.is_some() || phone.is_some())
        .then(|| view! { <p class="flex min-w-0 gap-4 text-12">{mail} {phone}</p> })
        .into_any()
}

/// What there is with one of them, asked for when it is opened.
fn with((account, contact): (String, String)) -> AnyView {
    let w = words();
    let client = use_client();
    let renewals = use_sync().renewals();
    let asked = Asked::start(
        move |line| {
            let (account, contact) = (account.clone(), contact.clone());
            async move { client.contact(&account, &contact, &line).await }
        },
        move || renewals.get(),
    );
    let here = move |detail: std::sync::Arc<ContactDetail>| {
        if detail.deals.is_empty() && detail.invoices.is_empty() {
            return view! { <p class="px-4 py-3 text-12 text-muted">{w.around.nothing_with}</p> }.into_any();
        }
        view! {
            <ul>
                {detail.deals.iter().map(deal).collect_view()}
                {detail.invoices.iter().map(invoice).collect_view()}
            </ul>
        }
        .into_any()
    };
    view! { <div class="mx-5 mb-3 rounded-card border border-line bg-page">{answered(asked, w.around.contact_failed, here)}</div> }
        .into_any()
}

const LINE: &str = "flex items-baseline gap-3 border-line px-4 py-1.5 text-13 not-last:border-b";

fn deal(deal: &DealRow) -> AnyView {
    let w = words();
    view! {
        <li class=LINE data-deal=deal.id.clone()>
            <a href=Page::Opportunity(&deal.id).path() dir="auto" class="min-w-0 flex-1 truncate rounded-control text-left font-medium hover:underline">{deal.name.clone()}</a>
            <span class="shrink-0 text-12 text-muted">{(w.numbers.state)(deal.state.into())}</span>
            <span class="figures shrink-0">{format::money(&deal.expected_revenue, w.lang)}</span>
        </li>
    }
    .into_any()
}

fn invoice(row: &InvoiceRow) -> AnyView {
    let w = words();
    let number = row.number.clone().unwrap_or_else(|| w.around.no_number.to_owned());
    view! {
        <li class=LINE data-invoice=row.id.clone()>
            <span class="min-w-0 flex-1 truncate">{number}</span>
            <span class="shrink-0 text-12 text-muted">{(w.around.payment)(row.state, row.payment_state)}</span>
            {amount(&row.untaxed, w)}
        </li>
    }
    .into_any()
}
