//! Search over everything, from any page: what is typed, what was found of each kind, arrow keys and Enter.

use super::page_name;
use crate::{
    components::{Icon, note::explain},
    dom, format,
    pages::account::{TAB, Tab},
    route::{Page, Query},
    state::{
        asked::{Answer, Asked},
        session::{use_client, use_session},
        unsaved::use_unsaved,
    },
    words::{Words, words},
};
use leptos::{html, leptos_dom::helpers::TimeoutHandle, prelude::*};
use leptos_router::hooks::use_navigate;
use shared::{
    EntityType,
    navigation::NavItem,
    search::{Found, FoundItem},
};
use std::time::Duration;

/// After the last key.
const PAUSE: Duration = Duration::from_millis(120);
const OPTIONS: &str = "palette-options";
const OPTION: &str =
    "flex min-h-9 cursor-pointer items-baseline gap-3 rounded-control px-3 py-1.5 text-13 aria-selected:bg-hover";

/// Whether it is open; Ctrl+K opens and closes it.
#[derive(Debug, Clone, Copy)]
pub struct Palette(RwSignal<bool>);

impl Palette {
    pub fn start() -> Self {
        let open = RwSignal::new(false);
        let keys = window_event_listener(leptos::ev::keydown, move |event| {
            if event.key() == "k" && (event.ctrl_key() || event.meta_key()) {
                event.prevent_default();
                open.update(|open| *open = !*open);
            }
        });
        on_cleanup(move || keys.remove());
        Self(open)
    }

    pub fn open(self) {
        self.0.set(true);
    }
}

/// Looks like a search field and opens the palette.
pub fn palette_button() -> AnyView {
    let w = words();
    let palette = expect_context::<Palette>();
    view! {
        <button
            type="button"
            class="flex h-8 w-full items-center gap-2 rounded-control border border-line-strong bg-panel px-2.5 text-13 text-faint hover:border-line-control"
            aria-keyshortcuts="Control+K"
            on:click=move |_| palette.open()
        >
            {Icon::Search.small()}
            <span class="flex-1 truncate text-left">{w.frame.find}</span>
            <kbd class="hidden font-sans text-11 md:inline" aria-hidden="true">"Ctrl K"</kbd>
        </button>
    }
    .into_any()
}

pub fn palette(Palette(open): Palette) -> AnyView {
    view! { <Show when=move || open.get()>{dialog(open)}</Show> }.into_any()
}

