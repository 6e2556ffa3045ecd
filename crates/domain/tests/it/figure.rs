//! Every figure over the same twelve deals and a few documents, beside the rows that it opens to (docs/numbers.md §4).

use domain::{
    Moment, Period, Rules,
    builders::{amount, company, currency, day, deal_input, instant, invoice_input, moment, period},
    canonical::{InvoiceState, OrderState, PaymentState},
    facts::OrderFact,
    metrics::{
        DealInput, FigureParts, InvoiceInput, InvoiceParts, SalesParts, Touch,
        figure::{Matter, Said, definition, matter},
    },
    money::Rates,
};
use rust_decimal::Decimal;
use shared::{
    accounts::DealState::{Archived, Lost, Open, Won},
    figures::{FigureName, ForecastCategory},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

const BEST_CASE: Option<i64> = Some(2);
const COMMIT: Option<i64> = Some(3);
const PARKED: Option<i64> = Some(4);

/// 21 November.
fn in_dubai() -> Moment {
    let forecast_of = [
        (BEST_CASE, ForecastCategory::BestCase),
        (COMMIT, ForecastCategory::Commit),
        (PARKED, ForecastCategory::Omitted),
    ];
    let forecast_of: BTreeMap<_, _> =
        forecast_of.into_iter().filter_map(|(stage, category)| Some((stage?, category))).collect();
    let rules = Arc::new(Rules { forecast_of, ..Rules::default() });
    Moment { rules, ..moment("2026-11-21T12:00:00Z", "Asia/Dubai", 1, "USD", 2) }
}

fn rates() -> Rates {
    Rates::new([(1, currency("USD", 2))], [(1, company(1, 1))], [])
}

/// The first is worth 1, the second 10, the third 100: of each sum one sees which deals are in it. Weighted they are half.
fn deals() -> Vec<DealInput<'static>> {
    let at = |text: &str| Some(instant(text));
    let on = |text: &str| Some(day(text));
    let each = |number: usize| Some((amount(&number.to_string()), amount("0.25")));
    let deals = [
        DealInput { close_on: on("2026-11-21"), recurring: each(3), ..deal_input(Open, "1") },
        DealInput { close_on: on("2026-11-20"), stage_changed_at: at("2026-10-01T08:00:00Z"), ..deal_input(Open, "1") },
        deal_input(Open, "1"),
        DealInput {
            close_on: on("2026-12-01"),
            became_opportunity_at: at("2026-11-03T08:00:00Z"),
            ..deal_input(Open, "1")
        },
        DealInput {
            closed_at: at("2026-11-02T00:00:00Z"),
            became_opportunity_at: at("2026-10-03T00:00:00Z"),
            recurring: each(7),
            ..deal_input(Won, "1")
        },
        // The last second of October there.
        DealInput { closed_at: at("2026-10-31T19:59:59Z"), closed_estimated: true, ..deal_input(Won, "1") },
        DealInput {
            closed_at: at("2026-11-05T08:00:00Z"),
            became_opportunity_at: at("2026-11-04T08:00:00Z"),
            recurring: each(9),
            ..deal_input(Lost, "1")
        },
        DealInput { closed_at: at("2026-10-05T08:00:00Z"), ..deal_input(Lost, "1") },
        DealInput {
            close_on: on("2026-11-25"),
            became_opportunity_at: at("2026-11-04T08:00:00Z"),
            stage_changed_at: at("2026-10-01T08:00:00Z"),
            recurring: each(5),
            ..deal_input(Archived, "1")
        },
        DealInput { close_on: on("2026-11-25"), stage: COMMIT, ..deal_input(Open, "1") },
        DealInput { close_on: on("2026-11-30"), stage: BEST_CASE, ..deal_input(Open, "1") },
        DealInput { close_on: on("2026-11-25"), stage: PARKED, ..deal_input(Open, "1") },
    ];
    let mut worth = Decimal::ONE;
    let priced = deals.map(|deal| {
        let priced = DealInput { expected_revenue: worth, weighted_revenue: worth / amount("2"), ..deal };
        worth *= Decimal::TEN;
        priced
    });
    priced.to_vec()
}

fn invoices() -> [InvoiceInput<'static>; 4] {
    [
        InvoiceInput { due_on: Some(day("2026-11-09")), ..invoice_input("1000.00", "600.00", "2026-11-02") },
        invoice_input("200.00", "200.00", "2026-10-31"),
        InvoiceInput { payment_state: PaymentState::InPayment, ..invoice_input("30.00", "30.00", "2026-11-03") },
        InvoiceInput { state: InvoiceState::Draft, ..invoice_input("4.00", "4.00", "2026-11-03") },
    ]
}

