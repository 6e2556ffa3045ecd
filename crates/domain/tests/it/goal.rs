//! Goals: every status with its edges, and what a board says (docs/numbers.md §5).

use domain::{
    Moment, Period,
    builders::{amount, company, currency, day, deal_input, instant, invoice_input, moment, period, rate},
    canonical::{InvoiceState, PaymentState},
    metrics::{
        DealInput, FigureParts, InvoiceInput, Touch,
        goal::{Assignee, Board, Reading, Standing, Thresholds, standing},
    },
    money::Rates,
};
use rust_decimal::Decimal;
use shared::{
    accounts::DealState::{self, Lost, Open, Won},
    auth::UserRole,
    goals::{
        GoalMetric::{self, *},
        GoalStatus::{self, *},
    },
};

const USD: i64 = 1;
const OMR: i64 = 4;

fn at(today: &str) -> Moment {
    moment(&format!("{today}T12:00:00Z"), "UTC", USD, "USD", 2)
}

/// Thirty days.
fn november() -> Period {
    period("2026-11-01", "2026-12-01")
}

fn judged(metric: GoalMetric, actual: &str, target: &str, period: Period, today: &str) -> Standing {
    let reading = Reading::Value(amount(actual));
    standing(metric, reading, amount(target), period, &at(today), (&Thresholds::default(), 2))
}

fn some(text: &str) -> Option<Decimal> {
    Some(amount(text))
}

/// Of 30,000 in November: 1,000 a day.
fn won(actual: &str, today: &str) -> Standing {
    judged(Won_, actual, "30000", november(), today)
}

#[expect(non_upper_case_globals, reason = "beside the state of the same name")]
const Won_: GoalMetric = GoalMetric::Won;

#[test]
fn a_flow_is_judged_by_its_pace_up_to_today() {
    // Day 10: the pace is 10,000, so 9,000 is on track and 6,000 is at risk, each to the cent.
    for (actual, status, index, achievement) in [
        ("9000.00", OnTrack, "0.9", "0.3"),
        ("8999.99", AtRisk, "0.9", "0.3"),
        ("6000.00", AtRisk, "0.6", "0.2"),
        ("5999.99", Behind, "0.6", "0.2"),
        ("0", Behind, "0", "0"),
        ("-100.00", Behind, "-0.01", "-0.0033"),
        ("12345.67", OnTrack, "1.2346", "0.4115"),
        ("29999.99", OnTrack, "3", "1"),
        ("30000.00", Achieved, "3", "1"),
    ] {
        let standing = won(actual, "2026-11-10");
        assert_eq!(standing.status, status, "{actual}");
        assert_eq!((standing.index, standing.achievement), (some(index), some(achievement)), "{actual}");
        assert_eq!(standing.pace, some("10000.00"), "{actual}");
    }
}

#[test]
fn no_rounding_decides_at_an_edge() {
    // A third of 10 is 3.33…, and 0.9 of it is 3 exactly.
    let third = period("2026-11-01", "2026-12-01");
    assert_eq!(judged(NewDeals, "3", "10", third, "2026-11-10").status, OnTrack);
    // 2 of 3.33… is 0.6 exactly.
    assert_eq!(judged(NewDeals, "2", "10", third, "2026-11-10").status, AtRisk);
    // Shown as 1, and not reached.
    let standing = judged(Won_, "99999.99", "100000", november(), "2026-12-01");
    assert_eq!((standing.status, standing.achievement), (Missed, some("1")));
}

#[test]
fn before_its_first_day_nothing_is_said_and_today_counts_as_elapsed() {
    assert_eq!(won("50000", "2026-10-31"), Standing { status: NotStarted, achievement: None, pace: None, index: None });
    assert_eq!(won("1000", "2026-11-01").pace, some("1000.00"));
    assert_eq!(won("1000", "2026-11-01").status, OnTrack);
    assert_eq!(won("27000", "2026-11-30").status, OnTrack);
    assert_eq!(won("27000", "2026-11-30").pace, some("30000.00"));
}

#[test]
fn after_its_last_day_a_goal_is_achieved_or_missed() {
    for (actual, today, status) in [
        ("30000", "2026-11-30", Achieved),
        ("29999.99", "2026-11-30", OnTrack),
        ("30000", "2026-12-01", Achieved),
        ("29999.99", "2026-12-01", Missed),
        ("29999.99", "2027-05-01", Missed),
    ] {
        assert_eq!(won(actual, today).status, status, "{actual} {today}");
    }
    assert_eq!(won("1", "2026-12-01").pace, None);
}