fn dialog(open: RwSignal<bool>) -> AnyView {
    let w = words();
    let client = use_client();
    let navigate = use_navigate();
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            // Refused only when it is open already.
            let _ = dialog.show_modal();
        }
    });
    let text = RwSignal::new(String::new());
    let question = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let stop_waiting = move || {
        waiting.try_update_value(|waiting| waiting.take().map(|handle| handle.clear()));
    };
    on_cleanup(stop_waiting);
    let found = Asked::start(
        move |line| async move {
            let question = question.get_untracked();
            if question.is_empty() {
                return Ok(Found { groups: Vec::new(), generation: 0 });
            }
            client.search(&question, &line).await
        },
        move || question.get(),
    );
    let menu = use_session().menu;
    let pages = Memo::new(move |_| menu.with(|menu| question.with(|question| called(menu, question, w))));
    // The answer to another question leads elsewhere.
    let targets = Memo::new(move |_| {
        let groups = found.here().map(|found| found.groups.clone()).unwrap_or_default();
        let paths =
            groups.iter().flat_map(|group| group.items.iter().filter_map(|item| target(group.entity_type, item)));
        let pages = pages.with(|pages| pages.iter().map(|item| Page::from(*item).path()).collect::<Vec<_>>());
        pages.into_iter().chain(paths).collect::<Vec<_>>()
    });
    // What was chosen in another list is nothing in this one.
    Effect::new(move |_| {
        targets.track();
        at.set(0);
    });
    let unsaved = use_unsaved();
    let go = StoredValue::new_local(move |to: &str| {
        if !unsaved.may_leave(w) {
            return;
        }
        open.set(false);
        navigate(to, leptos_router::NavigateOptions::default());
    });
    let on_key = move |event: web_sys::KeyboardEvent| {
        let last = targets.with_untracked(|targets| targets.len().saturating_sub(1));
        let here = at.get_untracked();
        match event.key().as_str() {
            "ArrowDown" => at.set(if here >= last { 0 } else { here + 1 }),
            "ArrowUp" => at.set(if here == 0 { last } else { here - 1 }),
            "Enter" => {
                if let Some(to) = targets.with_untracked(|targets| targets.get(here).cloned()) {
                    go.with_value(|go| go(&to));
                }
            }
            _ => return,
        }
        event.prevent_default();
        dom::show(&option_id(at.get_untracked()));
    };
    view! {
        <dialog
            node_ref=dialog
            aria-label=w.frame.find
            class="enter-overlay mx-auto mt-[10vh] w-160 max-w-[calc(100vw-1rem)] rounded-overlay bg-raised p-0 text-ink shadow-raised backdrop:bg-veil"
            on:close=move |_| open.set(false)
            on:click=move |event| {
                // The dialog itself is what lies around its content.
                if event.target() == event.current_target() {
                    open.set(false);
                }
            }
        >
            <div class="flex items-center gap-3 border-b border-line px-4 text-faint">
                {Icon::Search.small()}
                <input
                    // A search field would take Esc for itself.
                    type="text"
                    autofocus
                    role="combobox"
                    class="h-12 min-w-0 flex-1 bg-transparent text-14 text-ink focus-visible:outline-none"
                    placeholder=w.frame.find_hint
                    aria-label=w.frame.find
                    aria-expanded="true"
                    aria-autocomplete="list"
                    aria-controls=OPTIONS
                    aria-activedescendant=move || (!targets.with(Vec::is_empty)).then(|| option_id(at.get()))
                    autocomplete="off"
                    spellcheck="false"
                    maxlength="200"
                    prop:value=text
                    on:input=move |event| {
                        text.set(event_target_value(&event));
                        stop_waiting();
                        let ask = move || question.set(text.get_untracked().trim().to_owned());
                        waiting.set_value(set_timeout_with_handle(ask, PAUSE).ok());
                    }
                    on:keydown=on_key
                />
            </div>
            <div id=OPTIONS role="listbox" aria-label=w.frame.find class="max-h-[60vh] overflow-y-auto p-1">
                {move || pages.with(|pages| (!pages.is_empty()).then(|| page_group(pages, at, go)))}
                {move || match (found.stale.get(), found.answer.get()) {
                    (Some(error), _) | (_, Answer::Failed(error)) => said(format!("{} {}", w.frame.find_failed, explain(&error, w))),
                    (_, Answer::Waiting) => ().into_any(),
                    (_, Answer::Here(found)) if found.groups.is_empty() => question.with(|question| match question.as_str() {
                        "" => said(w.frame.find_what.to_owned()),
                        question => said((w.frame.nothing_found)(question)),
                    }),
                    (_, Answer::Here(found)) => groups(&found, pages.with(Vec::len), at, go),
                }}
            </div>
            <p role="status" class="sr-only">
                {move || found.here().map(|found| (w.frame.found)(&format::count(found.groups.iter().map(|group| group.total).sum(), w.lang)))}
            </p>
        </dialog>
    }
    .into_any()
}

type Go<F> = StoredValue<F, LocalStorage>;

/// Pages of the menu with this in their name; without a question all of them.
fn called(menu: &[NavItem], question: &str, w: &Words) -> Vec<NavItem> {
    let question = question.to_lowercase();
    menu.iter().copied().filter(|item| page_name(*item, w).to_lowercase().contains(&question)).collect()
}

fn page_group<F: Fn(&str) + 'static>(pages: &[NavItem], at: RwSignal<usize>, go: Go<F>) -> AnyView {
    let w = words();
    let options = pages.iter().enumerate().map(|(index, item)| {
        let to = Page::from(*item).path();
        view! {
            <div
                id=option_id(index)
                role="option"
                data-page=to.clone()
                aria-selected=move || (at.get() == index).to_string()
                class=OPTION
                on:pointermove=move |_| at.set(index)
                on:click=move |_| go.with_value(|go| go(&to))
            >
                {page_name(*item, w)}
            </div>
        }
    });
    view! {
        <div role="group" aria-label=w.frame.pages>
            <p aria-hidden="true" class="px-3 pt-2 pb-1 text-12 text-muted">{w.frame.pages}</p>
            {options.collect_view()}
        </div>
    }
    .into_any()
}

