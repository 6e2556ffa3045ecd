//! What the address says about the feed: types, person, account, days.

use crate::{
    api::{named, search_of},
    route::Query,
};
use chrono::{Datelike, NaiveDate};
use shared::activities::{LogQuery, LoggedType, LoggedTypes};

/// Days that the server takes.
pub fn is_day(day: &NaiveDate) -> bool {
    (1900..=2200).contains(&day.year())
}

/// What nobody understands does not filter.
pub fn parse(search: &str) -> LogQuery {
    let query = Query::parse(search);
    let text = |name| query.get(name).filter(|value| !value.is_empty()).map(ToOwned::to_owned);
    let day = |name| query.get(name).and_then(named::<NaiveDate>).filter(is_day);
    let (from, until) = match (day("from"), day("until")) {
        (Some(from), Some(until)) if from >= until => (None, None),
        days => days,
    };
    let types = query.get("type").and_then(|text| text.parse::<LoggedTypes>().ok());
    LogQuery {
        activity_type: types.map(|types| types.to_string()),
        user: text("user"),
        account: text("account"),
        from,
        until,
        ..LogQuery::default()
    }
}

/// Without the question mark.
pub fn text(query: &LogQuery) -> String {
    search_of(query).text()
}

pub fn types(query: &LogQuery) -> Vec<LoggedType> {
    query.activity_type.as_deref().and_then(|text| text.parse::<LoggedTypes>().ok()).unwrap_or_default().0
}

#[must_use]
pub fn with_types(query: LogQuery, names: &[String]) -> LogQuery {
    LogQuery { activity_type: (!names.is_empty()).then(|| names.join(",")), ..query }
}

/// The day before the first that is not shown any more.
pub fn last(query: &LogQuery) -> Option<NaiveDate> {
    query.until?.pred_opt()
}

/// A first day after the last one takes that with it, and the other way round.
#[must_use]
pub fn with_from(query: LogQuery, from: Option<NaiveDate>) -> LogQuery {
    let until = query.until.filter(|until| from.is_none_or(|from| from < *until));
    LogQuery { from, until, ..query }
}

#[must_use]
pub fn with_last(query: LogQuery, last: Option<NaiveDate>) -> LogQuery {
    let until = last.and_then(|last| last.succ_opt());
    let from = query.from.filter(|from| until.is_none_or(|until| *from < until));
    LogQuery { from, until, ..query }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<NaiveDate> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn the_address_says_which_types_whose_and_which_days() {
        let search = "?type=email%2Ccall&user=odoo_user_6&from=2026-06-01&until=2026-07-01&account=odoo_account_10&x=1";
        let query = parse(search);
        assert_eq!(types(&query), [LoggedType::Call, LoggedType::Email]);
        assert_eq!(last(&query), day("2026-06-30"));
        let expected = "account=odoo_account_10&from=2026-06-01&type=call%2Cemail&until=2026-07-01&user=odoo_user_6";
        assert_eq!(text(&query), expected);
        assert_eq!(text(&with_types(query, &[])), expected.replace("type=call%2Cemail&", ""));
    }

    #[test]
    fn what_nobody_understands_does_not_filter() {
        for search in ["", "?type=fax", "?from=soon", "?from=0002-01-01", "?user=", "?from=2026-07-01&until=2026-07-01"]
        {
            assert_eq!(parse(search), LogQuery::default(), "{search}");
        }
    }

    #[test]
    fn a_day_that_turns_the_span_around_takes_the_other_one_away() {
        let query = parse("?from=2026-06-10&until=2026-06-20");
        let later = with_from(query.clone(), day("2026-06-19"));
        assert_eq!((later.from, later.until), (day("2026-06-19"), day("2026-06-20")));
        let beyond = with_from(query.clone(), day("2026-06-20"));
        assert_eq!((beyond.from, beyond.until), (day("2026-06-20"), None));
        let before = with_last(query.clone(), day("2026-06-09"));
        assert_eq!((before.from, before.until), (None, day("2026-06-10")));
        let same = with_last(query, day("2026-06-10"));
        assert_eq!((same.from, same.until), (day("2026-06-10"), day("2026-06-11")));
    }
}
