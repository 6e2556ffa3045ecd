//! Which pages stand in the menu of each role.

use super::sheet::Sheet;
use crate::{
    frame::page_name,
    state::session::{use_client, use_me, use_session},
    words::words,
};
use leptos::{prelude::*, task::spawn_local};
use shared::{
    auth::UserRole,
    navigation::{NavItem, NavigationForm, NavigationSettings, RoleMenu, RoleNavigation},
};

type Shown = Vec<(UserRole, NavItem)>;

fn field(at: usize) -> String {
    format!("roles[{at}].shown")
}

fn shown(menus: &NavigationSettings) -> Shown {
    menus.roles.iter().flat_map(|menu| menu.shown.iter().map(|item| (menu.role, *item))).collect()
}

/// What is ticked; else the names of the columns in which nothing is.
fn typed(roles: &[RoleNavigation], shown: &Shown) -> Result<NavigationForm, Vec<String>> {
    let menu = |of: &RoleNavigation| RoleMenu {
        role: of.role,
        shown: of.usable.iter().copied().filter(|item| shown.contains(&(of.role, *item))).collect(),
    };
    let menus: Vec<_> = roles.iter().map(menu).collect();
    let empty = menus.iter().enumerate().filter(|(_, menu)| menu.shown.is_empty()).map(|(at, _)| field(at));
    let empty: Vec<_> = empty.collect();
    if empty.is_empty() { Ok(NavigationForm { roles: menus }) } else { Err(empty) }
}

pub fn menus(found: &NavigationSettings, again: Callback<()>) -> AnyView {
    let w = words();
    let s = w.settings;
    let (client, session, own_role) = (use_client(), use_session(), use_me().role);
    let sheet = Sheet::new(s.menus);
    let version = RwSignal::new(found.version);
    let chosen = RwSignal::new(shown(found));
    let roles = StoredValue::new(found.roles.clone());
    let save = Callback::new(move |()| {
        let form = roles.with_value(|roles| chosen.with_untracked(|chosen| typed(roles, chosen)));
        let Some(form) = sheet.begin(form) else { return };
        spawn_local(async move {
            let Some(fresh) = sheet.end(client.change_navigation(version.get_untracked(), &form).await) else { return };
            // The other people's menus follow when they next open the app.
            if let Some(own) = fresh.roles.iter().find(|menu| menu.role == own_role) {
                session.menu.set(own.shown.clone());
            }
            if version.try_set(fresh.version).is_none() {
                chosen.set(shown(&fresh));
            }
        });
    });
    let errors: Vec<_> = (0..found.roles.len()).map(|at| sheet.error(&field(at), s.menus_wrong)).collect();
    let heads = found.roles.iter().map(|menu| {
        view! { <th scope="col" class="border-b border-line px-2 py-1.5 text-12 font-medium text-muted">{(w.auth.role)(menu.role)}</th> }
    });
    let heads = heads.collect_view();
    let row = |item: NavItem| {
        let name = page_name(item, w);
        let cells = found.roles.iter().zip(&errors).map(|(menu, error)| {
            let (role, error) = (menu.role, *error);
            if !menu.usable.contains(&item) {
                return view! { <td class="border-b border-line px-2 text-center text-faint" title=s.not_usable>"–"<span class="sr-only">{s.not_usable}</span></td> }.into_any();
            }
            let turn = move |_| {
                chosen.update(|chosen| match chosen.iter().position(|one| *one == (role, item)) {
                    Some(at) => drop(chosen.remove(at)),
                    None => chosen.push((role, item)),
                });
            };
            view! {
                <td class="border-b border-line p-0 text-center">
                    <label class="flex min-h-8 items-center justify-center">
                        <span class="sr-only">{format!("{name}: {}", (w.auth.role)(role))}</span>
                        <input
                            type="checkbox"
                            class="size-4 accent-accent-fill"
                            aria-invalid=move || error.with(Option::is_some).then_some("true")
                            disabled=item.is_fixed()
                            title=item.is_fixed().then_some(s.menu_fixed)
                            prop:checked=move || chosen.with(|chosen| chosen.contains(&(role, item)))
                            on:change=turn
                        />
                    </label>
                </td>
            }
            .into_any()
        });
        view! {
            <tr data-page=format!("{item:?}")>
                <th scope="row" class="border-b border-line py-1.5 pr-2 text-left text-13 font-normal">{name}</th>
                {cells.collect_view()}
            </tr>
        }
    };
    let rows = NavItem::ALL.into_iter().map(row).collect_view();
    let told = move || errors.iter().find_map(|error| error.get());
    let fields = view! {
        <div class="overflow-x-auto" tabindex="0" role="group" aria-label=s.menus>
            <table class="w-full border-separate border-spacing-0">
                <thead><tr><th scope="col" class="border-b border-line py-1.5 text-left text-12 font-medium text-muted">{s.page}</th>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p class="text-12 text-negative">{told}</p>
    };
    sheet.draw(s.menus_why, fields.into_any(), save, again)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_menu_holds_what_is_ticked_in_its_order_and_an_empty_one_is_named() {
        let menu = |role, usable: &[NavItem]| RoleNavigation { role, shown: Vec::new(), usable: usable.to_vec() };
        let roles = [
            menu(UserRole::SalesManager, &[NavItem::Dashboard, NavItem::Goals]),
            menu(UserRole::Admin, &[NavItem::Goals, NavItem::Settings]),
        ];
        let mut shown = vec![
            (UserRole::SalesManager, NavItem::Goals),
            (UserRole::SalesManager, NavItem::Dashboard),
            (UserRole::Admin, NavItem::Settings),
        ];
        let form = typed(&roles, &shown).unwrap();
        assert_eq!(form.roles[0].shown, [NavItem::Dashboard, NavItem::Goals]);
        assert_eq!(form.roles[1].shown, [NavItem::Settings]);
        shown.pop();
        assert_eq!(typed(&roles, &shown), Err(vec!["roles[1].shown".to_owned()]));
    }
}
