//! `GET /api/dashboard/overview`, and the older address that answers the same.

use super::view;
use crate::{
    features::{choices::Asked, goals::WonTargets, reading::freshness_with},
    http::{Caller, Failure, ListProblems, Query, ReadSales},
    state::State,
};
use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use domain::Moment;
use shared::{
    EntityType,
    dashboard::{Overview, OverviewQuery},
    deals::{DealShow, DealSort},
    figures::PeriodName,
    list::Direction,
};
use store::{deals::DealListQuery, figures::Selection};

/// Deals in the lists beside the figures.
const LISTED: usize = 8;
/// Planned activities.
const DUE: usize = 30;

/// Dashboard
///
/// All figures are computed from one generation of the lake, over the deals that the caller may see.
#[utoipa::path(
    tag = "dashboard",
    params(OverviewQuery),
    responses((status = 200, description = "The figures", body = Overview), (status = 304, description = "As the caller has them"), ListProblems),
    security(("session" = []))
)]
#[get("/api/dashboard/overview")]
pub(super) async fn overview(
    request: HttpRequest,
    caller: Caller<ReadSales>,
    state: Data<State>,
    Query(asked): Query<OverviewQuery>,
) -> Result<HttpResponse, Failure> {
    answer(&request, &caller, &state, asked).await
}

/// The same under its older address
#[utoipa::path(
    tag = "dashboard",
    params(OverviewQuery),
    responses((status = 200, description = "The figures", body = Overview), (status = 304, description = "As the caller has them"), ListProblems),
    security(("session" = []))
)]
#[get("/api/dashboard/real")]
pub(super) async fn real(
    request: HttpRequest,
    caller: Caller<ReadSales>,
    state: Data<State>,
    Query(asked): Query<OverviewQuery>,
) -> Result<HttpResponse, Failure> {
    answer(&request, &caller, &state, asked).await
}

async fn answer(
    request: &HttpRequest,
    caller: &Caller<ReadSales>,
    state: &State,
    asked: OverviewQuery,
) -> Result<HttpResponse, Failure> {
    let (scope, moment) = (caller.scope(), &caller.moment);
    let selection = read(&asked, moment)?;
    let targets = WonTargets::of(caller, state, &selection).await?;
    let fresh = freshness_with(state, caller, &scope, moment, request, &targets.fingerprint()).await?;
    let deals = state.store.deals();
    let largest = DealListQuery {
        salesperson: selection.salesperson,
        team: selection.team,
        sort: DealSort::Expected,
        direction: Direction::Desc,
        limit: LISTED,
        ..DealListQuery::default()
    };
    let figures = async || {
        let found = state.store.figures().overview(&scope, moment, &selection).await?;
        let lists = deals.first(&scope, moment, &largest, DealShow::Attention).await?;
        let due = state.store.activities().due(&scope, moment, &selection, DUE).await?;
        Ok(view::overview(found, lists, due, &selection, asked, (&targets, moment)))
    };
    fresh.answer(request, &state.answers, figures).await
}

fn read(asked: &OverviewQuery, moment: &Moment) -> Result<Selection, Failure> {
    let mut wrong = Asked::default();
    let is_given = asked.from.is_some() || asked.until.is_some();
    let name = asked.period.or_else(|| (!is_given).then(PeriodName::default));
    let selection = Selection {
        salesperson: wrong.choice("salesperson", asked.salesperson.as_deref(), EntityType::User),
        team: wrong.choice("team", asked.team.as_deref(), EntityType::Team),
        period: wrong.period(name, asked.from, asked.until, moment),
    };
    wrong.end()?;
    Ok(selection)
}
