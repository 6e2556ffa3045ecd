//! `GET /api/explain/{figure}`: a figure with its definition, its conditions and its rows.

use super::view;
use crate::{
    features::{choices::Asked, reading},
    http::{Caller, Failure, Query, ReadSales, RowsProblems},
    state::State,
};
use actix_web::{
    HttpRequest, HttpResponse, get,
    web::{Data, Path},
};
use chrono::{DateTime, Utc};
use domain::{Moment, metrics::figure::DEFINITIONS};
use shared::{
    EntityType, ProblemCode,
    figures::{ExplainQuery, Explanation, FigureName, Moments, Span, Subject},
    list::Page,
};
use store::{
    accounts::Choice,
    figures::{Filter, Question},
};

/// What a figure is made of
///
/// Every figure links here under the conditions that it was computed with. The rows come page by page from the generation of
/// the figure, even if a sync publishes meanwhile; `sums` add up all of them, and are compared with the figure before anything
/// is answered.
#[utoipa::path(
    tag = "figures",
    params(("figure" = FigureName, Path, description = "Its name", example = "won"), ExplainQuery),
    responses((status = 200, description = "The figure and a page of its rows", body = Explanation), (status = 304, description = "As the caller has it"), RowsProblems),
    security(("session" = []))
)]
#[get("/api/explain/{figure}")]
pub(super) async fn explain(
    request: HttpRequest,
    caller: Caller<ReadSales>,
    state: Data<State>,
    name: Path<String>,
    Query(asked): Query<ExplainQuery>,
) -> Result<HttpResponse, Failure> {
    let name: FigureName = serde_json::from_value(name.into_inner().into()).map_err(|_| ProblemCode::NotFound)?;
    let (scope, figures) = (caller.scope(), state.store.figures());
    let question = read(&asked, name, &caller.moment)?;
    let cursor = asked.cursor.as_deref().map(|text| figures.resume(&scope, &question, text)).transpose()?;
    let generation = cursor.as_ref().map(store::cursor::Cursor::generation).or(asked.generation);
    let moment = match question.between {
        Some((_, Some(closes_at))) => state.store.moment_as_of(closes_at).await?,
        _ => reading::moment(&state, &caller, generation).await?,
    };
    let fresh = reading::freshness(&state, &caller, &scope, &moment, &request).await?;
    let explanation = async || {
        let explained = figures.explain(&scope, &moment, &question, cursor.as_ref()).await?;
        let generation = state.store.generation(moment.generation).await?;
        Ok(Explanation {
            figure: name,
            version: DEFINITIONS,
            definition: view::definition(name),
            value: view::value(&explained.parts, name, &moment),
            filter: words(&asked, &question.filter),
            period: question.filter.period.map(|period| Span { from: period.start(), until: period.end() }),
            between: question.between.map(|(from, to)| Moments { from, to: to.unwrap_or(moment.now) }),
            today: moment.today,
            time_zone: moment.time_zone.name().to_owned(),
            currency: moment.currency.as_ref().map(|currency| currency.code.clone()),
            rates: view::rates(explained.rates),
            estimated: explained.estimated,
            run: generation.as_ref().map(|generation| generation.run.clone()),
            synced_at: generation.map(|generation| generation.stamped_at),
            sums: view::sums(&explained.sums, &moment),
            rows: Page {
                items: explained.rows.into_iter().map(|row| view::row(row, name, &moment)).collect(),
                total: explained.total,
                generation: moment.generation,
                next_cursor: explained.next_cursor,
            },
        })
    };
    fresh.answer(&request, &state.answers, explanation).await
}

fn read(asked: &ExplainQuery, name: FigureName, moment: &Moment) -> Result<Question, Failure> {
    let mut wrong = Asked::default();
    let filter = Filter {
        account: wrong.choice("account", asked.account.as_deref(), EntityType::Account),
        below: asked.below.unwrap_or_default(),
        salespeople: wrong.salespeople("salesperson", asked.salesperson.as_deref()),
        team: wrong.choice("team", asked.team.as_deref(), EntityType::Team),
        stage: wrong.choice("stage", asked.stage.as_deref(), EntityType::Stage),
        period: wrong.period(asked.period, asked.from, asked.until, moment).filter(|_| name.has_period()),
    };
    let limit = wrong.limit(asked.limit);
    if filter.stage.is_some() && name.subject() != Subject::Deals {
        wrong.wrong("stage", "is of deals, and this figure is not made of them".into());
    }
    if filter.below && !matches!(filter.account, Some(Choice::Is(_))) {
        wrong.wrong("below", "belongs to an account".into());
    }
    if name.subject() == Subject::Orders {
        if !matches!(filter.account, Some(Choice::Is(_))) {
            wrong.wrong("account", "is needed: orders are added up for one account".into());
        }
        if filter.below {
            wrong.wrong("below", "is for deals, invoices and activities".into());
        }
    }
    let between = between(&mut wrong, asked, name, moment);
    wrong.end()?;
    Ok(Question { figure: name, filter, between, limit })
}

/// The two moments of the flow, which no other figure has.
fn between(
    wrong: &mut Asked,
    asked: &ExplainQuery,
    name: FigureName,
    moment: &Moment,
) -> Option<(DateTime<Utc>, Option<DateTime<Utc>>)> {
    if !name.is_flow() {
        for (field, at) in [("opens_at", asked.opens_at), ("closes_at", asked.closes_at)] {
            if at.is_some() {
                wrong.wrong(field, "is of the pipeline flow".into());
            }
        }
        return None;
    }
    for (field, given) in [("account", &asked.account), ("stage", &asked.stage)] {
        if given.is_some() {
            wrong.wrong(field, "does not narrow the pipeline flow".into());
        }
    }
    let Some(opens_at) = asked.opens_at else {
        wrong.wrong("opens_at", "is needed: the pipeline flow lies between two moments".into());
        return None;
    };
    let closes_at = asked.closes_at.filter(|at| *at < moment.now);
    if opens_at > closes_at.unwrap_or(moment.now) {
        wrong.wrong("opens_at", "must not be after `closes_at`, nor after now".into());
    }
    Some((opens_at, closes_at))
}

/// The conditions that a reader has chosen, by the ids that they chose.
fn words(asked: &ExplainQuery, filter: &Filter) -> Vec<String> {
    let chosen = [
        ("account", &asked.account),
        ("salesperson", &asked.salesperson),
        ("team", &asked.team),
        ("stage", &asked.stage),
    ];
    let is = |(field, text): (&str, &Option<String>)| match text.as_deref()? {
        "none" => Some(format!("without {field}")),
        id => Some(format!("{field} is {}", id.replace(',', " or "))),
    };
    let below = filter.below.then(|| "and everything below it".to_owned());
    let period = filter.period.map(|period| format!("from {} to before {}", period.start(), period.end()));
    chosen.into_iter().filter_map(is).chain(below).chain(period).collect()
}
