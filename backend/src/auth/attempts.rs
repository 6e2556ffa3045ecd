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

/// An attempt that counts as failed unless `forgive` is called.
#[derive(Debug)]
pub(crate) struct Attempt {
    keys: Vec<Key>,
    at: Instant,
}

impl Attempts {
    /// Counts before the work is done, so that many at once do not slip through. Err: seconds to wait.
    pub(crate) fn begin(&self, address: Option<IpAddr>, email: Option<&str>, now: Instant) -> Result<Attempt, u64> {
        let address = address.map(|address| (Key::Address(address.to_canonical()), PER_ADDRESS));
        let email = email.map(|email| (Key::Email(Sha256::digest(email.trim().to_lowercase()).into()), PER_EMAIL));
        let limits: Vec<_> = address.into_iter().chain(email).collect();
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() > TIDY_AT {
            seen.retain(|_, attempts| attempts.back().is_some_and(|last| now.duration_since(*last) < WINDOW));
        }
        for (key, limit) in &limits {
            let Some(attempts) = seen.get_mut(key) else { continue };
            while attempts.front().is_some_and(|first| now.duration_since(*first) >= WINDOW) {
                attempts.pop_front();
            }
            if let (true, Some(first)) = (attempts.len() >= *limit, attempts.front()) {
                return Err((WINDOW - now.duration_since(*first)).as_secs().max(1));
            }
        }
        let keys: Vec<_> = limits.into_iter().map(|(key, _)| key).collect();
        for key in &keys {
            seen.entry(key.clone()).or_default().push_back(now);
        }
        Ok(Attempt { keys, at: now })
    }

    /// It succeeded: it does not count.
    pub(crate) fn forgive(&self, attempt: &Attempt) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for key in &attempt.keys {
            if let Some(attempts) = seen.get_mut(key)
                && let Some(position) = attempts.iter().position(|at| *at == attempt.at)
            {
                attempts.remove(position);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: Option<IpAddr> = Some(IpAddr::V4(std::net::Ipv4Addr::LOCALHOST));

    #[test]
    fn the_eleventh_failure_for_an_e_mail_waits_until_the_first_is_a_quarter_of_an_hour_old() {
        let attempts = Attempts::default();
        let start = Instant::now();
        for second in 0..10 {
            attempts.begin(HOME, Some("Ada@example.com"), start + Duration::from_secs(second)).unwrap();
        }
        assert_eq!(attempts.begin(HOME, Some(" ada@EXAMPLE.com"), start + Duration::from_secs(60)).unwrap_err(), 840);
        attempts.begin(HOME, Some("grace@example.com"), start + Duration::from_secs(60)).unwrap();
        attempts.begin(HOME, Some("ada@example.com"), start + Duration::from_secs(900)).unwrap();
    }

    #[test]
    fn one_address_may_not_try_many_e_mails() {
        let attempts = Attempts::default();
        let now = Instant::now();
        for person in 0..50 {
            attempts.begin(HOME, Some(&format!("{person}@example.com")), now).unwrap();
        }
        assert_eq!(attempts.begin(HOME, Some("one.more@example.com"), now).unwrap_err(), 900);
        let elsewhere = Some(IpAddr::from([192, 0, 2, 1]));
        attempts.begin(elsewhere, Some("one.more@example.com"), now).unwrap();
    }

    #[test]
    fn what_succeeded_does_not_count() {
        let attempts = Attempts::default();
        let now = Instant::now();
        for _ in 0..200 {
            let attempt = attempts.begin(HOME, Some("ada@example.com"), now).unwrap();
            attempts.forgive(&attempt);
        }
    }
}
