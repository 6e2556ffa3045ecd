//! One account and the rows behind its figures.

use super::company::{AMERICA, admin, figures, person, published, scope};
use domain::{
    builders::{activity, amount, event, instant, invoice, message},
    canonical::{Activity, Anchor, Event, Invoice, InvoiceState, PaymentState, Record},
    metrics::BusinessParts,
};
use rust_decimal::Decimal;
use shared::{accounts::DealState, auth::UserRole};

#[tokio::test]
async fn the_detail_has_the_open_and_won_deals_whose_sum_is_the_card() {
    let lake = published().await;
    let moment = lake.store.moment().await.unwrap();
    let scope = admin(&lake, &moment).await;
    let found = lake.store.accounts().find(&scope, &moment, 10).await.unwrap().unwrap();
    let rows: Vec<_> =
        found.deals.iter().map(|deal| (deal.id, deal.fact.state, deal.converted, deal.weighted)).collect();
    assert_eq!(
        rows,
        [
            (100, DealState::Open, Some(amount("1000")), Some(amount("500"))),
            (101, DealState::Open, Some(amount("200")), Some(amount("40"))),
            (102, DealState::Won, Some(amount("300")), Some(amount("300"))),
        ]
    );
    assert_eq!(found.deals[1].fact.currency_code, "USD");
    assert_eq!(figures(&found.parts), "1200.00/2 | 540.00/2 | 300.00/1 | 2");
    let open: Decimal =
        found.deals.iter().filter(|deal| deal.fact.state == DealState::Open).filter_map(|deal| deal.converted).sum();
    assert_eq!(open, found.parts.pipeline.total());
    assert_eq!(found.url.as_deref(), Some("https://odoo.example/partner/10"));
}

#[tokio::test]
async fn a_deal_without_a_rate_is_a_row_without_a_converted_amount_and_a_lost_one_is_none() {
    let lake = published().await;
    let moment = lake.store.moment().await.unwrap();
    let scope = admin(&lake, &moment).await;
    let found = lake.store.accounts().find(&scope, &moment, 11).await.unwrap().unwrap();
    let rows: Vec<_> = found.deals.iter().map(|deal| (deal.id, deal.converted)).collect();
    assert_eq!(rows, [(103, Some(amount("80.01"))), (106, None)]);
}

#[tokio::test]
async fn vendors_and_archived_accounts_are_found_but_contacts_and_strangers_are_not() {
    let lake = published().await;
    let moment = lake.store.moment().await.unwrap();
    let everything = admin(&lake, &moment).await;
    let accounts = lake.store.accounts();
    for (id, found) in [(13, true), (14, true), (20, false), (99, false), (0, false), (-1, false), (i64::MAX, false)] {
        assert_eq!(accounts.find(&everything, &moment, id).await.unwrap().is_some(), found, "{id}");
    }
    let ben = scope(&lake, &moment, person(UserRole::AccountManager, Some(8))).await;
    assert!(accounts.find(&ben, &moment, 13).await.unwrap().is_none());
}

fn hundred(id: i64, company: i64, account: i64) -> Invoice {
    let (amount, currency) = (amount("100"), None);
    Invoice {
        company: Some(company),
        currency,
        untaxed_signed: amount,
        residual_signed: amount,
        ..invoice(id, account)
    }
}

fn counted(parts: &BusinessParts) -> (String, String, [u64; 4]) {
    let counts = [parts.invoices, parts.draft_invoices, parts.planned, parts.touches];
    (parts.invoiced.total().to_string(), parts.outstanding.total().to_string(), counts)
}