#[test]
fn it_is_early_while_less_than_a_tenth_and_at_least_three_days_have_begun() {
    // Ten per cent of 30 days are the three days.
    for (today, status) in [("2026-11-01", Early), ("2026-11-02", Early), ("2026-11-03", Behind)] {
        assert_eq!(won("0", today).status, status, "{today}");
    }
    // Of 365 days 36.5: the 36th is early, the 37th is not.
    let year = period("2026-01-01", "2027-01-01");
    for (today, status) in [("2026-02-05", Early), ("2026-02-06", Behind)] {
        assert_eq!(judged(Won_, "0", "1000", year, today).status, status, "{today}");
    }
    // Of five days the three.
    let days = period("2026-11-02", "2026-11-07");
    for (today, status) in [("2026-11-03", Early), ("2026-11-04", Behind)] {
        assert_eq!(judged(Won_, "0", "1000", days, today).status, status, "{today}");
    }
    // A single day is early until it is over.
    let one = period("2026-11-02", "2026-11-03");
    assert_eq!(judged(Won_, "0", "1000", one, "2026-11-02").status, Early);
    assert_eq!(judged(Won_, "0", "1000", one, "2026-11-03").status, Missed);
    // Who is on track is not called early.
    assert_eq!(won("900", "2026-11-01").status, OnTrack);
    assert_eq!(judged(Pipeline, "10", "100", november(), "2026-11-02").status, Early);
}

#[test]
fn stocks_and_ratios_are_achieved_on_their_last_day_only() {
    for metric in [Pipeline, Weighted, Coverage, WinRate, WinRateByValue, AverageDeal] {
        let judged = |actual, today| judged(metric, actual, "0.5", november(), today);
        assert_eq!(judged("0.5", "2026-11-20").status, OnTrack, "{metric:?}");
        assert_eq!(judged("0.45", "2026-11-20").status, OnTrack, "{metric:?}");
        assert_eq!(judged("0.4499", "2026-11-20").status, AtRisk, "{metric:?}");
        assert_eq!(judged("0.3", "2026-11-20").status, AtRisk, "{metric:?}");
        assert_eq!(judged("0.2999", "2026-11-20").status, Behind, "{metric:?}");
        assert_eq!(judged("0.5", "2026-12-01").status, Achieved, "{metric:?}");
        assert_eq!(judged("0.4999", "2026-12-01").status, Missed, "{metric:?}");
        let standing = judged("0.3", "2026-11-20");
        assert_eq!((standing.index, standing.achievement, standing.pace), (some("0.6"), some("0.6"), None));
    }
}

#[test]
fn of_a_limit_less_is_better() {
    for metric in [OverdueDeals, RottingDeals, Outstanding, OverdueAmount, SalesCycle] {
        let judged = |actual, today| judged(metric, actual, "9", november(), today);
        let middle = "2026-11-20";
        // 9/9, 9/10, 9/10.1, 9/15, 9/15.1
        for (actual, status) in [("9", OnTrack), ("10", OnTrack), ("10.1", AtRisk), ("15", AtRisk), ("15.1", Behind)] {
            assert_eq!(judged(actual, middle).status, status, "{metric:?} {actual}");
        }
        assert_eq!(judged("10", middle).achievement, some("0.9"));
        // Nothing at all is as good as it gets: no division by it.
        for (today, status) in [(middle, OnTrack), ("2026-12-01", Achieved)] {
            let standing = judged("0", today);
            assert_eq!((standing.status, standing.achievement, standing.index), (status, some("1"), some("1")));
        }
        assert_eq!(judged("9", "2026-12-01").status, Achieved);
        assert_eq!(judged("9.1", "2026-12-01").status, Missed);
    }
}

#[test]
fn what_may_be_lost_in_a_period_is_not_achieved_before_it_is_over() {
    // 30,000 in November: 10,000 until day 10.
    let lost = |actual, today| judged(GoalMetric::Lost, actual, "30000", november(), today);
    for (actual, status) in [("5000", OnTrack), ("11000", OnTrack), ("12000", AtRisk), ("17000", Behind)] {
        assert_eq!(lost(actual, "2026-11-10").status, status, "{actual}");
    }
    // 10,000 of 8,000, and 30,000 of 8,000.
    let standing = lost("8000", "2026-11-10");
    assert_eq!((standing.index, standing.achievement), (some("1.25"), some("3.75")));
    assert_eq!(standing.pace, some("10000.00"));
    assert_eq!(lost("30000", "2026-12-01").status, Achieved);
    assert_eq!(lost("30000.01", "2026-12-01").status, Missed);
    let nothing = lost("0", "2026-11-10");
    assert_eq!((nothing.status, nothing.index, nothing.achievement), (OnTrack, some("1"), some("1")));
}

