//! The way around: links of the sidebar and, on a phone, the bar at the bottom.

use super::person::PersonMenu;
use crate::{
    components::Icon,
    route::Page,
    state::session::use_session,
    words::{Words, words},
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use shared::navigation::NavItem;

pub fn page_name(item: NavItem, w: &Words) -> &'static str {
    match item {
        NavItem::Dashboard => w.numbers.title,
        NavItem::Accounts => w.frame.accounts,
        NavItem::Opportunities => w.deals.title,
        NavItem::Goals => w.goals.title,
        NavItem::Activities => w.feed.title,
        NavItem::Odoo => w.admin.odoo,
        NavItem::SyncRuns => w.frame.sync_runs,
        NavItem::Settings => w.settings.title,
    }
}

#[derive(Debug, Clone)]
struct Destination {
    path: String,
    label: &'static str,
    icon: Icon,
    /// Paths of other pages that are reached from this one.
    holds: Vec<String>,
}

impl Destination {
    fn of(item: NavItem, w: &Words) -> Self {
        let (icon, holds) = match item {
            NavItem::Dashboard => (Icon::LayoutDashboard, [].as_slice()),
            NavItem::Accounts => (Icon::Building2, [].as_slice()),
            NavItem::Opportunities => (Icon::SquareKanban, [].as_slice()),
            NavItem::Goals => (Icon::Target, [].as_slice()),
            NavItem::Activities => (Icon::Activity, [].as_slice()),
            NavItem::Odoo => {
                (Icon::Plug, [Page::Held, Page::Quarantine, Page::Jobs, Page::Health, Page::Record("")].as_slice())
            }
            NavItem::SyncRuns => (Icon::History, [].as_slice()),
            NavItem::Settings => (Icon::SlidersHorizontal, [].as_slice()),
        };
        let holds = holds.iter().map(|page| page.path()).collect();
        Self { path: Page::from(item).path(), label: page_name(item, w), icon, holds }
    }

    /// As assistive technology expects it of a link to where one is, or to what one is inside of.
    fn current(&self, here: &str) -> Option<&'static str> {
        current(here, &self.path).or_else(|| self.holds.iter().find_map(|path| current(here, path)).map(|_| "true"))
    }
}

/// `page` for the page itself, `true` for what lies below it, as assistive technology expects.
fn current(here: &str, path: &str) -> Option<&'static str> {
    let below = here.strip_prefix(path)?;
    match below {
        "" => Some("page"),
        _ if below.starts_with('/') => Some("true"),
        _ => None,
    }
}

#[component]
pub fn NavLinks(#[prop(into)] folded: Signal<bool>) -> impl IntoView {
    let w = words();
    let (here, menu) = (use_location().pathname, use_session().menu);
    let link = move |item| {
        let destination = Destination::of(item, w);
        let Destination { path, label, icon, .. } = destination.clone();
        let state = Memo::new(move |_| here.with(|here| destination.current(here)));
        view! {
            <li>
                <a
                    href=path
                    aria-current=move || state.get()
                    aria-label=label
                    title=move || folded.get().then_some(label)
                    class="flex h-8 items-center gap-2.5 rounded-control px-2.5 text-13 font-medium text-muted hover:bg-hover hover:text-ink \
                           aria-[current]:bg-pressed aria-[current]:text-ink"
                >
                    {icon.small()}
                    <span class="truncate" class:hidden=folded>{label}</span>
                </a>
            </li>
        }
    };
    view! { <ul class="flex flex-col gap-0.5">{move || menu.get().into_iter().map(link).collect_view()}</ul> }
}

/// Links that a bar of 390 px has room for; the others are reached from their pages.
const MOST: usize = 5;

#[component]
pub fn BottomBar() -> impl IntoView {
    let w = words();
    let (here, menu) = (use_location().pathname, use_session().menu);
    let link = move |item| {
        let destination = Destination::of(item, w);
        let Destination { path, label, icon, .. } = destination.clone();
        let state = Memo::new(move |_| here.with(|here| destination.current(here)));
        view! {
            <li class="flex flex-1">
                <a
                    href=path
                    aria-current=move || state.get()
                    class="flex flex-1 flex-col items-center justify-center gap-0.5 text-11 font-medium text-muted focus-inset aria-[current]:text-accent"
                >
                    {icon.sized("size-5")}
                    <span class="short:sr-only">{label}</span>
                </a>
            </li>
        }
    };
    view! {
        <nav aria-label=w.frame.navigation class="z-20 h-14 shrink-0 short:h-9 border-t border-line bg-panel">
            <ul class="flex h-full">
                {move || menu.get().into_iter().take(MOST).map(link).collect_view()}
                <li class="flex flex-1 justify-center"><PersonMenu on_phone=true /></li>
            </ul>
        </nav>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_destination_is_current_on_the_pages_that_it_holds() {
        let held = "/admin/held".to_owned();
        let odoo = Destination { path: "/admin/odoo".to_owned(), label: "Odoo", icon: Icon::Plug, holds: vec![held] };
        assert_eq!(odoo.current("/admin/odoo"), Some("page"));
        assert_eq!(odoo.current("/admin/held"), Some("true"));
        assert_eq!(odoo.current("/admin/sync"), None);
    }

    #[test]
    fn the_current_destination_is_the_page_or_holds_it() {
        assert_eq!(current("/accounts", "/accounts"), Some("page"));
        assert_eq!(current("/accounts/odoo_account_14", "/accounts"), Some("true"));
        assert_eq!(current("/accounts-old", "/accounts"), None);
        assert_eq!(current("/admin/sync", "/accounts"), None);
    }
}
