//! `GET /api/auth/me`: the signed-in person, and why they may see no sales data.

use crate::{
    http::{Caller, Failure, PersonProblems, SignedIn, permissions},
    state::State,
};
use actix_web::{
    get,
    web::{Data, Json},
};
use domain::Org;
use shared::{
    auth::{ApprovalStatus, Me, NoReach, UserRole},
    navigation::NavItem,
};
use store::{
    people::{OdooLink, PersonRecord},
    settings::Navigation,
};

/// The signed-in person
#[utoipa::path(tag = "auth", responses((status = 200, description = "Who is signed in", body = Me), PersonProblems), security(("session" = [])))]
#[get("/api/auth/me")]
pub(super) async fn me(caller: Caller<SignedIn>, state: Data<State>) -> Result<Json<Me>, Failure> {
    let navigation = state.store.settings().navigation().await?;
    Ok(Json(show(&caller.person, &caller.org, &navigation)))
}

/// The same for a person who has just signed in, whose record catches up with Odoo on the way.
pub(crate) async fn view(state: &State, person: PersonRecord) -> Result<Me, Failure> {
    let moment = state.store.moment().await?;
    let org = state.store.org(&moment).await?;
    let person = state.store.people().follow_odoo(person, &org).await?;
    let navigation = state.store.settings().navigation().await?;
    Ok(show(&person, &org, &navigation))
}

fn show(person: &PersonRecord, org: &Org, navigation: &Navigation) -> Me {
    let odoo = OdooLink::of(&person.email, org);
    // Roles that see everything need no link.
    let may = permissions(person);
    let shown = |item: &NavItem| may.contains(&item.needs()) && navigation.shows(*item, person.role);
    let needs_link = person.role < UserRole::Admin && person.approval_status == ApprovalStatus::Approved;
    Me {
        id: person.id.to_string(),
        email: person.email.clone(),
        name: person.name.clone(),
        role: person.role,
        is_super_admin: person.is_super_admin,
        approval_status: person.approval_status,
        odoo_matched: odoo.odoo_matched,
        odoo_salesperson_name: odoo.odoo_salesperson_name,
        odoo_team_name: odoo.odoo_team_name,
        no_reach: (needs_link && !odoo.odoo_matched).then_some(NoReach::NotLinked),
        navigation: NavItem::ALL.into_iter().filter(shown).collect(),
        may,
    }
}
