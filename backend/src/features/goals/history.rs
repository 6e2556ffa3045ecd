//! `GET /api/goals/{id}/history`: how far a goal was on each day.

use super::{sight::Sight, wanted};
use crate::{
    http::{Caller, Failure, OneProblems, ReadSales, passing},
    state::State,
};
use actix_web::{
    HttpResponse, get,
    web::{Data, Path},
};
use shared::{
    ProblemCode,
    goals::{GoalDay, GoalHistory},
};
use store::KpiSnapshot;

/// How far a goal was on each day
///
/// As it was put down last on each day, in its last hour where a worker ran then, for whoever may see the goal. Another metric or
/// another assignee begins anew.
#[utoipa::path(
    tag = "goals",
    params(("id" = String, Path, description = "As in the list")),
    responses((status = 200, description = "The days, oldest first", body = GoalHistory), OneProblems),
    security(("session" = []))
)]
#[get("/api/goals/{id}/history")]
pub(super) async fn history(
    caller: Caller<ReadSales>,
    state: Data<State>,
    id: Path<String>,
) -> Result<HttpResponse, Failure> {
    let sight = Sight::of(&caller, &state).await?;
    let goal = wanted::find(&state.store, &sight, &id).await?.ok_or(ProblemCode::NotFound)?;
    let metric = goal.aim.metric;
    let days = state.store.goals().history(&goal.id, metric, goal.assignee).await?;
    Ok(passing(&GoalHistory { metric, items: days.into_iter().map(day).collect() }))
}

fn day(snapshot: KpiSnapshot) -> GoalDay {
    let KpiSnapshot { date, actual, target, currency, achievement, status, .. } = snapshot;
    GoalDay { date, actual, target, currency, achievement, status }
}
