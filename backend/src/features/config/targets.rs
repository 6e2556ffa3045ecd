//! `/api/config/targets`: what each person with a role is to reach.

use crate::{
    features::{
        choices::Asked,
        goals::{self, AimForm, Sight},
        sync::note,
    },
    http::{
        AdminProblems, Body, Caller, ChangeOneProblems, Failure, IfMatch, ManageSettings, PersonProblems, created,
        passing,
    },
    state::State,
};
use actix_web::{
    HttpResponse, delete, get, post,
    web::{Data, Path},
};
use shared::{
    ProblemCode,
    activities::LoggedType,
    goals::{RoleTarget, RoleTargetList, TargetCreate},
};
use store::goals::TargetSet;
use uuid::Uuid;

const MOST_TARGETS: u64 = 500;

/// Targets of roles
#[utoipa::path(
    tag = "config",
    responses((status = 200, description = "All of them", body = RoleTargetList), PersonProblems),
    security(("session" = []))
)]
#[get("/api/config/targets")]
pub(super) async fn list(caller: Caller<ManageSettings>, state: Data<State>) -> Result<HttpResponse, Failure> {
    let sight = Sight::of(&caller, &state).await?;
    let targets = state.store.goals().targets().await?;
    Ok(passing(&RoleTargetList {
        items: targets.iter().map(|target| goals::target(target, &sight)).collect(),
        currency: caller.moment.currency.as_ref().map(|currency| currency.code.clone()),
    }))
}

/// Set a target of a role
///
/// Makes a goal for each approved person with this role and an Odoo user, now and later.
#[utoipa::path(
    tag = "config",
    request_body = TargetCreate,
    responses((status = 201, description = "The target, its version as `ETag`", body = RoleTarget), AdminProblems),
    security(("session" = []))
)]
#[post("/api/config/targets")]
pub(super) async fn create(
    caller: Caller<ManageSettings>,
    state: Data<State>,
    Body(form): Body<TargetCreate>,
) -> Result<HttpResponse, Failure> {
    let mut wrong = Asked::default();
    let aim = goals::aim(&mut wrong, &AimForm::from(&form), &caller.moment);
    wrong.end()?;
    let aim = aim.ok_or_else(|| Failure::internal("a target without an aim"))?;
    let store = state.store.goals();
    if store.count_targets().await? >= MOST_TARGETS {
        return Err(ProblemCode::Conflict.into());
    }
    let target = store.create_target(TargetSet { role: form.role, aim }, caller.person.id).await?;
    note(&caller, &state, "target_created", &format!("targets/{}", target.id), 1).await?;
    caller.did(goals::told_of_target(LoggedType::TargetCreated, &target));
    let sight = Sight::of(&caller, &state).await?;
    Ok(created(target.version, &goals::target(&target, &sight)))
}

/// Delete a target of a role
///
/// The goals that it made are gone with it.
#[utoipa::path(
    tag = "config",
    params(
        ("id" = String, Path, description = "As in the list"),
        ("If-Match" = String, Header, description = "The version that was seen, in quotes")
    ),
    responses((status = 204, description = "It is gone"), ChangeOneProblems),
    security(("session" = []))
)]
#[delete("/api/config/targets/{id}")]
pub(super) async fn delete(
    caller: Caller<ManageSettings>,
    state: Data<State>,
    id: Path<String>,
    IfMatch(version): IfMatch,
) -> Result<HttpResponse, Failure> {
    let id: Uuid = id.parse().map_err(|_| ProblemCode::NotFound)?;
    let store = state.store.goals();
    let target = store.find_target(id).await?.ok_or(ProblemCode::NotFound)?;
    store.delete_target(id, version).await?;
    note(&caller, &state, "target_deleted", &format!("targets/{id}"), 1).await?;
    caller.did(goals::told_of_target(LoggedType::TargetDeleted, &target));
    Ok(HttpResponse::NoContent().finish())
}
