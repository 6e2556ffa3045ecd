//! `GET /api/goals/report`: what the targets of roles come to, over the people whose goals the reader may see.

use super::{
    measure::{Measured, measure},
    sight::Sight,
    view,
    wanted::{Chosen, Wanted},
};
use crate::{
    http::{Caller, Failure, ListProblems, Query, ReadSales, passing},
    state::State,
};
use actix_web::{HttpResponse, get, web::Data};
use domain::metrics::goal::{Assignee, Board};
use rust_decimal::Decimal;
use shared::goals::{GoalQuery, GoalReport, GoalStatus, GoalUnit, MetricKind, NoData, Progress, TargetReport};
use store::{
    figures::Whose,
    goals::{Kept, TargetSet},
};

/// Report on the targets of roles
///
/// Each record counts once per target. Goals that were set for teams, roles or everybody are not in it.
#[utoipa::path(
    tag = "goals",
    params(GoalQuery),
    responses((status = 200, description = "Targets of which the caller may see a goal", body = GoalReport), ListProblems),
    security(("session" = []))
)]
#[get("/api/goals/report")]
pub(super) async fn report(
    caller: Caller<ReadSales>,
    state: Data<State>,
    Query(asked): Query<GoalQuery>,
) -> Result<HttpResponse, Failure> {
    let (sight, moment) = (Sight::of(&caller, &state).await?, &caller.moment);
    let chosen = Chosen::read(&asked, &sight, moment)?;
    let mut reported = Vec::new();
    for target in state.store.goals().targets().await? {
        let goals: Vec<_> = Wanted::of_target(&sight, &target).filter(|wanted| chosen.admits(wanted)).collect();
        // Who manages targets sees those too that nobody has yet.
        let is_empty = sight.is_admin() && sight.users_of(target.set.role).next().is_none();
        if !goals.is_empty() || is_empty {
            reported.push((target, goals));
        }
    }
    // One pass for all: each target's people together, then one by one.
    let wanted = reported.iter().flat_map(|(target, goals)| [together(target, goals)].into_iter().chain(goals.clone()));
    let mut measured = measure(&state.store, &sight, moment, wanted.collect()).await?.into_iter();
    let mut items = Vec::with_capacity(reported.len());
    for (target, goals) in reported {
        let Some(whole) = measured.next() else { break };
        let each: Vec<_> = measured.by_ref().take(goals.len()).collect();
        items.push(one(&sight, &target, whole, each, &chosen));
    }
    Ok(passing(&GoalReport { items, today: moment.today, generation: moment.generation }))
}

/// What all these people are to reach with all their records.
fn together(target: &Kept<TargetSet>, goals: &[Wanted]) -> Wanted {
    let mut aim = target.set.aim.clone();
    let people = Decimal::from(goals.len().max(1));
    let adds_up = aim.metric.kind() != MetricKind::Ratio;
    if adds_up && matches!(aim.metric.unit(), GoalUnit::Money | GoalUnit::Count) {
        aim.target = aim.target.saturating_mul(people);
    }
    aim.won_target = aim.won_target.map(|won| won.saturating_mul(people));
    let users = goals.iter().filter_map(|goal| match &goal.whose {
        Whose::Users(users) => Some(users),
        Whose::Team(_) | Whose::Everybody => None,
    });
    Wanted {
        id: target.id.to_string(),
        version: target.version,
        name: None,
        assignee: Assignee::Role(target.set.role),
        whose: Whose::Users(users.flatten().copied().collect()),
        aim,
        set_at: target.created_at,
        made_by: Some(target.id),
        may_change: false,
    }
}

fn one(sight: &Sight, target: &Kept<TargetSet>, whole: Measured, each: Vec<Measured>, chosen: &Chosen) -> TargetReport {
    let mut board = Board::default();
    each.iter().for_each(|measured| board.add(&measured.standing));
    let mut progress = whole.progress;
    if each.is_empty() {
        let (status, no_data) = (GoalStatus::NoData, Some(NoData::NoPeople));
        progress = Progress { status, no_data, actual: None, achievement: None, pace: None, index: None, ..progress };
    }
    let shown = each.into_iter().filter(|measured| chosen.admits_status(measured.standing.status));
    TargetReport {
        target: view::target(target, sight),
        together: whole.wanted.aim.target,
        progress,
        counts: board.counts,
        goals: view::goals(shown, &sight.org),
    }
}