/// 1 USD of the American company is 0.80 EUR.
#[tokio::test]
async fn invoices_and_touches_are_added_up_as_far_as_the_reader_sees_them_generation_by_generation() {
    let mut lake = published().await;
    let paid = Invoice { payment_state: PaymentState::Paid, ..hundred(71, AMERICA, 10) };
    let draft = Invoice { state: InvoiceState::Draft, ..hundred(72, 1, 10) };
    lake.put(70, Record::Invoice(hundred(70, 1, 10))).put(71, Record::Invoice(paid)).put(72, Record::Invoice(draft));
    lake.put(80, Record::Activity(activity(Some(Anchor::Partner(10)))));
    lake.put(81, Record::Activity(Activity { done: true, ..activity(Some(Anchor::Deal(100))) }));
    lake.put(82, Record::Message(message(Some(Anchor::Invoice(70)))));
    let over = Some(instant("2026-11-21T12:00:00Z"));
    lake.put(83, Record::Event(Event { deal: Some(100), stop: over, ..event(83) }));
    lake.put(84, Record::Event(Event { deal: Some(100), stop: Some(instant("2026-11-21T12:00:01Z")), ..event(84) }));
    lake.put(85, Record::Event(Event { deal: Some(100), archived: true, ..event(85) }));
    lake.put(86, Record::Message(message(Some(Anchor::Partner(11)))));
    let first = lake.publish().await;
    let moment = lake.store.moment().await.unwrap();
    let everything = admin(&lake, &moment).await;
    let found = lake.store.accounts().find(&everything, &moment, 10).await.unwrap().unwrap();
    assert_eq!(
        counted(&found.business),
        ("180.00".into(), "100.00".into(), [2, 1, 1, 2]),
        "what Odoo keeps of a done activity is none beside its message"
    );

    lake.remove(domain::canonical::Kind::Invoice, 70).put(71, Record::Invoice(hundred(71, AMERICA, 11)));
    lake.publish().await;
    let moment = lake.store.moment().await.unwrap();
    for store in [lake.store.clone(), lake.another_store().await] {
        let found = store.accounts().find(&everything, &moment, 10).await.unwrap().unwrap();
        assert_eq!(
            counted(&found.business),
            ("0".into(), "0".into(), [0, 1, 1, 1]),
            "its message went with the invoice"
        );
        let found = store.accounts().find(&everything, &moment, 11).await.unwrap().unwrap();
        assert_eq!(counted(&found.business), ("80.00".into(), "80.00".into(), [1, 0, 0, 1]));
    }
    let before = lake.store.moment_at(first).await.unwrap();
    let found = lake.store.accounts().find(&everything, &before, 10).await.unwrap().unwrap();
    assert_eq!(counted(&found.business), ("180.00".into(), "100.00".into(), [2, 1, 1, 2]), "as it was");
}

#[tokio::test]
async fn within_a_generation_it_is_known_that_a_meeting_has_ended() {
    let mut lake = published().await;
    let ends = |id, at: &str| Event { deal: Some(100), stop: Some(instant(at)), ..event(id) };
    lake.put(83, Record::Event(ends(83, "2026-11-21T12:00:00Z")));
    lake.put(84, Record::Event(ends(84, "2026-11-21T12:30:00Z")));
    lake.put(85, Record::Event(Event { archived: true, ..ends(85, "2026-11-21T12:10:00Z") }));
    lake.publish().await;
    let moment = lake.store.moment().await.unwrap();
    let mut over = Vec::new();
    for now in ["2026-11-21T11:59:59Z", "2026-11-21T12:00:00Z", "2026-11-21T12:29:59Z", "2026-11-21T12:30:00Z"] {
        let moment = domain::Moment { now: instant(now), ..moment.clone() };
        over.push(lake.store.meetings_over(&moment).await.unwrap());
    }
    assert_eq!(over, [0, 1, 1, 2]);

    lake.put(86, Record::Event(ends(86, "2026-11-21T09:00:00Z")));
    lake.publish().await;
    let later = domain::Moment { now: instant("2026-11-21T12:00:00Z"), ..lake.store.moment().await.unwrap() };
    assert_eq!(lake.store.meetings_over(&later).await.unwrap(), 2, "of the new generation");
    let before = domain::Moment { now: later.now, ..moment };
    assert_eq!(lake.store.meetings_over(&before).await.unwrap(), 1, "of the earlier one");
}