#[test]
fn without_anything_to_divide_by_there_are_no_data_and_never_0() {
    for today in ["2026-11-10", "2026-12-01"] {
        let nothing =
            standing(WinRate, Reading::Nothing, amount("0.5"), november(), &at(today), (&Thresholds::default(), 2));
        assert_eq!(nothing, Standing::NO_DATA);
        assert_eq!(nothing.status, NoData);
    }
    let future =
        standing(WinRate, Reading::Nothing, amount("0.5"), november(), &at("2026-10-01"), (&Thresholds::default(), 2));
    assert_eq!(future.status, NotStarted);
}

#[test]
fn what_is_covered_needs_no_pipeline_any_more() {
    let covered =
        |today| standing(Coverage, Reading::Covered, amount("3"), november(), &at(today), (&Thresholds::default(), 2));
    assert_eq!((covered("2026-11-10").status, covered("2026-11-10").achievement), (OnTrack, some("1")));
    assert_eq!(covered("2026-12-01").status, Achieved);
}

#[test]
fn thresholds_are_settings() {
    let strict =
        Thresholds { on_track: amount("1"), at_risk: amount("0.95"), early_share: amount("0.5"), early_days: 1 };
    let judged = |actual: &str, today: &str| {
        let reading = Reading::Value(amount(actual));
        standing(Won_, reading, amount("30000"), november(), &at(today), (&strict, 2)).status
    };
    assert_eq!(judged("9999", "2026-11-10"), Early);
    assert_eq!(judged("14249", "2026-11-15"), Behind);
    assert_eq!(judged("14250", "2026-11-15"), AtRisk);
    assert_eq!(judged("15000", "2026-11-15"), OnTrack);
}

#[test]
fn a_target_beyond_all_numbers_is_judged_like_any_other() {
    let most = Decimal::MAX;
    let judged = |actual, metric| {
        standing(metric, Reading::Value(actual), most, november(), &at("2026-11-10"), (&Thresholds::default(), 2))
    };
    assert_eq!(judged(most, Pipeline).status, OnTrack);
    assert_eq!(judged(most / amount("2"), Pipeline).status, Behind);
    assert_eq!(judged(amount("1"), Won_).status, Behind);
}

#[test]
fn a_board_counts_each_status_once_and_averages_what_can_be_measured() {
    let mut board = Board::default();
    assert_eq!(board.average_achievement(), None);
    board.add(&won("0", "2026-10-01"));
    board.add(&Standing::NO_DATA);
    // Nothing that can be averaged: no data, not 0.
    assert_eq!(board.average_achievement(), None);
    for (actual, today) in [
        ("30000", "2026-11-10"),
        ("0", "2026-11-01"),
        ("9000", "2026-11-10"),
        ("6000", "2026-11-10"),
        ("3000", "2026-11-10"),
        ("15000", "2026-12-01"),
    ] {
        board.add(&won(actual, today));
    }
    let counts = &board.counts;
    let each = [
        counts.not_started,
        counts.no_data,
        counts.achieved,
        counts.early,
        counts.on_track,
        counts.at_risk,
        counts.behind,
        counts.missed,
    ];
    assert_eq!((each, counts.total), ([1; 8], 8));
    assert_eq!((board.on_track(), board.at_risk(), counts.missed), (3, 2, 1));
    // 1 + 0 + 0.3 + 0.2 + 0.1 + 0.5 = 2.1 over six.
    assert_eq!(board.average_achievement(), some("0.35"));
}

fn deal(state: DealState, revenue: &str, closing: &str) -> DealInput<'static> {
    let closed_at = (state != Open).then(|| instant(&format!("{closing}T12:00:00Z")));
    DealInput {
        weighted_revenue: amount(revenue) / amount("2"),
        close_on: Some(day(closing)),
        closed_at,
        became_opportunity_at: Some(instant("2026-11-01T12:00:00Z")),
        stage_changed_at: Some(instant("2026-11-01T12:00:00Z")),
        ..deal_input(state, revenue)
    }
}

fn invoice(untaxed: &str, residual: &str, on: &str, due: &str) -> InvoiceInput<'static> {
    InvoiceInput { due_on: Some(day(due)), ..invoice_input(untaxed, residual, on) }
}

