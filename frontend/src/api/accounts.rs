//! Accounts: the list, one of them, what the filters can take.

use super::{ApiError, Client, call::Line, spelling::path};
use shared::{
    accounts::{AccountFilters, AccountPage, AccountQuery},
    paths,
    search::{Found, SearchQuery},
};

impl Client {
    pub async fn accounts(&self, query: &AccountQuery, line: &Line) -> Result<AccountPage, ApiError> {
        self.get(&path(paths::ACCOUNTS, query), line).await
    }

    pub async fn search(&self, text: &str, line: &Line) -> Result<Found, ApiError> {
        self.get(&path(paths::SEARCH, &SearchQuery { q: text.to_owned(), limit: None }), line).await
    }

    pub async fn account_filters(&self, line: &Line) -> Result<AccountFilters, ApiError> {
        self.get(paths::ACCOUNT_FILTERS, line).await
    }
}
