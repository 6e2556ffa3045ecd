//! Figures over deals in a period, with what follows from them (docs/numbers.md §4).

use domain::{
    Moment, Period,
    builders::{amount, company, currency, day, deal_input, instant, moment, rate},
    metrics::{Cycle, DealInput, SalesParts},
    money::Rates,
};
use shared::accounts::DealState::{self, Archived, Lost, Open, Won};
use std::sync::Arc;

const USD: i64 = 1;
const EUR: i64 = 2;
const OMR: i64 = 4;

fn rates() -> Rates {
    Rates::new(
        [(USD, currency("USD", 2)), (EUR, currency("EUR", 2)), (OMR, currency("OMR", 3))],
        [(1, company(1, USD)), (2, company(2, EUR)), (3, company(3, OMR))],
        [rate(USD, Some(2), "2026-01-01", "1.05"), rate(USD, Some(2), "2026-10-01", "1.10")],
    )
}

fn closed(state: DealState, revenue: &str, at: &str) -> DealInput<'static> {
    DealInput { closed_at: Some(instant(at)), ..deal_input(state, revenue) }
}

fn in_dubai() -> Moment {
    moment("2026-11-21T12:00:00Z", "Asia/Dubai", USD, "USD", 2)
}

fn parts(deals: &[DealInput<'_>], period: Option<Period>) -> SalesParts {
    let (moment, rates) = (in_dubai(), rates());
    let mut parts = SalesParts::default();
    for deal in deals {
        parts.add(deal, deal.worth(&moment, &rates), &moment, &rates, period);
    }
    parts
}

fn october() -> Option<Period> {
    Period::new(day("2026-10-01"), day("2026-11-01"))
}

#[test]
fn a_deal_counts_in_the_period_of_its_closing_day_at_the_organisation() {
    let deals = [
        // 30 September 23:30 in UTC is 1 October 03:30 in Dubai.
        closed(Won, "1000.00", "2026-09-30T23:30:00Z"),
        // 31 October 20:30 in UTC is 1 November 00:30 in Dubai.
        closed(Won, "200.00", "2026-10-31T20:30:00Z"),
        closed(Won, "30.00", "2026-10-31T19:30:00Z"),
        closed(Lost, "500.00", "2026-10-10T12:00:00Z"),
        closed(Lost, "7.00", "2026-11-10T12:00:00Z"),
        // In no period, and in all time.
        deal_input(Won, "4.00"),
        deal_input(Open, "9000.00"),
        deal_input(Archived, "80000.00"),
    ];
    let of_october = parts(&deals, october());
    assert_eq!((of_october.won.deals, of_october.won.sum.total()), (2, amount("1030.00")));
    assert_eq!((of_october.lost.deals, of_october.lost.sum.total()), (1, amount("500.00")));
    assert_eq!((of_october.open.deals, of_october.open.sum.total()), (1, amount("9000.00")));
    let all = parts(&deals, None);
    assert_eq!((all.won.deals, all.won.sum.total()), (4, amount("1234.00")));
    assert_eq!((all.lost.deals, all.lost.sum.total()), (2, amount("507.00")));
}

#[test]
fn won_revenue_converts_at_the_rate_of_the_closing_day() {
    let euro =
        |at| DealInput { currency: Some(EUR), currency_code: "EUR", company: Some(2), ..closed(Won, "100.00", at) };
    // 105.00 before October, 110.00 from then on.
    let both = parts(&[euro("2026-09-15T12:00:00Z"), euro("2026-10-15T12:00:00Z")], None);
    assert_eq!(both.won.sum.total(), amount("215.00"));
}

#[test]
fn the_win_rate_is_a_ratio_of_counts_and_without_a_closed_deal_there_is_none() {
    let won = closed(Won, "300.00", "2026-10-05T00:00:00Z");
    let lost = closed(Lost, "100.00", "2026-10-06T00:00:00Z");
    let two_of_three = parts(&[won, won, lost], october());
    assert_eq!(two_of_three.win_rate(), Some(amount("0.6667")));
    // 600 of 700.
    assert_eq!(two_of_three.win_rate_by_value(), Some(amount("0.8571")));
    assert_eq!(parts(&[lost], october()).win_rate(), Some(amount("0")));
    assert_eq!(parts(&[deal_input(Open, "5.00")], october()).win_rate(), None);
    assert_eq!(parts(&[], None).win_rate_by_value(), None);
}

#[test]
fn the_average_deal_is_of_what_could_be_converted() {
    let at = "2026-10-05T00:00:00Z";
    let rial = DealInput { currency: Some(OMR), currency_code: "OMR", company: Some(3), ..closed(Won, "9000.000", at) };
    let three = parts(&[closed(Won, "100.00", at), closed(Won, "200.00", at), closed(Won, "300.01", at), rial], None);
    // 600.01 / 3 = 200.00333…
    assert_eq!(three.average_deal(2), Some(amount("200.00")));
    assert_eq!(three.won.deals, 4);
    assert_eq!(parts(&[rial], None).average_deal(2), None);
    assert_eq!(parts(&[], None).average_deal(2), None);
}

#[test]
fn the_sales_cycle_is_a_mean_in_days_without_what_closed_before_it_began() {
    let from =
        |began: &str, at: &str| DealInput { became_opportunity_at: Some(instant(began)), ..closed(Won, "1.00", at) };
    let deals = [
        from("2026-10-01T00:00:00Z", "2026-10-11T00:00:00Z"),
        from("2026-10-01T00:00:00Z", "2026-10-05T12:00:00Z"),
        // An import.
        from("2026-10-20T00:00:00Z", "2026-10-02T00:00:00Z"),
        closed(Won, "1.00", "2026-10-03T00:00:00Z"),
    ];
    let parts = parts(&deals, october());
    // 10 days and 4.5 days.
    assert_eq!(parts.cycle, Cycle { seconds: 1_252_800, deals: 2, left_out: 2 });
    assert_eq!(parts.sales_cycle(), Some(amount("7.3")));
    assert_eq!(SalesParts::default().sales_cycle(), None);
}

#[test]
fn new_ones_count_by_the_day_they_became_opportunities_whatever_became_of_them() {
    let new = |state, at: &str| DealInput { became_opportunity_at: Some(instant(at)), ..deal_input(state, "10.00") };
    let deals = [
        new(Open, "2026-09-30T20:00:00Z"),
        new(Won, "2026-10-31T19:59:59Z"),
        new(Lost, "2026-10-15T00:00:00Z"),
        new(Archived, "2026-10-15T00:00:00Z"),
        new(Open, "2026-10-31T20:00:00Z"),
        deal_input(Open, "10.00"),
    ];
    let parts = parts(&deals, october());
    assert_eq!((parts.new.deals, parts.new.sum.total()), (3, amount("30.00")));
}

#[test]
fn overdue_is_what_should_have_closed_before_today() {
    let due = |state, on: &str| DealInput { close_on: Some(day(on)), ..deal_input(state, "10.00") };
    let deals = [due(Open, "2026-11-20"), due(Open, "2026-11-21"), due(Won, "2026-11-01"), deal_input(Open, "10.00")];
    assert_eq!(parts(&deals, None).overdue.deals, 1);
}

#[test]
fn a_deal_rots_when_it_is_longer_in_its_stage_than_the_stages_limit() {
    let since = |stage, at: &str| DealInput {
        stage: Some(stage),
        stage_changed_at: Some(instant(at)),
        ..deal_input(Open, "10.00")
    };
    // 22 October in Dubai is 30 days before 21 November.
    let (fits, rots) = (since(1, "2026-10-21T20:00:00Z"), since(1, "2026-10-21T19:59:59Z"));
    let mut moment = in_dubai();
    assert_eq!((fits.stage_age(&moment), rots.stage_age(&moment)), (Some(30), Some(31)));
    assert_eq!([fits, rots].map(|deal| deal.is_rotting(&moment)), [false, true]);
    assert!(!DealInput { state: Won, ..rots }.is_rotting(&moment));
    let mut rules = domain::Rules::default();
    rules.rotting_days_of.insert(2, 7);
    moment.rules = Arc::new(rules);
    let week = ["2026-11-13T20:00:00Z", "2026-11-13T19:00:00Z"].map(|at| since(2, at).is_rotting(&moment));
    assert_eq!(week, [false, true]);
    assert!(!deal_input(Open, "1.00").is_rotting(&moment), "nobody knows since when");
}

#[test]
fn recurring_revenue_stands_beside_the_one_time_revenue() {
    let recurring = Some((amount("100.00"), amount("40.00")));
    let deals = [
        DealInput { recurring, ..deal_input(Open, "1000.00") },
        deal_input(Open, "1.00"),
        DealInput { recurring, ..closed(Won, "2000.00", "2026-10-05T00:00:00Z") },
        DealInput { recurring, ..closed(Lost, "1.00", "2026-10-05T00:00:00Z") },
    ];
    let parts = parts(&deals, october());
    assert_eq!((parts.recurring.deals, parts.recurring.sum.total()), (1, amount("100.00")));
    assert_eq!(parts.recurring_weighted.total(), amount("40.00"));
    assert_eq!(parts.recurring_won.sum.total(), amount("100.00"));
    assert_eq!(parts.open.sum.total(), amount("1001.00"));
    assert_eq!(parts.won.sum.total(), amount("2000.00"));
}

#[test]
fn estimated_closing_moments_are_counted() {
    let guessed = DealInput { closed_estimated: true, ..closed(Won, "1.00", "2026-10-05T00:00:00Z") };
    assert_eq!(parts(&[guessed, closed(Won, "1.00", "2026-10-05T00:00:00Z")], october()).estimated, 1);
    assert_eq!(parts(&[guessed], Period::new(day("2026-11-01"), day("2026-12-01"))).estimated, 0);
}
