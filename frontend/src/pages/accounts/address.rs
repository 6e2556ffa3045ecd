//! What the address says about the accounts page: layout, filters, order.

use crate::{
    api::{name_of, named},
    route::Query,
    state::lineage::EXPLAIN,
};
use shared::{
    accounts::{AccountQuery, AccountSort},
    list::Direction,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Layout {
    #[default]
    Cards,
    Table,
}

/// The filters by their names in the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    Industry,
    Salesperson,
    Country,
}

impl Filter {
    pub const ALL: [Self; 3] = [Self::Industry, Self::Salesperson, Self::Country];

    pub fn name(self) -> &'static str {
        match self {
            Self::Industry => "industry",
            Self::Salesperson => "salesperson",
            Self::Country => "country",
        }
    }
}

/// The open account takes the whole page.
pub const FULL: &str = "full";
const VIEW: &str = "view";
const SORT: &str = "sort";
const DIRECTION: &str = "direction";

/// Reads and changes the address's query; what it does not know it leaves alone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Address(Query);

impl Address {
    /// Without the figure that is open: whatever changes the page closes it.
    pub fn parse(search: &str) -> Self {
        Self(Query::parse(search).with(EXPLAIN, None))
    }

    /// Without the question mark.
    pub fn text(&self) -> String {
        self.0.text()
    }

    pub fn layout(&self) -> Layout {
        match self.0.get(VIEW) {
            Some("table") => Layout::Table,
            _ => Layout::Cards,
        }
    }

    #[must_use]
    pub fn with_layout(self, layout: Layout) -> Self {
        let name = match layout {
            Layout::Cards => "cards",
            Layout::Table => "table",
        };
        Self(self.0.with(VIEW, Some(name)))
    }

    /// The open account takes the whole page.
    pub fn is_full(&self) -> bool {
        self.0.get(FULL).is_some()
    }

    pub fn search(&self) -> Option<&str> {
        self.0.get("q").map(str::trim).filter(|text| !text.is_empty())
    }

    pub fn filter(&self, filter: Filter) -> Option<&str> {
        self.0.get(filter.name()).filter(|value| !value.is_empty())
    }

    #[must_use]
    pub fn with_filter(self, filter: Filter, value: Option<&str>) -> Self {
        Self(self.0.with(filter.name(), value))
    }

    /// The list does not show everything.
    pub fn is_filtered(&self) -> bool {
        self.search().is_some() || Filter::ALL.iter().any(|filter| self.filter(*filter).is_some())
    }

    #[must_use]
    pub fn without_filters(self) -> Self {
        let query = Filter::ALL.iter().fold(self.0, |query, filter| query.with(filter.name(), None));
        Self(query.with("q", None))
    }

    pub fn sort(&self) -> AccountSort {
        self.0.get(SORT).and_then(named).unwrap_or_default()
    }

    pub fn direction(&self) -> Direction {
        self.0.get(DIRECTION).and_then(named).unwrap_or_else(|| natural(self.sort()))
    }

    /// In the direction that one wants first: names from A, figures from the largest.
    #[must_use]
    pub fn sorted_by(self, sort: AccountSort) -> Self {
        let name = (sort != AccountSort::default()).then(|| name_of(sort));
        Self(self.0.with(SORT, name.as_deref()).with(DIRECTION, None))
    }

    #[must_use]
    pub fn turned(self) -> Self {
        let turned = match self.direction() {
            Direction::Asc => Direction::Desc,
            Direction::Desc => Direction::Asc,
        };
        let name = (turned != natural(self.sort())).then(|| name_of(turned));
        Self(self.0.with(DIRECTION, name.as_deref()))
    }

    /// A click on a column's head: another column, or the same one the other way round.
    #[must_use]
    pub fn clicked(self, sort: AccountSort) -> Self {
        if self.sort() == sort { self.turned() } else { self.sorted_by(sort) }
    }

    pub fn request(&self) -> AccountQuery {
        let owned = |filter| self.filter(filter).map(ToOwned::to_owned);
        AccountQuery {
            q: self.search().map(ToOwned::to_owned),
            industry: owned(Filter::Industry),
            salesperson: owned(Filter::Salesperson),
            country: owned(Filter::Country),
            sort: Some(self.sort()),
            direction: Some(self.direction()),
            cursor: None,
            limit: None,
        }
    }
}

pub const SORTS: [AccountSort; 5] =
    [AccountSort::Name, AccountSort::Pipeline, AccountSort::Weighted, AccountSort::Won, AccountSort::OpenDeals];

fn natural(sort: AccountSort) -> Direction {
    match sort {
        AccountSort::Name => Direction::Asc,
        _ => Direction::Desc,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_says_what_is_shown() {
        let address = Address::parse("?view=table&q=%20acme%20&industry=none&sort=won");
        assert_eq!(address.layout(), Layout::Table);
        let request = address.request();
        assert_eq!(request.q.as_deref(), Some("acme"));
        assert_eq!(request.industry.as_deref(), Some("none"));
        assert_eq!(request.salesperson, None);
        assert_eq!((request.sort, request.direction), (Some(AccountSort::Won), Some(Direction::Desc)));
    }

    #[test]
    fn what_nobody_understands_is_the_default() {
        let address = Address::parse("?view=board&sort=colour&direction=up");
        assert_eq!(address.layout(), Layout::Cards);
        assert_eq!((address.sort(), address.direction()), (AccountSort::Name, Direction::Asc));
    }

    #[test]
    fn a_second_click_on_a_head_turns_the_order() {
        let once = Address::parse("view=table").clicked(AccountSort::Pipeline);
        assert_eq!(once.text(), "view=table&sort=pipeline");
        let twice = once.clicked(AccountSort::Pipeline);
        assert_eq!(twice.text(), "view=table&sort=pipeline&direction=asc");
        assert_eq!(twice.clone().clicked(AccountSort::Pipeline).text(), "view=table&sort=pipeline");
        assert_eq!(twice.clicked(AccountSort::Name).text(), "view=table");
    }

    #[test]
    fn clearing_filters_keeps_layout_and_order() {
        let address = Address::parse("view=table&q=a&country=odoo_country_3&sort=won");
        assert!(address.is_filtered());
        let cleared = address.without_filters();
        assert!(!cleared.is_filtered());
        assert_eq!(cleared.text(), "view=table&sort=won");
    }
}
