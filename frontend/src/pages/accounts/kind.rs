//! Accounts as records of a long list.

use crate::{
    api::{Client, Line},
    listing::{Asking, Chunk, Kind, List},
};
use shared::accounts::{AccountCard, AccountQuery, AccountTotals};

#[derive(Debug, Clone, Copy)]
pub struct Accounts;

pub type AccountList = List<Accounts>;

impl Kind for Accounts {
    type Item = AccountCard;
    type Totals = AccountTotals;
    type Query = AccountQuery;

    fn id(item: &AccountCard) -> &str {
        &item.id
    }

    fn page(query: AccountQuery, limit: u32, cursor: Option<String>) -> AccountQuery {
        AccountQuery { limit: Some(limit), cursor, ..query }
    }

    fn ask(client: Client, query: AccountQuery, line: Line) -> Asking<Self> {
        Box::pin(async move {
            let shared::accounts::AccountPage { page, totals } = client.accounts(&query, &line).await?;
            Ok(Chunk { page, totals })
        })
    }
}
