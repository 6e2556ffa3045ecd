//! How to reach the account and where it lives in Odoo.

use crate::{
    components::{Icon, outside::web_address},
    route::Page,
    state::session::{may, use_me},
    words::words,
};
use leptos::prelude::*;
use shared::{accounts::AccountDetail, auth::Permission};

pub fn facts(detail: &AccountDetail) -> impl IntoView + use<> {
    let w = words();
    let place: Vec<_> = [
        detail.street.clone(),
        [detail.zip.clone(), detail.card.city.clone()]
            .into_iter()
            .flatten()
            .reduce(|zip, city| format!("{zip} {city}")),
        detail.card.country.as_ref().map(|country| country.name.clone()),
    ]
    .into_iter()
    .flatten()
    .collect();
    let line = |icon: Icon, label: &'static str, value: AnyView| {
        view! {
            <dt class="flex items-center gap-2 text-muted">{icon.sized("size-3.5 shrink-0")} {label}</dt>
            <dd class="min-w-0 truncate">{value}</dd>
        }
    };
    let link = |href: String, text: String, outside: bool| {
        view! {
            <a
                href=href
                class="rounded-control text-accent hover:underline"
                target=outside.then_some("_blank")
                rel=if outside { "noopener noreferrer external" } else { "external" }
            >
                {text}
            </a>
        }
        .into_any()
    };
    let text = |text: String| {
        let title = text.clone();
        view! { <span dir="auto" title=title>{text}</span> }.into_any()
    };
    let website = detail.website.clone().map(|website| match web_address(&website) {
        Some(href) => link(href, website, true),
        None => text(website),
    });
    let history = may(&use_me(), Permission::ManageSync).then(|| {
        let path = Page::Record(&detail.card.id).path();
        view! { <a href=path class="rounded-control text-accent hover:underline">{w.admin.see_history}</a> }.into_any()
    });
    view! {
        <dl class="mt-4 grid grid-cols-[auto_1fr] gap-x-6 gap-y-2 border-t border-line px-5 py-4 text-13">
            {line(Icon::User, w.accounts.salesperson, text(detail.card.salesperson.as_ref().map_or_else(|| w.accounts.nobody.to_owned(), |person| person.name.clone())))}
            {detail.parent.clone().map(|parent| line(Icon::Building2, w.account.parent, text(parent.name)))}
            {detail.email.clone().map(|email| line(Icon::Mail, w.account.email, link(format!("mailto:{email}"), email, false)))}
            {detail.phone.clone().map(|phone| {
                let number: String = phone.chars().filter(|sign| sign.is_ascii_digit() || *sign == '+').collect();
                line(Icon::Phone, w.account.phone, link(format!("tel:{number}"), phone, false))
            })}
            {website.map(|website| line(Icon::Globe, w.account.website, website))}
            {(!place.is_empty()).then(|| line(Icon::MapPin, w.account.address, text(place.join(", "))))}
            {detail.odoo_url.clone().and_then(|url| web_address(&url)).map(|url| line(Icon::ExternalLink, "Odoo", link(url, w.account.in_odoo.to_owned(), true)))}
            {history.map(|history| line(Icon::History, w.admin.history, history))}
        </dl>
    }
}
