//! When the jobs of the clock are due: what admins have set holds in every process within seconds, without a restart.

use crate::config::Config;
use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use jobs::Due;
use shared::jobs::{JobName, Schedule};
use std::time::Duration;
use store::{FULL_COMPARE_HOUR, Store, StoreError, first_instant};
use tokio::sync::watch;

/// How often the settings are read again.
const LOOK: Duration = Duration::from_secs(2);
/// What is put down of a day is put down in it.
const LAST_HOUR: u32 = 23;
/// Drift samples keep out of the full hours' way.
const DRIFT_MINUTE: i64 = 30;

/// What holds where an admin has set nothing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DefaultTimes {
    interval: Duration,
    zone: Tz,
}

impl DefaultTimes {
    pub(crate) fn of(config: &Config) -> Self {
        Self { interval: config.sync_interval, zone: config.organisation.time_zone }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Times {
    /// Of the settings; 0 while the defaults hold.
    pub(crate) version: i64,
    pub(crate) interval_minutes: u32,
    pub(crate) full_compare_hour: u32,
    pub(crate) zone: Tz,
    /// There is a connection, and it is enabled.
    pub(crate) is_on: bool,
}

impl Times {
    pub(crate) async fn read(store: &Store, default: DefaultTimes) -> Result<Self, StoreError> {
        let (settings, integrations) = (store.settings(), store.integrations());
        let (set, organisation, odoo) =
            futures::try_join!(settings.sync_times(), settings.organisation(), integrations.find_odoo())?;
        let minutes = u32::try_from(default.interval.as_secs() / 60).unwrap_or(u32::MAX);
        Ok(Self {
            version: set.version,
            interval_minutes: set.interval_minutes.unwrap_or(minutes),
            full_compare_hour: set.full_compare_hour.unwrap_or(FULL_COMPARE_HOUR),
            zone: organisation.time_zone.unwrap_or(default.zone),
            is_on: odoo.is_some_and(|odoo| odoo.enabled),
        })
    }

    pub(crate) fn interval(&self) -> Duration {
        Duration::from_secs(u64::from(self.interval_minutes) * 60)
    }

    pub(crate) fn schedule(&self, job: JobName) -> Schedule {
        match job {
            JobName::SyncUsers | JobName::SyncDepartments | JobName::Resync => Schedule::Off,
            JobName::Retention => Schedule::Daily { hour: self.retention_hour() },
            JobName::Alerts => Schedule::Every { minutes: 1 },
            _ if !self.is_on => Schedule::Off,
            JobName::Sync => Schedule::Every { minutes: self.interval_minutes },
            JobName::FullCompare => Schedule::Daily { hour: self.full_compare_hour },
            JobName::DriftSample => Schedule::Every { minutes: 60 },
            JobName::Audit => Schedule::Daily { hour: self.audit_hour() },
            JobName::KpiSnapshots => Schedule::Daily { hour: LAST_HOUR },
        }
    }

    /// After the comparison of everything, and before what is old goes.
    fn audit_hour(&self) -> u32 {
        (self.full_compare_hour + 1) % 24
    }

    /// After the comparison of everything.
    fn retention_hour(&self) -> u32 {
        (self.full_compare_hour + 2) % 24
    }

    pub(crate) fn next_due(&self, job: JobName, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self.schedule(job) {
            Schedule::Off => None,
            Schedule::Daily { hour } => next_daily(now, self.zone, hour),
            Schedule::Every { minutes } => {
                let shift = TimeDelta::minutes(if job == JobName::DriftSample { DRIFT_MINUTE } else { 0 });
                next_multiple(now - shift, TimeDelta::minutes(i64::from(minutes))).map(|at| at + shift)
            }
        }
    }

    fn due(self, job: JobName) -> Due {
        Due::new(move |now| self.next_due(job, now))
    }
}

fn next_multiple(now: DateTime<Utc>, step: TimeDelta) -> Option<DateTime<Utc>> {
    let step = step.num_milliseconds().max(1);
    DateTime::from_timestamp_millis((now.timestamp_millis().div_euclid(step) + 1).saturating_mul(step))
}

/// Where a day skips that hour, the first moment after the gap; where it has it twice, the first.
fn next_daily(now: DateTime<Utc>, zone: Tz, hour: u32) -> Option<DateTime<Utc>> {
    let today = now.with_timezone(&zone).date_naive();
    let hour = NaiveTime::from_hms_opt(hour.min(23), 0, 0)?;
    let day = |ahead| today.checked_add_days(Days::new(ahead));
    (0..3).find_map(|ahead| first_instant(day(ahead)?.and_time(hour), zone).filter(|instant| *instant > now))
}

/// The settings as they are, for the tasks that ring.
pub(super) struct Dials {
    store: Store,
    default: DefaultTimes,
    now: Times,
    interval: watch::Sender<Duration>,
    alarms: Vec<(JobName, watch::Sender<Due>)>,
}

impl Dials {
    pub(super) async fn read(store: &Store, default: DefaultTimes) -> Result<Self, StoreError> {
        let now = Times::read(store, default).await?;
        let alarms = [
            JobName::FullCompare,
            JobName::DriftSample,
            JobName::Audit,
            JobName::KpiSnapshots,
            JobName::Retention,
            JobName::Alerts,
        ];
        Ok(Self {
            store: store.clone(),
            default,
            now,
            interval: watch::Sender::new(ticking(&now)),
            alarms: alarms.into_iter().map(|job| (job, watch::Sender::new(now.due(job)))).collect(),
        })
    }

    pub(super) fn interval(&self) -> watch::Receiver<Duration> {
        self.interval.subscribe()
    }

    pub(super) fn alarms(&self) -> impl Iterator<Item = (JobName, watch::Receiver<Due>)> {
        self.alarms.iter().map(|(job, due)| (*job, due.subscribe()))
    }

    /// Never ends by itself.
    pub(super) async fn follow(mut self) {
        loop {
            tokio::time::sleep(LOOK).await;
            match Times::read(&self.store, self.default).await {
                Ok(now) if now != self.now => self.turn(now),
                Ok(_) => {}
                Err(error) => tracing::warn!(%error, "the settings of the sync cannot be read, trying again"),
            }
        }
    }

    fn turn(&mut self, now: Times) {
        tracing::info!(minutes = now.interval_minutes, on = now.is_on, "the times of the sync have changed");
        self.interval.send_replace(ticking(&now));
        for (job, due) in &self.alarms {
            due.send_replace(now.due(*job));
        }
        self.now = now;
    }
}

/// Zero stops the ticker.
fn ticking(times: &Times) -> Duration {
    if times.is_on { times.interval() } else { Duration::ZERO }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times() -> Times {
        Times { version: 0, interval_minutes: 5, full_compare_hour: 2, zone: Tz::Asia__Jakarta, is_on: true }
    }

    fn due(times: &Times, job: JobName, now: &str) -> Option<String> {
        times.next_due(job, now.parse().unwrap()).map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true))
    }

