//! Figures by name: which records make each, what is added up of them, and what follows (docs/numbers.md §4).

use super::{
    ActivityParts, DealAmount, DealGroup, DealInput, FlowParts, InvoiceAmount, InvoiceInput, InvoiceParts, OrderGroup,
    OrderParts, SalesParts, Sum, Tally, Touch, Worth, sum::NOTHING,
};
use crate::{Moment, Period, money::Rates};
use rust_decimal::Decimal;
use shared::figures::{FigureName, ForecastCategory};

/// Of the definitions as a whole: grows when one of them changes.
pub const DEFINITIONS: u32 = 2;

/// What a figure says, before it is dressed in a currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said<'a> {
    Money(&'a Sum),
    Count { count: u64, worth: &'a Sum },
    Ratio { ratio: Option<Decimal>, of: u64 },
    Mean { amount: Option<Decimal>, of: u64 },
    Days { days: Option<Decimal>, of: u64, left_out: u64 },
}

/// The records behind a figure, and what is added up of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matter {
    Deals(&'static [DealGroup], DealAmount),
    /// Posted invoices and credit notes.
    Invoices(InvoiceAmount),
    /// What users did: each counts one.
    Activities,
    /// Without tax.
    Orders(OrderGroup),
    /// Deals, by what became of them between two moments.
    Flow,
}

pub fn matter(figure: FigureName) -> Matter {
    use {DealAmount as A, DealGroup as G, FigureName as F, ForecastCategory as C};
    match figure {
        F::Pipeline | F::OpenDeals => Matter::Deals(&[G::Open], A::Expected),
        F::Weighted => Matter::Deals(&[G::Open], A::Weighted),
        F::RecurringPipeline => Matter::Deals(&[G::Open], A::Recurring),
        F::RecurringWeighted => Matter::Deals(&[G::Open], A::RecurringWeighted),
        F::Won | F::WonDeals | F::AverageDeal | F::SalesCycle => Matter::Deals(&[G::Won], A::Expected),
        F::RecurringWon => Matter::Deals(&[G::Won], A::Recurring),
        F::Lost | F::LostDeals => Matter::Deals(&[G::Lost], A::Expected),
        F::WinRate | F::WinRateByValue => Matter::Deals(&[G::Won, G::Lost], A::Expected),
        F::NewDeals => Matter::Deals(&[G::New], A::Expected),
        F::OverdueDeals => Matter::Deals(&[G::Overdue], A::Expected),
        F::RottingDeals => Matter::Deals(&[G::Rotting], A::Expected),
        F::Closing => Matter::Deals(&[G::Closing], A::Expected),
        F::Forecast => Matter::Deals(
            &[G::Won, G::Forecast(C::Commit), G::Forecast(C::BestCase), G::Forecast(C::Pipeline), G::ForecastOverdue],
            A::Expected,
        ),
        F::ForecastCommit => Matter::Deals(&[G::Forecast(C::Commit)], A::Expected),
        F::ForecastBestCase => Matter::Deals(&[G::Forecast(C::BestCase)], A::Expected),
        F::ForecastPipeline => Matter::Deals(&[G::Forecast(C::Pipeline)], A::Expected),
        F::ForecastOmitted => Matter::Deals(&[G::Forecast(C::Omitted)], A::Expected),
        F::ForecastOverdue => Matter::Deals(&[G::ForecastOverdue], A::Expected),
        F::Undated => Matter::Deals(&[G::Undated], A::Expected),
        F::Invoiced => Matter::Invoices(InvoiceAmount::Invoiced),
        F::Outstanding => Matter::Invoices(InvoiceAmount::Outstanding),
        F::Overdue => Matter::Invoices(InvoiceAmount::Overdue),
        F::InPayment => Matter::Invoices(InvoiceAmount::InPayment),
        F::ActivitiesDone => Matter::Activities,
        F::Orders => Matter::Orders(OrderGroup::Orders),
        F::Quotations => Matter::Orders(OrderGroup::Quotations),
        F::FlowOpening
        | F::FlowNew
        | F::FlowReopened
        | F::FlowReceived
        | F::FlowRaised
        | F::FlowLowered
        | F::FlowWon
        | F::FlowLost
        | F::FlowArchived
        | F::FlowRemoved
        | F::FlowHandedOver
        | F::FlowExchange
        | F::FlowClosing => Matter::Flow,
    }
}

pub fn definition(figure: FigureName) -> &'static str {
    use FigureName as F;
    match figure {
        F::Pipeline => "Expected revenue of open opportunities",
        F::Weighted => {
            "Expected revenue × probability of open opportunities, each rounded in its own currency and converted at today's rate"
        }
        F::OpenDeals => "Number of open opportunities",
        F::RecurringPipeline => "Recurring revenue per month of open opportunities, beside their one-time revenue",
        F::RecurringWeighted => "Recurring revenue per month × probability of open opportunities",
        F::Won => {
            "Expected revenue of opportunities that were won in the period, converted at the rate of their closing day"
        }
        F::WonDeals => "Number of opportunities that were won in the period",
        F::RecurringWon => "Recurring revenue per month of opportunities that were won in the period",
        F::Lost => {
            "Expected revenue of opportunities that were lost in the period, converted at the rate of their closing day"
        }
        F::LostDeals => "Number of opportunities that were lost in the period",
        F::NewDeals => "Number of opportunities that became ones in the period, whatever became of them since",
        F::WinRate => "Won opportunities of the period ÷ won and lost ones",
        F::WinRateByValue => "Expected revenue of won opportunities of the period ÷ that of won and lost ones",
        F::AverageDeal => "Won revenue of the period ÷ number of won opportunities that could be converted",
        F::SalesCycle => {
            "Mean days from becoming an opportunity to closing, of those won in the period; those that closed before they began are left out"
        }
        F::OverdueDeals => "Open opportunities whose expected closing day is over",
        F::RottingDeals => "Open opportunities that are longer in their stage than the stage's limit",
        F::Closing => "Expected revenue of open opportunities that are expected to close in the period",
        F::Forecast => {
            "What was won in the period so far, and expected revenue of open opportunities that are expected to close in it and are not left out, by their own category or else by their stage's; in the present period also those whose expected day is over"
        }
        F::ForecastCommit => {
            "Expected revenue of open opportunities set to commit, themselves or by their stage, expected to close in the period and not before today"
        }
        F::ForecastBestCase => {
            "Expected revenue of open opportunities set to best case, themselves or by their stage, expected to close in the period and not before today"
        }
        F::ForecastPipeline => {
            "Expected revenue of the other open opportunities that are expected to close in the period and not before today"
        }
        F::ForecastOmitted => {
            "Expected revenue of open opportunities left out of the forecast, themselves or by their stage, expected to close in the period and not before today"
        }
        F::ForecastOverdue => {
            "Expected revenue of open opportunities whose expected day is over, in the period that today is in"
        }
        F::Undated => {
            "Expected revenue of open opportunities without an expected closing day: in the forecast of no period"
        }
        F::Invoiced => {
            "Untaxed amount of posted invoices and credit notes dated in the period, converted at the rate of their date"
        }
        F::Outstanding => "What is not paid of posted invoices and credit notes, of any date",
        F::Overdue => {
            "The part of outstanding that was due before today: by instalment where they can be read, else by the due date of the whole"
        }
        F::InPayment => {
            "What is left of invoices that are paid, and whose payment the bank does not know yet: not outstanding"
        }
        F::Orders => {
            "Untaxed amount of orders of the account dated in the period, converted at the rate of the day of the order"
        }
        F::Quotations => {
            "Untaxed amount of quotations of the account dated in the period, converted at the rate of their day"
        }
        F::FlowOpening => {
            "Expected revenue of the opportunities that were open at the first moment, by the rates known then"
        }
        F::FlowNew => {
            "Opportunities that became ones between the two moments and were not there before; also those that were closed in between, which went out with the same value"
        }
        F::FlowReopened => "Opportunities that were closed at the first moment and are open at the second",
        F::FlowReceived => {
            "Opportunities that were there before, and came into reach or into the filter between the two moments"
        }
        F::FlowRaised => {
            "By how much more opportunities that are open at both moments are worth, by the rates of the second"
        }
        F::FlowLowered => {
            "By how much less opportunities that are open at both moments are worth, by the rates of the second"
        }
        F::FlowWon => "Opportunities that were open at the first moment, or came in since, and are won at the second",
        F::FlowLost => "Opportunities that were open at the first moment, or came in since, and are lost at the second",
        F::FlowArchived => {
            "Opportunities that were open at the first moment, or came in since, and are archived at the second"
        }
        F::FlowRemoved => "Opportunities that were open at the first moment and are not there any more at the second",
        F::FlowHandedOver => {
            "Opportunities that were open at the first moment and went out of reach or out of the filter since"
        }
        F::FlowExchange => {
            "What the exchange rates alone changed of opportunities that are open at both moments: their opening amounts by the rates of the second moment less those by the rates of the first"
        }
        F::FlowClosing => {
            "Expected revenue of the opportunities that are open at the second moment, by the rates known then"
        }
        F::ActivitiesDone => {
            "Done activities, e-mails and comments that Odoo's users wrote in the period, and meetings that ended in it and that they organised or accepted; each once, whoever did it together"
        }
    }
}

