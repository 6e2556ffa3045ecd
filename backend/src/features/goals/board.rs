//! `GET /api/goals/board`: goals counted by status, their average achievement, and the goals themselves.

use super::{measure, sight::Sight, view, wanted::Chosen};
use crate::{
    http::{Caller, Failure, ListProblems, Query, ReadSales, passing},
    state::State,
};
use actix_web::{HttpResponse, get, web::Data};
use domain::metrics::goal::{Assignee, Board};
use shared::goals::{GoalBoard, GoalQuery};

/// Board of goals
///
/// The numbers are counted under all filters but that of the status, and add up to their total.
#[utoipa::path(
    tag = "goals",
    params(GoalQuery),
    responses((status = 200, description = "Numbers by status, and the goals", body = GoalBoard), ListProblems),
    security(("session" = []))
)]
#[get("/api/goals/board")]
pub(super) async fn board(
    caller: Caller<ReadSales>,
    state: Data<State>,
    Query(asked): Query<GoalQuery>,
) -> Result<HttpResponse, Failure> {
    let (sight, moment) = (Sight::of(&caller, &state).await?, &caller.moment);
    let chosen = Chosen::read(&asked, &sight, moment)?;
    let measured = measure::chosen(&state.store, &sight, moment, &chosen).await?;
    let mut board = Board::default();
    measured.iter().for_each(|measured| board.add(&measured.standing));
    let shown = measured.into_iter().filter(|measured| chosen.admits_status(measured.standing.status));
    let mut assignees: Vec<_> = sight.assignees().map(|assignee| view::assignee(assignee, &sight.org)).collect();
    assignees.sort_by_cached_key(|assignee| (assignee.kind, assignee.name.clone(), assignee.id.clone()));
    Ok(passing(&GoalBoard {
        on_track: board.on_track(),
        at_risk: board.at_risk(),
        missed: board.counts.missed,
        average_achievement: board.average_achievement(),
        items: view::goals(shown, &sight.org),
        assignees,
        me: sight.me.map(|user| Assignee::User(user).to_string()),
        today: moment.today,
        currency: moment.currency.as_ref().map(|currency| currency.code.clone()),
        generation: moment.generation,
        counts: board.counts,
    }))
}
