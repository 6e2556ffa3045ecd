//! What the address says about the board of goals: whose, which status, which period.

use crate::{api::search_of, route::Query};
use serde::de::DeserializeOwned;
use shared::goals::GoalQuery;

fn read<T: DeserializeOwned>(query: &Query, name: &str) -> Option<T> {
    serde_json::from_value(query.get(name)?.into()).ok()
}

/// What nobody understands does not filter.
pub fn parse(search: &str) -> GoalQuery {
    let query = Query::parse(search);
    GoalQuery {
        assignee: read(&query, "assignee").filter(|text: &String| !text.is_empty()),
        status: read(&query, "status"),
        period: read(&query, "period"),
        ..GoalQuery::default()
    }
}

/// Without the question mark.
pub fn text(query: &GoalQuery) -> String {
    search_of(query).text()
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::{figures::PeriodName, goals::GoalStatus};

    #[test]
    fn the_address_says_whose_goals_of_which_status_and_period() {
        let query = parse("?assignee=odoo_user_6&status=at_risk&period=this_month&explain=won");
        assert_eq!((query.status, query.period), (Some(GoalStatus::AtRisk), Some(PeriodName::ThisMonth)));
        assert_eq!(text(&query), "assignee=odoo_user_6&period=this_month&status=at_risk");
    }

    #[test]
    fn what_nobody_understands_does_not_filter() {
        assert_eq!(parse("?status=sad&period=soon&assignee="), GoalQuery::default());
        assert_eq!(text(&GoalQuery::default()), "");
    }
}
