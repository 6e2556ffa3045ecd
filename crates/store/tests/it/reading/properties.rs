//! Whatever is published: the ledger equals a fold over the canonical zone in whole cents, cards equal their rows, and
//! all salespeople with nobody are the whole.

use super::{
    company::{AMERICA, OMR, OPEN, WON, open_deal, person, put_references, scope},
    small_lake::{SmallLake, collection},
};
use chrono::NaiveDate;
use domain::{
    Moment, Period, Person, Scope,
    builders::account,
    canonical::{Deal, Kind, Partner, Record, SourceId},
    metrics::{AccountParts, SalesParts},
};
use futures::TryStreamExt;
use mongodb::bson::{Document, deserialize_from_bson, doc};
use proptest::prelude::*;
use rust_decimal::Decimal;
use shared::{accounts::DealState, auth::UserRole};
use std::collections::BTreeMap;
use store::{
    Store,
    accounts::{AccountListQuery, AccountPage},
    figures::Selection,
};

#[derive(Debug, Clone)]
enum Change {
    Deal {
        id: SourceId,
        cents: i64,
        percent: i64,
        partner: Option<SourceId>,
        salesperson: Option<SourceId>,
        more: More,
    },
    Account {
        id: SourceId,
        salesperson: Option<SourceId>,
        archived: bool,
    },
    Gone {
        kind: Kind,
        id: SourceId,
    },
}

#[derive(Debug, Clone)]
struct More {
    team: Option<SourceId>,
    company: Option<SourceId>,
    is_won: bool,
    archived: bool,
}

const ACCOUNTS: std::ops::Range<SourceId> = 10..14;
const DEALS: std::ops::Range<SourceId> = 100..115;

fn change() -> impl Strategy<Value = Change> {
    let salesperson = || prop::option::of(7_i64..9);
    let more = (
        prop::option::of(Just(1_i64)),
        prop::option::of(prop::sample::select(vec![1, AMERICA, OMR])),
        prop::bool::weighted(0.2),
        prop::bool::weighted(0.2),
    )
        .prop_map(|(team, company, is_won, archived)| More { team, company, is_won, archived });
    let deal = (DEALS, 0..1_000_000_i64, 0..=100_i64, prop::option::weighted(0.9, ACCOUNTS), salesperson(), more)
        .prop_map(|(id, cents, percent, partner, salesperson, more)| Change::Deal {
            id,
            cents,
            percent,
            partner,
            salesperson,
            more,
        });
    let account = (ACCOUNTS, salesperson(), prop::bool::weighted(0.1))
        .prop_map(|(id, salesperson, archived)| Change::Account { id, salesperson, archived });
    let gone = prop_oneof![
        DEALS.prop_map(|id| Change::Gone { kind: Kind::Deal, id }),
        ACCOUNTS.prop_map(|id| Change::Gone { kind: Kind::Partner, id }),
    ];
    prop_oneof![8 => deal, 3 => account, 1 => gone]
}

fn apply(lake: &mut SmallLake, change: Change) {
    match change {
        Change::Deal { id, cents, percent, partner, salesperson, more } => {
            let stage = Some(if more.is_won { WON } else { OPEN });
            let deal = Deal {
                team: more.team,
                company: more.company,
                stage,
                archived: more.archived,
                expected_revenue: Decimal::new(cents, 2),
                probability: Decimal::from(percent),
                closed_at: more.is_won.then(|| "2026-03-01T10:00:00Z".parse().unwrap()),
                ..open_deal(id, partner, salesperson, "0")
            };
            lake.put(id, Record::Deal(deal));
        }
        Change::Account { id, salesperson, archived } => {
            lake.put(id, Record::Partner(Partner { salesperson, archived, ..account(id) }));
        }
        Change::Gone { kind, id } => {
            let is_there = lake.records().iter().any(|(known, record)| (*known, record.kind()) == (id, kind));
            if is_there {
                lake.remove(kind, id);
            }
        }
    }
}

/// In cents, and thousandths of a rial: `[pipeline, weighted, won, pipeline in OMR, weighted in OMR, won in OMR, open deals]`.
type Naive = [i64; 7];

fn divided(value: i64, by: i64) -> i64 {
    (value + by / 2) / by
}

