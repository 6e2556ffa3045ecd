//! What a dashboard is made of: its months, stages and people, and sums that are kept as long as they are right.

use super::{
    company::{OPEN, admin, open_deal, person, published, scope},
    small_lake::SmallLake,
};
use domain::{
    Scope,
    builders::{amount, day, invoice, stage},
    canonical::{Deal, Invoice, InvoiceState, Kind, Record, SourceId, Stage},
    metrics::FigureParts,
};
use shared::{
    auth::UserRole,
    deals::{DealShow, DealSort},
    list::Direction,
};
use store::{
    accounts::Choice,
    deals::{DealListQuery, FirstDeals},
    figures::{Overview, Selection},
    settings::Organisation,
};

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

#[tokio::test]
async fn what_was_added_up_for_one_day_limit_or_currency_is_not_told_for_another() {
    let mut lake = published().await;
    let today = Some(day("2026-11-21"));
    lake.put(108, Record::Deal(Deal { close_on: today, ..open_deal(108, Some(11), Some(8), "40") }))
        .put(1, Record::Invoice(Invoice { due_on: today, ..invoice(1, 11) }));
    lake.publish().await;
    // Overdue deals, rotting ones, the pipeline, overdue invoices.
    let told = async || {
        let moment = lake.store.moment().await.unwrap();
        let FigureParts { sales, invoices, .. } = overview(&lake, &admin(&lake, &moment).await).await.parts;
        let sums = [&sales.open.sum, &invoices.overdue.sum].map(|sum| sum.total().to_string());
        (sales.overdue.deals, sales.rotting.deals, sums.join(" "))
    };
    let set = async |version, set: Organisation| lake.store.settings().set_organisation(version, &set).await.unwrap();
    // 1,857.01 and 40; all seven have been in their stage for 51 days.
    assert_eq!(told().await, (0, 7, "1897.01 0".into()));
    lake.set_clock("2026-11-22T00:00:00Z");
    assert_eq!(told().await, (1, 7, "1897.01 1000.00".into()));
    set(0, Organisation { rotting_days: Some(52), ..Organisation::default() }).await;
    assert_eq!(told().await, (1, 0, "1897.01 1000.00".into()), "52 days are not more than 52");
    set(1, Organisation { currency: Some("USD".into()), ..Organisation::default() }).await;
    // 1,250 + 250 + 100.01 + 625 + 96.25 + 50.
    assert_eq!(told().await, (1, 7, "2371.26 1250.00".into()));
}

#[tokio::test]
async fn open_deals_stand_in_their_stages_in_order_and_everything_with_its_person() {
    let mut lake = published().await;
    lake.put(3, Record::Stage(Stage { sequence: 0, ..stage(3, false) }))
        .put(108, Record::Deal(Deal { stage: Some(3), ..open_deal(108, None, Some(8), "40") }))
        .put(109, Record::Deal(Deal { stage: None, ..open_deal(109, None, None, "6") }));
    lake.publish().await;
    let moment = lake.store.moment().await.unwrap();
    let found = overview(&lake, &admin(&lake, &moment).await).await;
    type Line<'a> = (Option<SourceId>, Option<&'a str>, String);
    let stages: Vec<Line<'_>> = found
        .stages
        .iter()
        .map(|of| (of.stage, of.name.as_deref(), format!("{}/{}", of.parts.open.sum.total(), of.parts.open.deals)))
        .collect();
    // What was won or lost is in none.
    let expected: [Line<'_>; 3] = [
        (Some(3), Some("Stage 3"), "40.00/1".into()),
        (Some(OPEN), Some("Stage 1"), "1857.01/6".into()),
        (None, None, "6.00/1".into()),
    ];
    assert_eq!(stages, expected);
    let people: Vec<Line<'_>> = found
        .people
        .iter()
        .map(|of| (of.person, of.name.as_deref(), of.parts.sales.open.sum.total().to_string()))
        .collect();
    let expected: [Line<'_>; 3] = [
        (None, None, "506.00".into()),
        (Some(7), Some("Ana"), "1077.00".into()),
        // 200 + 80.01 + 40; the rials have no rate.
        (Some(8), Some("Ben"), "320.01".into()),
    ];
    assert_eq!(people, expected);
}

#[tokio::test]
async fn invoices_that_come_go_or_change_hands_are_told_by_a_process_that_moves_along() {
    let mut lake = published().await;
    let of = |id, salesperson| {
        let alone = Invoice { partner: None, commercial: None, untaxed_signed: amount("10"), ..invoice(id, 11) };
        Record::Invoice(Invoice { salesperson: Some(salesperson), ..alone })
    };
    // More than lie together in one piece: nothing happens in that of Ana's.
    for id in 1..=200 {
        lake.put(id, of(id, if id <= 128 { 7 } else { 8 }));
    }
    lake.publish().await;
    let everything = admin(&lake, &lake.store.moment().await.unwrap()).await;
    let told = async |lake: &SmallLake| {
        let moment = lake.store.moment().await.unwrap();
        let mut told = Vec::new();
        for salesperson in [None, Some(7), Some(8), Some(9)] {
            let selection = Selection { salesperson: salesperson.map(Choice::Is), ..Selection::default() };
            let found = lake.store.figures().overview(&everything, &moment, &selection).await.unwrap();
            told.push(format!("{} {}", found.invoices, found.parts.invoices.invoiced.sum.total()));
        }
        told
    };
    assert_eq!(told(&lake).await, ["200 2000.00", "128 1280.00", "72 720.00", "0 0"]);
    lake.put(200, of(200, 9)).put(201, of(201, 9)).remove(Kind::Invoice, 150).remove(Kind::Invoice, 151);
    lake.publish().await;
    assert_eq!(told(&lake).await, ["199 1990.00", "128 1280.00", "69 690.00", "2 20.00"]);
}

#[tokio::test]
async fn the_largest_deals_come_with_the_largest_of_those_that_need_attention() {
    let mut lake = published().await;
    let late =
        |id, revenue| Record::Deal(Deal { close_on: Some(day("2026-11-20")), ..open_deal(id, None, Some(7), revenue) });
    lake.put(108, late(108, "40")).put(109, late(109, "900")).put(110, late(110, "7"));
    lake.publish().await;
    let patient = Organisation { rotting_days: Some(60), ..Organisation::default() };
    lake.store.settings().set_organisation(0, &patient).await.unwrap();
    let moment = lake.store.moment().await.unwrap();
    let everything = admin(&lake, &moment).await;
    let query =
        DealListQuery { sort: DealSort::Expected, direction: Direction::Desc, limit: 2, ..DealListQuery::default() };
    let ids = |first: &FirstDeals| (first.items.iter().map(|deal| deal.id).collect::<Vec<_>>(), first.total);
    let found = lake.store.deals().first(&everything, &moment, &query, DealShow::Attention).await.unwrap();
    // 1,000 of deal 100; the others are late.
    assert_eq!(found.each_ref().map(ids), [(vec![100, 109], 9), (vec![109, 108], 3)]);
}
