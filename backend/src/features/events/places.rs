//! How many streams may be open: each costs a little, and a person needs one per window.

use crate::http::Failure;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use uuid::Uuid;

const MOST_FOR_ONE: usize = 20;
const MOST_IN_ALL: usize = 2_000;
/// Seconds.
const TRY_AGAIN: u64 = 30;

#[derive(Debug, Clone, Default)]
pub(crate) struct Places(Arc<Mutex<HashMap<Uuid, usize>>>);

/// An open stream; given back when dropped.
#[derive(Debug)]
pub(super) struct Seat {
    places: Places,
    person: Uuid,
}

impl Places {
    pub(super) fn take(&self, person: Uuid) -> Result<Seat, Failure> {
        let mut taken = self.taken();
        let of_this = taken.get(&person).copied().unwrap_or_default();
        if of_this >= MOST_FOR_ONE || taken.values().sum::<usize>() >= MOST_IN_ALL {
            return Err(Failure::too_many(TRY_AGAIN));
        }
        taken.insert(person, of_this + 1);
        Ok(Seat { places: self.clone(), person })
    }

    pub(crate) fn count(&self) -> usize {
        self.taken().values().sum()
    }

    fn taken(&self) -> MutexGuard<'_, HashMap<Uuid, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.places.taken();
        match taken.get_mut(&self.person) {
            Some(count) if *count > 1 => *count -= 1,
            _ => drop(taken.remove(&self.person)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_has_twenty_and_gets_another_when_one_is_given_back() {
        let (places, person) = (Places::default(), Uuid::from_u128(1));
        let mut seats: Vec<_> = (0..20).map(|_| places.take(person).unwrap()).collect();
        assert!(places.take(person).is_err());
        assert!(places.take(Uuid::from_u128(2)).is_ok());
        seats.pop();
        assert_eq!(places.count(), 19);
        assert!(places.take(person).is_ok());
        drop(seats);
        assert_eq!(places.count(), 0);
    }
}
