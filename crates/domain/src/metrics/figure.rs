//! Figures by name: which deals make each, what is added up of them, and what follows (docs/numbers.md §4).

use super::{DealAmount, DealGroup, SalesParts, Sum, Tally};
use rust_decimal::Decimal;
use shared::figures::FigureName;

/// Of the definitions as a whole: grows when one of them changes.
pub const DEFINITIONS: u32 = 1;

/// What a figure says, before it is dressed in a currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said<'a> {
    Money(&'a Sum),
    Count { count: u64, worth: &'a Sum },
    Ratio { ratio: Option<Decimal>, of: u64 },
    Mean { amount: Option<Decimal>, of: u64 },
    Days { days: Option<Decimal>, of: u64, left_out: u64 },
}

/// The deals behind a figure.
pub fn groups(figure: FigureName) -> &'static [DealGroup] {
    use FigureName as F;
    match figure {
        F::Pipeline | F::Weighted | F::OpenDeals | F::RecurringPipeline | F::RecurringWeighted => &[DealGroup::Open],
        F::Won | F::WonDeals | F::RecurringWon | F::AverageDeal | F::SalesCycle => &[DealGroup::Won],
        F::Lost | F::LostDeals => &[DealGroup::Lost],
        F::WinRate | F::WinRateByValue => &[DealGroup::Won, DealGroup::Lost],
        F::NewDeals => &[DealGroup::New],
        F::OverdueDeals => &[DealGroup::Overdue],
        F::RottingDeals => &[DealGroup::Rotting],
    }
}

/// What is added up of them.
pub fn amount(figure: FigureName) -> DealAmount {
    match figure {
        FigureName::Weighted => DealAmount::Weighted,
        FigureName::RecurringPipeline | FigureName::RecurringWon => DealAmount::Recurring,
        FigureName::RecurringWeighted => DealAmount::RecurringWeighted,
        _ => DealAmount::Expected,
    }
}

/// What is open now has no period.
pub fn has_period(figure: FigureName) -> bool {
    groups(figure).iter().any(|group| matches!(group, DealGroup::Won | DealGroup::Lost | DealGroup::New))
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
    }
}

impl SalesParts {
    /// `digits`: of the reporting currency.
    pub fn say(&self, figure: FigureName, digits: u32) -> Said<'_> {
        use FigureName as F;
        let closed = self.won.deals + self.lost.deals;
        match figure {
            F::Pipeline => Said::Money(&self.open.sum),
            F::Weighted => Said::Money(&self.weighted),
            F::RecurringPipeline => Said::Money(&self.recurring.sum),
            F::RecurringWeighted => Said::Money(&self.recurring_weighted),
            F::Won => Said::Money(&self.won.sum),
            F::RecurringWon => Said::Money(&self.recurring_won.sum),
            F::Lost => Said::Money(&self.lost.sum),
            F::OpenDeals => counted(&self.open),
            F::WonDeals => counted(&self.won),
            F::LostDeals => counted(&self.lost),
            F::NewDeals => counted(&self.new),
            F::OverdueDeals => counted(&self.overdue),
            F::RottingDeals => counted(&self.rotting),
            F::WinRate => Said::Ratio { ratio: self.win_rate(), of: closed },
            F::WinRateByValue => Said::Ratio { ratio: self.win_rate_by_value(), of: closed },
            F::AverageDeal => Said::Mean { amount: self.average_deal(digits), of: self.won.sum.count() },
            F::SalesCycle => {
                Said::Days { days: self.sales_cycle(), of: self.cycle.deals, left_out: self.cycle.left_out }
            }
        }
    }
}

fn counted(tally: &Tally) -> Said<'_> {
    Said::Count { count: tally.deals, worth: &tally.sum }
}
