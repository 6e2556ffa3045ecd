//! `GET /api/figures/flow`: what changed in the pipeline between two moments.

use super::links::Links;
use crate::{
    features::{choices::Asked, reading, wire},
    http::{Caller, Failure, ListProblems, Query, ReadSales},
    state::State,
};
use actix_web::{HttpRequest, HttpResponse, get, web::Data};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::{Moment, metrics::FlowParts};
use shared::{
    EntityType,
    figures::{ExplainQuery, FigureName, Flow, FlowPart, FlowQuery, Moments},
};
use store::{StoreError, begin_of, figures::Filter};

/// Pipeline flow
///
/// Open deals at `from`, what became of them and what was added, open deals at `to`: opening + new + reopened + received + raised
/// − lowered − won − lost − archived − removed − handed over ± exchange rate = closing, exactly. Each moment is seen in the
/// generation that was the newest then, with the rates known then, and with the caller's reach of today.
#[utoipa::path(
    tag = "figures",
    params(FlowQuery),
    responses((status = 200, description = "The parts, in order", body = Flow), (status = 304, description = "As the caller has them"), ListProblems),
    security(("session" = []))
)]
#[get("/api/figures/flow")]
pub(super) async fn flow(
    request: HttpRequest,
    caller: Caller<ReadSales>,
    state: Data<State>,
    Query(asked): Query<FlowQuery>,
) -> Result<HttpResponse, Failure> {
    let scope = caller.scope();
    let now = &caller.moment;
    let (opens_at, closes_at, filter) = read(&asked, now)?;
    let fresh = reading::freshness(&state, &caller, &scope, now, &request).await?;
    let answer = async || {
        let between = Moments { from: opens_at, to: closes_at.unwrap_or(now.now) };
        let ends = async {
            let from = state.store.moment_as_of(opens_at).await?;
            let to = match closes_at {
                Some(at) => state.store.moment_as_of(at).await?,
                None => now.clone(),
            };
            let parts = state.store.figures().flow(&scope, &from, &to, &filter).await?;
            Ok((parts, to))
        };
        let time_zone = now.time_zone.name().to_owned();
        match ends.await {
            Ok((parts, to)) => {
                let FlowQuery { salesperson, team, .. } = asked;
                let query =
                    ExplainQuery { opens_at: Some(opens_at), closes_at, salesperson, team, ..ExplainQuery::default() };
                let links = Links::new(&to, query);
                let parts = FigureName::FLOW.into_iter().map(|part| told(&parts, part, &links, &to)).collect();
                let generation = to.generation;
                Ok(Flow { between, time_zone, parts: Some(parts), no_history_before: None, generation })
            }
            Err(StoreError::NoHistory { since }) => {
                Ok(Flow { between, time_zone, parts: None, no_history_before: since, generation: now.generation })
            }
            Err(error) => Err(error.into()),
        }
    };
    fresh.answer(&request, &state.answers, answer).await
}

fn told(parts: &FlowParts, part: FigureName, links: &Links, moment: &Moment) -> FlowPart {
    let tally = parts.part(part);
    FlowPart { figure: part, deals: tally.deals, value: wire::figure(&tally.sum, moment), explain: links.to(part) }
}

/// The second moment is absent where it is now.
type Read = (DateTime<Utc>, Option<DateTime<Utc>>, Filter);

fn read(asked: &FlowQuery, now: &Moment) -> Result<Read, Failure> {
    let mut wrong = Asked::default();
    let mut moment = |field, text: &Option<String>| {
        let text = text.as_deref()?;
        let at = moment(text, now);
        if at.is_none() {
            wrong.wrong(field, "must be a moment like `2026-10-01T08:00:00Z`, or a day like `2026-10-01`".into());
        }
        at
    };
    let first = now.today.with_day(1).and_then(|first| begin_of(first, now.time_zone));
    let opens_at = moment("from", &asked.from).or(first).unwrap_or(now.now);
    let closes_at = moment("to", &asked.to).filter(|at| *at < now.now);
    if opens_at > closes_at.unwrap_or(now.now) {
        wrong.wrong("from", "must not be after `to`, nor after now".into());
    }
    let filter = Filter {
        salespeople: wrong.salespeople("salesperson", asked.salesperson.as_deref()),
        team: wrong.choice("team", asked.team.as_deref(), EntityType::Team),
        ..Filter::default()
    };
    wrong.end()?;
    Ok((opens_at, closes_at, filter))
}

fn moment(text: &str, now: &Moment) -> Option<DateTime<Utc>> {
    match DateTime::parse_from_rfc3339(text) {
        Ok(at) => Some(at.to_utc()),
        Err(_) => begin_of(text.parse::<NaiveDate>().ok()?, now.time_zone),
    }
}