fn parts(moment: &Moment) -> FigureParts {
    let rates = Rates::new(
        [(USD, currency("USD", 2)), (OMR, currency("OMR", 3))],
        [(1, company(1, USD)), (3, company(3, OMR))],
        [rate(USD, Some(2), "2026-01-01", "1.05")],
    );
    let mut parts = FigureParts::default();
    for deal in [
        deal(Won, "1000.00", "2026-11-05"),
        deal(Won, "400.00", "2026-10-31"),
        deal(Lost, "600.00", "2026-11-06"),
        deal(Open, "2500.00", "2026-11-30"),
        // Closes after the period.
        deal(Open, "7000.00", "2026-12-01"),
        DealInput { currency: Some(OMR), currency_code: "OMR", company: Some(3), ..deal(Open, "50.000", "2026-11-20") },
    ] {
        parts.add_deal(&deal, deal.worth(moment, &rates), moment, &rates, Some(november()));
    }
    for invoice in [
        invoice("900.00", "300.00", "2026-11-02", "2026-11-09"),
        invoice("-100.00", "-20.00", "2026-11-03", "2026-12-24"),
        invoice("5000.00", "70.00", "2026-10-31", "2026-11-09"),
        InvoiceInput { state: InvoiceState::Draft, ..invoice("88.00", "88.00", "2026-11-03", "2026-11-04") },
        InvoiceInput { payment_state: PaymentState::Paid, ..invoice("50.00", "50.00", "2026-11-30", "2026-11-30") },
    ] {
        parts.add_invoice(&invoice, moment, &rates, Some(november()));
    }
    for at in ["2026-10-31T23:59:59Z", "2026-11-02T08:00:00Z", "2026-11-03T08:00:00Z"] {
        parts.add_activity(Touch::Done { at: Some(instant(at)) }, moment, Some(november()));
    }
    parts
}

#[test]
fn each_metric_reads_its_own_part() {
    let moment = at("2026-11-10");
    let parts = parts(&moment);
    for (metric, expected, records) in [
        (Won_, "1000.00", 1),
        (WonDeals, "1", 1),
        (NewDeals, "6", 6),
        (RecurringWon, "0", 0),
        (GoalMetric::Lost, "600.00", 1),
        // 900 − 100 + 50 of November.
        (Invoiced, "850.00", 3),
        (Pipeline, "9500.00", 3),
        (Weighted, "4750.00", 3),
        (OverdueDeals, "0", 0),
        (RottingDeals, "0", 0),
        // 300 − 20 + 70, of which 370 was due before the tenth.
        (Outstanding, "350.00", 3),
        (OverdueAmount, "370.00", 2),
        (WinRate, "0.5", 2),
        // 1,000 of 1,600.
        (WinRateByValue, "0.625", 2),
        (AverageDeal, "1000.00", 1),
        (SalesCycle, "4.0", 1),
        (ActivitiesDone, "2", 2),
    ] {
        let actual = parts.actual(metric, None, 2);
        assert_eq!((actual.reading, actual.records), (Reading::Value(amount(expected)), records), "{metric:?}");
    }
    let left_out: Vec<_> = parts.actual(Pipeline, None, 2).sum.unwrap().not_converted().collect();
    assert_eq!(left_out, [shared::Money::new(amount("50.000"), "OMR")]);
}

#[test]
fn coverage_sets_what_will_close_in_the_period_against_what_is_left_to_win() {
    let moment = at("2026-11-10");
    let parts = parts(&moment);
    // 2,500 of 2,000 − 1,000.
    for (won_target, reading) in [
        (Some("2000"), Reading::Value(amount("2.5"))),
        (Some("4000"), Reading::Value(amount("0.8333"))),
        (Some("1000"), Reading::Covered),
        (Some("999.99"), Reading::Covered),
        (None, Reading::Nothing),
    ] {
        let actual = parts.actual(Coverage, won_target.map(amount), 2);
        assert_eq!((actual.reading, actual.records), (reading, 2), "{won_target:?}");
    }
}

#[test]
fn an_assignee_is_written_as_it_is_read() {
    for (text, assignee) in [
        ("odoo_user_7", Assignee::User(7)),
        ("odoo_team_1", Assignee::Team(1)),
        ("sales_manager", Assignee::Role(UserRole::SalesManager)),
        ("everybody", Assignee::Everybody),
    ] {
        assert_eq!((text.parse(), assignee.to_string()), (Ok(assignee), text.to_owned()));
        assert_eq!((Assignee::try_from(text.to_owned()), String::from(assignee)), (Ok(assignee), text.to_owned()));
    }
    for text in ["", "7", "odoo_user_07", "odoo_account_7", "odoo_user_-1", "boss", "Everybody"] {
        assert!(text.parse::<Assignee>().is_err(), "{text}");
    }
}

#[test]
fn a_status_is_a_status_of_the_board() {
    assert_eq!(GoalStatus::ALL.len(), 8);
    assert!(GoalMetric::ALL.iter().all(|metric| serde_name(*metric) == metric.name()));
}

fn serde_name(metric: GoalMetric) -> String {
    let debug = format!("{metric:?}");
    let parts = debug.char_indices().map(|(at, letter)| match letter.is_uppercase() && at > 0 {
        true => format!("_{}", letter.to_lowercase()),
        false => letter.to_lowercase().to_string(),
    });
    parts.collect()
}