/// Integer arithmetic beside the code under test: 1 USD of the American company is 0.8 EUR, OMR has no rate.
fn add(naive: &mut Naive, deal: &Deal) {
    let is_won = deal.stage == Some(WON);
    if deal.archived && !is_won {
        return;
    }
    let cents = i64::try_from(deal.expected_revenue.mantissa()).unwrap();
    let percent = i64::try_from(deal.probability.mantissa()).unwrap();
    let weighted = divided(cents * percent, 100);
    let (revenue, weighted, at) = match deal.company {
        Some(AMERICA) => (divided(cents * 8, 10), divided(weighted * 8, 10), 0),
        Some(OMR) => (cents * 10, divided(cents * 10 * percent, 100), 3),
        _ => (cents, weighted, 0),
    };
    if is_won {
        naive[at + 2] += revenue;
    } else {
        naive[at] += revenue;
        naive[at + 1] += weighted;
        naive[6] += 1;
    }
}

fn of_parts(parts: &AccountParts) -> Naive {
    let mut naive = Naive::default();
    for (at, sum) in [&parts.pipeline, &parts.weighted, &parts.won].into_iter().enumerate() {
        let figure = sum.figure("EUR", 2);
        let whole = |amount: Decimal, digits| {
            let mut amount = amount;
            amount.rescale(digits);
            i64::try_from(amount.mantissa()).unwrap()
        };
        naive[at] = whole(figure.value.amount, 2);
        naive[at + 3] = figure.not_converted.iter().map(|money| whole(money.amount, 3)).sum();
    }
    naive[6] = i64::try_from(parts.open_deals).unwrap();
    naive
}

struct Canonical {
    accounts: BTreeMap<SourceId, Partner>,
    deals: Vec<Deal>,
}

async fn canonical(lake: &SmallLake) -> Canonical {
    let mut all = Canonical { accounts: BTreeMap::new(), deals: Vec::new() };
    for name in ["canonical_accounts", "canonical_opportunities"] {
        let present = doc! { "to": 1_i64 << 62, "is_active": true };
        let rows: Vec<Document> = collection(&lake.db, name).find(present).await.unwrap().try_collect().await.unwrap();
        for row in rows {
            match deserialize_from_bson(row.get("record").unwrap().clone()).unwrap() {
                Record::Partner(partner) => drop(all.accounts.insert(row.get_i64("id").unwrap(), partner)),
                Record::Deal(deal) => all.deals.push(deal),
                other => panic!("{other:?}"),
            }
        }
    }
    all
}

/// What a reader who sees these deals and accounts' salespeople should get: figures and "your deals only" by account.
fn expected(
    all: &Canonical,
    sees: impl Fn(Option<SourceId>, Option<SourceId>) -> bool,
) -> BTreeMap<SourceId, (Naive, bool)> {
    let mut cards = BTreeMap::new();
    for (id, account) in all.accounts.iter().filter(|(_, account)| !account.archived) {
        let deals: Vec<_> = all.deals.iter().filter(|deal| deal.partner == Some(*id)).collect();
        let (seen, hidden): (Vec<_>, Vec<_>) = deals.into_iter().partition(|deal| sees(deal.salesperson, deal.team));
        if sees(account.salesperson, None) || !seen.is_empty() {
            let mut naive = Naive::default();
            seen.iter().for_each(|deal| add(&mut naive, deal));
            cards.insert(*id, (naive, !hidden.is_empty()));
        }
    }
    cards
}

async fn whole_page(store: &Store, scope: &Scope, moment: &Moment) -> AccountPage {
    let query = AccountListQuery { limit: 200, ..AccountListQuery::default() };
    store.accounts().list(scope, moment, &query, None).await.unwrap()
}

fn total<'a>(cards: impl IntoIterator<Item = &'a Naive>) -> Naive {
    let mut sum = Naive::default();
    for card in cards {
        sum.iter_mut().zip(card).for_each(|(to, from)| *to += from);
    }
    sum
}

