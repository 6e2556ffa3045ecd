//! One account and the rows behind its figures.

use super::company::{admin, figures, person, published, scope};
use domain::builders::amount;
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
