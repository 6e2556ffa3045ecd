//! From when on records of a kind are read, for kinds that are not read as a whole.

use chrono::{DateTime, Utc};
use domain::canonical::Kind;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

#[derive(Debug, Default)]
pub(crate) struct Horizons(Mutex<HashMap<Kind, DateTime<Utc>>>);

impl Horizons {
    pub(crate) fn set(&self, kind: Kind, since: DateTime<Utc>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(kind, since);
    }

    pub(crate) fn of(&self, kind: Kind) -> Option<DateTime<Utc>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&kind).copied()
    }
}
