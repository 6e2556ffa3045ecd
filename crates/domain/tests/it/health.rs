//! Account health with its reasons (docs/numbers.md §6); today is 21 November 2026.

use domain::{
    Moment, Rules,
    builders::{amount, day, deal_input, instant, moment},
    metrics::{BusinessParts, DealInput, HealthParts, Weights},
};
use shared::{
    accounts::DealState::{self, Lost, Open, Won},
    health_score::{HealthState, ReasonKind},
};
use std::{collections::BTreeMap, sync::Arc};

fn now() -> Moment {
    moment("2026-11-21T12:00:00Z", "UTC", 1, "USD", 2)
}

fn deal(state: DealState) -> DealInput<'static> {
    DealInput { stage_changed_at: Some(instant("2026-11-20T00:00:00Z")), ..deal_input(state, "100.00") }
}

fn won(at: &str) -> DealInput<'static> {
    DealInput { closed_at: Some(instant(at)), ..deal(Won) }
}

fn touched(at: &str) -> BusinessParts {
    BusinessParts { touches: 1, last_touch: Some(instant(at)), ..BusinessParts::default() }
}

/// State, score, and the reasons with their points.
fn health(deals: &[DealInput<'_>], business: &BusinessParts) -> (HealthState, Option<i32>, Vec<(ReasonKind, i32)>) {
    let mut parts = HealthParts::default();
    deals.iter().for_each(|deal| parts.add(deal, &now()));
    let health = parts.health(business, &now());
    let reasons: Vec<_> = health.reasons.iter().map(|reason| (reason.kind, reason.points)).collect();
    if let Some(score) = health.score {
        assert_eq!(50 + reasons.iter().map(|(_, points)| points).sum::<i32>(), score, "the reasons add up");
    }
    (health.state, health.score, reasons)
}

#[test]
fn without_an_open_deal_and_anything_won_or_invoiced_in_two_years_there_is_no_score() {
    let none = (HealthState::NoBusiness, None, vec![]);
    assert_eq!(health(&[], &touched("2026-11-20T00:00:00Z")), none);
    assert_eq!(health(&[deal(Lost), won("2024-11-20T23:59:59Z")], &BusinessParts::default()), none);
    let invoiced = |on: &str| BusinessParts { last_invoice: Some(day(on)), ..BusinessParts::default() };
    assert_eq!(health(&[], &invoiced("2024-11-20")), none);
    assert_eq!(health(&[], &invoiced("2024-11-21")).1, Some(30));
    assert_eq!(health(&[won("2024-11-21T00:00:00Z")], &BusinessParts::default()).1, Some(30));
}

#[test]
fn the_last_touch_counts_by_its_age_in_days() {
    let of = |at: &str| {
        health(&[deal(Open)], &touched(at)).2.into_iter().find(|(kind, _)| *kind != ReasonKind::OpenPipeline)
    };
    assert_eq!(of("2026-11-07T00:00:00Z"), Some((ReasonKind::TouchedLately, 15)));
    assert_eq!(of("2026-11-06T23:59:59Z"), Some((ReasonKind::TouchedThisMonth, 5)));
    assert_eq!(of("2026-10-22T00:00:00Z"), Some((ReasonKind::TouchedThisMonth, 5)));
    assert_eq!(of("2026-10-21T00:00:00Z"), None);
    assert_eq!(of("2026-09-22T00:00:00Z"), None);
    assert_eq!(of("2026-09-21T23:59:59Z"), Some((ReasonKind::LongUntouched, -15)));
    let never = health(&[deal(Open)], &BusinessParts::default());
    assert_eq!(
        never,
        (HealthState::Watch, Some(40), vec![(ReasonKind::NeverTouched, -20), (ReasonKind::OpenPipeline, 10)])
    );
}

#[test]
fn all_that_is_good_reaches_a_hundred() {
    let business = BusinessParts { planned: 1, ..touched("2026-11-20T00:00:00Z") };
    let expected = vec![
        (ReasonKind::TouchedLately, 15),
        (ReasonKind::NextActivity, 10),
        (ReasonKind::OpenPipeline, 10),
        (ReasonKind::WonLately, 15),
    ];
    // 25 May is 180 days before.
    let deals = [deal(Open), won("2026-05-25T00:00:00Z")];
    assert_eq!(health(&deals, &business), (HealthState::Healthy, Some(100), expected));
    let before = [deal(Open), won("2026-05-24T23:59:59Z")];
    assert_eq!(health(&before, &business).1, Some(85));
}

#[test]
fn rotting_counts_only_when_all_open_deals_rot() {
    let rotting = DealInput { stage_changed_at: Some(instant("2026-10-21T00:00:00Z")), ..deal(Open) };
    let all = health(&[rotting, rotting], &touched("2026-10-01T00:00:00Z"));
    assert_eq!(
        all,
        (HealthState::Watch, Some(45), vec![(ReasonKind::OpenPipeline, 10), (ReasonKind::AllRotting, -15)])
    );
    assert_eq!(health(&[rotting, deal(Open)], &touched("2026-10-01T00:00:00Z")).1, Some(60));
}

#[test]
fn overdue_invoices_weigh_more_above_a_quarter_of_what_was_invoiced_lately() {
    let business = |overdue: &str, lately: &str| {
        let mut parts = touched("2026-10-01T00:00:00Z");
        parts.overdue.add(amount(overdue), "USD", Some(amount(overdue)));
        parts.invoiced_lately.add(amount(lately), "USD", Some(amount(lately)));
        parts
    };
    let of = |overdue: &str, lately: &str| health(&[deal(Open)], &business(overdue, lately));
    assert_eq!(of("250.00", "1000.00").2, [(ReasonKind::OpenPipeline, 10), (ReasonKind::Overdue, -10)]);
    assert_eq!(of("250.01", "1000.00").2, [(ReasonKind::OpenPipeline, 10), (ReasonKind::MuchOverdue, -20)]);
    assert_eq!(of("0.01", "0").1, Some(40));
    // More credit notes than invoices.
    assert_eq!(of("5.00", "-100.00").1, Some(40));
    assert_eq!(of("-5.00", "0").1, Some(60));
}

#[test]
fn what_leaves_the_scale_is_a_reason_too() {
    let mut business = BusinessParts::default();
    business.overdue.add(amount("9.00"), "USD", Some(amount("9.00")));
    let rotting = DealInput {
        expected_revenue: amount("0"),
        stage_changed_at: Some(instant("2026-01-01T00:00:00Z")),
        ..deal(Open)
    };
    // 50 − 20 − 15 − 20 = −5
    let expected = vec![
        (ReasonKind::NeverTouched, -20),
        (ReasonKind::AllRotting, -15),
        (ReasonKind::MuchOverdue, -20),
        (ReasonKind::Limit, 5),
    ];
    assert_eq!(health(&[rotting], &business), (HealthState::AtRisk, Some(0), expected));
}

#[test]
fn the_organisation_weighs_the_reasons_and_one_without_points_is_none() {
    let points =
        BTreeMap::from([(ReasonKind::TouchedLately, 50), (ReasonKind::OpenPipeline, 0), (ReasonKind::WonLately, 33)]);
    let weights = Weights::set(&points);
    let all: Vec<_> = weights.all().collect();
    assert_eq!(all.len(), 10);
    assert_eq!(all[0], (ReasonKind::TouchedLately, 50));
    assert_eq!(all[4], (ReasonKind::NextActivity, 10), "what is not set keeps its usual points");
    let rules = Rules { health: weights, ..Rules::default() };
    let moment = Moment { rules: Arc::new(rules), ..now() };
    let mut parts = HealthParts::default();
    [deal(Open), won("2026-11-01T00:00:00Z")].iter().for_each(|deal| parts.add(deal, &moment));
    let business = BusinessParts { planned: 1, ..touched("2026-11-20T00:00:00Z") };
    let health = parts.health(&business, &moment);
    let reasons: Vec<_> = health.reasons.iter().map(|reason| (reason.kind, reason.points)).collect();
    // 50 + 50 + 10 + 33 = 143
    let expected = [
        (ReasonKind::TouchedLately, 50),
        (ReasonKind::NextActivity, 10),
        (ReasonKind::WonLately, 33),
        (ReasonKind::Limit, -43),
    ];
    assert_eq!((health.score, reasons.as_slice()), (Some(100), expected.as_slice()));
}
