//! Accounts: the list, one of them, what the filters can take.

use super::{ApiError, Client, call::Line};
use crate::route::Query;
use shared::{
    accounts::{AccountFilters, AccountPage, AccountQuery, AccountSort},
    list::Direction,
    paths,
};

impl Client {
    pub async fn accounts(&self, query: &AccountQuery, line: &Line) -> Result<AccountPage, ApiError> {
        self.get(&list_path(query), line).await
    }

    pub async fn account_filters(&self, line: &Line) -> Result<AccountFilters, ApiError> {
        self.get(paths::ACCOUNT_FILTERS, line).await
    }
}

fn list_path(query: &AccountQuery) -> String {
    let limit = query.limit.map(|limit| limit.to_string());
    let search = Query::default()
        .with("q", query.q.as_deref())
        .with("industry", query.industry.as_deref())
        .with("salesperson", query.salesperson.as_deref())
        .with("country", query.country.as_deref())
        .with("sort", query.sort.map(sort_name))
        .with("direction", query.direction.map(direction_name))
        .with("cursor", query.cursor.as_deref())
        .with("limit", limit.as_deref())
        .text();
    if search.is_empty() { paths::ACCOUNTS.to_owned() } else { format!("{}?{search}", paths::ACCOUNTS) }
}

/// As the API and the address bar spell it.
pub fn sort_name(sort: AccountSort) -> &'static str {
    match sort {
        AccountSort::Name => "name",
        AccountSort::Pipeline => "pipeline",
        AccountSort::Weighted => "weighted",
        AccountSort::Won => "won",
        AccountSort::OpenDeals => "open_deals",
    }
}

pub fn direction_name(direction: Direction) -> &'static str {
    match direction {
        Direction::Asc => "asc",
        Direction::Desc => "desc",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_query_is_spelled_as_the_api_reads_it() {
        let query = AccountQuery {
            q: Some("a&b".to_owned()),
            industry: Some("none".to_owned()),
            sort: Some(AccountSort::OpenDeals),
            direction: Some(Direction::Desc),
            limit: Some(100),
            ..AccountQuery::default()
        };
        assert_eq!(list_path(&query), "/api/accounts?q=a%26b&industry=none&sort=open_deals&direction=desc&limit=100");
        assert_eq!(list_path(&AccountQuery::default()), "/api/accounts");
    }

    #[test]
    fn names_on_the_wire_are_those_of_the_shared_types() {
        for sort in
            [AccountSort::Name, AccountSort::Pipeline, AccountSort::Weighted, AccountSort::Won, AccountSort::OpenDeals]
        {
            assert_eq!(serde_json::to_value(sort).unwrap(), sort_name(sort));
        }
        for direction in [Direction::Asc, Direction::Desc] {
            assert_eq!(serde_json::to_value(direction).unwrap(), direction_name(direction));
        }
    }
}
