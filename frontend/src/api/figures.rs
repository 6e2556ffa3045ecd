//! Figures: the dashboard, and what a figure is made of.

use super::{
    ApiError, Client,
    call::Line,
    spelling::{name_of, named, path, search_of, with_search},
};
use crate::route::Query;
use shared::{
    dashboard::{Overview, OverviewQuery},
    figures::{ExplainQuery, Explanation, FigureName, Flow, FlowQuery},
};

const OVERVIEW: &str = "/api/dashboard/overview";
const FLOW: &str = "/api/figures/flow";
const EXPLAIN: &str = "/api/explain/";
/// Rows that one request brings.
const ROWS: &str = "100";

impl Client {
    pub async fn overview(&self, query: &OverviewQuery, line: &Line) -> Result<Overview, ApiError> {
        self.get(&path(OVERVIEW, query), line).await
    }

    pub async fn flow(&self, query: &FlowQuery, line: &Line) -> Result<Flow, ApiError> {
        self.get(&path(FLOW, query), line).await
    }

    pub async fn explain(&self, source: &Source, cursor: Option<&str>, line: &Line) -> Result<Explanation, ApiError> {
        let query = source.query.clone().with("cursor", cursor).with("limit", Some(ROWS));
        self.get(&with_search(&format!("{EXPLAIN}{}", name_of(source.figure)), &query), line).await
    }
}

/// A figure and the conditions under which it was computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    pub figure: FigureName,
    query: Query,
}

impl Source {
    pub fn new(figure: FigureName, query: &ExplainQuery) -> Self {
        Self { figure, query: search_of(query) }
    }

    /// Of one account's deals.
    pub fn of_account(figure: FigureName, account: &str) -> Self {
        Self::new(figure, &ExplainQuery { account: Some(account.to_owned()), ..ExplainQuery::default() })
    }

    /// Of one account and everything below it.
    pub fn of_tree(figure: FigureName, account: &str) -> Self {
        let account = Some(account.to_owned());
        Self::new(figure, &ExplainQuery { account, below: Some(true), ..ExplainQuery::default() })
    }

    /// From a link of the server, or from what [`Self::text`] made of it.
    pub fn parse(link: &str) -> Option<Self> {
        let text = link.strip_prefix(EXPLAIN).unwrap_or(link);
        let (name, query) = text.split_once('?').unwrap_or((text, ""));
        Some(Self { figure: named(name)?, query: Query::parse(query) })
    }

    /// `won?from=2026-10-01&until=2027-01-01`
    pub fn text(&self) -> String {
        with_search(&name_of(self.figure), &self.query)
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.query.get(name)
    }

    /// The same figure of the newest data.
    #[must_use]
    pub fn newest(self) -> Self {
        Self { query: self.query.with(GENERATION, None), ..self }
    }

    /// It is of certain data, not of the newest.
    pub fn is_pinned(&self) -> bool {
        self.get(GENERATION).is_some()
    }
}

const GENERATION: &str = "generation";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_of_the_server_survives_the_address_bar() {
        let link = "/api/explain/won_deals?from=2026-10-01&until=2027-01-01&generation=7";
        let source = Source::parse(link).unwrap();
        assert_eq!((source.figure, source.get("from")), (FigureName::WonDeals, Some("2026-10-01")));
        assert_eq!(source.text(), "won_deals?from=2026-10-01&until=2027-01-01&generation=7");
        assert_eq!(Source::parse(&source.text()), Some(source.clone()));
        assert_eq!(source.newest().text(), "won_deals?from=2026-10-01&until=2027-01-01");
    }

    #[test]
    fn what_is_no_figure_is_nothing_to_ask_for() {
        for text in ["", "wins", "../auth/me", "/api/explain/", "won/../pipeline"] {
            assert_eq!(Source::parse(text), None, "{text}");
        }
        assert_eq!(Source::parse("/api/explain/pipeline").map(|source| source.text()), Some("pipeline".to_owned()));
    }

    #[test]
    fn a_query_is_spelled_as_the_api_reads_it() {
        let query = ExplainQuery { account: Some("odoo_account_14".to_owned()), ..ExplainQuery::default() };
        assert_eq!(Source::new(FigureName::Pipeline, &query).text(), "pipeline?account=odoo_account_14");
    }
}
