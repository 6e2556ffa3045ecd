//! How many records of a kind are asked for at once: fewer after trouble, more again after a while without.

use domain::canonical::Kind;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What is asked for: whole records, or ids with one field of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Shape {
    Whole,
    Swept,
}

/// An answer above this comes too near to the time after which Odoo kills its worker.
const TOO_LONG: Duration = Duration::from_secs(40);
/// Answers that went well before the next one is larger again; twice as many after each further trouble.
const PATIENCE: u32 = 8;
const MOST_PATIENCE: u32 = 512;
/// An answer that was too large costs a lot to try again.
const PATIENCE_WITH_LARGE: u32 = 64;

#[derive(Debug, Default)]
pub(crate) struct Sizes(Mutex<HashMap<(Kind, Shape), Size>>);

#[derive(Debug, Clone, Copy)]
struct Size {
    records: usize,
    went_well: u32,
    patience: u32,
}

impl Sizes {
    pub(crate) fn cut(&self, kind: Kind, shape: Shape, wanted: usize) -> usize {
        self.all().get(&(kind, shape)).map_or(wanted, |size| wanted.min(size.records))
    }

    pub(crate) fn too_large(&self, kind: Kind, shape: Shape, asked: usize) {
        self.halve(kind, shape, asked, PATIENCE_WITH_LARGE);
    }

    /// The answer did not come in time, or its worker died.
    pub(crate) fn too_slow(&self, kind: Kind, shape: Shape, asked: usize) {
        self.halve(kind, shape, asked, PATIENCE);
    }

    pub(crate) fn answered(&self, kind: Kind, shape: Shape, asked: usize, took: Duration) {
        if took > TOO_LONG && asked > 1 {
            return self.too_slow(kind, shape, asked);
        }
        let mut all = self.all();
        let Some(size) = all.get_mut(&(kind, shape)).filter(|size| asked >= size.records) else { return };
        size.went_well += 1;
        if size.went_well >= size.patience {
            size.went_well = 0;
            size.records = size.records.saturating_mul(2);
        }
    }

    fn halve(&self, kind: Kind, shape: Shape, asked: usize, patience: u32) {
        let records = (asked / 2).max(1);
        tracing::warn!(kind = kind.name(), records, "asking Odoo for fewer records at once");
        let mut all = self.all();
        let patience = match all.get(&(kind, shape)) {
            // Two answers were under way, and both have failed for the same reason.
            Some(size) if size.records <= records => return,
            Some(size) => size.patience.saturating_mul(2).clamp(patience, MOST_PATIENCE),
            None => patience,
        };
        all.insert((kind, shape), Size { records, went_well: 0, patience });
    }

    fn all(&self) -> MutexGuard<'_, HashMap<(Kind, Shape), Size>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUICK: Duration = Duration::from_millis(200);

    fn well(sizes: &Sizes, asked: usize, times: u32) {
        (0..times).for_each(|_| sizes.answered(Kind::Deal, Shape::Whole, asked, QUICK));
    }

    fn now(sizes: &Sizes) -> usize {
        sizes.cut(Kind::Deal, Shape::Whole, 1_000)
    }

    #[test]
    fn fewer_records_are_asked_for_after_trouble_and_more_after_eight_good_answers() {
        let sizes = Sizes::default();
        sizes.too_slow(Kind::Deal, Shape::Whole, 1_000);
        assert_eq!(now(&sizes), 500);
        well(&sizes, 500, 7);
        well(&sizes, 20, 5);
        assert_eq!(now(&sizes), 500);
        well(&sizes, 500, 1);
        assert_eq!(now(&sizes), 1_000);
        assert_eq!(sizes.cut(Kind::Deal, Shape::Swept, 10_000), 10_000);
        assert_eq!(sizes.cut(Kind::Partner, Shape::Whole, 1_000), 1_000);
    }

    #[test]
    fn trouble_that_comes_again_is_remembered_for_longer() {
        let sizes = Sizes::default();
        sizes.too_slow(Kind::Deal, Shape::Whole, 1_000);
        well(&sizes, 500, 8);
        sizes.too_slow(Kind::Deal, Shape::Whole, 1_000);
        well(&sizes, 500, 15);
        assert_eq!(now(&sizes), 500);
        well(&sizes, 500, 1);
        assert_eq!(now(&sizes), 1_000);
    }

    #[test]
    fn two_answers_that_fail_together_halve_once_and_one_record_is_the_least() {
        let sizes = Sizes::default();
        sizes.too_large(Kind::Deal, Shape::Whole, 1_000);
        sizes.too_large(Kind::Deal, Shape::Whole, 1_000);
        assert_eq!(now(&sizes), 500);
        sizes.too_large(Kind::Deal, Shape::Whole, 1);
        assert_eq!(now(&sizes), 1);
    }

    #[test]
    fn an_answer_that_took_very_long_halves_the_next_one() {
        let sizes = Sizes::default();
        sizes.answered(Kind::Deal, Shape::Whole, 1_000, Duration::from_secs(41));
        assert_eq!(now(&sizes), 500);
    }
}
