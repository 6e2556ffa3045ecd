//! Invoiced, outstanding and touches (docs/numbers.md §4).

use domain::{
    Moment,
    builders::{amount, company, currency, day, instant, moment, rate},
    canonical::{InvoiceState, PaymentState},
    metrics::{BusinessParts, InvoiceInput, Touch},
    money::Rates,
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
    InvoiceInput {
        state: InvoiceState::Posted,
        payment_state: PaymentState::NotPaid,
        currency: Some(USD),
        currency_code: "USD",
        company: Some(1),
        untaxed: amount(untaxed),
        residual: amount(residual),
        invoice_date: Some(day("2026-03-01")),
    }
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
    let touches = [Touch::Planned, Touch::Done, meeting("2026-11-21T12:00:00Z"), meeting("2026-11-21T12:00:01Z")];
    touches.into_iter().for_each(|touch| parts.add_touch(touch, &now()));
    assert_eq!((parts.planned, parts.touches), (1, 2));
}