/// After the pages.
fn groups<F: Fn(&str) + 'static>(found: &Found, pages: usize, at: RwSignal<usize>, go: Go<F>) -> AnyView {
    let w = words();
    let mut index = pages;
    let groups = found.groups.iter().map(|group| {
        let options: Vec<_> = group
            .items
            .iter()
            .filter_map(|item| {
                let to = target(group.entity_type, item)?;
                index += 1;
                Some(option(index - 1, item, to, at, go))
            })
            .collect();
        let label = (w.sync.entity)(group.entity_type);
        let count = format::count(group.total, w.lang);
        view! {
            <div role="group" aria-label=label>
                <p aria-hidden="true" class="flex items-baseline gap-2 px-3 pt-2 pb-1 text-12 text-muted">
                    <span class="first-letter:uppercase">{label}</span>
                    <span class="figures text-faint">{count}</span>
                </p>
                {options}
            </div>
        }
        .into_any()
    });
    groups.collect::<Vec<_>>().into_any()
}

fn option<F: Fn(&str) + 'static>(
    index: usize,
    item: &FoundItem,
    to: String,
    at: RwSignal<usize>,
    go: Go<F>,
) -> AnyView {
    let w = words();
    let account = item.account.as_ref().map(|account| account.name.clone());
    let beside = [account, item.detail.clone()].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    view! {
        <div
            id=option_id(index)
            role="option"
            data-found=item.id.clone()
            aria-selected=move || (at.get() == index).to_string()
            class=OPTION
            on:pointermove=move |_| at.set(index)
            on:click=move |_| go.with_value(|go| go(&to))
        >
            <span class="max-w-[60%] shrink-0 truncate text-ink">{item.name.clone()}</span>
            <span class="min-w-0 flex-1 truncate text-12 text-muted">{beside}</span>
            {item.amount.as_ref().map(|amount| view! { <span class="figures shrink-0 text-12 text-muted">{format::money(amount, w.lang)}</span> })}
        </div>
    }
    .into_any()
}

fn said(text: String) -> AnyView {
    view! { <p role="presentation" class="px-3 py-6 text-center text-13 text-muted">{text}</p> }.into_any()
}

fn option_id(index: usize) -> String {
    format!("palette-option-{index}")
}

/// Where a record is shown; absent: nowhere, as a contact without account.
fn target(entity: EntityType, item: &FoundItem) -> Option<String> {
    Some(match entity {
        EntityType::Account => Page::Account(&item.id).path(),
        EntityType::Opportunity => Page::Opportunity(&item.id).path(),
        EntityType::User => Page::Opportunities.with(&Query::default().with("salesperson", Some(&item.id)).text()),
        EntityType::Contact => part(item, Tab::People)?,
        EntityType::Invoice => part(item, Tab::Invoices)?,
        _ => return None,
    })
}

/// The part of its account in which it stands.
fn part(item: &FoundItem, tab: Tab) -> Option<String> {
    let query = Query::default().with(TAB, Some(tab.name()));
    Some(Page::Account(&item.account.as_ref()?.id).with(&query.text()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::accounts::Named;

    fn item(id: &str, account: Option<&str>) -> FoundItem {
        let account = account.map(|id| Named { id: id.to_owned(), name: "Blue Harbor".to_owned() });
        FoundItem { id: id.to_owned(), name: "Ulla".to_owned(), account, detail: None, amount: None }
    }

    #[test]
    fn pages_are_found_by_a_part_of_their_name_and_only_those_of_the_menu() {
        let w = crate::words::Lang::English.words();
        let menu = [NavItem::Dashboard, NavItem::Accounts, NavItem::Goals];
        assert_eq!(called(&menu, "", w), menu);
        assert_eq!(called(&menu, "OAL", w), [NavItem::Goals]);
        assert_eq!(called(&menu, "settings", w), []);
    }

    #[test]
    fn each_kind_leads_to_where_it_is_shown() {
        let to = |entity, id, account| target(entity, &item(id, account));
        let account = Some("odoo_account_10");
        assert_eq!(to(EntityType::Account, "odoo_account_3", None).as_deref(), Some("/accounts/odoo_account_3"));
        let deal = to(EntityType::Opportunity, "odoo_opportunity_3", account);
        assert_eq!(deal.as_deref(), Some("/opportunities/odoo_opportunity_3"));
        let contact = to(EntityType::Contact, "odoo_contact_40", account);
        assert_eq!(contact.as_deref(), Some("/accounts/odoo_account_10?tab=people"));
        assert_eq!(to(EntityType::Contact, "odoo_contact_40", None), None);
        let person = to(EntityType::User, "odoo_user_6", None);
        assert_eq!(person.as_deref(), Some("/opportunities?salesperson=odoo_user_6"));
    }
}
