//! The same company in the eyes of each role.

use super::company::{figures, person, published, scope};
use domain::Person;
use shared::{
    auth::{ApprovalStatus, UserRole},
    deals::DealSort,
};
use store::{
    accounts::{AccountListQuery, Choice},
    deals::{DealEntry, DealListQuery},
};

#[tokio::test]
async fn each_role_sees_the_accounts_and_the_part_of_the_figures_in_its_reach() {
    let lake = published().await;
    let moment = lake.store.moment().await.unwrap();
    let ana_s = "1000.00/1 | 500.00/1 | 300.00/1 | 1";
    let whole = "1200.00/2 | 540.00/2 | 300.00/1 | 2";
    let borealis = "80.01/1 + 12000.000 OMR | 26.40/1 + 6000.000 OMR | 0.00/0 | 2";
    let cargo = "500.00/1 | 50.00/1 | 0.00/0 | 1";
    let pending = Person { approval: ApprovalStatus::Pending, ..person(UserRole::Admin, Some(7)) };
    let gone = Person { is_active: false, ..person(UserRole::SuperAdmin, Some(7)) };
    let cases = [
        (person(UserRole::SuperAdmin, None), vec![(10, whole, false), (11, borealis, false), (12, cargo, false)]),
        (person(UserRole::Admin, None), vec![(10, whole, false), (11, borealis, false), (12, cargo, false)]),
        (person(UserRole::SalesManager, Some(9)), vec![(10, ana_s, true), (12, cargo, false)]),
        (person(UserRole::AccountManager, Some(7)), vec![(10, ana_s, true)]),
        (
            person(UserRole::AccountManager, Some(8)),
            vec![(10, "200.00/1 | 40.00/1 | 0.00/0 | 1", true), (11, borealis, false)],
        ),
        (person(UserRole::AccountManager, Some(9)), vec![]),
        (person(UserRole::SalesManager, None), vec![]),
        (person(UserRole::AccountManager, None), vec![]),
        (pending, vec![]),
        (gone, vec![]),
    ];
    for (person, expected) in cases {
        let scope = scope(&lake, &moment, person).await;
        let accounts = lake.store.accounts();
        let page = accounts.list(&scope, &moment, &AccountListQuery::default(), None).await.unwrap();
        let seen: Vec<_> =
            page.items.iter().map(|item| (item.id, figures(&item.parts), item.your_deals_only)).collect();
        let expected: Vec<_> = expected.iter().map(|(id, parts, only)| (*id, (*parts).to_owned(), *only)).collect();
        assert_eq!(seen, expected, "{person:?}");
        for id in [10, 11, 12] {
            let found = accounts.find(&scope, &moment, id).await.unwrap();
            let card = expected.iter().find(|(account, ..)| *account == id);
            assert_eq!(found.map(|found| figures(&found.parts)), card.map(|(_, parts, _)| parts.clone()));
        }
        let options = accounts.options(&scope, &moment).await.unwrap();
        let counted: u64 = options.salespeople.iter().map(|option| option.records).sum();
        assert_eq!(counted, page.total, "{person:?}");
    }
}

#[tokio::test]
async fn a_filter_never_widens_the_reach() {
    let lake = published().await;
    let moment = lake.store.moment().await.unwrap();
    let ana = scope(&lake, &moment, person(UserRole::AccountManager, Some(7))).await;
    let of_ben = AccountListQuery { salesperson: Some(Choice::Is(8)), ..AccountListQuery::default() };
    let page = lake.store.accounts().list(&ana, &moment, &of_ben, None).await.unwrap();
    assert_eq!((page.total, figures(&page.totals)), (0, "0.00/0 | 0.00/0 | 0.00/0 | 0".to_owned()));
}

#[tokio::test]
async fn each_role_is_shown_the_open_deals_in_its_reach_with_what_they_are_worth() {
    let lake = published().await;
    let moment = lake.store.moment().await.unwrap();
    // The rials have no rate.
    let of_ben = ["101 200.00", "103 80.01", "106 -"];
    let all = ["100 1000.00", "101 200.00", "103 80.01", "104 500.00", "105 77.00", "106 -"];
    let cases: [(Person, &[&str]); 5] = [
        (person(UserRole::Admin, None), &all),
        (person(UserRole::SalesManager, Some(9)), &["100 1000.00", "104 500.00", "105 77.00"]),
        (person(UserRole::AccountManager, Some(7)), &["100 1000.00", "105 77.00"]),
        (person(UserRole::AccountManager, Some(8)), &of_ben),
        (person(UserRole::AccountManager, None), &[]),
    ];
    let query = DealListQuery { sort: DealSort::Name, ..DealListQuery::default() };
    for (person, expected) in cases {
        let scope = scope(&lake, &moment, person).await;
        let page = lake.store.deals().list(&scope, &moment, &query, None).await.unwrap();
        let worth = |deal: &DealEntry| deal.worth.expected.map_or_else(|| "-".to_owned(), |worth| worth.to_string());
        let seen: Vec<_> = page.items.iter().map(|deal| format!("{} {}", deal.id, worth(deal))).collect();
        assert_eq!(seen, expected, "{person:?}");
    }
}
