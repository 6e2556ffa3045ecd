//! Deals as records of a long list, and one of them.

use crate::{
    api::{Client, Line},
    listing::{Asking, Chunk, Kind, List},
    state::one::{self, Record},
};
use shared::deals::{DealDetail, DealItem, DealPage, DealQuery, DealTotals};

#[derive(Debug, Clone, Copy)]
pub struct Deals;

pub type DealList = List<Deals>;

impl Kind for Deals {
    type Item = DealItem;
    type Totals = DealTotals;
    type Query = DealQuery;

    fn id(item: &DealItem) -> &str {
        &item.id
    }

    fn page(query: DealQuery, limit: u32, cursor: Option<String>) -> DealQuery {
        DealQuery { limit: Some(limit), cursor, ..query }
    }

    fn ask(client: Client, query: DealQuery, line: Line) -> Asking<Self> {
        Box::pin(async move {
            let DealPage { page, totals } = client.deals(&query, &line).await?;
            Ok(Chunk { page, totals })
        })
    }
}

impl Record for DealDetail {
    fn id(&self) -> &str {
        &self.item.id
    }

    fn generation(&self) -> i64 {
        self.generation
    }

    fn ask(client: Client, id: String, line: Line) -> one::Asking<Self> {
        Box::pin(async move { client.deal(&id, &line).await })
    }
}
