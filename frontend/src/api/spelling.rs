//! Names and queries as the API and the address bar spell them: as serde does, so that both sides agree.

use crate::route::Query;
use serde::{Serialize, de::DeserializeOwned};

/// The fields of a query type.
pub fn search_of(query: &impl Serialize) -> Query {
    let fields = serde_json::to_value(query).unwrap_or_default();
    let fields = fields.as_object().into_iter().flatten();
    fields.fold(Query::default(), |search, (name, value)| match value.as_str() {
        Some(text) => search.with(name, Some(text)),
        None => search.with(name, Some(&value.to_string())),
    })
}

/// The name of a figure, a period, an order and the like.
pub fn name_of(named: impl Serialize) -> String {
    serde_json::to_value(named).ok().and_then(|name| name.as_str().map(ToOwned::to_owned)).unwrap_or_default()
}

/// What has this name; absent: nothing has it.
pub fn named<T: DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_value(name.into()).ok()
}

/// A path with the fields of a query type that are there.
pub fn path(path: &str, query: &impl Serialize) -> String {
    with_search(path, &search_of(query))
}

pub fn with_search(path: &str, search: &Query) -> String {
    let text = search.text();
    if text.is_empty() { path.to_owned() } else { format!("{path}?{text}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::{
        accounts::{AccountQuery, AccountSort},
        dashboard::OverviewQuery,
        deals::{DealQuery, DealShow, DealSort},
        figures::PeriodName,
        list::Direction,
        paths,
    };

    #[test]
    fn a_query_is_spelled_as_the_api_reads_it() {
        let query = DealQuery {
            q: Some("a&b".to_owned()),
            stage: Some("none".to_owned()),
            show: Some(DealShow::Won),
            period: Some(PeriodName::LastQuarter),
            sort: Some(DealSort::StageChangedAt),
            direction: Some(Direction::Asc),
            limit: Some(100),
            ..DealQuery::default()
        };
        let spelled = path(paths::OPPORTUNITY_BOARD, &query);
        let (base, search) = spelled.split_once('?').unwrap();
        let mut pairs: Vec<_> = search.split('&').collect();
        pairs.sort_unstable();
        let sort = [
            "direction=asc",
            "limit=100",
            "period=last_quarter",
            "q=a%26b",
            "show=won",
            "sort=stage_changed_at",
            "stage=none",
        ];
        assert_eq!((base, pairs.as_slice()), ("/api/opportunities/board", sort.as_slice()));
        assert_eq!(path(paths::OPPORTUNITIES, &DealQuery::default()), "/api/opportunities");
        let query = AccountQuery { sort: Some(AccountSort::OpenDeals), ..AccountQuery::default() };
        assert_eq!(path(paths::ACCOUNTS, &query), "/api/accounts?sort=open_deals");
        let query = OverviewQuery { team: Some("none".to_owned()), ..OverviewQuery::default() };
        assert_eq!(search_of(&query).text(), "team=none");
    }

    #[test]
    fn what_is_spelled_is_read_back_and_nothing_else() {
        assert_eq!(named(&name_of(DealShow::Rotting)), Some(DealShow::Rotting));
        assert_eq!(named("last_year"), Some(PeriodName::LastYear));
        assert_eq!(named::<DealSort>("colour"), None);
    }
}
