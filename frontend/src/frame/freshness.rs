//! How fresh the data are, decided from the sync's state: the words and colour of the pill.

use crate::{components::tone::Tone, format, words::Words};
use chrono::{DateTime, Duration, Utc};
use shared::sync::{Indicator, Progress, SyncStatus};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Freshness {
    pub tone: Tone,
    pub text: String,
    /// For a phone's width.
    pub short: String,
}

/// Colour of each state, beside its icon and its word.
pub fn tone_of(indicator: Indicator) -> Tone {
    match indicator {
        Indicator::NotConfigured => Tone::Off,
        Indicator::NeedsRefresh | Indicator::Warning => Tone::Warning,
        Indicator::Syncing => Tone::Busy,
        Indicator::Error => Tone::Bad,
        Indicator::Connected => Tone::Good,
    }
}

/// What is shown is at most so many minutes behind Odoo while runs succeed: the pause between two, and how long one takes.
pub fn behind(status: &SyncStatus) -> i64 {
    let took = status.last_run.as_ref().and_then(|run| run.finished_at.map(|end| end - run.started_at));
    let millis = took.map_or(0, |took| took.num_milliseconds().max(0));
    i64::from(status.interval_minutes).saturating_add(millis.saturating_add(59_999) / 60_000)
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
        Indicator::NotConfigured => simple(Tone::Off, w.sync.not_configured),
        Indicator::NeedsRefresh => simple(Tone::Warning, w.sync.refused),
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

/// `12,300 of 20,000`; without `in_records`, as the server tells it to those who may not know the lake's size, `61 %`.
pub fn how_far(progress: &Progress, in_records: bool, w: &Words) -> Option<String> {
    if !in_records {
        return done(progress).map(|percent| format::percent(&percent.into(), w.lang));
    }
    let read = format::count(progress.records_read, w.lang);
    Some(match progress.records_expected {
        Some(expected) => (w.sync.read_of)(&read, &format::count(expected, w.lang)),
        None => read,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::Icon;
    use crate::words::Lang;
    use shared::{
        EntityType,
        sync::{RunState, SyncMode, SyncRun},
    };

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn status(indicator: Indicator, last_success: Option<&str>) -> SyncStatus {
        SyncStatus {
            drift: None,
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
    fn figures_are_behind_by_at_most_the_interval_and_the_length_of_a_run() {
        let mut status = status(Indicator::Connected, Some("2026-11-21T14:08:00Z"));
        assert_eq!(behind(&status), 5);
        let mut run = SyncRun {
            id: "r1".to_owned(),
            mode: SyncMode::Delta,
            state: RunState::Success,
            started_at: at("2026-11-21T14:05:00Z"),
            finished_at: Some(at("2026-11-21T14:06:01Z")),
            generation: None,
            entities: Vec::new(),
            errors: Vec::new(),
        };
        status.last_run = Some(run.clone());
        assert_eq!(behind(&status), 7);
        run.finished_at = Some(at("2026-11-21T14:05:00.400Z"));
        status.last_run = Some(run.clone());
        assert_eq!(behind(&status), 6);
        run.finished_at = None;
        status.last_run = Some(run);
        assert_eq!(behind(&status), 5);
    }

    #[test]
    fn each_state_has_its_colour_and_icon() {
        let looks = [
            (Indicator::Connected, Tone::Good, Icon::CircleCheck),
            (Indicator::Syncing, Tone::Busy, Icon::RefreshCw),
            (Indicator::Warning, Tone::Warning, Icon::TriangleAlert),
            (Indicator::NeedsRefresh, Tone::Warning, Icon::TriangleAlert),
            (Indicator::Error, Tone::Bad, Icon::CircleX),
            (Indicator::NotConfigured, Tone::Off, Icon::TriangleAlert),
        ];
        for (indicator, tone, icon) in looks {
            assert_eq!((tone_of(indicator), tone_of(indicator).icon()), (tone, icon), "{indicator:?}");
        }
    }

    #[test]
    fn before_the_first_run_nothing_is_claimed() {
        assert_eq!(said(&status(Indicator::Connected, None)), (Tone::Warning, "Not synced yet".to_owned()));
    }

    #[test]
    fn how_far_a_run_is_has_a_size_for_admins_and_a_per_cent_for_others() {
        let w = Lang::English.words();
        let mut progress = Progress {
            run: "r1".to_owned(),
            started_at: at("2026-11-21T14:09:00Z"),
            entity: Some(EntityType::Opportunity),
            records_read: 12_300,
            records_expected: Some(20_000),
        };
        assert_eq!(how_far(&progress, true, w), Some("12,300 of 20,000".to_owned()));
        (progress.records_read, progress.records_expected) = (61, Some(100));
        assert_eq!(how_far(&progress, false, w), Some("61\u{a0}%".to_owned()));
        (progress.records_read, progress.records_expected) = (0, None);
        assert_eq!(how_far(&progress, false, w), None);
        assert_eq!(how_far(&progress, true, w), Some("0".to_owned()));
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
