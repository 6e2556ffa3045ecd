//! Opportunities: the list, the board, one of them, what the filters can take.

use super::{ApiError, Client, accounts::direction_name, call::Line};
use crate::route::Query;
use shared::{
    deals::{Board, DealDetail, DealFilters, DealPage, DealQuery, DealShow, DealSort},
    figures::PeriodName,
    paths,
};

impl Client {
    pub async fn deals(&self, query: &DealQuery, line: &Line) -> Result<DealPage, ApiError> {
        self.get(&path(paths::OPPORTUNITIES, query), line).await
    }

    pub async fn deal_board(&self, query: &DealQuery, line: &Line) -> Result<Board, ApiError> {
        self.get(&path(paths::OPPORTUNITY_BOARD, query), line).await
    }

    pub async fn deal(&self, id: &str, line: &Line) -> Result<DealDetail, ApiError> {
        self.get(&paths::opportunity(&crate::route::encode(id)), line).await
    }

    pub async fn deal_filters(&self, line: &Line) -> Result<DealFilters, ApiError> {
        self.get(paths::OPPORTUNITY_FILTERS, line).await
    }
}

fn path(path: &str, query: &DealQuery) -> String {
    let limit = query.limit.map(|limit| limit.to_string());
    let search = Query::default()
        .with("q", query.q.as_deref())
        .with("account", query.account.as_deref())
        .with("salesperson", query.salesperson.as_deref())
        .with("team", query.team.as_deref())
        .with("stage", query.stage.as_deref())
        .with("show", query.show.map(show_name))
        .with("period", query.period.map(period_name))
        .with("sort", query.sort.map(deal_sort_name))
        .with("direction", query.direction.map(direction_name))
        .with("cursor", query.cursor.as_deref())
        .with("limit", limit.as_deref())
        .text();
    if search.is_empty() { path.to_owned() } else { format!("{path}?{search}") }
}

/// As the API and the address bar spell them; the first one stands for what is not listed.
const SHOWS: [(DealShow, &str); 8] = [
    (DealShow::Open, "open"),
    (DealShow::Won, "won"),
    (DealShow::Lost, "lost"),
    (DealShow::New, "new"),
    (DealShow::Overdue, "overdue"),
    (DealShow::Rotting, "rotting"),
    (DealShow::Attention, "attention"),
    (DealShow::All, "all"),
];

const PERIODS: [(PeriodName, &str); 7] = [
    (PeriodName::AllTime, "all_time"),
    (PeriodName::ThisMonth, "this_month"),
    (PeriodName::LastMonth, "last_month"),
    (PeriodName::ThisQuarter, "this_quarter"),
    (PeriodName::LastQuarter, "last_quarter"),
    (PeriodName::ThisYear, "this_year"),
    (PeriodName::LastYear, "last_year"),
];

const SORTS: [(DealSort, &str); 9] = [
    (DealSort::CloseOn, "close_on"),
    (DealSort::Name, "name"),
    (DealSort::Account, "account"),
    (DealSort::Stage, "stage"),
    (DealSort::Expected, "expected"),
    (DealSort::Weighted, "weighted"),
    (DealSort::Probability, "probability"),
    (DealSort::ClosedAt, "closed_at"),
    (DealSort::StageChangedAt, "stage_changed_at"),
];

fn name_in<T: PartialEq>(names: &[(T, &'static str)], value: &T) -> &'static str {
    names.iter().find(|(known, _)| known == value).or(names.first()).map_or("", |(_, name)| name)
}

fn value_in<T: Copy>(names: &[(T, &'static str)], name: &str) -> Option<T> {
    names.iter().find(|(_, known)| *known == name).map(|(value, _)| *value)
}

pub fn show_name(show: DealShow) -> &'static str {
    name_in(&SHOWS, &show)
}

pub fn show(name: &str) -> Option<DealShow> {
    value_in(&SHOWS, name)
}

pub fn period_name(period: PeriodName) -> &'static str {
    name_in(&PERIODS, &period)
}

pub fn period(name: &str) -> Option<PeriodName> {
    value_in(&PERIODS, name)
}

pub fn deal_sort_name(sort: DealSort) -> &'static str {
    name_in(&SORTS, &sort)
}

pub fn deal_sort(name: &str) -> Option<DealSort> {
    value_in(&SORTS, name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::list::Direction;

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
        assert_eq!(
            path(paths::OPPORTUNITY_BOARD, &query),
            "/api/opportunities/board?q=a%26b&stage=none&show=won&period=last_quarter&sort=stage_changed_at&direction=asc&limit=100"
        );
        assert_eq!(path(paths::OPPORTUNITIES, &DealQuery::default()), "/api/opportunities");
    }

    #[test]
    fn names_on_the_wire_are_those_of_the_shared_types() {
        for (show, name) in SHOWS {
            assert_eq!(serde_json::to_value(show).unwrap(), name);
        }
        for (period, name) in PERIODS {
            assert_eq!(serde_json::to_value(period).unwrap(), name);
        }
        for (sort, name) in SORTS {
            assert_eq!(serde_json::to_value(sort).unwrap(), name);
        }
    }

    #[test]
    fn what_the_address_spells_is_read_back() {
        assert_eq!(show("rotting"), Some(DealShow::Rotting));
        assert_eq!(period("last_year"), Some(PeriodName::LastYear));
        assert_eq!(deal_sort("expected"), Some(DealSort::Expected));
        assert_eq!(deal_sort("colour"), None);
    }
}
