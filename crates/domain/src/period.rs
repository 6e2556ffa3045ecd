//! Periods of calendar days in the organisation's time zone (docs/numbers.md §3).

use chrono::{Datelike, Days, Months, NaiveDate};
use shared::figures::PeriodName;

/// Half-open: the last day is the one before `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period {
    start: NaiveDate,
    end: NaiveDate,
}

impl Period {
    /// `None` for a period without a day.
    pub fn new(start: NaiveDate, end: NaiveDate) -> Option<Self> {
        (start < end).then_some(Self { start, end })
    }

    /// `None` where the name means all time. `fiscal_month` is the first of the fiscal year, 1 to 12.
    pub fn named(name: PeriodName, today: NaiveDate, fiscal_month: u32) -> Option<Self> {
        let of = |months| Self::around(today, months, fiscal_month);
        match name {
            PeriodName::ThisMonth => of(1),
            PeriodName::LastMonth => of(1)?.before(),
            PeriodName::ThisQuarter => of(3),
            PeriodName::LastQuarter => of(3)?.before(),
            PeriodName::ThisYear => of(12),
            PeriodName::LastYear => of(12)?.before(),
            PeriodName::AllTime => None,
        }
    }

    /// The calendar month of a day.
    pub fn month_of(day: NaiveDate) -> Option<Self> {
        Self::around(day, 1, 1)
    }

    /// The part of the fiscal year, `months` long, in which a day lies.
    fn around(day: NaiveDate, months: u32, fiscal_month: u32) -> Option<Self> {
        let since_start = (day.month() + 12).checked_sub(fiscal_month)? % 12 % months;
        let start = day.with_day(1)?.checked_sub_months(Months::new(since_start))?;
        Self::new(start, start.checked_add_months(Months::new(months))?)
    }

    pub fn start(self) -> NaiveDate {
        self.start
    }

    /// The first day after it.
    pub fn end(self) -> NaiveDate {
        self.end
    }

    pub fn contains(self, day: NaiveDate) -> bool {
        self.start <= day && day < self.end
    }

    pub fn days(self) -> u64 {
        u64::try_from((self.end - self.start).num_days()).unwrap_or_default()
    }

    /// Days of it that have begun, `today` counted.
    pub fn elapsed(self, today: NaiveDate) -> u64 {
        u64::try_from((today - self.start).num_days() + 1).unwrap_or_default().min(self.days())
    }

    /// The one of the same length directly before: of whole months, as many months.
    pub fn before(self) -> Option<Self> {
        let start = match self.months() {
            Some(months) => self.start.checked_sub_months(Months::new(months))?,
            None => self.start.checked_sub_days(Days::new(self.days()))?,
        };
        Self::new(start, self.start)
    }

    /// Calendar months that it touches, the first and the last cut to the period, in order.
    pub fn by_month(self) -> impl Iterator<Item = Self> {
        let mut start = Some(self.start);
        std::iter::from_fn(move || {
            let from = start.filter(|start| *start < self.end)?;
            let next = from.with_day(1)?.checked_add_months(Months::new(1))?;
            start = Some(next);
            Self::new(from, next.min(self.end))
        })
    }

    fn months(self) -> Option<u32> {
        let count = |day: NaiveDate| day.year() * 12 + i32::try_from(day.month()).unwrap_or_default();
        (self.start.day() == 1 && self.end.day() == 1)
            .then(|| u32::try_from(count(self.end) - count(self.start)).unwrap_or_default())
    }
}
