//! State and closing moment of an opportunity (docs/numbers.md §2).

use domain::{
    builders::{amount, company, currency, deal, instant, stage},
    canonical::{Deal, Record},
    facts::{DealFact, Fact, Family, Member, References, derive},
};
use shared::accounts::DealState;

const OPEN_STAGE: i64 = 1;
const WON_STAGE: i64 = 4;

fn fact(deal: Deal) -> DealFact {
    let refs = References::new([
        (OPEN_STAGE, Record::Stage(stage(OPEN_STAGE, false))),
        (WON_STAGE, Record::Stage(stage(WON_STAGE, true))),
        (1, Record::Currency(currency("USD", 2))),
        (1, Record::Company(company(1, 1))),
    ]);
    let family = Family { deals: vec![Member { id: 7, record: deal, is_active: true }], ..Family::default() };
    match derive(&family, &refs).remove(0).fact {
        Fact::Deal(fact) => fact,
        other => panic!("a deal gives a deal, not {other:?}"),
    }
}

fn state(stage: Option<i64>, archived: bool, probability: &str) -> DealState {
    fact(Deal { stage, archived, probability: amount(probability), ..deal(7) }).state
}

#[test]
fn a_deal_in_a_won_stage_is_won_even_when_archived() {
    assert_eq!(state(Some(WON_STAGE), false, "100"), DealState::Won);
    assert_eq!(state(Some(WON_STAGE), true, "0"), DealState::Won);
}

#[test]
fn an_archived_deal_at_zero_is_lost_and_otherwise_archived() {
    assert_eq!(state(Some(OPEN_STAGE), true, "0"), DealState::Lost);
    assert_eq!(state(Some(OPEN_STAGE), true, "35"), DealState::Archived);
    assert_eq!(state(None, true, "0"), DealState::Lost);
}

#[test]
fn everything_else_is_open_whatever_the_probability() {
    for probability in ["0", "50", "100"] {
        assert_eq!(state(Some(OPEN_STAGE), false, probability), DealState::Open);
    }
    assert_eq!(state(Some(99), false, "50"), DealState::Open, "a stage that is not in the lake is not won");
}

#[test]
fn a_recorded_closing_date_counts() {
    let closed = instant("2026-05-05T15:00:00Z");
    let fact = fact(Deal { stage: Some(WON_STAGE), closed_at: Some(closed), ..deal(7) });
    assert_eq!((fact.closed_at, fact.closed_estimated), (Some(closed), false));
}

#[test]
fn without_one_the_stage_change_stands_in_for_won_and_the_last_write_for_lost() {
    let won = fact(Deal { stage: Some(WON_STAGE), ..deal(7) });
    assert_eq!((won.closed_at, won.closed_estimated), (Some(instant("2026-10-01T09:00:00Z")), true));
    let lost = fact(Deal { archived: true, probability: amount("0"), ..deal(7) });
    assert_eq!((lost.closed_at, lost.closed_estimated), (Some(instant("2026-10-02T09:00:00Z")), true));
}

#[test]
fn an_open_deal_has_no_closing_moment_even_when_odoo_left_one() {
    let fact = fact(Deal { closed_at: Some(instant("2026-05-05T15:00:00Z")), ..deal(7) });
    assert_eq!((fact.state, fact.closed_at), (DealState::Open, None));
}

#[test]
fn it_became_an_opportunity_when_converted_else_when_created() {
    let converted = instant("2026-09-10T00:00:00Z");
    assert_eq!(fact(Deal { converted_at: Some(converted), ..deal(7) }).became_opportunity_at, Some(converted));
    assert_eq!(fact(deal(7)).became_opportunity_at, Some(instant("2026-09-01T09:00:00Z")));
}

#[test]
fn revenue_and_weighted_are_rounded_in_the_deals_currency() {
    let fact = fact(Deal { expected_revenue: amount("333.33"), probability: amount("33.33"), ..deal(7) });
    assert_eq!(fact.weighted_revenue, amount("111.10"));
    let awkward = self::fact(Deal { expected_revenue: amount("0.30000000000000004"), ..deal(7) });
    assert_eq!((awkward.expected_revenue, awkward.weighted_revenue), (amount("0.30"), amount("0.15")));
}
