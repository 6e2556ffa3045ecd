//! Forecast of a period: what was won, what is expected and how surely, each deal in one place (docs/numbers.md §4).

use domain::{
    Moment, Period, Rules,
    builders::{company, currency, day, deal_input, instant, moment},
    metrics::{DealInput, FigureParts, Tally, figure::Said},
    money::Rates,
};
use shared::{
    accounts::DealState::{self, Archived, Lost, Open, Won},
    figures::{FigureName, ForecastCategory},
};
use std::{collections::BTreeMap, sync::Arc};

const USD: i64 = 1;
const NEW: i64 = 1;
const PROPOSAL: i64 = 2;
const NEGOTIATION: i64 = 3;
const PARKED: i64 = 4;

/// 21 November, half past three in the night there.
fn in_dubai() -> Moment {
    let forecast_of = BTreeMap::from([
        (PROPOSAL, ForecastCategory::BestCase),
        (NEGOTIATION, ForecastCategory::Commit),
        (PARKED, ForecastCategory::Omitted),
    ]);
    let rules = Arc::new(Rules { forecast_of, ..Rules::default() });
    Moment { rules, ..moment("2026-11-20T23:30:00Z", "Asia/Dubai", USD, "USD", 2) }
}

fn deal(state: DealState, stage: i64, revenue: &str, close_on: Option<&str>) -> DealInput<'static> {
    DealInput { stage: Some(stage), close_on: close_on.map(day), ..deal_input(state, revenue) }
}

fn company_of_deals() -> Vec<DealInput<'static>> {
    vec![
        DealInput { closed_at: Some(instant("2026-11-02T08:00:00Z")), ..deal(Won, NEW, "1000.00", None) },
        DealInput { closed_at: Some(instant("2026-10-02T08:00:00Z")), ..deal(Won, NEW, "40.00", None) },
        DealInput { closed_at: Some(instant("2026-11-03T08:00:00Z")), ..deal(Lost, NEW, "77.00", Some("2026-11-30")) },
        deal(Open, NEGOTIATION, "500.00", Some("2026-11-21")),
        deal(Open, PROPOSAL, "200.00", Some("2026-11-30")),
        deal(Open, NEW, "30.00", Some("2026-11-25")),
        deal(Open, PARKED, "6.00", Some("2026-11-25")),
        // Its day is over: whatever it was to be, in the period of today.
        deal(Open, NEGOTIATION, "0.50", Some("2026-11-20")),
        deal(Open, NEW, "0.20", Some("2026-10-31")),
        deal(Open, NEW, "9000.00", None),
        deal(Open, NEGOTIATION, "80000.00", Some("2026-12-01")),
        deal(Archived, NEW, "700000.00", Some("2026-11-25")),
    ]
}

fn forecast(from: &str, until: &str) -> FigureParts {
    added_up(company_of_deals(), &in_dubai(), from, until)
}

fn added_up(deals: Vec<DealInput<'_>>, moment: &Moment, from: &str, until: &str) -> FigureParts {
    let rates = Rates::new([(USD, currency("USD", 2))], [(1, company(1, USD))], []);
    let period = Period::new(day(from), day(until));
    let mut parts = FigureParts::default();
    for deal in deals {
        parts.add_deal(&deal, deal.worth(moment, &rates), moment, &rates, period);
    }
    parts
}

fn told(tally: &Tally) -> (u64, String) {
    (tally.deals, tally.sum.total().to_string())
}

#[test]
fn each_deal_of_the_present_period_is_in_one_part_and_the_total_is_their_sum() {
    let parts = forecast("2026-11-01", "2026-12-01").sales;
    assert_eq!(told(&parts.won), (1, "1000.00".to_owned()));
    let forecast = &parts.forecast;
    assert_eq!(told(&forecast.commit), (1, "500.00".to_owned()));
    assert_eq!(told(&forecast.best_case), (1, "200.00".to_owned()));
    assert_eq!(told(&forecast.pipeline), (1, "30.00".to_owned()));
    assert_eq!(told(&forecast.overdue), (2, "0.70".to_owned()));
    assert_eq!(told(&forecast.total), (6, "1730.70".to_owned()));
    assert_eq!(told(&forecast.omitted), (1, "6.00".to_owned()));
    assert_eq!(told(&forecast.undated), (1, "9000.00".to_owned()));
    // What was to close on the 20th closes in the period still.
    assert_eq!(told(&parts.closing), (5, "736.50".to_owned()));
}

#[test]
fn a_period_that_is_over_is_what_was_won_and_one_to_come_what_is_expected() {
    let october = forecast("2026-10-01", "2026-11-01").sales;
    assert_eq!(told(&october.forecast.total), (1, "40.00".to_owned()));
    assert_eq!(told(&october.forecast.overdue), (0, "0".to_owned()));
    let december = forecast("2026-12-01", "2027-01-01").sales;
    assert_eq!(told(&december.forecast.commit), (1, "80000.00".to_owned()));
    assert_eq!(told(&december.forecast.total), (1, "80000.00".to_owned()));
    assert_eq!(told(&december.forecast.undated), (1, "9000.00".to_owned()));
}

#[test]
fn the_figure_says_the_total() {
    let parts = forecast("2026-11-01", "2026-12-01");
    let Said::Money(sum) = parts.say(FigureName::Forecast, 2) else { panic!("a forecast is an amount") };
    assert_eq!(sum.total().to_string(), "1730.70");
}

#[test]
fn what_is_said_of_a_deal_goes_before_its_stage_and_not_before_its_day() {
    let numbered = |id, deal| DealInput { id, ..deal };
    let deals = vec![
        numbered(1, deal(Open, NEW, "30.00", Some("2026-11-25"))),
        numbered(2, deal(Open, PARKED, "6.00", Some("2026-11-25"))),
        numbered(3, deal(Open, NEGOTIATION, "500.00", Some("2026-11-21"))),
        numbered(4, deal(Open, NEGOTIATION, "0.50", Some("2026-11-20"))),
        numbered(5, deal(Open, NEGOTIATION, "7.00", Some("2026-11-21"))),
    ];
    let said = BTreeMap::from([
        (1, ForecastCategory::Commit),
        (2, ForecastCategory::BestCase),
        (3, ForecastCategory::Omitted),
        (4, ForecastCategory::Omitted),
    ]);
    let moment = in_dubai();
    let rules = Rules { forecast_of_deals: Arc::new(said), ..Rules::clone(&moment.rules) };
    let moment = Moment { rules: Arc::new(rules), ..moment };
    let forecast = added_up(deals, &moment, "2026-11-01", "2026-12-01").sales.forecast;
    assert_eq!(told(&forecast.commit), (2, "37.00".to_owned()));
    assert_eq!(told(&forecast.best_case), (1, "6.00".to_owned()));
    assert_eq!(told(&forecast.omitted), (1, "500.00".to_owned()));
    assert_eq!(told(&forecast.overdue), (1, "0.50".to_owned()));
    assert_eq!(told(&forecast.total), (4, "43.50".to_owned()));
}
