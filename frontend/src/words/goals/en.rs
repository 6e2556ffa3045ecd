//! English.

use super::Goals;
use shared::goals::{GoalMetric, GoalSpan, GoalStatus, NoData};

fn metric(metric: GoalMetric) -> &'static str {
    use GoalMetric as M;
    match metric {
        M::Won => "Won revenue",
        M::WonDeals => "Won deals",
        M::NewDeals => "New deals",
        M::RecurringWon => "Recurring won",
        M::Lost => "Lost value",
        M::Invoiced => "Invoiced",
        M::Pipeline => "Pipeline",
        M::Weighted => "Weighted pipeline",
        M::Coverage => "Coverage",
        M::OverdueDeals => "Overdue deals",
        M::RottingDeals => "Rotting deals",
        M::Outstanding => "Outstanding",
        M::OverdueAmount => "Overdue invoices",
        M::WinRate => "Win rate",
        M::WinRateByValue => "Win rate by value",
        M::AverageDeal => "Average deal",
        M::SalesCycle => "Sales cycle",
        M::ActivitiesDone => "Activities done",
    }
}

fn status(status: GoalStatus) -> &'static str {
    match status {
        GoalStatus::NotStarted => "Not started",
        GoalStatus::NoData => "No data",
        GoalStatus::Achieved => "Achieved",
        GoalStatus::Early => "Early days",
        GoalStatus::OnTrack => "On track",
        GoalStatus::AtRisk => "At risk",
        GoalStatus::Behind => "Behind",
        GoalStatus::Missed => "Missed",
    }
}

pub static WORDS: Goals = Goals {
    title: "Goals",
    metric,
    status,
    no_data: |why| match why {
        NoData::NothingClosed => "No deal was closed in the period yet",
        NoData::OtherCurrency => "The target is in another currency than the figures: change it to measure it again",
        NoData::NoPeople => "Nobody with this role is known in Odoo yet",
        NoData::NoHistory => "The period ended before the data that are kept",
    },
    span: |span| match span {
        GoalSpan::Month => "Month",
        GoalSpan::Quarter => "Quarter",
        GoalSpan::Year => "Year",
        GoalSpan::Days => "Two days",
    },
    on_track: "On track",
    on_track_why: "On track, early and achieved",
    at_risk: "At risk",
    at_risk_why: "At risk and behind",
    average: "Average achievement",
    average_why: "Mean of all goals here that have begun and can be measured",
    no_average: "No data: no goal here can be measured yet",
    all: "All",
    mine: "Mine",
    whose: "Whose",
    everybody: "Everybody",
    of: |target| format!("of {target}"),
    at_most: |target| format!("of at most {target}"),
    covered: "Covered",
    pace: |pace| format!("Pace: {pace} by today"),
    days: |elapsed, days| format!("Day {elapsed} of {days}"),
    beyond: |number, count| {
        format!("{number} {} beyond your reach included", if count == 1 { "record" } else { "records" })
    },
    by_target: "By the target of a role",
    failed: "The goals could not be loaded",
    none: "No goals yet",
    none_why: "A goal says what somebody is to reach in a period. Managers and admins set them; they appear here with their progress.",
    no_match: "No goal fits",
    no_match_why: "Nothing is left with these filters.",
    new: "New goal",
    change: "Change goal",
    close: "Close",
    name: "Name",
    name_hint: "May stay empty: then it is called after what it is about.",
    what: "What",
    target: "Target",
    limit: "At most",
    in_percent: "in %",
    won_target: "Won revenue to cover",
    period: "Period",
    from: "From",
    from_hint: "Any day of the month, quarter or year.",
    last: "Last day",
    choose: "Choose for whom",
    delete: "Delete",
    delete_title: "Delete this goal?",
    delete_why: "It is gone for everybody who sees it. The deals stay as they are.",
    delete_target_why: "The goals that it makes for people with this role are gone with it.",
    targets: "Targets of roles",
    no_targets: "No targets yet",
    no_targets_why: "A target makes a goal for each person with a role. Admins set them.",
    new_target: "New target",
    role: "Role",
    each: |target| format!("{target} each"),
    people: |number, count| format!("{number} {}", if count == 1 { "person" } else { "people" }),
    together: "Together",
    actual: "Actual",
    achievement: "Achievement",
    standing: "On track · at risk · missed",
};
