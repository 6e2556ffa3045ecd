//! What the address says about the opportunities page: layout, which deals, filters, order, the one that is open.

use crate::{
    api::{name_of, named},
    route::{OPEN_DEAL, Query},
};
use shared::{
    deals::{DealQuery, DealShow, DealSort},
    figures::PeriodName,
    list::Direction,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    Board,
    Table,
}

impl Layout {
    pub fn name(self) -> &'static str {
        match self {
            Self::Board => "board",
            Self::Table => "table",
        }
    }

    pub fn of(name: &str) -> Option<Self> {
        [Self::Board, Self::Table].into_iter().find(|layout| layout.name() == name)
    }
}

/// The filters by their names in the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    Salesperson,
    Team,
    Stage,
    /// Comes from a link.
    Account,
}

impl Filter {
    pub const ALL: [Self; 4] = [Self::Salesperson, Self::Team, Self::Stage, Self::Account];

    pub fn name(self) -> &'static str {
        match self {
            Self::Salesperson => "salesperson",
            Self::Team => "team",
            Self::Stage => "stage",
            Self::Account => "account",
        }
    }
}

const VIEW: &str = "view";
const SHOW: &str = "show";
const PERIOD: &str = "period";
const SORT: &str = "sort";
const DIRECTION: &str = "direction";

/// Reads and changes the address's query; what it does not know it leaves alone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Address(Query);

impl Address {
    pub fn parse(search: &str) -> Self {
        Self(Query::parse(search))
    }

    /// Without the question mark.
    pub fn text(&self) -> String {
        self.0.text()
    }

    /// Absent: as the person had it last.
    pub fn layout(&self) -> Option<Layout> {
        self.0.get(VIEW).and_then(Layout::of)
    }

    #[must_use]
    pub fn with_layout(self, layout: Layout) -> Self {
        Self(self.0.with(VIEW, Some(layout.name())))
    }

    /// The deal that is open beside the list.
    pub fn open(&self) -> Option<&str> {
        self.0.get(OPEN_DEAL).filter(|id| !id.is_empty())
    }