/// The last second of October and the first of November there, a day in November, and an order of no day.
fn orders() -> [OrderFact; 7] {
    let fact = |state, untaxed: &str, ordered_at: Option<&str>| OrderFact {
        name: "S00001".to_owned(),
        state,
        account: None,
        deal: None,
        salesperson: None,
        team: None,
        company: Some(1),
        currency: Some(1),
        currency_code: "USD".to_owned(),
        untaxed: amount(untaxed),
        total: amount("99"),
        ordered_at: ordered_at.map(instant),
        unresolved: Vec::new(),
    };
    [
        fact(OrderState::Sale, "1", Some("2026-10-31T19:59:59Z")),
        fact(OrderState::Sale, "10", Some("2026-10-31T20:00:00Z")),
        fact(OrderState::Sale, "100", None),
        fact(OrderState::Quotation, "1000", Some("2026-11-03T08:00:00Z")),
        fact(OrderState::Cancelled, "10000", Some("2026-11-03T08:00:00Z")),
        fact(OrderState::Sent, "100000", Some("2026-11-03T08:00:00Z")),
        fact(OrderState::Done, "1000000", Some("2026-11-03T08:00:00Z")),
    ]
}

fn parts(period: Option<Period>) -> FigureParts {
    let (moment, rates) = (in_dubai(), rates());
    let mut parts = FigureParts::default();
    for deal in deals() {
        parts.add_deal(&deal, deal.worth(&moment, &rates), &moment, &rates, period);
    }
    for invoice in invoices() {
        parts.add_invoice(&invoice, &moment, &rates, period);
    }
    orders().iter().for_each(|order| parts.orders.add(order, &moment, &rates, period));
    for at in ["2026-10-31T19:59:59Z", "2026-10-31T20:00:00Z", "2026-11-20T08:00:00Z"] {
        parts.add_activity(Touch::Done { at: Some(instant(at)) }, &moment, period);
    }
    parts
}

/// The value, and behind a slash of how many records it is made.
fn told(said: Said<'_>) -> String {
    let some = |value: Option<Decimal>| value.map_or_else(|| "-".to_owned(), |value| value.normalize().to_string());
    match said {
        Said::Money(sum) => format!("{} / {}", sum.total().normalize(), sum.count()),
        Said::Count { count, worth } => format!("{count} of {}", worth.total().normalize()),
        Said::Ratio { ratio, of } => format!("{} / {of}", some(ratio)),
        Said::Mean { amount, of } => format!("{} / {of}", some(amount)),
        Said::Days { days, of, left_out } => format!("{} / {of}, without {left_out}", some(days)),
    }
}

const EXPECTED: [(FigureName, &str, &str); 32] = [
    (FigureName::Pipeline, "111000001111 / 7", "111000001111 / 7"),
    (FigureName::Weighted, "55500000555.5 / 7", "55500000555.5 / 7"),
    (FigureName::OpenDeals, "7 of 111000001111", "7 of 111000001111"),
    (FigureName::RecurringPipeline, "3 / 1", "3 / 1"),
    (FigureName::RecurringWeighted, "0.25 / 1", "0.25 / 1"),
    (FigureName::Won, "10000 / 1", "110000 / 2"),
    (FigureName::WonDeals, "1 of 10000", "2 of 110000"),
    (FigureName::RecurringWon, "7 / 1", "7 / 1"),
    (FigureName::Lost, "1000000 / 1", "11000000 / 2"),
    (FigureName::LostDeals, "1 of 1000000", "2 of 11000000"),
    (FigureName::NewDeals, "2 of 1001000", "11 of 111011111111"),
    (FigureName::WinRate, "0.5 / 2", "0.5 / 4"),
    // 10,000 of 1,010,000.
    (FigureName::WinRateByValue, "0.0099 / 2", "0.0099 / 4"),
    (FigureName::AverageDeal, "10000 / 1", "55000 / 2"),
    (FigureName::SalesCycle, "30 / 1, without 0", "30 / 1, without 1"),
    (FigureName::OverdueDeals, "1 of 10", "1 of 10"),
    (FigureName::RottingDeals, "1 of 10", "1 of 10"),
    (FigureName::Closing, "111000000011 / 5", "111000001011 / 6"),
    (FigureName::Forecast, "11000010011 / 5", "11000111011 / 7"),
    (FigureName::ForecastCommit, "1000000000 / 1", "1000000000 / 1"),
    (FigureName::ForecastBestCase, "10000000000 / 1", "10000000000 / 1"),
    (FigureName::ForecastPipeline, "1 / 1", "1001 / 2"),
    (FigureName::ForecastOverdue, "10 / 1", "10 / 1"),
    (FigureName::ForecastOmitted, "100000000000 / 1", "100000000000 / 1"),
    (FigureName::Undated, "100 / 1", "100 / 1"),
    (FigureName::Invoiced, "1030 / 2", "1230 / 3"),
    (FigureName::Outstanding, "800 / 2", "800 / 2"),
    (FigureName::Overdue, "600 / 1", "600 / 1"),
    (FigureName::InPayment, "30 / 1", "30 / 1"),
    (FigureName::Orders, "1000010 / 2", "1000111 / 4"),
    (FigureName::Quotations, "101000 / 2", "101000 / 2"),
    (FigureName::ActivitiesDone, "2 of 0", "3 of 0"),
];

