//! How to reach the account and where it lives in Odoo.

use crate::{
    components::{
        Icon,
        facts::{fact, fact_list, inside, outside, said},
        outside::web_address,
    },
    route::Page,
    state::session::{may, use_me},
    words::words,
};
use leptos::prelude::*;
use shared::{accounts::AccountDetail, auth::Permission};

pub fn facts(detail: &AccountDetail) -> AnyView {
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
    let website = detail.website.clone().map(|website| match web_address(&website) {
        Some(href) => outside(href, website, true),
        None => said(website),
    });
    let phone = detail.phone.clone().map(|phone| {
        let number: String = phone.chars().filter(|sign| sign.is_ascii_digit() || *sign == '+').collect();
        outside(format!("tel:{number}"), phone, false)
    });
    let person = detail.card.salesperson.as_ref().map_or(w.accounts.nobody, |person| person.name.as_str());
    let odoo = detail.odoo_url.as_deref().and_then(web_address);
    let history = may(&use_me(), Permission::ManageSync).then(|| Page::Record(&detail.card.id).path());
    fact_list([
        Some(fact(Icon::User, w.accounts.salesperson, said(person.to_owned()))),
        detail.parent.clone().map(|parent| {
            fact(Icon::Building2, w.account.parent, inside(Page::Account(&parent.id).path(), parent.name))
        }),
        detail
            .email
            .clone()
            .map(|email| fact(Icon::Mail, w.account.email, outside(format!("mailto:{email}"), email, false))),
        phone.map(|phone| fact(Icon::Phone, w.account.phone, phone)),
        website.map(|website| fact(Icon::Globe, w.account.website, website)),
        (!place.is_empty()).then(|| fact(Icon::MapPin, w.account.address, said(place.join(", ")))),
        odoo.map(|url| fact(Icon::ExternalLink, "Odoo", outside(url, w.account.in_odoo.to_owned(), true))),
        history.map(|path| fact(Icon::History, w.admin.history, inside(path, w.admin.see_history.to_owned()))),
    ])
}
