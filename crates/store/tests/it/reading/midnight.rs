//! A new day changes figures without a sync.

use super::{
    company::{AMERICA, EUR, admin, figures, published},
    small_lake::SmallLake,
};
use chrono_tz::Asia::Dubai;
use domain::{builders::rate, canonical::Record};
use store::{accounts::AccountListQuery, settings::Organisation};

async fn set(lake: &SmallLake, version: i64, organisation: Organisation) -> Organisation {
    lake.store.settings().set_organisation(version, &organisation).await.unwrap()
}

#[tokio::test]
async fn at_local_midnight_in_utc_plus_4_a_new_rate_counts() {
    let mut lake = published().await;
    lake.put(3, Record::CurrencyRate(rate(EUR, Some(AMERICA), "2026-11-22", "1.00")));
    let generation = lake.publish().await;
    let set_to = set(&lake, 0, Organisation { time_zone: Some(Dubai), ..Organisation::default() }).await;
    assert_eq!(set_to.version, 1);
    let cases = [
        ("2026-11-21T19:59:59Z", "2026-11-21", "1200.00/2 | 540.00/2 | 300.00/1 | 2"),
        ("2026-11-21T20:00:00Z", "2026-11-22", "1250.00/2 | 550.00/2 | 300.00/1 | 2"),
    ];
    for (now, today, expected) in cases {
        lake.set_clock(now);
        let moment = lake.store.moment().await.unwrap();
        assert_eq!((moment.generation, moment.today.to_string().as_str()), (generation, today));
        let scope = admin(&lake, &moment).await;
        let page = lake.store.accounts().list(&scope, &moment, &AccountListQuery::default(), None).await.unwrap();
        assert_eq!(figures(&page.items[0].parts), expected, "at {now}");
    }
}

#[tokio::test]
async fn the_reporting_currency_is_the_main_company_s_until_an_admin_sets_another_that_odoo_knows() {
    let lake = published().await;
    let code = async || lake.store.moment().await.unwrap().currency.map(|currency| currency.code);
    assert_eq!(code().await.as_deref(), Some("EUR"));
    let named = |code: &str| Organisation { currency: Some(code.into()), ..Organisation::default() };
    set(&lake, 0, named("USD")).await;
    assert_eq!(code().await.as_deref(), Some("USD"));
    let moment = lake.store.moment().await.unwrap();
    let scope = admin(&lake, &moment).await;
    let page = lake.store.accounts().list(&scope, &moment, &AccountListQuery::default(), None).await.unwrap();
    assert_eq!(page.items[0].parts.pipeline.total().to_string(), "1500.00");
    set(&lake, 1, named("XYZ")).await;
    assert_eq!(code().await.as_deref(), Some("EUR"));
    let version = set(&lake, 2, Organisation::default()).await.version;
    assert_eq!((version, lake.store.moment().await.unwrap().settings_version), (3, 3));
}
