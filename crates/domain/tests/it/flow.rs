//! What became of the pipeline between two moments (docs/numbers.md §4).

use domain::{
    Moment,
    builders::{amount, company, currency, deal_input, instant, moment, rate},
    metrics::{DealInput, FlowDeal, FlowEnd, FlowParts, FlowShare, flow},
    money::Rates,
};
use proptest::prelude::*;
use rust_decimal::Decimal;
use shared::{
    accounts::DealState::{self, Archived, Lost, Open, Won},
    figures::FigureName,
};

const USD: i64 = 1;
const EUR: i64 = 2;
const OMR: i64 = 4;
const SINCE: &str = "2026-10-01T06:00:00.700Z";

/// The euro is worth 1.10 at the first moment and 1.20 at the second; from the Omani rial no rate leads anywhere.
fn rates() -> Rates {
    Rates::new(
        [(USD, currency("USD", 2)), (EUR, currency("EUR", 2)), (OMR, currency("OMR", 3))],
        [(1, company(1, USD)), (2, company(2, EUR)), (3, company(3, OMR))],
        [rate(USD, Some(2), "2026-10-01", "1.10"), rate(USD, Some(2), "2026-11-01", "1.20")],
    )
}

fn opening() -> Moment {
    moment("2026-10-01T08:00:00Z", "UTC", USD, "USD", 2)
}

fn closing() -> Moment {
    moment("2026-11-02T08:00:00Z", "UTC", USD, "USD", 2)
}

fn deal(state: DealState, revenue: &str) -> DealInput<'static> {
    DealInput { became_opportunity_at: Some(instant("2026-05-01T08:00:00Z")), ..deal_input(state, revenue) }
}

fn euro(state: DealState, revenue: &str) -> DealInput<'static> {
    DealInput { currency: Some(EUR), currency_code: "EUR", company: Some(2), ..deal(state, revenue) }
}

fn rial(state: DealState, revenue: &str) -> DealInput<'static> {
    DealInput { currency: Some(OMR), currency_code: "OMR", company: Some(3), ..deal(state, revenue) }
}

