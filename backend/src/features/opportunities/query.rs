//! Checks what a list of deals is asked for.

use crate::{features::choices::Asked, http::Failure};
use domain::Moment;
use shared::{
    EntityType,
    deals::{DealQuery, DealSort},
    list::Direction,
};
use store::deals::DealListQuery;

pub(super) fn read(asked: &DealQuery, moment: &Moment) -> Result<DealListQuery, Failure> {
    let mut wrong = Asked::default();
    let account = wrong.choice("account", asked.account.as_deref(), EntityType::Account);
    let salesperson = wrong.choice("salesperson", asked.salesperson.as_deref(), EntityType::User);
    let team = wrong.choice("team", asked.team.as_deref(), EntityType::Team);
    let stage = wrong.choice("stage", asked.stage.as_deref(), EntityType::Stage);
    let limit = wrong.limit(asked.limit);
    let period = wrong.period(asked.period, asked.from, asked.until, moment);
    wrong.search(asked.q.as_deref());
    wrong.end()?;
    let sort = asked.sort.unwrap_or_default();
    Ok(DealListQuery {
        q: asked.q.clone(),
        account,
        salesperson,
        team,
        stage,
        show: asked.show.unwrap_or_default(),
        period,
        sort,
        direction: asked.direction.unwrap_or_else(|| usual(sort)),
        limit,
    })
}

fn usual(sort: DealSort) -> Direction {
    match sort {
        DealSort::Name | DealSort::Account | DealSort::Stage | DealSort::CloseOn => Direction::Asc,
        DealSort::Expected
        | DealSort::Weighted
        | DealSort::Probability
        | DealSort::ClosedAt
        | DealSort::StageChangedAt => Direction::Desc,
    }
}
