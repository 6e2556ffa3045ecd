//! The gate that every call passes: two connections at most, tries, pauses when Odoo is slow, an end when it is gone.

use super::error::LONGEST_WAIT;
use super::{Call, ServerVersion, Transport, TransportError};
use backon::{ExponentialBuilder, Retryable};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::Instant;

/// A default Odoo has two workers, and its users need one; more connections than two win nothing.
const CONNECTIONS: usize = 2;
/// How often a call is tried where waiting can help.
pub(crate) const TRIES: u32 = 3;
/// Tries in a row without any answer of Odoo, after which the run is given up.
const MOST_FAILURES: u32 = 6;

#[derive(Debug)]
pub(crate) struct Gate {
    connections: Semaphore,
    failures: AtomicU32,
    pace: Mutex<Pace>,
}

/// One way through the gate.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Link<'a> {
    pub(crate) transport: &'a dyn Transport,
    pub(crate) gate: &'a Gate,
}

impl Default for Gate {
    fn default() -> Self {
        let connections = Semaphore::new(CONNECTIONS);
        Self { connections, failures: AtomicU32::new(0), pace: Mutex::default() }
    }
}

impl Gate {
    /// The next run asks again, however the last one ended.
    pub(crate) fn open_again(&self) {
        self.failures.store(0, Ordering::Relaxed);
    }

    async fn pass<T>(
        &self,
        what: &'static str,
        ask: impl Future<Output = Result<T, TransportError>>,
    ) -> Result<T, TransportError> {
        let _connection = self.connections.acquire().await;
        let rest = self.pace().rest(Instant::now());
        tokio::time::sleep(rest).await;
        let failures = self.failures.load(Ordering::Relaxed);
        if failures >= MOST_FAILURES {
            return Err(TransportError::GivenUp(failures));
        }
        let started = Instant::now();
        let answer = ask.await;
        match &answer {
            Err(error) if error.is_failure_of_the_way() => {
                let failures = self.failures.fetch_add(1, Ordering::Relaxed) + 1;
                if failures == MOST_FAILURES {
                    tracing::error!(failures, error = ?error, "Odoo is left alone for the rest of this run");
                }
            }
            Err(error) if !error.is_odoos() => {}
            Ok(_) | Err(_) => self.failures.store(0, Ordering::Relaxed),
        }
        let now = Instant::now();
        match answer.as_ref().err().and_then(TransportError::wait) {
            Some(wait) => self.pace().hold(now, wait.min(LONGEST_WAIT)),
            None => self.pace().took(what, started, now),
        }
        answer
    }

    fn pace(&self) -> std::sync::MutexGuard<'_, Pace> {
        self.pace.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Link<'_> {
    /// Tried at most three times where waiting can help.
    pub(crate) async fn call(self, call: &Call) -> Result<Value, TransportError> {
        tried(|| self.once(call)).await
    }

    /// One try, for callers that ask for less when it fails.
    pub(crate) async fn once(self, call: &Call) -> Result<Value, TransportError> {
        self.gate.pass(call.method, self.transport.call(call)).await
    }

    pub(crate) async fn version(self) -> Result<ServerVersion, TransportError> {
        tried(|| self.gate.pass("version", self.transport.version())).await
    }

    pub(crate) async fn sign_in(self) -> Result<i64, TransportError> {
        tried(|| self.gate.pass("authenticate", self.transport.sign_in())).await
    }

    pub(crate) async fn databases(self) -> Result<Vec<String>, TransportError> {
        self.gate.pass("list", self.transport.databases()).await
    }
}

async fn tried<T, F: Future<Output = Result<T, TransportError>>>(ask: impl FnMut() -> F) -> Result<T, TransportError> {
    let patience = ExponentialBuilder::default().with_min_delay(pause(1)).with_factor(4.0).with_max_times(2);
    ask.retry(patience).when(TransportError::is_passing).notify(told).await
}

/// Between a failed try and the next one. What the server itself asks for is waited at the gate, by everybody.
pub(crate) fn pause(tries: u32) -> Duration {
    Duration::from_millis(200) * 4_u32.saturating_pow(tries.saturating_sub(1))
}

fn told(error: &TransportError, wait: Duration) {
    tracing::warn!(error = ?error, wait_ms = wait.as_millis(), "a call to Odoo failed and is tried again");
}

/// How fast Odoo answers as a rule, and until when it is left in peace because it did not.
#[derive(Debug, Default)]
struct Pace {
    /// Smoothed seconds of a method.
    usual: HashMap<&'static str, f64>,
    rest_until: Option<Instant>,
}

/// Answers below this are never slow.
const QUICK: Duration = Duration::from_secs(1);
/// Answers above this always are.
const SLOW: Duration = Duration::from_secs(10);
const LONGEST_REST: Duration = Duration::from_secs(10);

impl Pace {
    fn rest(&self, now: Instant) -> Duration {
        self.rest_until.map_or(Duration::ZERO, |until| until.saturating_duration_since(now))
    }

    fn hold(&mut self, now: Instant, wait: Duration) {
        self.rest_until = self.rest_until.max(Some(now + wait));
    }

    /// After an answer that took much longer than such answers do, Odoo is given half of that time.
    fn took(&mut self, what: &'static str, started: Instant, now: Instant) {
        let took = now.saturating_duration_since(started);
        let seconds = took.as_secs_f64();
        let usual = self.usual.entry(what).or_insert(seconds);
        let is_slow = took > SLOW || (took > QUICK && seconds > 3.0 * *usual);
        *usual += (seconds - *usual) / 5.0;
        if is_slow {
            let rest = (took / 2).min(LONGEST_REST);
            tracing::warn!(method = what, took_ms = took.as_millis(), "Odoo answers slowly, asking it less often");
            self.hold(now, rest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odoo_is_left_in_peace_after_an_answer_that_took_much_longer_than_usual() {
        let (mut pace, start) = (Pace::default(), Instant::now());
        let after = |pace: &mut Pace, ms: u64| {
            let now = start + Duration::from_millis(ms);
            pace.rest_until = None;
            pace.took("read", start, now);
            pace.rest(now).as_millis()
        };
        assert_eq!(after(&mut pace, 500), 0);
        assert_eq!(after(&mut pace, 900), 0);
        assert_eq!(after(&mut pace, 2_000), 1_000);
        assert_eq!(after(&mut pace, 12_000), 6_000);
        assert_eq!(after(&mut pace, 60_000), 10_000);
    }

    #[test]
    fn a_rest_ends_and_a_longer_one_wins() {
        let (mut pace, start) = (Pace::default(), Instant::now());
        pace.hold(start, Duration::from_secs(7));
        pace.hold(start, Duration::from_secs(2));
        assert_eq!(pace.rest(start), Duration::from_secs(7));
        assert_eq!(pace.rest(start + Duration::from_secs(9)), Duration::ZERO);
    }

    #[test]
    fn each_pause_is_four_times_the_one_before() {
        assert_eq!([1, 2, 3].map(|tries| pause(tries).as_millis()), [200, 800, 3_200]);
    }
}
