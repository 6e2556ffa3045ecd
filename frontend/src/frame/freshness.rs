//! How fresh the data are, decided from the sync's state: the words and colour of the pill.

use crate::{components::Icon, format, words::Words};
use chrono::{DateTime, Duration, Utc};
use shared::sync::{Indicator, Progress, SyncStatus};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Good,
    Busy,
    Warning,
    Bad,
}

impl Tone {
    pub fn text(self) -> &'static str {
        match self {
            Self::Good => "text-positive",
            Self::Busy => "text-accent",
            Self::Warning => "text-warning",
            Self::Bad => "text-negative",
        }
    }

    pub fn icon(self) -> Icon {
        match self {
            Self::Good => Icon::CircleCheck,
            Self::Busy => Icon::RefreshCw,
            Self::Warning => Icon::Clock,
            Self::Bad => Icon::CircleAlert,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Freshness {
    pub tone: Tone,
    pub text: String,
    /// For a phone's width.
    pub short: String,
}

/// Data are stale when three runs in a row brought nothing.
fn stale_after(status: &SyncStatus) -> Duration {
    Duration::minutes(i64::from(status.interval_minutes).saturating_mul(3))
}

pub fn freshness(status: &SyncStatus, now: DateTime<Utc>, offset_minutes: i32, w: &Words) -> Freshness {
    let age = status.last_success.map(|at| now - at);
    let stale = age.is_some_and(|age| age > stale_after(status));
    let as_of = |since: Duration, at: DateTime<Utc>| {
        if since > Duration::hours(20) {
            format::age(since, w)
        } else {
            (w.sync.as_of)(&format::clock(at, offset_minutes))
        }
    };
    let simple = |tone, text: &str| Freshness { tone, text: text.to_owned(), short: text.to_owned() };
    match status.indicator {
        Indicator::NotConfigured => simple(Tone::Warning, w.sync.not_configured),
        Indicator::NeedsRefresh => simple(Tone::Bad, w.sync.refused),
        Indicator::Syncing => Freshness {
            tone: Tone::Busy,
            text: status.progress.as_ref().map_or_else(|| w.sync.syncing.to_owned(), |progress| running(progress, w)),
            short: w.sync.syncing.to_owned(),
        },
        Indicator::Error | Indicator::Warning | Indicator::Connected => match (status.last_success, age) {
            (Some(at), Some(age)) => {
                let tone = match (status.indicator, stale) {
                    (Indicator::Error, _) => Tone::Bad,
                    (Indicator::Warning, _) | (_, true) => Tone::Warning,
                    _ => Tone::Good,
                };
                if stale || tone == Tone::Bad {
                    simple(tone, &as_of(age, at))
                } else {
                    let ago = format::age(age, w);
                    Freshness { tone, text: (w.sync.synced)(&ago), short: ago }
                }
            }
            _ if status.indicator == Indicator::Error => simple(Tone::Bad, w.sync.failed),
            _ => simple(Tone::Warning, w.sync.never),
        },
    }
}

/// `Reading deals 12,300 of 20,000`.
fn running(progress: &Progress, w: &Words) -> String {
    match progress.entity {
        None => w.sync.preparing.to_owned(),
        Some(entity) => (w.sync.reading)((w.sync.entity)(entity)),
    }
}

/// Whole per cent of what is read now, where the number of records is known.
pub fn done(progress: &Progress) -> Option<u64> {
    let expected = progress.records_expected.filter(|expected| *expected > 0)?;
    Some((progress.records_read.saturating_mul(100) / expected).min(100))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;
    use shared::EntityType;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn status(indicator: Indicator, last_success: Option<&str>) -> SyncStatus {
        SyncStatus {
            indicator,
            generation: 4,
            last_success: last_success.map(at),
            now: at("2026-11-21T14:10:00Z"),
            interval_minutes: 5,
            progress: None,
            last_run: None,
            held_deletions: Vec::new(),
            records: Vec::new(),
        }
    }

    fn said(status: &SyncStatus) -> (Tone, String) {
        let fresh = freshness(status, status.now, 0, Lang::English.words());
        (fresh.tone, fresh.text)
    }

    #[test]
    fn fresh_data_say_their_age() {
        assert_eq!(
            said(&status(Indicator::Connected, Some("2026-11-21T14:08:00Z"))),
            (Tone::Good, "Synced 2 min ago".to_owned())
        );
    }

    #[test]
    fn after_three_intervals_without_success_data_are_stale() {
        assert_eq!(said(&status(Indicator::Connected, Some("2026-11-21T13:55:00Z"))).0, Tone::Good);
        assert_eq!(
            said(&status(Indicator::Connected, Some("2026-11-21T13:54:00Z"))),
            (Tone::Warning, "As of 13:54".to_owned())
        );
    }

    #[test]
    fn after_a_failed_run_the_pill_says_what_the_data_are_of() {
        assert_eq!(
            said(&status(Indicator::Error, Some("2026-11-21T14:05:00Z"))),
            (Tone::Bad, "As of 14:05".to_owned())
        );
        assert_eq!(said(&status(Indicator::Error, None)).0, Tone::Bad);
    }

    #[test]
    fn held_deletions_do_not_make_fresh_data_old() {
        assert_eq!(
            said(&status(Indicator::Warning, Some("2026-11-21T14:08:00Z"))),
            (Tone::Warning, "Synced 2 min ago".to_owned())
        );
    }

    #[test]
    fn before_the_first_run_nothing_is_claimed() {
        assert_eq!(said(&status(Indicator::Connected, None)), (Tone::Warning, "Not synced yet".to_owned()));
    }

    #[test]
    fn progress_is_a_whole_per_cent_of_what_is_expected() {
        let mut progress = Progress {
            run: "r1".to_owned(),
            started_at: at("2026-11-21T14:09:00Z"),
            entity: Some(EntityType::Opportunity),
            records_read: 12_300,
            records_expected: Some(20_000),
        };
        assert_eq!(done(&progress), Some(61));
        progress.records_read = 20_500;
        assert_eq!(done(&progress), Some(100));
        progress.records_expected = Some(0);
        assert_eq!(done(&progress), None);
        progress.records_expected = None;
        assert_eq!(done(&progress), None);
    }
}