    #[must_use]
    pub fn with_open(self, id: Option<&str>) -> Self {
        Self(self.0.with(OPEN_DEAL, id))
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

    pub fn show(&self) -> DealShow {
        self.0.get(SHOW).and_then(named).unwrap_or_default()
    }

    /// A period that the new ones do not have goes, and an order by the other closing day.
    #[must_use]
    pub fn with_show(self, show: DealShow) -> Self {
        let name = (show != DealShow::default()).then(|| name_of(show));
        let Self(query) = self;
        let by_closing = query.get(SORT).is_some_and(|sort| sort.starts_with("close"));
        let query = query.with(SHOW, name.as_deref());
        let query = if has_period(show) { query } else { query.with(PERIOD, None) };
        Self(if by_closing { query.with(SORT, None).with(DIRECTION, None) } else { query })
    }

    pub fn period(&self) -> Option<PeriodName> {
        let period = || self.0.get(PERIOD).and_then(named).unwrap_or(PeriodName::AllTime);
        has_period(self.show()).then(period)
    }

    #[must_use]
    pub fn with_period(self, period: PeriodName) -> Self {
        let name = (period != PeriodName::AllTime).then(|| name_of(period));
        Self(self.0.with(PERIOD, name.as_deref()))
    }

    /// The list does not show all open ones.
    pub fn is_filtered(&self) -> bool {
        self.search().is_some()
            || self.show() != DealShow::default()
            || Filter::ALL.iter().any(|filter| self.filter(*filter).is_some())
    }

    #[must_use]
    pub fn without_filters(self) -> Self {
        let query = Filter::ALL.iter().fold(self.0, |query, filter| query.with(filter.name(), None));
        Self(query.with("q", None)).with_show(DealShow::default())
    }

    pub fn sort(&self) -> DealSort {
        self.0.get(SORT).and_then(named).unwrap_or_else(|| usual(self.show()))
    }

    pub fn direction(&self) -> Direction {
        self.0.get(DIRECTION).and_then(named).unwrap_or_else(|| natural(self.sort()))
    }

    /// In the direction that one wants first: names from A, days from the first, amounts from the largest.
    #[must_use]
    pub fn sorted_by(self, sort: DealSort) -> Self {
        let name = (sort != usual(self.show())).then(|| name_of(sort));
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

    /// A press on a column's head: another column, or the same one the other way round.
    #[must_use]
    pub fn clicked(self, sort: DealSort) -> Self {
        if self.sort() == sort { self.turned() } else { self.sorted_by(sort) }
    }

    /// A board has its stages beside each other.
    pub fn request(&self, layout: Layout) -> DealQuery {
        let owned = |filter| self.filter(filter).map(ToOwned::to_owned);
        DealQuery {
            q: self.search().map(ToOwned::to_owned),
            account: owned(Filter::Account),
            salesperson: owned(Filter::Salesperson),
            team: owned(Filter::Team),
            stage: owned(Filter::Stage).filter(|_| layout == Layout::Table),
            show: Some(self.show()),
            period: self.period(),
            sort: Some(self.sort()),
            direction: Some(self.direction()),
            ..DealQuery::default()
        }
    }
}

pub fn has_period(show: DealShow) -> bool {
    matches!(show, DealShow::Won | DealShow::Lost | DealShow::New)
}

/// All of them have been closed.
pub fn is_closed(show: DealShow) -> bool {
    matches!(show, DealShow::Won | DealShow::Lost)
}

fn usual(show: DealShow) -> DealSort {
    if is_closed(show) { DealSort::ClosedAt } else { DealSort::CloseOn }
}

fn natural(sort: DealSort) -> Direction {
    match sort {
        DealSort::Expected | DealSort::Weighted | DealSort::Probability | DealSort::ClosedAt => Direction::Desc,
        _ => Direction::Asc,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_says_which_deals_and_how() {
        let address =
            Address::parse("?view=table&q=%20lens%20&team=none&show=won&period=last_quarter&stage=odoo_stage_4");
        assert_eq!(address.layout(), Some(Layout::Table));
        let request = address.request(Layout::Table);
        assert_eq!((request.q.as_deref(), request.team.as_deref()), (Some("lens"), Some("none")));
        assert_eq!((request.show, request.period), (Some(DealShow::Won), Some(PeriodName::LastQuarter)));
        assert_eq!((request.sort, request.direction), (Some(DealSort::ClosedAt), Some(Direction::Desc)));
        assert_eq!(request.stage.as_deref(), Some("odoo_stage_4"));
        assert_eq!(address.request(Layout::Board).stage, None);
    }

    #[test]
    fn what_nobody_understands_is_the_default() {
        let address = Address::parse("?view=cards&sort=colour&direction=up&show=some&period=ever");
        assert_eq!(address.layout(), None);
        assert_eq!((address.show(), address.period()), (DealShow::Open, None));
        assert_eq!((address.sort(), address.direction()), (DealSort::CloseOn, Direction::Asc));
    }

    #[test]
    fn a_period_goes_with_the_deals_that_have_one() {
        let won = Address::parse("show=won&period=this_year&sort=closed_at&direction=asc");
        assert_eq!(won.clone().with_show(DealShow::Lost).text(), "period=this_year&show=lost");
        assert_eq!(won.with_show(DealShow::Open).text(), "");
    }

    #[test]
    fn a_second_press_on_a_head_turns_the_order() {
        let once = Address::default().clicked(DealSort::Expected);
        assert_eq!(once.text(), "sort=expected");
        assert_eq!(once.clone().clicked(DealSort::Expected).text(), "sort=expected&direction=asc");
        assert_eq!(once.clicked(DealSort::CloseOn).text(), "");
    }

    #[test]
    fn clearing_filters_keeps_layout_order_and_the_open_deal() {
        let address =
            Address::parse("view=table&q=a&account=odoo_account_3&show=all&sort=name&deal=odoo_opportunity_7");
        assert!(address.is_filtered());
        let cleared = address.without_filters();
        assert!(!cleared.is_filtered());
        assert_eq!(cleared.text(), "view=table&sort=name&deal=odoo_opportunity_7");
    }
}
