//! Sets that many rows have in common, as numbers: each distinct one is kept once.

use std::{collections::HashMap, hash::Hash, sync::Arc};

/// All sets that rows of a snapshot carry, and some that rows of earlier ones carried. Copies are one until a set is added.
#[derive(Debug, Clone)]
pub(super) struct Sets<T>(Arc<Known<T>>);

#[derive(Debug, Clone)]
struct Known<T> {
    all: Vec<Arc<[T]>>,
    numbers: HashMap<Arc<[T]>, u32>,
}

impl<T> Default for Sets<T> {
    fn default() -> Self {
        Self(Arc::new(Known { all: Vec::new(), numbers: HashMap::new() }))
    }
}

impl<T: Clone + Eq + Hash> Sets<T> {
    pub(super) fn number(&mut self, set: &[T]) -> u32 {
        if let Some(known) = self.0.numbers.get(set) {
            return *known;
        }
        let Known { all, numbers } = Arc::make_mut(&mut self.0);
        let set: Arc<[T]> = set.into();
        // 2^32 sets do not fit into memory; should it happen, the row takes a number that no set has.
        let number = u32::try_from(all.len()).unwrap_or(u32::MAX);
        all.push(Arc::clone(&set));
        numbers.insert(set, number);
        number
    }

    /// By their numbers.
    pub(super) fn all(&self) -> &[Arc<[T]>] {
        &self.0.all
    }
}
