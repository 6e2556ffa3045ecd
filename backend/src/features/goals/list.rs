//! `GET /api/goals`: the goals that the caller may see, each with its progress.

use super::{measure, sight::Sight, view, wanted::Chosen};
use crate::{
    http::{Caller, Failure, ListProblems, Query, ReadSales, passing},
    state::State,
};
use actix_web::{HttpResponse, get, web::Data};
use shared::goals::{GoalList, GoalQuery};

/// Goals with their progress
///
/// Those that were set, and those that the targets of roles make.
#[utoipa::path(
    tag = "goals",
    params(GoalQuery),
    responses((status = 200, description = "The goals that the caller may see", body = GoalList), ListProblems),
    security(("session" = []))
)]
#[get("/api/goals")]
pub(super) async fn list(
    caller: Caller<ReadSales>,
    state: Data<State>,
    Query(asked): Query<GoalQuery>,
) -> Result<HttpResponse, Failure> {
    let sight = Sight::of(&caller, &state).await?;
    let chosen = Chosen::read(&asked, &sight, &caller.moment)?;
    let measured = measure::chosen(&state.store, &sight, &caller.moment, &chosen).await?;
    let shown = measured.into_iter().filter(|measured| chosen.admits_status(measured.standing.status));
    Ok(passing(&GoalList { items: view::goals(shown, &sight.org), generation: caller.moment.generation }))
}
