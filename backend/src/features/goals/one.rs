//! `/api/goals/{id}`: one goal, read, changed, deleted.

use super::{
    create::assignee,
    form::{self, AimForm},
    measure::{Measured, measure},
    sight::Sight,
    view,
    wanted::{self, Wanted},
};
use crate::{
    features::{choices::Asked, sync::note},
    http::{Body, Caller, ChangeOneProblems, Failure, IfMatch, ManageGoals, OneProblems, ReadSales, versioned},
    state::State,
};
use actix_web::{
    HttpResponse, delete, get, patch,
    web::{Data, Path},
};
use domain::Moment;
use shared::{
    ProblemCode,
    activities::LoggedType,
    goals::{Goal, GoalPatch},
};
use store::goals::{Aim, GoalSet, Kept};
use uuid::Uuid;

/// One goal with its progress
#[utoipa::path(
    tag = "goals",
    params(("id" = String, Path, description = "As in the list")),
    responses((status = 200, description = "The goal, its version as `ETag`", body = Goal), OneProblems),
    security(("session" = []))
)]
#[get("/api/goals/{id}")]
pub(super) async fn get(
    caller: Caller<ReadSales>,
    state: Data<State>,
    id: Path<String>,
) -> Result<HttpResponse, Failure> {
    let sight = Sight::of(&caller, &state).await?;
    let found = wanted::find(&state.store, &sight, &id).await?.ok_or(ProblemCode::NotFound)?;
    answer(&state, &sight, &caller.moment, found).await
}

/// Change a goal
///
/// Sales managers those that they have set themselves; admins all. What the target of a role makes follows the target.
#[utoipa::path(
    tag = "goals",
    params(
        ("id" = String, Path, description = "As in the list"),
        ("If-Match" = String, Header, description = "The version that was changed, in quotes")
    ),
    request_body = GoalPatch,
    responses((status = 200, description = "The goal as it is now", body = Goal), ChangeOneProblems),
    security(("session" = []))
)]
#[patch("/api/goals/{id}")]
pub(super) async fn change(
    caller: Caller<ManageGoals>,
    state: Data<State>,
    id: Path<String>,
    IfMatch(version): IfMatch,
    Body(patch): Body<GoalPatch>,
) -> Result<HttpResponse, Failure> {
    let sight = Sight::of(&caller, &state).await?;
    let goal = mine(&state, &sight, &id).await?;
    let mut wrong = Asked::default();
    let set = patched(&mut wrong, &sight, &caller.moment, &goal, &patch)?;
    wrong.end()?;
    let set = set.ok_or_else(|| Failure::internal("a goal without an aim"))?;
    let goal = state.store.goals().change(goal.id, version, &set).await?;
    note(&caller, &state, "goal_changed", &format!("goals/{}", goal.id), 1).await?;
    caller.did(view::told(LoggedType::GoalChanged, &goal));
    answer(&state, &sight, &caller.moment, Wanted::set(&sight, goal)).await
}

/// Delete a goal
#[utoipa::path(
    tag = "goals",
    params(
        ("id" = String, Path, description = "As in the list"),
        ("If-Match" = String, Header, description = "The version that was seen, in quotes")
    ),
    responses((status = 204, description = "It is gone"), ChangeOneProblems),
    security(("session" = []))
)]
#[delete("/api/goals/{id}")]
pub(super) async fn delete(
    caller: Caller<ManageGoals>,
    state: Data<State>,
    id: Path<String>,
    IfMatch(version): IfMatch,
) -> Result<HttpResponse, Failure> {
    let sight = Sight::of(&caller, &state).await?;
    let goal = mine(&state, &sight, &id).await?;
    state.store.goals().delete(goal.id, version).await?;
    note(&caller, &state, "goal_deleted", &format!("goals/{}", goal.id), 1).await?;
    caller.did(view::told(LoggedType::GoalDeleted, &goal));
    Ok(HttpResponse::NoContent().finish())
}

