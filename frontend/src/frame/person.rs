//! The signed-in person: name and role, theme, language, signing out.

use crate::{
    components::{
        Icon,
        popover::{Popover, Side},
        tile::{Shape, tile},
    },
    route::Page,
    state::{
        choices::{Theme, use_choices},
        session::{may, use_me, use_sign_out},
        unsaved::use_unsaved,
        window::use_room,
    },
    words::{Lang, words},
};
use leptos::prelude::*;
use shared::auth::{Me, Permission};
use std::sync::Arc;

#[component]
pub fn PersonMenu(on_phone: bool) -> impl IntoView {
    let w = words();
    let me = use_me();
    let choices = use_choices();
    let open = RwSignal::new(false);
    let room = use_room();
    let folded = Signal::derive(move || !on_phone && choices.is_folded(room));
    let role = (w.auth.role)(me.role);
    let trigger_class = if on_phone {
        "flex h-full flex-1 flex-col items-center justify-center gap-0.5 px-6 text-11 font-medium text-muted focus-inset"
    } else {
        "flex w-full items-center gap-2.5 rounded-control p-1.5 text-left hover:bg-hover"
    };
    let trigger = {
        let me = Arc::clone(&me);
        move || {
            if on_phone {
                return view! { {Icon::User.sized("size-5")} <span class="short:sr-only">{w.frame.you}</span> }
                    .into_any();
            }
            let name = me.name.clone();
            view! {
                {tile(&name, Shape::Person)}
                <span class="flex min-w-0 flex-1 flex-col" class=("sr-only", folded)>
                    <span class="truncate text-13 font-medium text-ink">{name}</span>
                    <span class="truncate text-11 text-muted">{role}</span>
                </span>
                <span class:hidden=folded>{Icon::ChevronsUpDown.sized("size-3.5 text-faint")}</span>
            }
            .into_any()
        }
    };
    let label = format!("{}: {}", w.frame.you, me.name);
    view! {
        <Popover
            open
            label
            side=Side::Above
            class="md:w-64"
            trigger=ViewFn::from(trigger)
            trigger_class=trigger_class.to_owned()
        >
            <Menu me=Arc::clone(&me) open />
        </Popover>
    }
}

#[component]
fn Menu(me: Arc<Me>, open: RwSignal<bool>) -> impl IntoView {
    let w = words();
    let choices = use_choices();
    let failed = RwSignal::new(false);
    let sign_out = use_sign_out(failed);
    let unsaved = use_unsaved();
    let linked = match (&me.odoo_salesperson_name, &me.odoo_team_name) {
        (Some(person), Some(team)) => Some(format!("Odoo: {person} · {team}")),
        (Some(person), None) => Some(format!("Odoo: {person}")),
        (None, _) => None,
    };
    let link = move |page: Page<'_>, icon: Icon, label: &'static str| {
        view! {
            <a
                href=page.path()
                class="flex h-8 items-center gap-2.5 rounded-control px-2 text-13 text-ink hover:bg-hover"
                on:click=move |_| open.set(false)
            >
                {icon.sized("size-4 text-muted")}
                {label}
            </a>
        }
    };
    let health = may(&me, Permission::ManageJobs).then(|| link(Page::Health, Icon::Activity, w.admin.system_health));
    view! {
        <div class="border-b border-line px-3 py-2.5">
            <div class="flex items-center gap-2">
                <span class="min-w-0 flex-1 truncate text-13 font-medium">{me.name.clone()}</span>
                <span class="shrink-0 rounded-control bg-accent-soft px-1.5 py-0.5 text-11 font-medium text-accent">{(w.auth.role)(me.role)}</span>
            </div>
            <p class="truncate text-12 text-muted">{me.email.clone()}</p>
            {linked.map(|linked| view! { <p class="truncate text-12 text-muted">{linked}</p> })}
        </div>
        <div class="flex flex-col gap-2.5 border-b border-line p-3">
            <Segments
                label=w.frame.theme
                items=vec![
                    (Theme::Light, w.frame.light, Some(Icon::Sun)),
                    (Theme::Dark, w.frame.dark, Some(Icon::Moon)),
                    (Theme::System, w.frame.system, Some(Icon::Monitor)),
                ]
                chosen=choices.theme.into()
                on_choose=move |theme| choices.set_theme(theme)
            />
            <Segments
                label=w.frame.language
                items=vec![(Lang::English, "English", None), (Lang::Indonesian, "Indonesia", None)]
                chosen=choices.lang.into()
                on_choose=move |lang| choices.set_lang(lang)
            />
        </div>
        <div class="p-1">
            {link(Page::Profile, Icon::User, w.frame.profile)}
            {health}
            <button
                type="button"
                class="flex h-8 w-full items-center gap-2.5 rounded-control px-2 text-13 text-ink hover:bg-hover"
                on:click=move |_| {
                    if unsaved.may_leave(w) {
                        sign_out();
                    }
                }
            >
                {Icon::LogOut.sized("size-4 text-muted")}
                {w.auth.sign_out}
            </button>
            <p role="status" class="px-2 text-12 text-negative">{move || failed.get().then_some(w.auth.sign_out_failed)}</p>
        </div>
    }
}

/// A few values side by side, one of them chosen.
#[component]
fn Segments<T>(
    label: &'static str,
    items: Vec<(T, &'static str, Option<Icon>)>,
    chosen: Signal<T>,
    on_choose: impl Fn(T) + Clone + 'static,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let buttons = items.into_iter().map(move |(value, name, icon)| {
        let choose = on_choose.clone();
        view! {
            <button
                type="button"
                class="inline-flex h-7 flex-1 items-center justify-center gap-1.5 rounded-control px-1.5 text-12 font-medium text-muted hover:text-ink \
                       aria-pressed:bg-panel aria-pressed:text-ink aria-pressed:shadow-card"
                aria-pressed=move || (chosen.get() == value).to_string()
                on:click=move |_| choose(value)
            >
                {icon.map(|icon| icon.sized("size-3.5"))}
                {name}
            </button>
        }
    });
    view! {
        <div role="group" aria-label=label>
            <p class="label-caps mb-1" aria-hidden="true">{label}</p>
            <div class="flex rounded-control bg-pressed p-0.5">{buttons.collect_view()}</div>
        </div>
    }
}
