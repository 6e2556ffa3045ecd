//! The periods by which moments are grouped: where each begins and ends, and its English name.

use chrono::{Datelike, Months, NaiveDate, TimeDelta};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Period {
    Day,
    Month,
    Quarter,
    Year,
}

impl Period {
    pub(super) fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "day" => Self::Day,
            "month" => Self::Month,
            "quarter" => Self::Quarter,
            "year" => Self::Year,
            _ => return None,
        })
    }

    pub(super) fn start(self, day: NaiveDate) -> NaiveDate {
        let month = match self {
            Self::Day => return day,
            Self::Month => day.month(),
            Self::Quarter => (day.month0() / 3) * 3 + 1,
            Self::Year => 1,
        };
        NaiveDate::from_ymd_opt(day.year(), month, 1).unwrap_or(day)
    }

    /// The first day that is no longer in it.
    pub(super) fn end(self, start: NaiveDate) -> NaiveDate {
        let end = match self {
            Self::Day => start.checked_add_signed(TimeDelta::days(1)),
            Self::Month => start.checked_add_months(Months::new(1)),
            Self::Quarter => start.checked_add_months(Months::new(3)),
            Self::Year => start.checked_add_months(Months::new(12)),
        };
        end.unwrap_or(start)
    }

    pub(super) fn label(self, start: NaiveDate) -> String {
        match self {
            Self::Day => start.format("%d %b %Y").to_string(),
            Self::Month => start.format("%B %Y").to_string(),
            Self::Quarter => format!("Q{} {}", start.month0() / 3 + 1, start.year()),
            Self::Year => start.format("%Y").to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_begin_end_and_are_named_as_in_english() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap_or_default();
        let shown = |period: Period| {
            let start = period.start(day);
            format!("{start} {} {}", period.end(start), period.label(start))
        };
        assert_eq!(shown(Period::Day), "2026-11-21 2026-11-22 21 Nov 2026");
        assert_eq!(shown(Period::Month), "2026-11-01 2026-12-01 November 2026");
        assert_eq!(shown(Period::Quarter), "2026-10-01 2027-01-01 Q4 2026");
        assert_eq!(shown(Period::Year), "2026-01-01 2027-01-01 2026");
    }
}
