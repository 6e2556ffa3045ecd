//! A limit on failed attempts to sign in, per address and per e-mail, in a sliding quarter of an hour.

use sha2::{Digest, Sha256};
use std::{
    collections::{HashMap, VecDeque},
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

const WINDOW: Duration = Duration::from_secs(15 * 60);
const PER_EMAIL: usize = 10;
const PER_ADDRESS: usize = 50;
/// Beyond this many keys, those without a fresh attempt are forgotten.
const TIDY_AT: usize = 10_000;

/// Of this process; lost when it restarts.
#[derive(Debug, Default)]
pub(crate) struct Attempts(Mutex<HashMap<Key, VecDeque<Instant>>>);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Address(IpAddr),
    /// A hash: the address itself is kept nowhere but in the database.
    Email([u8; 32]),
}

/// Who tries, and how often each of that may fail.
#[derive(Debug)]
pub(crate) struct Source(Vec<(Key, usize)>);

impl Source {
    pub(crate) fn new(address: Option<IpAddr>, email: Option<&str>) -> Self {
        let address = address.map(|address| (Key::Address(address.to_canonical()), PER_ADDRESS));
        let email = email.map(|email| (Key::Email(Sha256::digest(email.trim().to_lowercase()).into()), PER_EMAIL));
        Self(address.into_iter().chain(email).collect())
    }
}

impl Attempts {
    /// Asked before a password waits for its turn and again when it has it: of many at once, only those within the limit
    /// are ever compared. Err: seconds to wait.
    pub(crate) fn check(&self, source: &Source, now: Instant) -> Result<(), u64> {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (key, limit) in &source.0 {
            let Some(failures) = seen.get_mut(key) else { continue };
            while failures.front().is_some_and(|first| now.duration_since(*first) >= WINDOW) {
                failures.pop_front();
            }
            if let (true, Some(first)) = (failures.len() >= *limit, failures.front()) {
                return Err((WINDOW - now.duration_since(*first)).as_secs().max(1));
            }
        }
        Ok(())
    }

    /// The credential was wrong. Nothing else counts: neither success nor what failed on our own side.
    pub(crate) fn failed(&self, source: &Source, now: Instant) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() > TIDY_AT {
            seen.retain(|_, failures| failures.back().is_some_and(|last| now.duration_since(*last) < WINDOW));
        }
        for (key, _) in &source.0 {
            seen.entry(key.clone()).or_default().push_back(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: Option<IpAddr> = Some(IpAddr::V4(std::net::Ipv4Addr::LOCALHOST));

    fn source(email: &str) -> Source {
        Source::new(HOME, Some(email))
    }

    #[test]
    fn the_eleventh_failure_for_an_e_mail_waits_until_the_first_is_a_quarter_of_an_hour_old() {
        let attempts = Attempts::default();
        let start = Instant::now();
        for second in 0..10 {
            let now = start + Duration::from_secs(second);
            attempts.check(&source("Ada@example.com"), now).unwrap();
            attempts.failed(&source("Ada@example.com"), now);
        }
        let later = start + Duration::from_secs(60);
        assert_eq!(attempts.check(&source(" ada@EXAMPLE.com"), later).unwrap_err(), 840);
        attempts.check(&source("grace@example.com"), later).unwrap();
        attempts.check(&source("ada@example.com"), start + Duration::from_secs(900)).unwrap();
    }

    #[test]
    fn one_address_may_not_try_many_e_mails() {
        let attempts = Attempts::default();
        let now = Instant::now();
        for person in 0..50 {
            attempts.failed(&source(&format!("{person}@example.com")), now);
        }
        assert_eq!(attempts.check(&source("one.more@example.com"), now).unwrap_err(), 900);
        let elsewhere = Source::new(Some(IpAddr::from([192, 0, 2, 1])), Some("one.more@example.com"));
        attempts.check(&elsewhere, now).unwrap();
    }
}
