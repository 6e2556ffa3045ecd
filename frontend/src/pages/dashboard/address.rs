//! What the address says about the dashboard: period, salesperson, team.

use crate::{
    api::{named, search_of},
    route::Query,
};
use shared::{
    dashboard::OverviewQuery,
    figures::{PeriodName, Span},
};

/// What nobody understands is the default; a span counts only where no period is named.
pub fn parse(search: &str) -> OverviewQuery {
    let query = Query::parse(search);
    let text = |name| query.get(name).filter(|value| !value.is_empty()).map(ToOwned::to_owned);
    let period = query.get("period").and_then(named);
    let (from, until) = match (period, query.get("from").and_then(named), query.get("until").and_then(named)) {
        (None, Some(from), Some(until)) if from < until => (Some(from), Some(until)),
        _ => (None, None),
    };
    OverviewQuery { period, from, until, salesperson: text("salesperson"), team: text("team") }
}

/// Without the question mark; the default is not named.
pub fn text(query: &OverviewQuery) -> String {
    search_of(query).text()
}

/// What its two days say, where they are given.
pub fn own_span(query: &OverviewQuery) -> Option<Span> {
    Some(Span { from: query.from?, until: query.until? })
}

/// The chip that is pressed.
pub fn chosen(query: &OverviewQuery) -> Option<PeriodName> {
    query.from.is_none().then(|| query.period.unwrap_or_default())
}

#[must_use]
pub fn with_period(query: OverviewQuery, period: PeriodName) -> OverviewQuery {
    let period = (period != PeriodName::default()).then_some(period);
    OverviewQuery { period, from: None, until: None, ..query }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_says_which_period_and_whose_deals() {
        let query = parse("?period=last_year&salesperson=odoo_user_6&explain=won");
        assert_eq!((query.period, query.salesperson.as_deref()), (Some(PeriodName::LastYear), Some("odoo_user_6")));
        assert_eq!(text(&query), "period=last_year&salesperson=odoo_user_6");
    }

    #[test]
    fn two_days_make_a_period_of_their_own() {
        let query = parse("?from=2026-07-01&until=2026-10-01");
        assert_eq!(text(&query), "from=2026-07-01&until=2026-10-01");
        assert_eq!((chosen(&query), own_span(&query).is_some()), (None, true));
        assert_eq!(text(&with_period(query, PeriodName::AllTime)), "period=all_time");
    }

    #[test]
    fn what_nobody_understands_is_the_default() {
        for search in ["", "?period=today", "?from=2026-07-01", "?from=2026-10-01&until=2026-07-01", "?from=x&until=y"]
        {
            let query = parse(search);
            assert_eq!(chosen(&query), Some(PeriodName::ThisQuarter), "{search}");
            assert_eq!(text(&query), "");
        }
    }
}
