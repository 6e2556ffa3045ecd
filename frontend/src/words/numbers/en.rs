//! English.

use super::Numbers;
use shared::figures::{FigureName, PeriodName, RowKind, Subject};
use std::cmp::Ordering;

fn name(figure: FigureName) -> &'static str {
    use FigureName as F;
    match figure {
        F::Pipeline => "Pipeline",
        F::Weighted => "Weighted",
        F::OpenDeals => "Open deals",
        F::RecurringPipeline => "Recurring pipeline",
        F::RecurringWeighted => "Recurring weighted",
        F::Won => "Won",
        F::WonDeals => "Won deals",
        F::RecurringWon => "Recurring won",
        F::Lost => "Lost",
        F::LostDeals => "Lost deals",
        F::NewDeals => "New deals",
        F::WinRate => "Win rate",
        F::WinRateByValue => "Win rate by value",
        F::AverageDeal => "Average deal",
        F::SalesCycle => "Sales cycle",
        F::OverdueDeals => "Overdue deals",
        F::RottingDeals => "Rotting deals",
        F::Closing => "Closing",
        F::Forecast => "Forecast",
        F::ForecastCommit => "Commit",
        F::ForecastBestCase => "Best case",
        F::ForecastPipeline => "Other pipeline",
        F::ForecastOverdue => "Overdue",
        F::ForecastOmitted => "Left out",
        F::Undated => "Without a day",
        F::Invoiced => "Invoiced",
        F::Outstanding => "Outstanding",
        F::Overdue => "Overdue",
        F::InPayment => "In payment",
        F::Orders => "Orders",
        F::Quotations => "Quotations",
        F::FlowOpening => "At the beginning",
        F::FlowNew => "New",
        F::FlowReopened => "Reopened",
        F::FlowReceived => "Received",
        F::FlowRaised => "Raised",
        F::FlowLowered => "Lowered",
        F::FlowWon => "Won",
        F::FlowLost => "Lost",
        F::FlowArchived => "Archived",
        F::FlowRemoved => "Removed",
        F::FlowHandedOver => "Handed over",
        F::FlowExchange => "Exchange rates",
        F::FlowClosing => "At the end",
        F::ActivitiesDone => "Activities done",
    }
}