fn periods() -> [Option<Period>; 2] {
    [Some(period("2026-11-01", "2026-12-01")), None]
}

#[test]
fn each_figure_says_its_own_sum_of_november_and_of_all_time() {
    let [november, ever] = periods().map(parts);
    for (figure, of_november, of_all_time) in EXPECTED {
        assert_eq!(told(november.say(figure, 2)), of_november, "{figure:?}");
        assert_eq!(told(ever.say(figure, 2)), of_all_time, "{figure:?}");
    }
}

/// What the rows of a figure add up to, where it is a sum of them.
fn sum_of_rows(figure: FigureName, period: Option<Period>) -> Option<Decimal> {
    let (moment, rates) = (in_dubai(), rates());
    match matter(figure) {
        Matter::Deals(groups, of) => {
            let deals = deals();
            let rows = deals.iter().filter(|deal| groups.iter().any(|group| group.takes(deal, &moment, period)));
            Some(rows.filter_map(|deal| deal.convert(deal.amount(of)?, &moment, &rates)).sum())
        }
        Matter::Invoices(of) => {
            let invoices = invoices();
            let parts = invoices.iter().filter_map(|invoice| of.of(invoice, &moment, &rates, period));
            Some(parts.filter_map(|valued| valued.converted).sum())
        }
        Matter::Orders(group) => {
            let orders = orders();
            let rows = orders.iter().filter(|order| group.takes(order, &moment, period));
            Some(rows.filter_map(|order| order.converted(&moment, &rates)).sum())
        }
        Matter::Activities | Matter::Flow => None,
    }
}

#[test]
fn the_rows_that_a_figure_opens_to_add_up_to_it() {
    for period in periods() {
        let parts = parts(period);
        for (figure, ..) in EXPECTED {
            let (Said::Money(worth) | Said::Count { worth, .. }) = parts.say(figure, 2) else { continue };
            if let Some(sum) = sum_of_rows(figure, period) {
                assert_eq!(sum, worth.total(), "{figure:?} {period:?}");
            }
        }
    }
}

#[test]
fn what_each_record_adds_merges_to_the_whole() {
    let (moment, rates) = (in_dubai(), rates());
    for period in periods() {
        let (mut sales, mut documents) = (SalesParts::default(), InvoiceParts::default());
        for deal in deals() {
            let mut own = SalesParts::default();
            own.add(&deal, deal.worth(&moment, &rates), &moment, &rates, period);
            sales.merge(&own);
        }
        for invoice in invoices() {
            let mut own = InvoiceParts::default();
            own.add(&invoice, &moment, &rates, period);
            documents.merge(&own);
        }
        let whole = parts(period);
        assert_eq!((whole.sales.cycle.deals, whole.invoices.documents), (1, 4));
        assert_eq!((sales, documents), (whole.sales, whole.invoices));
    }
}

#[test]
fn each_figure_is_defined_in_its_own_words() {
    let figures: Vec<_> = EXPECTED.map(|(figure, ..)| figure).into_iter().chain(FigureName::FLOW).collect();
    let words: BTreeSet<_> = figures.iter().map(|figure| definition(*figure)).collect();
    assert_eq!(words.len(), figures.len());
    assert!(words.iter().all(|words| words.split(' ').count() >= 4), "{words:?}");
}

#[test]
fn days_that_were_worked_out_are_those_of_the_organisation() {
    let moment = in_dubai();
    let closed = DealInput { closed_at: Some(instant("2026-10-31T20:00:00Z")), ..deal_input(Won, "1") };
    let days = closed.worth(&moment, &rates()).days;
    assert_eq!((days.closed_on(), closed.closed_on(&moment)), (Some(day("2026-11-01")), Some(day("2026-11-01"))));
    // Whoever has them already is believed.
    let elsewhere = DealInput { days: Some(days), closed_at: None, ..closed };
    assert_eq!(elsewhere.closed_on(&moment), Some(day("2026-11-01")));
    assert_eq!(deal_input(Won, "1").worth(&moment, &rates()).days.closed_on(), None);
}

#[test]
fn overdue_begins_the_day_after_the_expected_one() {
    let moment = in_dubai();
    let due = |state, on: &str| DealInput { close_on: Some(day(on)), ..deal_input(state, "1") }.is_overdue(&moment);
    let open = ["2025-11-21", "2026-11-20", "2026-11-21", "2026-11-22"].map(|on| due(Open, on));
    assert_eq!(open, [true, true, false, false]);
    assert_eq!([Won, Lost, Archived].map(|state| due(state, "2026-11-20")), [false; 3]);
}
