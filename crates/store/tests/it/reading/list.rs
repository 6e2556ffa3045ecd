//! The list of accounts: figures worked out by hand, filters, sorts, pages.

use super::{
    company::{admin, figures, published},
    small_lake::SmallLake,
};
use domain::{Moment, Scope};
use shared::{accounts::AccountSort, list::Direction};
use store::{
    OptionCount,
    accounts::{AccountListQuery, AccountPage, Choice},
};

async fn page(lake: &SmallLake, scope: &Scope, moment: &Moment, query: &AccountListQuery) -> AccountPage {
    lake.store.accounts().list(scope, moment, query, None).await.unwrap()
}

fn names(page: &AccountPage) -> Vec<&str> {
    page.items.iter().map(|item| item.fact.name.as_str()).collect()
}

#[tokio::test]
async fn cards_and_totals_show_the_figures_worked_out_by_hand() {
    let lake = published().await;
    let moment = lake.store.moment().await.unwrap();
    let all = page(&lake, &admin(&lake, &moment).await, &moment, &AccountListQuery::default()).await;
    assert_eq!(names(&all), ["Ährenfeld GmbH", "Borealis", "Cargo"]);
    let cards: Vec<_> = all.items.iter().map(|item| figures(&item.parts)).collect();
    assert_eq!(
        cards,
        [
            "1200.00/2 | 540.00/2 | 300.00/1 | 2",
            "80.01/1 + 12000.000 OMR | 26.40/1 + 6000.000 OMR | 0.00/0 | 2",
            "500.00/1 | 50.00/1 | 0.00/0 | 1",
        ]
    );
    assert!(all.items.iter().all(|item| !item.your_deals_only));
    assert_eq!(figures(&all.totals), "1780.01/4 + 12000.000 OMR | 616.40/4 + 6000.000 OMR | 300.00/1 | 5");
    assert_eq!((all.total, all.next_cursor), (3, None));
    let first = &all.items[0].fact;
    assert_eq!(first.industry.as_ref().map(|link| link.name.as_str()), Some("Energy"));
    assert_eq!(first.salesperson.as_ref().map(|link| link.name.as_str()), Some("Ana"));
}

#[tokio::test]
async fn filters_choose_accounts_and_leave_their_figures_alone() {
    let lake = published().await;
    let moment = lake.store.moment().await.unwrap();
    let scope = admin(&lake, &moment).await;
    let plain = AccountListQuery::default;
    let cases = [
        (AccountListQuery { q: Some(" AHREN".into()), ..plain() }, vec!["Ährenfeld GmbH"]),
        (AccountListQuery { q: Some("är".into()), ..plain() }, vec!["Cargo"]),
        (AccountListQuery { q: Some("  ".into()), ..plain() }, vec!["Ährenfeld GmbH", "Borealis", "Cargo"]),
        (AccountListQuery { q: Some("nothing".into()), ..plain() }, vec![]),
        (AccountListQuery { industry: Some(Choice::Is(2)), ..plain() }, vec!["Borealis"]),
        (AccountListQuery { industry: Some(Choice::None), ..plain() }, vec!["Cargo"]),
        (AccountListQuery { salesperson: Some(Choice::Is(7)), ..plain() }, vec!["Ährenfeld GmbH"]),
        (AccountListQuery { salesperson: Some(Choice::None), ..plain() }, vec!["Cargo"]),
        (AccountListQuery { country: Some(Choice::Is(1)), ..plain() }, vec!["Ährenfeld GmbH"]),
        (AccountListQuery { country: Some(Choice::None), ..plain() }, vec!["Borealis", "Cargo"]),
        (AccountListQuery { country: Some(Choice::None), salesperson: Some(Choice::Is(7)), ..plain() }, vec![]),
    ];
    for (query, expected) in cases {
        assert_eq!(names(&page(&lake, &scope, &moment, &query).await), expected, "{query:?}");
    }
    let of_ana = AccountListQuery { salesperson: Some(Choice::Is(7)), ..plain() };
    assert_eq!(
        figures(&page(&lake, &scope, &moment, &of_ana).await.totals),
        "1200.00/2 | 540.00/2 | 300.00/1 | 2",
        "Ben's deal is in it"
    );
}

#[tokio::test]
async fn every_sort_in_both_directions_gives_the_same_list_page_by_page() {
    let lake = published().await;
    let moment = lake.store.moment().await.unwrap();
    let scope = admin(&lake, &moment).await;
    let cases = [
        (AccountSort::Name, [10, 11, 12]),
        (AccountSort::Pipeline, [11, 12, 10]),
        (AccountSort::Weighted, [11, 12, 10]),
        (AccountSort::Won, [11, 12, 10]),
        (AccountSort::OpenDeals, [12, 10, 11]),
    ];
    for (sort, ascending) in cases {
        let descending: Vec<_> = ascending.iter().rev().copied().collect();
        for (direction, expected) in [(Direction::Asc, ascending.to_vec()), (Direction::Desc, descending)] {
            let query = AccountListQuery { sort, direction, limit: 1, ..AccountListQuery::default() };
            let accounts = lake.store.accounts();
            let (mut seen, mut cursor) = (Vec::new(), None);
            loop {
                let page = accounts.list(&scope, &moment, &query, cursor.as_ref()).await.unwrap();
                assert_eq!((page.total, page.totals.open_deals), (3, 5), "totals are the whole list's on every page");
                seen.extend(page.items.iter().map(|item| item.id));
                let Some(next) = page.next_cursor else { break };
                cursor = Some(accounts.resume(&scope, &query, &next).unwrap());
            }
            assert_eq!(seen, expected, "{sort:?} {direction:?}");
        }
    }
}

#[tokio::test]
async fn options_count_the_listed_accounts_with_names_from_the_reference_records() {
    let lake = published().await;
    let moment = lake.store.moment().await.unwrap();
    let options = lake.store.accounts().options(&admin(&lake, &moment).await, &moment).await.unwrap();
    let option = |id, name: Option<&str>, records| OptionCount { id, name: name.map(str::to_owned), records };
    assert_eq!(
        options.industries,
        [option(Some(1), Some("Energy"), 1), option(Some(2), Some("Transport"), 1), option(None, None, 1)]
    );
    assert_eq!(
        options.salespeople,
        [option(Some(7), Some("Ana"), 1), option(Some(8), Some("Ben"), 1), option(None, None, 1)]
    );
    assert_eq!(options.countries, [option(Some(1), Some("Austria"), 1), option(None, None, 2)]);
}

#[tokio::test]
async fn before_the_first_publication_there_is_an_empty_list_and_no_currency() {
    let lake = SmallLake::new().await;
    let moment = lake.store.moment().await.unwrap();
    assert_eq!((moment.generation, moment.currency.clone()), (0, None));
    let all = page(&lake, &admin(&lake, &moment).await, &moment, &AccountListQuery::default()).await;
    assert_eq!((all.items.len(), all.total, all.next_cursor), (0, 0, None));
}
