//! How many streams may be open: each costs a little, and a person needs one per window.

use crate::http::Failure;
use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::Notify;
use uuid::Uuid;

const MOST_FOR_ONE: usize = 20;
const MOST_IN_ALL: usize = 2_000;
/// Seconds.
const TRY_AGAIN: u64 = 30;

/// Of each person the open streams, the oldest first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Places(Arc<Mutex<HashMap<Uuid, VecDeque<Arc<Notify>>>>>);

/// An open stream; given back when dropped.
#[derive(Debug)]
pub(super) struct Seat {
    places: Places,
    person: Uuid,
    wanted: Arc<Notify>,
}

impl Places {
    /// The oldest of a person's streams makes room for a new one: whoever loads a page again and again leaves streams behind that
    /// are known to be over only when nobody takes what is written to them.
    pub(super) fn take(&self, person: Uuid) -> Result<Seat, Failure> {
        let mut taken = self.taken();
        if taken.get(&person).is_some_and(|own| own.len() >= MOST_FOR_ONE)
            && let Some(oldest) = taken.get_mut(&person).and_then(VecDeque::pop_front)
        {
            oldest.notify_one();
        }
        if taken.values().map(VecDeque::len).sum::<usize>() >= MOST_IN_ALL {
            return Err(Failure::too_many(TRY_AGAIN));
        }
        let wanted = Arc::new(Notify::new());
        taken.entry(person).or_default().push_back(Arc::clone(&wanted));
        Ok(Seat { places: self.clone(), person, wanted })
    }

    pub(crate) fn count(&self) -> usize {
        self.taken().values().map(VecDeque::len).sum()
    }

    fn taken(&self) -> MutexGuard<'_, HashMap<Uuid, VecDeque<Arc<Notify>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seat {
    /// Until another stream of the same person needs the place.
    pub(super) async fn wanted(&self) {
        self.wanted.notified().await;
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.places.taken();
        if let Some(own) = taken.get_mut(&self.person) {
            own.retain(|seat| !Arc::ptr_eq(seat, &self.wanted));
            if own.is_empty() {
                taken.remove(&self.person);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::FutureExt;

    fn is_wanted(seat: &Seat) -> bool {
        seat.wanted().now_or_never().is_some()
    }

    #[test]
    fn a_person_has_twenty_and_the_oldest_makes_room_for_another() {
        let (places, person) = (Places::default(), Uuid::from_u128(1));
        let mut seats: Vec<_> = (0..20).map(|_| places.take(person).unwrap()).collect();
        assert!(seats.iter().all(|seat| !is_wanted(seat)));
        seats.push(places.take(person).unwrap());
        assert!(is_wanted(&seats[0]));
        assert!(seats[1..].iter().all(|seat| !is_wanted(seat)));
        assert_eq!(places.count(), 20);
        let of_another = places.take(Uuid::from_u128(2)).unwrap();
        assert!(seats[1..].iter().all(|seat| !is_wanted(seat)));
        drop(seats);
        assert_eq!(places.count(), 1);
        drop(of_another);
        assert_eq!(places.count(), 0);
    }

    #[test]
    fn beyond_two_thousand_in_all_nobody_gets_another() {
        let places = Places::default();
        let seats: Vec<_> = (0..2_000).map(|person| places.take(Uuid::from_u128(person)).unwrap()).collect();
        assert!(places.take(Uuid::from_u128(2_000)).is_err());
        drop(seats);
        assert!(places.take(Uuid::from_u128(2_000)).is_ok());
    }
}