fn definition(figure: FigureName) -> &'static str {
    use FigureName as F;
    match figure {
        F::Pipeline => "Expected revenue of open deals.",
        F::Weighted => {
            "Expected revenue × probability of open deals, each rounded in its own currency and converted at today's rate."
        }
        F::OpenDeals => "Number of open deals.",
        F::RecurringPipeline => "Recurring revenue per month of open deals, beside their one-time revenue.",
        F::RecurringWeighted => "Recurring revenue per month × probability of open deals.",
        F::Won => "Expected revenue of deals that were won in the period, converted at the rate of their closing day.",
        F::WonDeals => "Number of deals that were won in the period.",
        F::RecurringWon => "Recurring revenue per month of deals that were won in the period.",
        F::Lost => {
            "Expected revenue of deals that were lost in the period, converted at the rate of their closing day."
        }
        F::LostDeals => "Number of deals that were lost in the period.",
        F::NewDeals => "Number of deals that became opportunities in the period, whatever became of them since.",
        F::WinRate => "Won deals of the period ÷ won and lost ones.",
        F::WinRateByValue => "Expected revenue of won deals of the period ÷ that of won and lost ones.",
        F::AverageDeal => "Won revenue of the period ÷ number of won deals that could be converted.",
        F::SalesCycle => {
            "Mean days from opportunity to closing, of deals won in the period. Those that closed before they began are left out."
        }
        F::OverdueDeals => "Open deals whose expected closing day is over.",
        F::RottingDeals => "Open deals that are longer in their stage than the stage's limit.",
        F::Closing => "Expected revenue of open deals that are expected to close in the period.",
        F::Forecast => {
            "What was won in the period so far, and expected revenue of open deals expected to close in it and not left out, by their own category or else by their stage's. In the present period also deals whose expected day is over."
        }
        F::ForecastCommit => {
            "Expected revenue of open deals that count as commit, themselves or by their stage, expected to close in the period and not before today."
        }
        F::ForecastBestCase => {
            "Expected revenue of open deals that count as best case, themselves or by their stage, expected to close in the period and not before today."
        }
        F::ForecastPipeline => {
            "Expected revenue of the other open deals that are expected to close in the period and not before today."
        }
        F::ForecastOverdue => {
            "Expected revenue of open deals whose expected day is over. They count in the period that today is in."
        }
        F::ForecastOmitted => {
            "Expected revenue of open deals that are left out of the forecast, themselves or by their stage, expected to close in the period and not before today."
        }
        F::Undated => {
            "Expected revenue of open deals without an expected closing day. They are in the forecast of no period."
        }
        F::Invoiced => {
            "Untaxed amount of posted invoices and credit notes dated in the period, converted at the rate of their date."
        }
        F::Outstanding => "What is not paid of posted invoices and credit notes, whatever their date.",
        F::Overdue => {
            "The part of outstanding that was due before today: by instalment where Odoo shows them, else by the due date of the whole."
        }
        F::InPayment => {
            "What is left of invoices that are paid, and whose payment the bank does not know yet. It is not outstanding."
        }
        F::Orders => {
            "Untaxed amount of the account's orders dated in the period, converted at the rate of the day of the order."
        }
        F::Quotations => {
            "Untaxed amount of the account's quotations dated in the period, converted at the rate of their day."
        }
        F::FlowOpening => "Expected revenue of the deals that were open at the first moment, by the rates known then.",
        F::FlowNew => {
            "Deals that became opportunities between the two moments and were not there before. Those that were closed in between too went out again with the same value."
        }
        F::FlowReopened => "Deals that were closed at the first moment and are open at the second.",
        F::FlowReceived => {
            "Deals that were there before, and came into your reach or into the filter between the two moments."
        }
        F::FlowRaised => "By how much more deals that are open at both moments are worth, by the rates of the second.",
        F::FlowLowered => "By how much less deals that are open at both moments are worth, by the rates of the second.",
        F::FlowWon => "Deals that were open at the first moment, or came in since, and are won at the second.",
        F::FlowLost => "Deals that were open at the first moment, or came in since, and are lost at the second.",
        F::FlowArchived => {
            "Deals that were open at the first moment, or came in since, and are archived at the second."
        }
        F::FlowRemoved => "Deals that were open at the first moment and are not in Odoo any more at the second.",
        F::FlowHandedOver => {
            "Deals that were open at the first moment and went out of your reach or out of the filter since."
        }
        F::FlowExchange => {
            "What exchange rates alone changed of deals that are open at both moments: their first amounts by the rates of the second moment less those by the rates of the first."
        }
        F::FlowClosing => "Expected revenue of the deals that are open at the second moment, by the rates known then.",
        F::ActivitiesDone => {
            "Done activities, e-mails and comments that users of Odoo wrote in the period, and meetings that ended in it and that they organised or accepted. Each counts once, however many did it together."
        }
    }
}

fn deals(number: &str, count: u64) -> String {
    format!("{number} {}", if count == 1 { "deal" } else { "deals" })
}

