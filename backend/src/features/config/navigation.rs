//! `/api/config/navigation`: which pages stand in the menu of each role.

use crate::{
    features::{choices::Asked, sync::note},
    http::{Body, Caller, ChangeProblems, Failure, IfMatch, ManageSettings, PersonProblems, role_may, versioned},
    state::State,
};
use actix_web::{HttpResponse, get, put, web::Data};
use shared::{
    auth::UserRole,
    navigation::{NavItem, NavigationForm, NavigationSettings, RoleMenu, RoleNavigation},
};
use std::collections::BTreeMap;
use store::settings::Navigation;

/// Menus of the roles
#[utoipa::path(
    tag = "config",
    responses((status = 200, description = "What holds now, its version as `ETag`", body = NavigationSettings), PersonProblems),
    security(("session" = []))
)]
#[get("/api/config/navigation")]
pub(super) async fn get(_caller: Caller<ManageSettings>, state: Data<State>) -> Result<HttpResponse, Failure> {
    Ok(answer(&state.store.settings().navigation().await?))
}

/// Change the menus of the roles
///
/// A menu hides pages and closes none: what a role may read does not change. People see it when they next open the app.
#[utoipa::path(
    tag = "config",
    params(("If-Match" = String, Header, description = "The version that was changed, in quotes")),
    request_body = NavigationForm,
    responses((status = 200, description = "What holds now", body = NavigationSettings), ChangeProblems),
    security(("session" = []))
)]
#[put("/api/config/navigation")]
pub(super) async fn change(
    caller: Caller<ManageSettings>,
    state: Data<State>,
    IfMatch(version): IfMatch,
    Body(form): Body<NavigationForm>,
) -> Result<HttpResponse, Failure> {
    let shown = check(form)?;
    let set = state.store.settings().set_navigation(version, shown).await?;
    note(&caller, &state, "navigation_changed", "settings/navigation", 1).await?;
    Ok(answer(&set))
}

fn usable(role: UserRole) -> impl Iterator<Item = NavItem> {
    NavItem::ALL.into_iter().filter(move |item| role_may(role, item.needs()))
}

fn answer(set: &Navigation) -> HttpResponse {
    let menu = |role: UserRole| RoleNavigation {
        role,
        shown: usable(role).filter(|item| set.shows(*item, role)).collect(),
        usable: usable(role).collect(),
    };
    let roles = UserRole::ALL.iter().copied().map(menu).collect();
    versioned(set.version, &NavigationSettings { version: set.version, roles })
}

/// A role that shows all it may use is as if it had never been set: pages to come are shown to it too.
fn check(form: NavigationForm) -> Result<BTreeMap<UserRole, Vec<NavItem>>, Failure> {
    let (mut wrong, mut told, mut all) = (Asked::default(), Vec::new(), BTreeMap::new());
    for (at, RoleMenu { role, shown }) in form.roles.into_iter().enumerate() {
        if told.contains(&role) {
            wrong.wrong(&format!("roles[{at}].role"), "must be a role, once".into());
        }
        told.push(role);
        let field = format!("roles[{at}].shown");
        let misses = |item: &NavItem| item.is_fixed() && !shown.contains(item);
        if shown.is_empty() {
            wrong.wrong(&field, "must hold at least one page".into());
        } else if shown.iter().any(|item| !role_may(role, item.needs())) {
            wrong.wrong(&field, "must hold only pages that the role may use".into());
        } else if usable(role).any(|item| misses(&item)) {
            wrong.wrong(&field, "must hold `settings`, where menus are set".into());
        }
        if usable(role).any(|item| !shown.contains(&item)) {
            all.insert(role, usable(role).filter(|item| shown.contains(item)).collect());
        }
    }
    wrong.end()?;
    Ok(all)
}
