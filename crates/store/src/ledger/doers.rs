//! Who did something with a customer, as numbers: each distinct set of people is looked up once per request, not once per row.

use super::sets::Sets;
use domain::canonical::RecordRef;
use std::sync::Arc;

/// Number of a set of people within one ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DoerSet(u32);

impl DoerSet {
    /// What a table by the numbers of all sets says of it.
    pub(crate) fn of<T>(self, table: &[T]) -> Option<&T> {
        usize::try_from(self.0).ok().and_then(|at| table.get(at))
    }
}

#[derive(Debug, Clone, Default)]
pub(super) struct DoerSets(Sets<RecordRef>);

impl DoerSets {
    pub(super) fn number(&mut self, doers: &[RecordRef]) -> DoerSet {
        DoerSet(self.0.number(doers))
    }

    pub(super) fn all(&self) -> &[Arc<[RecordRef]>] {
        self.0.all()
    }
}