pub static WORDS: Numbers = Numbers {
    name,
    definition,
    thousands: ["k", "M", "B", "T"],
    days: |days| format!("{days} days"),
    points: |points| format!("{points} points"),
    none_closed: "No data: no deal was closed in the period",
    before: "vs the period before",
    before_was: |value| format!("The period before: {value}"),
    as_before: "as in the period before",
    more: "more",
    less: "less",
    show: "Show what this figure is made of",
    made_of: "What this figure is made of",
    failed: "The rows of this figure could not be loaded",
    anew: "The data have changed since this figure was shown. This is the newest.",
    definition_of: |version| format!("Definition {version}"),
    now: |day| format!("Today, {day}"),
    filter: "Filter",
    all_deals: "All deals in your reach",
    all_invoices: "All invoices in your reach",
    all_activities: "All activities in your reach",
    all_orders: "All orders in your reach",
    and_below: "and everything below it",
    time_zone: "Time zone",
    currency: "Currency",
    rates: "Rates",
    other_rates: |count| format!("and {count} more"),
    not_converted: "Not converted",
    estimated: "Estimated",
    estimated_why: |number, count| {
        format!("Closing day of {}: Odoo has none, so their last change of stage stands in.", deals(number, count))
    },
    data: "Data",
    run: |id| format!("run {id}"),
    amount: "Amount",
    value: "Value",
    no_rows: |subject| match subject {
        Subject::Deals => "No deal is part of this figure",
        Subject::Invoices => "No invoice is part of this figure",
        Subject::Activities => "No activity is part of this figure",
        Subject::Orders => "No order is part of this figure",
    },
    activities: |number, count| format!("{number} {}", if count == 1 { "activity" } else { "activities" }),
    documents: |number, count| format!("{number} {}", if count == 1 { "document" } else { "documents" }),
    instalments: |count| format!("{count} instalments"),
    state: |state| match state {
        RowKind::Open => "Open",
        RowKind::Won => "Won",
        RowKind::Lost => "Lost",
        RowKind::Archived => "Archived",
        RowKind::Invoice => "Invoices",
        RowKind::CreditNote => "Credit notes",
        RowKind::Activity => "Done activities",
        RowKind::Email => "E-mails",
        RowKind::Comment => "Comments",
        RowKind::Meeting => "Meetings",
        RowKind::Order => "Orders",
        RowKind::Quotation => "Quotations",
        RowKind::Removed => "Deleted since",
        RowKind::HandedOver => "Out of reach since",
    },
    mean_of: |number, count| format!("mean of {}", deals(number, count)),
    left_out: |number| format!("{number} left out"),
    title: "Dashboard",
    period_name: |period| match period {
        PeriodName::ThisMonth => "This month",
        PeriodName::LastMonth => "Last month",
        PeriodName::ThisQuarter => "This quarter",
        PeriodName::LastQuarter => "Last quarter",
        PeriodName::ThisYear => "This year",
        PeriodName::LastYear => "Last year",
        PeriodName::AllTime => "All time",
    },
    no_dashboard: "The dashboard could not be loaded",
    no_deals: "No deals in your reach",
    no_deals_why: "No deal in Odoo has you, or anybody you lead, as its salesperson. Figures appear here with the first one.",
    figures: "Figures",
    by_stage: "Pipeline by stage",
    by_month: "Won by month",
    beside_forecast: "Not in the forecast",
    no_forecast: "Nothing is expected in this period",
    weighted_part: "of it weighted",
    as_table: "Show as table",
    as_chart: "Show as chart",
    month: "Month",
    target: "Target",
    coverage: "Coverage",
    left_of: |left, target| format!("{left} of {target} left"),
    from_goals: |goals| if goals == 1 { "from 1 goal".to_owned() } else { format!("from {goals} goals") },
    no_target: "No target: not every day of the period has a goal on won revenue",
    no_line: "A goal on won revenue draws a target here.",
    top: "Largest open deals",
    no_open: "No open deals",
    attention: "Need attention",
    no_attention: "No deal is overdue or rots",
    all: |number| format!("All {number}"),
    due: "Activities due",
    no_due: "Nothing is due within seven days",
    due_overdue: |number| format!("{number} overdue"),
    due_today: |number| format!("{number} today"),
    due_soon: |number| format!("{number} within seven days"),
    due_more: |number| format!("and {number} more"),
    overdue: |day| format!("Overdue since {day}"),
    rotting: |days| format!("{days} days in its stage"),
    flow: "Pipeline flow",
    flow_part: "What changed",
    flow_moved: |order, by, to| match order {
        Ordering::Greater => format!("The pipeline grew by {by} to {to}"),
        Ordering::Less => format!("The pipeline shrank by {by} to {to}"),
        Ordering::Equal => format!("The pipeline stands at {to}, as before"),
    },
    flow_came: |parts| format!("{parts} came in"),
    flow_went: |parts| format!("{parts} went out"),
    flow_rates: |order, by| match order {
        Ordering::Less => format!("exchange rates took {by}"),
        _ => format!("exchange rates added {by}"),
    },
    and: "and",
    no_flow: "The pipeline flow could not be loaded",
    no_history: |moment| format!("No history before {moment}"),
    no_history_why: "What the pipeline was before the first sync, or before what is kept, nobody knows.",
    since_then: "Show what changed since then",
    team_table: "Salespeople",
};