/// Began and, where it is closed, ended at these moments.
fn lasting(deal: DealInput<'static>, began: &str, ended: Option<&str>) -> DealInput<'static> {
    DealInput { became_opportunity_at: Some(instant(began)), closed_at: ended.map(instant), ..deal }
}

fn seen(deal: DealInput<'static>, at: &Moment, is_chosen: bool) -> FlowEnd<'static> {
    FlowEnd::Seen(FlowDeal { deal, value: deal.worth(at, &rates()).expected, is_chosen })
}

fn was(deal: DealInput<'static>) -> FlowEnd<'static> {
    seen(deal, &opening(), true)
}

fn is(deal: DealInput<'static>) -> FlowEnd<'static> {
    seen(deal, &closing(), true)
}

fn shares(from: FlowEnd<'static>, to: FlowEnd<'static>) -> Vec<FlowShare<'static>> {
    let again = match from {
        FlowEnd::Seen(seen) => seen.deal.convert(seen.deal.expected_revenue, &closing(), &rates()),
        FlowEnd::Absent | FlowEnd::Hidden => None,
    };
    flow(from, to, again, instant(SINCE)).collect()
}

/// What a deal adds besides the two ends, in words: part, own amount, value.
fn told(from: FlowEnd<'static>, to: FlowEnd<'static>) -> Vec<String> {
    let shares = shares(from, to);
    let mut parts = FlowParts::default();
    shares.iter().for_each(|share| parts.add(share));
    assert!(parts.is_balanced(), "{shares:?}");
    let inner = shares.iter().filter(|share| !matches!(share.part, FigureName::FlowOpening | FigureName::FlowClosing));
    let word = |share: &FlowShare<'_>| {
        let value = share.value.map_or_else(|| "-".to_owned(), |value| value.to_string());
        format!("{:?} {} {value}", share.part, share.amount)
    };
    inner.map(word).collect()
}

const NEVER: [&str; 0] = [];

#[test]
fn what_is_open_only_at_the_second_moment_is_new_reopened_or_received() {
    let fresh = lasting(deal(Open, "70.00"), "2026-10-05T08:00:00Z", None);
    assert_eq!(told(FlowEnd::Absent, is(fresh)), ["FlowNew 70.00 70.00"]);
    let at_once = lasting(deal(Open, "70.00"), "2026-10-01T06:00:00Z", None);
    assert_eq!(told(FlowEnd::Absent, is(at_once)), ["FlowNew 70.00 70.00"], "Odoo knows no parts of a second");
    for before in [Won, Lost, Archived] {
        assert_eq!(told(was(deal(before, "50.00")), is(deal(Open, "80.00"))), ["FlowReopened 80.00 80.00"]);
    }
    // There before, and not known here, with somebody else, or left out by the filter.
    for from in [FlowEnd::Absent, FlowEnd::Hidden, seen(deal(Open, "50.00"), &opening(), false)] {
        assert_eq!(told(from, is(deal(Open, "80.00"))), ["FlowReceived 80.00 80.00"]);
    }
}

#[test]
fn what_is_open_only_at_the_first_moment_goes_out_with_its_opening_value() {
    // 100 EUR were 110 USD then, and are 120 now; that it grew before it was closed does not count.
    let before = was(euro(Open, "100.00"));
    for (state, part) in [(Won, "FlowWon"), (Lost, "FlowLost"), (Archived, "FlowArchived")] {
        assert_eq!(told(before, is(euro(state, "900.00"))), [format!("{part} 100.00 110.00")]);
        // Whoever's it is now, as long as the reader sees it.
        let of_another = seen(euro(state, "900.00"), &closing(), false);
        assert_eq!(told(before, of_another), [format!("{part} 100.00 110.00")]);
    }
    assert_eq!(told(before, FlowEnd::Absent), ["FlowRemoved 100.00 110.00"]);
    assert_eq!(told(before, FlowEnd::Hidden), ["FlowHandedOver 100.00 110.00"]);
    let of_another = seen(euro(Open, "100.00"), &closing(), false);
    assert_eq!(told(before, of_another), ["FlowHandedOver 100.00 110.00"]);
}

#[test]
fn a_change_counts_by_the_rates_of_the_second_moment_and_the_rates_for_themselves() {
    // (150 − 100) × 1.20 is 60; 100 × (1.20 − 1.10) is 10: 110 + 60 + 10 = 180.
    assert_eq!(
        told(was(euro(Open, "100.00")), is(euro(Open, "150.00"))),
        ["FlowRaised 50.00 60.00", "FlowExchange 100.00 10.00"]
    );
    assert_eq!(
        told(was(euro(Open, "100.00")), is(euro(Open, "40.00"))),
        ["FlowLowered 60.00 72.00", "FlowExchange 100.00 10.00"]
    );
    assert_eq!(told(was(euro(Open, "-100.00")), is(euro(Open, "-100.00"))), ["FlowExchange -100.00 -10.00"]);
    // A deal over less than nothing that becomes one over more.
    assert_eq!(told(was(deal(Open, "-150.00")), is(deal(Open, "50.00"))), ["FlowRaised 200.00 200.00"]);
    // 100 EUR, 120 USD by now, that are called 130 USD from now on.
    assert_eq!(
        told(was(euro(Open, "100.00")), is(deal(Open, "130.00"))),
        ["FlowRaised 130.00 10.00", "FlowExchange 100.00 10.00"]
    );
}

#[test]
fn nothing_happens_to_what_stays_as_it_is_or_is_open_at_neither_moment() {
    assert_eq!(told(was(deal(Open, "100.00")), is(deal(Open, "100.00"))), NEVER);
    assert_eq!(told(was(deal(Lost, "100.00")), is(deal(Won, "900.00"))), NEVER);
    assert_eq!(told(FlowEnd::Hidden, FlowEnd::Hidden), NEVER);
    let of_another = |at| seen(deal(Open, "100.00"), at, false);
    assert_eq!(told(of_another(&opening()), of_another(&closing())), NEVER);
}

#[test]
fn what_was_opened_and_closed_in_between_comes_in_and_goes_out_with_the_same_value() {
    let (began, ended) = ("2026-10-05T08:00:00Z", "2026-11-01T08:00:00Z");
    let passed = |state, closed| lasting(euro(state, "100.00"), began, closed);
    assert_eq!(told(FlowEnd::Absent, is(passed(Won, Some(ended)))), ["FlowNew 100.00 120.00", "FlowWon 100.00 120.00"]);
    assert_eq!(
        told(FlowEnd::Absent, is(passed(Lost, Some(ended)))),
        ["FlowNew 100.00 120.00", "FlowLost 100.00 120.00"]
    );
    assert_eq!(
        told(FlowEnd::Absent, is(passed(Archived, None))),
        ["FlowNew 100.00 120.00", "FlowArchived 100.00 120.00"]
    );
    // Written down since, and won before: it was never open in between.
    assert_eq!(told(FlowEnd::Absent, is(passed(Won, Some("2026-09-30T08:00:00Z")))), NEVER);
    assert_eq!(told(FlowEnd::Hidden, is(passed(Won, Some(ended)))), NEVER);
    assert_eq!(told(FlowEnd::Absent, is(lasting(deal(Won, "9.00"), "2026-05-01T08:00:00Z", Some(ended)))), NEVER);
}

#[test]
fn what_cannot_be_converted_is_told_beside_the_part_that_it_belongs_to() {
    let mut parts = FlowParts::default();
    let fresh = lasting(rial(Open, "5.500"), "2026-10-05T08:00:00Z", None);
    let all = [
        (FlowEnd::Absent, is(fresh)),
        (was(rial(Open, "100.000")), is(rial(Open, "130.000"))),
        (was(rial(Open, "7.000")), is(rial(Won, "7.000"))),
        (was(deal(Open, "10.00")), is(deal(Open, "10.00"))),
    ];
    for (from, to) in all {
        shares(from, to).iter().for_each(|share| parts.add(share));
    }
    let beside = |part| parts.part(part).sum.not_converted().map(|money| money.amount.to_string()).collect::<Vec<_>>();
    assert_eq!(beside(FigureName::FlowOpening), ["107.000"]);
    assert_eq!(beside(FigureName::FlowNew), ["5.500"]);
    assert_eq!(beside(FigureName::FlowRaised), ["30.000"]);
    assert_eq!(beside(FigureName::FlowWon), ["7.000"]);
    assert_eq!(beside(FigureName::FlowClosing), ["135.500"]);
    assert_eq!((parts.balance(), parts.is_balanced()), (amount("10.00"), true));
}

#[test]
fn where_a_currency_changes_and_one_end_cannot_be_converted_only_the_ends_are_told() {
    assert_eq!(told(was(rial(Open, "100.000")), is(deal(Open, "50.00"))), ["FlowExchange 100.000 50.00"]);
    assert_eq!(told(was(deal(Open, "50.00")), is(rial(Open, "100.000"))), ["FlowExchange 50.00 -50.00"]);
}

#[test]
fn parts_that_do_not_lead_to_the_closing_value_are_not_balanced() {
    let mut parts = FlowParts::default();
    let share = |part, text| FlowShare { part, amount: amount(text), currency_code: "USD", value: Some(amount(text)) };
    parts.add(&share(FigureName::FlowOpening, "100.00"));
    parts.add(&share(FigureName::FlowWon, "30.00"));
    assert_eq!((parts.balance(), parts.is_balanced()), (amount("70.00"), false));
    parts.add(&share(FigureName::FlowClosing, "70.00"));
    assert_eq!((parts.balance(), parts.is_balanced()), (amount("70.00"), true));
}

fn any_end(at: fn() -> Moment) -> impl Strategy<Value = FlowEnd<'static>> {
    let state = prop::sample::select(vec![Open, Open, Won, Lost, Archived]);
    let book = prop::sample::select(vec![deal as fn(DealState, &str) -> _, euro, rial]);
    let began = prop::sample::select(vec!["2026-05-01T08:00:00Z", "2026-10-05T08:00:00Z"]);
    let shown = (state, book, began, -1_000_000_i64..1_000_000_000, any::<bool>()).prop_map(
        move |(state, book, began, cents, is_chosen)| {
            let deal = lasting(book(state, &Decimal::new(cents, 2).to_string()), began, None);
            seen(deal, &at(), is_chosen)
        },
    );
    prop_oneof![1 => Just(FlowEnd::Absent), 1 => Just(FlowEnd::Hidden), 6 => shown]
}

proptest! {
    /// Whatever becomes of the deals, the parts lead from the opening to the closing value exactly, and these are the pipelines
    /// of the two moments.
    #[test]
    fn the_parts_lead_from_the_opening_to_the_closing_value(
        ends in prop::collection::vec((any_end(opening), any_end(closing)), 0..40)
    ) {
        let mut parts = FlowParts::default();
        let (mut before, mut after) = (Decimal::ZERO, Decimal::ZERO);
        let open = |end: &FlowEnd<'static>| match end {
            FlowEnd::Seen(seen) if seen.is_chosen && seen.deal.state == Open => seen.value.unwrap_or_default(),
            _ => Decimal::ZERO,
        };
        for (from, to) in ends {
            before += open(&from);
            after += open(&to);
            shares(from, to).iter().for_each(|share| parts.add(share));
        }
        prop_assert_eq!(parts.part(FigureName::FlowOpening).sum.total(), before);
        prop_assert_eq!(parts.part(FigureName::FlowClosing).sum.total(), after);
        prop_assert_eq!(parts.balance(), after);
        prop_assert!(parts.is_balanced());
    }
}
