//! The dashboard as it goes over the wire.

use crate::features::{
    accounts::timeline,
    figures::{Links, value},
    goals::WonTargets,
    opportunities::item_of,
    wire::{figure, money},
};
use domain::{
    Moment, Period,
    facts::serving_id,
    metrics::{
        FigureParts, SalesParts,
        goal::{self, Reading},
    },
};
use shared::{
    EntityType,
    accounts::Named,
    dashboard::{DueActivities, MonthBar, Overview, OverviewQuery, PersonRow, PersonValue, StageBar, WonTarget},
    figures::{ExplainQuery, FigureName, Span, Tile},
    goals::GoalMetric,
};
use store::{
    activities::Due,
    deals::FirstDeals,
    figures::{self, Selection},
};

/// In this order on the screen.
const TILES: [FigureName; 13] = [
    FigureName::Pipeline,
    FigureName::Weighted,
    FigureName::Won,
    FigureName::WinRate,
    FigureName::OpenDeals,
    FigureName::NewDeals,
    FigureName::AverageDeal,
    FigureName::SalesCycle,
    FigureName::Lost,
    FigureName::OverdueDeals,
    FigureName::RottingDeals,
    FigureName::WinRateByValue,
    FigureName::WonDeals,
];
const RECURRING: [FigureName; 3] =
    [FigureName::RecurringPipeline, FigureName::RecurringWeighted, FigureName::RecurringWon];
/// Left out where no invoice is in reach.
const BILLING: [FigureName; 3] = [FigureName::Invoiced, FigureName::Outstanding, FigureName::Overdue];
/// In this order in the forecast, below its total; what was won comes first.
const FORECAST: [FigureName; 8] = [
    FigureName::Forecast,
    FigureName::Won,
    FigureName::ForecastCommit,
    FigureName::ForecastBestCase,
    FigureName::ForecastPipeline,
    FigureName::ForecastOverdue,
    FigureName::ForecastOmitted,
    FigureName::Undated,
];
/// Of each salesperson.
const OF_PEOPLE: [FigureName; 5] =
    [FigureName::Won, FigureName::WonDeals, FigureName::WinRate, FigureName::Pipeline, FigureName::OpenDeals];

pub(super) fn overview(
    found: figures::Overview,
    [top, attention]: [FirstDeals; 2],
    due: Due,
    selection: &Selection,
    asked: OverviewQuery,
    (targets, moment): (&WonTargets, &Moment),
) -> Overview {
    let OverviewQuery { salesperson, team, .. } = asked;
    let (from, until) = (selection.period.map(Period::start), selection.period.map(Period::end));
    let links = Links::new(moment, ExplainQuery { from, until, salesperson, team, ..ExplainQuery::default() });
    let has_recurring = found.parts.sales.recurring.deals + found.parts.sales.recurring_won.deals > 0;
    let has_invoices = found.invoices > 0;
    let tiles = TILES.into_iter().chain(BILLING.into_iter().filter(|_| has_invoices));
    let tiles = tiles.chain(RECURRING.into_iter().filter(|_| has_recurring));
    let tile = |name| Tile {
        figure: name,
        value: value(&found.parts, name, moment),
        previous: found.before.as_ref().filter(|_| name.has_period()).map(|before| value(before, name, moment)),
        explain: links.to(name),
    };
    let month = |(month, parts): &(Period, SalesParts)| MonthBar {
        target: targets.in_period(*month).map(|target| money(target.amount, moment)),
        ..month_of(*month, parts, &links, moment)
    };
    Overview {
        tiles: tiles.map(tile).collect(),
        forecast: FORECAST.into_iter().map(|name| Tile { previous: None, ..tile(name) }).collect(),
        period: selection.period.map(span),
        period_before: found.period_before.map(span),
        today: moment.today,
        stages: found.stages.into_iter().map(|stage| bar(stage, &links, moment)).collect(),
        target: selection.period.and_then(|period| target(&found.parts, targets, period, &links, moment)),
        months: found.months.iter().map(month).collect(),
        people: people(found.people, &links, moment),
        top: top.items.into_iter().map(|entry| item_of(entry, moment)).collect(),
        attention_total: attention.total,
        attention: attention.items.into_iter().map(|entry| item_of(entry, moment)).collect(),
        due: DueActivities {
            overdue: due.overdue,
            today: due.today,
            soon: due.soon,
            rows: due.items.into_iter().map(|touch| timeline(touch, moment)).collect(),
        },
        generation: moment.generation,
    }
}

fn target(
    parts: &FigureParts,
    targets: &WonTargets,
    period: Period,
    links: &Links,
    moment: &Moment,
) -> Option<WonTarget> {
    let found = targets.in_period(period)?;
    let coverage = match parts.actual(GoalMetric::Coverage, Some(found.amount), targets.digits()).reading {
        Reading::Value(times) => Some(times),
        Reading::Covered | Reading::Nothing => None,
    };
    Some(WonTarget {
        amount: money(found.amount, moment),
        goals: found.goals,
        left: parts.left(found.amount).map(|left| money(left, moment)),
        closing: figure(&parts.sales.closing.sum, moment),
        coverage,
        explain: links.to(goal::figure(GoalMetric::Coverage)),
    })
}

pub(in crate::features) fn span(period: Period) -> Span {
    Span { from: period.start(), until: period.end() }
}

fn bar(stage: figures::StagePart, links: &Links, moment: &Moment) -> StageBar {
    let id = stage.stage.map_or_else(|| "none".to_owned(), |id| serving_id(EntityType::Stage, id));
    StageBar {
        deals: stage.parts.open.deals,
        pipeline: figure(&stage.parts.open.sum, moment),
        weighted: figure(&stage.parts.weighted, moment),
        explain: links.with(FigureName::Pipeline, |query| query.stage = Some(id.clone())),
        stage: stage.name.map(|name| Named { id, name }),
    }
}

pub(in crate::features) fn month_of(month: Period, parts: &SalesParts, links: &Links, moment: &Moment) -> MonthBar {
    let of_month = |query: &mut ExplainQuery| {
        (query.from, query.until) = (Some(month.start()), Some(month.end()));
    };
    MonthBar {
        month: span(month),
        deals: parts.won.deals,
        won: figure(&parts.won.sum, moment),
        target: None,
        explain: links.with(FigureName::Won, of_month),
    }
}

fn people(mut people: Vec<figures::PersonPart>, links: &Links, moment: &Moment) -> Vec<PersonRow> {
    people.retain(|person| person.parts.sales != SalesParts::default());
    if people.len() < 2 {
        return Vec::new();
    }
    people.sort_by(|a, b| {
        let won = |person: &figures::PersonPart| person.parts.sales.won.sum.total();
        won(b).cmp(&won(a)).then_with(|| (a.person.is_none(), &a.name).cmp(&(b.person.is_none(), &b.name)))
    });
    people.into_iter().map(|person| person_row(person, links, moment)).collect()
}

fn person_row(person: figures::PersonPart, links: &Links, moment: &Moment) -> PersonRow {
    let id = person.person.map_or_else(|| "none".to_owned(), |id| serving_id(EntityType::User, id));
    let told = |name| PersonValue {
        figure: name,
        value: value(&person.parts, name, moment),
        explain: links.with(name, |query| query.salesperson = Some(id.clone())),
    };
    PersonRow {
        values: OF_PEOPLE.map(told).into(),
        person: person.name.clone().map(|name| Named { id: id.clone(), name }),
    }
}
