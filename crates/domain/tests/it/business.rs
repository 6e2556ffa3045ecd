//! Invoiced, outstanding and touches (docs/numbers.md §4).

use domain::{
    Moment,
    builders::{amount, company, currency, day, instant, invoice_input, moment, period, rate},
    canonical::{InvoiceKind, InvoiceState, PaymentState},
    metrics::{BusinessParts, Due, InvoiceInput, Touch, Valued},
    money::Rates,
    rules::Rules,
};
use shared::Money;

const USD: i64 = 1;
const EUR: i64 = 2;
const OMR: i64 = 4;

/// 1.05 USD for 1 EUR until June, 1.10 from July; nothing for OMR.
fn rates() -> Rates {
    Rates::new(
        [(USD, currency("USD", 2)), (EUR, currency("EUR", 2)), (OMR, currency("OMR", 3))],
        [(1, company(1, USD)), (2, company(2, EUR)), (3, company(3, OMR))],
        [rate(USD, Some(2), "2026-01-01", "1.05"), rate(USD, Some(2), "2026-07-01", "1.10")],
    )
}

fn now() -> Moment {
    moment("2026-11-21T12:00:00Z", "UTC", USD, "USD", 2)
}

fn invoice(untaxed: &str, residual: &str) -> InvoiceInput<'static> {
    invoice_input(untaxed, residual, "2026-03-01")
}

