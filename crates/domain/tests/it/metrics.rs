//! The figures of an account card (docs/numbers.md §4).

use domain::{
    Moment,
    builders::{amount, company, currency, deal_input, instant, moment, rate},
    metrics::{AccountParts, DealInput, Sum},
    money::Rates,
};
use proptest::prelude::*;
use rust_decimal::Decimal;
use shared::{Money, accounts::DealState};

const USD: i64 = 1;
const EUR: i64 = 2;
const OMR: i64 = 4;

fn rates() -> Rates {
    Rates::new(
        [(USD, currency("USD", 2)), (EUR, currency("EUR", 2)), (OMR, currency("OMR", 3))],
        [(1, company(1, USD)), (2, company(2, EUR)), (3, company(3, OMR))],
        [
            rate(USD, Some(2), "2026-01-01", "1.05"),
            rate(USD, Some(2), "2026-07-01", "1.08"),
            rate(USD, Some(2), "2026-10-01", "1.10"),
        ],
    )
}

fn deal(state: DealState, revenue: &str, weighted: &str) -> DealInput<'static> {
    DealInput { weighted_revenue: amount(weighted), ..deal_input(state, revenue) }
}

fn euro(state: DealState, revenue: &str, weighted: &str) -> DealInput<'static> {
    DealInput { currency: Some(EUR), currency_code: "EUR", company: Some(2), ..deal(state, revenue, weighted) }
}

fn in_zone(zone: &str) -> Moment {
    moment("2026-11-21T12:00:00Z", zone, USD, "USD", 2)
}

fn parts(deals: &[DealInput<'_>], moment: &Moment) -> AccountParts {
    let mut parts = AccountParts::default();
    for deal in deals {
        parts.add(deal, deal.worth(moment, &rates()));
    }
    parts
}

#[test]
fn open_deals_make_the_pipeline_and_won_ones_the_won_revenue() {
    let deals = [
        deal(DealState::Open, "700.00", "700.00"),
        deal(DealState::Open, "-150.00", "-75.00"),
        deal(DealState::Won, "2500.50", "0"),
        deal(DealState::Lost, "64000", "0"),
        deal(DealState::Archived, "9999", "3499.65"),
    ];
    let parts = parts(&deals, &in_zone("UTC"));
    assert_eq!(parts.pipeline.total(), amount("550.00"));
    assert_eq!(parts.weighted.total(), amount("625.00"));
    assert_eq!(parts.won.total(), amount("2500.50"));
    assert_eq!(parts.open_deals, 2);
}

#[test]
fn open_deals_convert_at_the_rate_of_today() {
    let deals = [euro(DealState::Open, "12400.00", "4960.00")];
    assert_eq!(parts(&deals, &in_zone("UTC")).pipeline.total(), amount("13640.00"));
    let in_spring = moment("2026-05-01T12:00:00Z", "UTC", USD, "USD", 2);
    assert_eq!(parts(&deals, &in_spring).pipeline.total(), amount("13020.00"));
}

#[test]
fn a_deal_closes_on_the_day_of_the_organisations_zone() {
    let closed_at = Some(instant("2026-06-30T23:30:00Z"));
    let deals = [DealInput { closed_at, ..euro(DealState::Won, "8000.00", "8000.00") }];
    assert_eq!(parts(&deals, &in_zone("UTC")).won.total(), amount("8400.00"));
    assert_eq!(parts(&deals, &in_zone("Asia/Dubai")).won.total(), amount("8640.00"));
}

#[test]
fn what_has_no_rate_stands_beside_the_sum() {
    let omani = DealInput {
        currency: Some(OMR),
        currency_code: "OMR",
        company: Some(3),
        ..deal(DealState::Open, "12000.001", "6000.001")
    };
    let unknown = DealInput { currency: None, currency_code: "XXX", ..deal(DealState::Open, "5", "1") };
    let parts = parts(&[omani, unknown, omani, deal(DealState::Open, "15000", "9000")], &in_zone("UTC"));
    let figure = parts.pipeline.figure("USD", 2);
    assert_eq!(figure.value, Money::new(amount("15000.00"), "USD"));
    assert_eq!(figure.count, 1);
    assert_eq!(figure.not_converted, [Money::new(amount("24000.002"), "OMR"), Money::new(amount("5"), "XXX")]);
    assert_eq!(parts.open_deals, 4);
}

#[test]
fn each_record_is_rounded_before_it_is_added() {
    // 0.33 EUR × 1.10 = 0.363 → 0.36, three times; rounding only the sum would give 1.09
    let deals = [euro(DealState::Open, "0.33", "0.33"); 3];
    assert_eq!(parts(&deals, &in_zone("UTC")).pipeline.total(), amount("1.08"));
}

#[test]
fn figures_always_carry_the_currencys_digits() {
    assert_eq!(Sum::default().figure("USD", 2).value.amount.to_string(), "0.00");
    let mut sum = Sum::default();
    sum.add(amount("5"), "USD", Some(amount("5")));
    assert_eq!(sum.figure("USD", 2).value.amount.to_string(), "5.00");
    assert_eq!(sum.figure("OMR", 3).value.amount.to_string(), "5.000");
}

fn any_deals() -> impl Strategy<Value = Vec<(DealInput<'static>, u8)>> {
    let state = prop::sample::select(vec![DealState::Open, DealState::Won, DealState::Lost, DealState::Archived]);
    let company = prop::sample::select(vec![(USD, "USD", 1), (EUR, "EUR", 2), (OMR, "OMR", 3)]);
    let one = (state, company, -1_000_000_i64..1_000_000_000, 0..10_000_i64, 0_u8..4).prop_map(
        |(state, (currency, currency_code, company), cents, per_myriad, salesperson)| {
            let expected_revenue = Decimal::new(cents, 2);
            let weighted_revenue = domain::money::round(expected_revenue * Decimal::new(per_myriad, 4), 2);
            let priced =
                DealInput { currency: Some(currency), currency_code, company: Some(company), ..deal(state, "0", "0") };
            (DealInput { expected_revenue, weighted_revenue, ..priced }, salesperson)
        },
    );
    prop::collection::vec(one, 0..40)
}

proptest! {
    /// By attribution, the salespeople and "nobody" add up to the whole, exactly.
    #[test]
    fn the_salespeople_add_up_to_the_whole(deals in any_deals()) {
        let moment = in_zone("UTC");
        let whole = parts(&deals.iter().map(|(deal, _)| *deal).collect::<Vec<_>>(), &moment);
        let mut sum = AccountParts::default();
        for salesperson in 0..4 {
            let own: Vec<_> = deals.iter().filter(|(_, of)| *of == salesperson).map(|(deal, _)| *deal).collect();
            sum.merge(&parts(&own, &moment));
        }
        prop_assert_eq!(sum, whole);
    }
}