/// The goal, if the caller may see and change it.
async fn mine(state: &State, sight: &Sight, id: &str) -> Result<Kept<GoalSet>, Failure> {
    let Ok(id) = id.parse::<Uuid>() else {
        // What a target makes is changed with the target.
        let is_made = wanted::find(&state.store, sight, id).await?.is_some();
        return Err(if is_made { ProblemCode::Conflict } else { ProblemCode::NotFound }.into());
    };
    let goal = state.store.goals().find(id).await?.filter(|goal| sight.sees(goal.set.assignee));
    let goal = goal.ok_or(ProblemCode::NotFound)?;
    if sight.may_change(&goal) { Ok(goal) } else { Err(ProblemCode::Forbidden.into()) }
}

fn patched(
    wrong: &mut Asked,
    sight: &Sight,
    moment: &Moment,
    goal: &Kept<GoalSet>,
    patch: &GoalPatch,
) -> Result<Option<GoalSet>, Failure> {
    let old = &goal.set;
    let chosen = patch.assignee.as_deref().map(|text| assignee(wrong, sight, text)).transpose()?;
    let name = match &patch.name {
        Some(text) => form::name(wrong, Some(text)),
        None => old.name.clone(),
    };
    let aim = if is_aimed_anew(patch) { aim_of(wrong, moment, &old.aim, patch) } else { Some(old.aim.clone()) };
    let assignee = chosen.unwrap_or(Some(old.assignee));
    Ok(assignee.zip(aim).map(|(assignee, aim)| GoalSet { name, assignee, aim }))
}

fn is_aimed_anew(patch: &GoalPatch) -> bool {
    let has_period = patch.span.is_some() || patch.from.is_some() || patch.until.is_some();
    has_period || patch.target.is_some() || patch.won_target.is_some()
}

fn aim_of(wrong: &mut Asked, moment: &Moment, old: &Aim, patch: &GoalPatch) -> Option<Aim> {
    let (mut span, mut from, mut until) = (old.span, old.from, None);
    if let Some(new) = patch.span {
        let Some(day) = patch.from else {
            wrong.wrong("from", "is needed with `span`".into());
            return None;
        };
        (span, from, until) = (new, day, patch.until);
    } else if patch.from.is_some() || patch.until.is_some() {
        wrong.wrong("span", "is needed with `from` and `until`".into());
        return None;
    }
    let form = AimForm {
        metric: old.metric,
        target: patch.target.clone().unwrap_or_else(|| old.target.to_string()),
        won_target: patch.won_target.clone().or_else(|| old.won_target.map(|won| won.to_string())),
        span,
        from,
        until: until.or_else(|| (patch.span.is_none() && span == shared::goals::GoalSpan::Days).then_some(old.until)),
    };
    let mut aim = form::aim(wrong, &form, moment)?;
    if patch.span.is_none() {
        // A quarter stays the one that it was, whatever month the fiscal year begins with now.
        (aim.from, aim.until) = (old.from, old.until);
    }
    if patch.target.is_none() && aim.currency != old.currency {
        wrong.wrong("target", "is needed: it was written in another currency".into());
    }
    if aim.won_target.is_some() && patch.won_target.is_none() && aim.currency != old.currency {
        wrong.wrong("won_target", "is needed: it was written in another currency".into());
    }
    Some(aim)
}

pub(super) fn single(measured: Vec<Measured>, sight: &Sight) -> Result<Goal, Failure> {
    let goal = measured.into_iter().next().map(|measured| view::goal(measured, &sight.org));
    goal.ok_or_else(|| Failure::internal("a goal was not measured"))
}

async fn answer(state: &State, sight: &Sight, moment: &Moment, wanted: Wanted) -> Result<HttpResponse, Failure> {
    let version = wanted.version;
    let measured = measure(&state.store, sight, moment, vec![wanted]).await?;
    Ok(versioned(version, &single(measured, sight)?))
}