    #[test]
    fn each_job_of_the_clock_has_its_next_instant() {
        let (times, now) = (times(), "2026-11-21T12:31:00Z");
        assert_eq!(due(&times, JobName::Sync, now).as_deref(), Some("2026-11-21T12:35:00Z"));
        assert_eq!(due(&times, JobName::DriftSample, now).as_deref(), Some("2026-11-21T13:30:00Z"));
        assert_eq!(due(&times, JobName::DriftSample, "2026-11-21T12:29:59Z").as_deref(), Some("2026-11-21T12:30:00Z"));
        // 02:00 and 04:00 in Jakarta.
        assert_eq!(due(&times, JobName::FullCompare, now).as_deref(), Some("2026-11-21T19:00:00Z"));
        assert_eq!(due(&times, JobName::Retention, now).as_deref(), Some("2026-11-21T21:00:00Z"));
        assert_eq!(due(&times, JobName::FullCompare, "2026-11-21T19:00:00Z").as_deref(), Some("2026-11-22T19:00:00Z"));
        // 23:00 in Jakarta.
        assert_eq!(due(&times, JobName::KpiSnapshots, now).as_deref(), Some("2026-11-21T16:00:00Z"));
        assert_eq!(due(&times, JobName::Alerts, now).as_deref(), Some("2026-11-21T12:32:00Z"));
        assert_eq!(due(&times, JobName::SyncUsers, now), None);
    }

    #[test]
    fn without_a_connection_the_lake_is_tidied_and_watched() {
        let off = Times { is_on: false, ..times() };
        let due: Vec<_> = JobName::ALL.iter().filter(|job| off.schedule(**job) != Schedule::Off).collect();
        assert_eq!(due, [&JobName::Retention, &JobName::Alerts]);
    }

    #[test]
    fn a_day_without_that_hour_has_it_after_the_gap() {
        let vienna = Times { zone: Tz::Europe__Vienna, ..times() };
        // On 29 March 2026 clocks go from 02:00 to 03:00, which is 01:00 UTC; on 25 October 03:00 becomes 02:00.
        assert_eq!(due(&vienna, JobName::FullCompare, "2026-03-28T12:00:00Z").as_deref(), Some("2026-03-29T01:00:00Z"));
        assert_eq!(due(&vienna, JobName::FullCompare, "2026-10-24T12:00:00Z").as_deref(), Some("2026-10-25T00:00:00Z"));
    }
}
