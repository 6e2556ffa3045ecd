//! The signed-in person's own page: who they are here, and who in Odoo.

use crate::{
    components::{
        Icon,
        facts::{fact, fact_list, said},
        tile::{Shape, tile},
    },
    frame::TopBar,
    state::session::use_me,
    words::words,
};
use leptos::prelude::*;

#[component]
pub fn ProfilePage() -> impl IntoView {
    let w = words();
    let me = use_me();
    let role = (w.auth.role)(me.role);
    let linked = match (&me.odoo_salesperson_name, me.no_reach) {
        (Some(name), _) => name.clone(),
        (None, Some(_)) => (w.accounts.not_linked_why)(&me.email),
        (None, None) => w.frame.needs_no_link.to_owned(),
    };
    let facts = [
        Some(fact(Icon::Mail, w.auth.email, said(me.email.clone()))),
        Some(fact(Icon::Lock, w.frame.role, said(role.to_owned()))),
        Some(fact(
            Icon::Plug,
            "Odoo",
            view! { <span class="whitespace-normal text-pretty" data-linked=me.odoo_matched.to_string()>{linked}</span> }.into_any(),
        )),
        me.odoo_team_name.as_ref().map(|team| fact(Icon::Users, w.frame.team, said(team.clone()))),
    ];
    view! {
        <TopBar title=w.frame.profile />
        <main id="main" tabindex="-1" class="min-h-0 flex-1 overflow-y-auto p-4">
            <section class="max-w-120 rounded-card border border-line bg-panel pt-5" aria-label=w.frame.profile>
                <div class="flex items-center gap-3 px-5">
                    {tile(&me.name, Shape::Person)}
                    <h2 dir="auto" class="min-w-0 flex-1 truncate text-16 font-semibold">{me.name.clone()}</h2>
                    <span class="shrink-0 rounded-control bg-accent-soft px-1.5 py-0.5 text-11 font-medium text-accent">{role}</span>
                </div>
                {fact_list(facts)}
            </section>
        </main>
    }
}