fn parts(invoices: &[InvoiceInput<'_>]) -> BusinessParts {
    let mut parts = BusinessParts::default();
    invoices.iter().for_each(|invoice| parts.add_invoice(invoice, &now(), &rates()));
    parts
}

#[test]
fn credit_notes_reduce_what_is_invoiced_and_only_posted_documents_count() {
    let parts = parts(&[
        invoice("1000.00", "1200.00"),
        invoice("-250.00", "-300.00"),
        InvoiceInput { state: InvoiceState::Draft, ..invoice("70.00", "70.00") },
        InvoiceInput { state: InvoiceState::Cancelled, ..invoice("80.00", "80.00") },
    ]);
    assert_eq!((parts.invoiced.total(), parts.outstanding.total()), (amount("750"), amount("900")));
    assert_eq!((parts.invoices, parts.draft_invoices), (2, 1));
}

#[test]
fn what_is_paid_in_payment_or_reversed_is_not_outstanding_whatever_its_residual_says() {
    let states = [
        (PaymentState::NotPaid, "10"),
        (PaymentState::Partial, "10"),
        (PaymentState::Blocked, "10"),
        (PaymentState::Paid, "0"),
        (PaymentState::InPayment, "0"),
        (PaymentState::Reversed, "0"),
    ];
    for (payment_state, expected) in states {
        let parts = parts(&[InvoiceInput { payment_state, ..invoice("10.00", "10.00") }]);
        assert_eq!(parts.outstanding.total(), amount(expected), "{payment_state:?}");
        assert_eq!(parts.invoiced.total(), amount("10"), "{payment_state:?}");
    }
}

#[test]
fn invoices_are_converted_at_the_rate_of_their_own_day_and_never_at_one() {
    let euro =
        InvoiceInput { currency: Some(EUR), currency_code: "EUR", company: Some(2), ..invoice("100.00", "100.00") };
    let rial =
        InvoiceInput { currency: Some(OMR), currency_code: "OMR", company: Some(3), ..invoice("7.000", "7.000") };
    let parts = parts(&[euro, InvoiceInput { invoice_date: Some(day("2026-07-01")), ..euro }, rial]);
    assert_eq!(parts.invoiced.total(), amount("215"), "105.00 + 110.00");
    assert_eq!(parts.invoiced.figure("USD", 2).not_converted, [Money::new(amount("7.000"), "OMR")]);
    assert_eq!(parts.invoices, 3);
}

#[test]
fn a_meeting_is_a_touch_from_the_moment_that_it_ends() {
    let mut parts = BusinessParts::default();
    let meeting = |ends: &str| Touch::Meeting { ends: instant(ends) };
    let touches = [
        Touch::Planned { due: None },
        Touch::Done { at: Some(instant("2026-11-02T08:00:00Z")) },
        meeting("2026-11-21T12:00:00Z"),
        meeting("2026-11-21T12:00:01Z"),
    ];
    touches.into_iter().for_each(|touch| parts.add_touch(touch, &now()));
    assert_eq!((parts.planned, parts.touches), (1, 2));
    assert_eq!(parts.last_touch, Some(instant("2026-11-21T12:00:00Z")));
}

#[test]
fn the_next_activity_is_the_earliest_that_is_planned() {
    let mut parts = BusinessParts::default();
    for due in [Some(day("2026-12-01")), None, Some(day("2026-11-01")), Some(day("2027-01-01"))] {
        parts.add_touch(Touch::Planned { due }, &now());
    }
    assert_eq!((parts.planned, parts.next_activity), (4, Some(day("2026-11-01"))));
}

#[test]
fn overdue_is_what_was_due_before_today_instalment_by_instalment() {
    let due = |on: &str, residual: &str| Due { on: Some(day(on)), residual: amount(residual) };
    let instalments = [due("2026-10-01", "0"), due("2026-11-20", "400.00"), due("2026-11-21", "300.00")];
    let in_parts =
        InvoiceInput { due_on: Some(day("2026-10-01")), instalments: &instalments, ..invoice("1000.00", "700.00") };
    assert_eq!(parts(&[in_parts]).overdue.total(), amount("400"));
    let whole = |on: &str| InvoiceInput { due_on: Some(day(on)), ..invoice("100.00", "50.00") };
    assert_eq!(
        parts(&[whole("2026-11-20"), whole("2026-11-21"), invoice("9.00", "9.00")]).overdue.total(),
        amount("50")
    );
    // With invoicing alone Odoo keeps the residual of what is paid.
    let paid = InvoiceInput { payment_state: PaymentState::Paid, ..whole("2026-11-20") };
    assert_eq!(parts(&[paid]).overdue.total(), amount("0"));
    let credit = InvoiceInput { residual: amount("-20.00"), ..whole("2026-11-20") };
    assert_eq!(parts(&[whole("2026-11-20"), credit]).overdue.total(), amount("30"));
}

#[test]
fn the_first_day_due_is_that_of_what_is_not_paid() {
    let whole = InvoiceInput { due_on: Some(day("2026-11-20")), ..invoice("100.00", "50.00") };
    assert_eq!(whole.first_due(), Some(day("2026-11-20")));
    assert_eq!(InvoiceInput { residual: amount("0"), ..whole }.first_due(), None);
    assert_eq!(InvoiceInput { payment_state: PaymentState::Paid, ..whole }.first_due(), None);
    let due = |on: Option<&str>, residual: &str| Due { on: on.map(day), residual: amount(residual) };
    let paid_first =
        [due(Some("2026-10-01"), "0"), due(Some("2026-12-01"), "5"), due(Some("2026-11-25"), "5"), due(None, "5")];
    let in_parts = InvoiceInput { instalments: &paid_first, ..whole };
    assert_eq!(in_parts.first_due(), Some(day("2026-11-25")));
    assert_eq!(InvoiceInput { payment_state: PaymentState::Reversed, ..in_parts }.first_due(), None);
    assert_eq!(InvoiceInput { instalments: &[due(Some("2026-10-01"), "0")], ..whole }.first_due(), None);
}

#[test]
fn invoiced_lately_is_of_the_last_365_days() {
    let on = |date: &str| InvoiceInput { invoice_date: Some(day(date)), ..invoice("10.00", "0") };
    let parts = parts(&[on("2025-11-21"), on("2025-11-22"), on("2026-11-21"), on("2026-11-22")]);
    assert_eq!((parts.invoiced_lately.total(), parts.invoiced.total()), (amount("20"), amount("40")));
    assert_eq!(parts.last_invoice, Some(day("2026-11-22")));
}

#[test]
fn what_is_in_payment_stands_apart_and_credit_notes_are_counted_among_the_posted() {
    let credit = InvoiceInput { kind: InvoiceKind::CreditNote, ..invoice("-250.00", "-300.00") };
    let flowing = InvoiceInput { payment_state: PaymentState::InPayment, ..invoice("80.00", "20.00") };
    let parts = parts(&[invoice("1000.00", "1200.00"), credit, flowing]);
    assert_eq!((parts.invoices, parts.credit_notes), (3, 1));
    assert_eq!((parts.outstanding.total(), parts.in_payment.total()), (amount("900"), amount("20")));
}

#[test]
fn invoiced_this_year_is_of_the_fiscal_year_that_today_is_in() {
    let on = |date: &str| InvoiceInput { invoice_date: Some(day(date)), ..invoice("10.00", "0") };
    let invoices = [on("2025-12-31"), on("2026-01-01"), on("2026-03-31"), on("2026-04-01"), on("2027-01-01")];
    assert_eq!(parts(&invoices).invoiced_this_year.total(), amount("30"));
    let mut from_april = BusinessParts::default();
    let rules = Rules { fiscal_month: 4, ..Rules::default() };
    let now = Moment { rules: std::sync::Arc::new(rules), ..now() };
    invoices.iter().for_each(|invoice| from_april.add_invoice(invoice, &now, &rates()));
    assert_eq!(from_april.invoiced_this_year.total(), amount("20"), "from April 2026 to March 2027");
}

#[test]
fn a_document_adds_to_the_sums_what_its_own_row_tells() {
    let partial = InvoiceInput { due_on: Some(day("2026-11-20")), ..invoice("100.00", "50.00") };
    let worth = partial.worth(&now(), &rates()).unwrap();
    let valued = |text: &str| Valued { own: amount(text), converted: Some(amount(text)) };
    assert_eq!(worth.untaxed, valued("100.00"));
    assert_eq!((worth.outstanding, worth.overdue), (Some(valued("50.00")), Some(valued("50.00"))));
    assert_eq!(worth.in_payment, None);
    let draft = InvoiceInput { state: InvoiceState::Draft, ..partial };
    assert_eq!(draft.worth(&now(), &rates()), None);
}

#[test]
fn parts_of_several_accounts_add_up() {
    let credit = InvoiceInput { kind: InvoiceKind::CreditNote, ..invoice("-1.00", "-1.00") };
    let draft = InvoiceInput { state: InvoiceState::Draft, ..invoice("70.00", "70.00") };
    let mut one = parts(&[invoice("10.00", "4.00"), credit, credit, draft, draft]);
    let mut other = parts(&[invoice("7.00", "7.00"), invoice_input("2.00", "2.00", "2026-03-02"), credit, draft]);
    one.add_touch(Touch::Planned { due: Some(day("2026-12-02")) }, &now());
    other.add_touch(Touch::Planned { due: Some(day("2026-12-01")) }, &now());
    other.add_touch(Touch::Done { at: Some(instant("2026-11-02T08:00:00Z")) }, &now());
    one.merge(&other);
    assert_eq!((one.invoiced.total(), one.outstanding.total()), (amount("16"), amount("10")));
    assert_eq!((one.invoices, one.credit_notes, one.draft_invoices), (6, 3, 3));
    assert_eq!((one.planned, one.touches, one.next_activity), (2, 1, Some(day("2026-12-01"))));
    assert_eq!(one.last_touch, Some(instant("2026-11-02T08:00:00Z")));
    assert_eq!(one.last_invoice, Some(day("2026-03-02")));
}

#[test]
fn what_was_done_counts_on_the_day_of_the_organisation_and_a_meeting_when_it_is_over() {
    let moment = moment("2026-11-01T08:00:00Z", "Asia/Dubai", 1, "USD", 2);
    let november = Some(period("2026-11-01", "2026-12-01"));
    let october = Some(period("2026-10-01", "2026-11-01"));
    let done = |at: &str| Touch::Done { at: Some(instant(at)) };
    let meeting = |ends: &str| Touch::Meeting { ends: instant(ends) };
    for (touch, in_november, in_october, ever) in [
        // Midnight in Dubai.
        (done("2026-10-31T20:00:00Z"), true, false, true),
        (done("2026-10-31T19:59:59Z"), false, true, true),
        (Touch::Done { at: None }, false, false, true),
        (meeting("2026-11-01T08:00:00Z"), true, false, true),
        (meeting("2026-11-01T08:00:01Z"), false, false, false),
        (Touch::Planned { due: Some(day("2026-10-15")) }, false, false, false),
    ] {
        let counts = [november, october, None].map(|period| touch.is_done(&moment, period));
        assert_eq!(counts, [in_november, in_october, ever], "{touch:?}");
    }
}