/// What is summed up for every figure; of all time where there is no period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FigureParts {
    pub sales: SalesParts,
    pub invoices: InvoiceParts,
    /// Counted only where it is asked for: there are many.
    pub activities: ActivityParts,
    /// Added up only where one account's are asked for.
    pub orders: OrderParts,
    /// Added up only between two moments.
    pub flow: FlowParts,
}

impl FigureParts {
    pub fn add_deal(
        &mut self,
        deal: &DealInput<'_>,
        worth: Worth,
        moment: &Moment,
        rates: &Rates,
        period: Option<Period>,
    ) {
        self.sales.add(deal, worth, moment, rates, period);
    }

    pub fn add_invoice(&mut self, invoice: &InvoiceInput<'_>, moment: &Moment, rates: &Rates, period: Option<Period>) {
        self.invoices.add(invoice, moment, rates, period);
    }

    pub fn add_activity(&mut self, touch: Touch, moment: &Moment, period: Option<Period>) {
        self.activities.add(touch, moment, period);
    }

    /// `digits`: of the reporting currency.
    pub fn say(&self, figure: FigureName, digits: u32) -> Said<'_> {
        use FigureName as F;
        let Self { sales, invoices, activities, orders, flow } = self;
        let closed = sales.won.deals + sales.lost.deals;
        match figure {
            F::Pipeline => Said::Money(&sales.open.sum),
            F::Weighted => Said::Money(&sales.weighted),
            F::RecurringPipeline => Said::Money(&sales.recurring.sum),
            F::RecurringWeighted => Said::Money(&sales.recurring_weighted),
            F::Won => Said::Money(&sales.won.sum),
            F::RecurringWon => Said::Money(&sales.recurring_won.sum),
            F::Lost => Said::Money(&sales.lost.sum),
            F::Closing => Said::Money(&sales.closing.sum),
            F::Forecast => Said::Money(&sales.forecast.total.sum),
            F::ForecastCommit => Said::Money(&sales.forecast.commit.sum),
            F::ForecastBestCase => Said::Money(&sales.forecast.best_case.sum),
            F::ForecastPipeline => Said::Money(&sales.forecast.pipeline.sum),
            F::ForecastOmitted => Said::Money(&sales.forecast.omitted.sum),
            F::ForecastOverdue => Said::Money(&sales.forecast.overdue.sum),
            F::Undated => Said::Money(&sales.forecast.undated.sum),
            F::Invoiced => Said::Money(&invoices.invoiced.sum),
            F::Outstanding => Said::Money(&invoices.outstanding.sum),
            F::Overdue => Said::Money(&invoices.overdue.sum),
            F::InPayment => Said::Money(&invoices.in_payment.sum),
            F::Orders => Said::Money(&orders.orders.sum),
            F::Quotations => Said::Money(&orders.quotations.sum),
            F::OpenDeals => counted(&sales.open),
            F::WonDeals => counted(&sales.won),
            F::LostDeals => counted(&sales.lost),
            F::NewDeals => counted(&sales.new),
            F::OverdueDeals => counted(&sales.overdue),
            F::RottingDeals => counted(&sales.rotting),
            F::ActivitiesDone => Said::Count { count: activities.done, worth: &NOTHING },
            F::WinRate => Said::Ratio { ratio: sales.win_rate(), of: closed },
            F::WinRateByValue => Said::Ratio { ratio: sales.win_rate_by_value(), of: closed },
            F::AverageDeal => Said::Mean { amount: sales.average_deal(digits), of: sales.won.sum.count() },
            F::SalesCycle => {
                Said::Days { days: sales.sales_cycle(), of: sales.cycle.deals, left_out: sales.cycle.left_out }
            }
            F::FlowOpening
            | F::FlowNew
            | F::FlowReopened
            | F::FlowReceived
            | F::FlowRaised
            | F::FlowLowered
            | F::FlowWon
            | F::FlowLost
            | F::FlowArchived
            | F::FlowRemoved
            | F::FlowHandedOver
            | F::FlowExchange
            | F::FlowClosing => Said::Money(&flow.part(figure).sum),
        }
    }
}

fn counted(tally: &Tally) -> Said<'_> {
    Said::Count { count: tally.deals, worth: &tally.sum }
}