async fn check_reader(
    lake: &SmallLake,
    moment: &Moment,
    who: Person,
    expected: BTreeMap<SourceId, (Naive, bool)>,
) -> Naive {
    let scope = scope(lake, moment, who).await;
    let page = whole_page(&lake.store, &scope, moment).await;
    let cards: BTreeMap<_, _> =
        page.items.iter().map(|item| (item.id, (of_parts(&item.parts), item.your_deals_only))).collect();
    assert_eq!(cards, expected, "{who:?}");
    let totals = of_parts(&page.totals);
    assert_eq!(totals, total(cards.values().map(|(card, _)| card)));
    for item in &page.items {
        let detail = lake.store.accounts().find(&scope, moment, item.id).await.unwrap().unwrap();
        let row_sum = |state, value: fn(&store::accounts::DealDetail) -> Option<Decimal>| -> Decimal {
            detail.deals.iter().filter(|deal| deal.fact.state == state).filter_map(value).sum()
        };
        assert_eq!(row_sum(DealState::Open, |deal| deal.converted), item.parts.pipeline.total());
        assert_eq!(row_sum(DealState::Open, |deal| deal.weighted), item.parts.weighted.total());
        assert_eq!(row_sum(DealState::Won, |deal| deal.converted), item.parts.won.total());
    }
    totals
}

/// Sums that readers share, and that move along from generation to generation, against every deal that the reader sees.
async fn check_overview(
    lake: &SmallLake,
    all: &Canonical,
    who: Person,
    sees: impl Fn(Option<SourceId>, Option<SourceId>) -> bool,
) {
    let selection = Selection { period: Period::new(day("2026-01-01"), day("2027-01-01")), ..Selection::default() };
    let moment = lake.store.moment().await.unwrap();
    let scope = scope(lake, &moment, who).await;
    let found = lake.store.figures().overview(&scope, &moment, &selection).await.unwrap();
    let mut naive = Naive::default();
    all.deals.iter().filter(|deal| sees(deal.salesperson, deal.team)).for_each(|deal| add(&mut naive, deal));
    let of_sales = |sales: &SalesParts| {
        let (pipeline, weighted, won) = (sales.open.sum.clone(), sales.weighted.clone(), sales.won.sum.clone());
        of_parts(&AccountParts { pipeline, weighted, won, open_deals: sales.open.deals })
    };
    assert_eq!(of_sales(&found.parts.sales), naive, "{who:?}");
    let people: Vec<_> = found.people.iter().map(|person| of_sales(&person.parts.sales)).collect();
    assert_eq!(total(&people), naive, "the people are the whole");
    let fresh = lake.another_store().await;
    let moment = fresh.moment().await.unwrap();
    let again = fresh.figures().overview(&scope, &moment, &selection).await.unwrap();
    assert_eq!(found, again, "sums that moved along equal those of all rows");
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

async fn check(lake: &SmallLake) {
    let moment = lake.store.moment().await.unwrap();
    let all = canonical(lake).await;
    let admin = person(UserRole::Admin, None);
    let whole = check_reader(lake, &moment, admin, expected(&all, |_, _| true)).await;
    let mut parts = Vec::new();
    for user in [7, 8] {
        let sees = |salesperson, _| salesperson == Some(user);
        let who = person(UserRole::AccountManager, Some(user));
        parts.push(check_reader(lake, &moment, who, expected(&all, sees)).await);
        check_overview(lake, &all, who, sees).await;
    }
    let manager = |salesperson, team| team == Some(1) || matches!(salesperson, Some(7 | 9));
    check_reader(lake, &moment, person(UserRole::SalesManager, Some(9)), expected(&all, manager)).await;
    check_overview(lake, &all, person(UserRole::SalesManager, Some(9)), manager).await;
    check_overview(lake, &all, admin, |_, _| true).await;
    let nobody_s = expected(&all, |salesperson, _| salesperson.is_none());
    parts.push(total(nobody_s.values().map(|(card, _)| card)));
    assert_eq!(total(&parts), whole, "all salespeople and nobody are the whole");

    let fresh = lake.another_store().await;
    let moment = fresh.moment().await.unwrap();
    let everything = scope(lake, &moment, admin).await;
    assert_eq!(
        whole_page(&fresh, &everything, &moment).await,
        whole_page(&lake.store, &everything, &moment).await,
        "a ledger that moved along equals one that was loaded as a whole"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, max_shrink_iters: 30, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn figures_are_right_after_any_changes(generations in prop::collection::vec(prop::collection::vec(change(), 1..25), 3..7)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut lake = SmallLake::new().await;
            put_references(&mut lake);
            for changes in generations {
                changes.into_iter().for_each(|change| apply(&mut lake, change));
                lake.publish().await;
                check(&lake).await;
            }
        });
    }
}
