//! What a dashboard is made of: the months of its chart, and how many documents it knows.

use super::{
    company::{admin, person, published, scope},
    small_lake::SmallLake,
};
use domain::{
    Scope,
    builders::invoice,
    canonical::{Invoice, InvoiceState, Record},
};
use shared::auth::UserRole;
use store::figures::{Overview, Selection};

async fn overview(lake: &SmallLake, scope: &Scope) -> Overview {
    let moment = lake.store.moment().await.unwrap();
    lake.store.figures().overview(scope, &moment, &Selection::default()).await.unwrap()
}

#[tokio::test]
async fn the_months_are_the_twelve_up_to_this_one_each_with_what_was_won_in_it() {
    let lake = published().await;
    let moment = lake.store.moment().await.unwrap();
    let found = overview(&lake, &admin(&lake, &moment).await).await;
    let months: Vec<_> = found
        .months
        .iter()
        .map(|(month, parts)| format!("{} {}/{}", month.start(), parts.won.sum.total(), parts.won.deals))
        .collect();
    let without = ["2025-12-01", "2026-01-01", "2026-02-01"].map(|month| format!("{month} 0/0"));
    assert_eq!(months[..3], without);
    assert_eq!(months[3], "2026-03-01 300.00/1");
    assert!(months[4..].iter().all(|month| month.ends_with(" 0/0")), "{months:?}");
    assert_eq!((months.len(), months[11].as_str()), (12, "2026-11-01 0/0"));
}

#[tokio::test]
async fn the_invoices_that_it_knows_are_those_in_reach_drafts_too() {
    let mut lake = published().await;
    let of = |id, salesperson| Invoice { salesperson: Some(salesperson), ..invoice(id, 11) };
    lake.put(1, Record::Invoice(of(1, 8)))
        .put(2, Record::Invoice(Invoice { state: InvoiceState::Draft, ..of(2, 8) }))
        .put(3, Record::Invoice(Invoice { partner: None, commercial: None, ..of(3, 7) }));
    lake.publish().await;
    let moment = lake.store.moment().await.unwrap();
    let everything = admin(&lake, &moment).await;
    let ana = scope(&lake, &moment, person(UserRole::AccountManager, Some(7))).await;
    assert_eq!(overview(&lake, &everything).await.invoices, 3);
    assert_eq!(overview(&lake, &ana).await.invoices, 1);
}
