//! `POST /api/goals`: a new goal.

use super::{
    MOST_GOALS,
    form::{self, AimForm},
    measure::measure,
    one,
    sight::Sight,
    view,
    wanted::Wanted,
};
use crate::{
    features::{choices::Asked, sync::note},
    http::{AdminProblems, Body, Caller, Failure, ManageGoals, created},
    state::State,
};
use actix_web::{HttpResponse, post, web::Data};
use domain::metrics::goal::Assignee;
use shared::{
    ProblemCode,
    activities::LoggedType,
    goals::{Goal, GoalForm},
};
use store::goals::GoalSet;

/// Set a goal
///
/// Sales managers for themselves, their people and the teams that they lead; admins for everybody.
#[utoipa::path(
    tag = "goals",
    request_body = GoalForm,
    responses((status = 201, description = "The goal, its version as `ETag`", body = Goal), AdminProblems),
    security(("session" = []))
)]
#[post("/api/goals")]
pub(super) async fn create(
    caller: Caller<ManageGoals>,
    state: Data<State>,
    Body(form): Body<GoalForm>,
) -> Result<HttpResponse, Failure> {
    let sight = Sight::of(&caller, &state).await?;
    let mut wrong = Asked::default();
    let assignee = assignee(&mut wrong, &sight, &form.assignee)?;
    let name = form::name(&mut wrong, form.name.as_deref());
    let aim = form::aim(&mut wrong, &AimForm::from(&form), &caller.moment);
    wrong.end()?;
    let (Some(assignee), Some(aim)) = (assignee, aim) else { return Err(Failure::internal("a goal without an aim")) };
    let goals = state.store.goals();
    if goals.count().await? >= MOST_GOALS {
        return Err(ProblemCode::Conflict.into());
    }
    let goal = goals.create(GoalSet { name, assignee, aim }, caller.person.id).await?;
    note(&caller, &state, "goal_created", &format!("goals/{}", goal.id), 1).await?;
    caller.did(view::told(LoggedType::GoalCreated, &goal));
    let version = goal.version;
    let measured = measure(&state.store, &sight, &caller.moment, vec![Wanted::set(&sight, goal)]).await?;
    Ok(created(version, &one::single(measured, &sight)?))
}

/// Who may not set goals for somebody is told that first.
pub(super) fn assignee(wrong: &mut Asked, sight: &Sight, text: &str) -> Result<Option<Assignee>, Failure> {
    let assignee: Option<Assignee> = wrong.parsed("assignee", text);
    if assignee.is_some_and(|assignee| !sight.may_set(assignee)) {
        return Err(ProblemCode::Forbidden.into());
    }
    if assignee.is_some_and(|assignee| !sight.is_known(assignee)) {
        wrong.wrong("assignee", "is not known in Odoo".into());
    }
    Ok(assignee)
}
