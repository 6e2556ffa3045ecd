//! Ids that were listed and whose rows are still to be read: one listing bounds many answers.

use domain::canonical::{Kind, SourceId};
use source::Window;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Ids in one listing.
pub(crate) const LISTED: usize = 20_000;

/// By kind: what follows the last row that was read. Bounds only, so it may be old: each range is read as it is by then.
#[derive(Debug, Default)]
pub(crate) struct Ahead(Mutex<HashMap<Kind, Listing>>);

#[derive(Debug)]
struct Listing {
    window: Window,
    after: SourceId,
    ids: Vec<SourceId>,
}

impl Ahead {
    /// The first `room` ids of what is listed above `after`; those behind them stay.
    pub(crate) fn take(&self, kind: Kind, window: Window, after: SourceId, room: usize) -> Option<Vec<SourceId>> {
        let mut listing = self.all().remove(&kind)?;
        if listing.window != window || after < listing.after {
            return None;
        }
        listing.ids.drain(..listing.ids.partition_point(|id| *id <= after));
        (!listing.ids.is_empty()).then(|| self.split(kind, window, listing.ids, room))
    }

    /// The same of what was listed just now.
    pub(crate) fn split(&self, kind: Kind, window: Window, mut ids: Vec<SourceId>, room: usize) -> Vec<SourceId> {
        let later = ids.split_off(room.min(ids.len()));
        if let Some(after) = ids.last().copied().filter(|_| !later.is_empty()) {
            self.all().insert(kind, Listing { window, after, ids: later });
        }
        ids
    }

    fn all(&self) -> MutexGuard<'_, HashMap<Kind, Listing>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Window = Window::Everything;

    #[test]
    fn a_listing_serves_the_pages_that_follow_each_other() {
        let ahead = Ahead::default();
        assert_eq!(ahead.take(Kind::Deal, ALL, 0, 2), None);
        assert_eq!(ahead.split(Kind::Deal, ALL, vec![1, 3, 5, 7, 9], 2), [1, 3]);
        assert_eq!(ahead.take(Kind::Deal, ALL, 3, 2), Some(vec![5, 7]));
        assert_eq!(ahead.take(Kind::Deal, ALL, 7, 2), Some(vec![9]));
        assert_eq!(ahead.take(Kind::Deal, ALL, 9, 2), None);
    }

    #[test]
    fn rows_beyond_the_last_one_leave_what_is_listed_behind_them() {
        let ahead = Ahead::default();
        ahead.split(Kind::Deal, ALL, vec![1, 3, 5, 7], 1);
        assert_eq!(ahead.take(Kind::Deal, ALL, 4, 1), Some(vec![5]));
        assert_eq!(ahead.take(Kind::Deal, ALL, 8, 1), None);
    }

    #[test]
    fn an_earlier_place_another_kind_or_window_lists_anew() {
        let ahead = Ahead::default();
        ahead.split(Kind::Deal, ALL, vec![1, 3, 5], 1);
        assert_eq!(ahead.take(Kind::Partner, ALL, 1, 2), None);
        assert_eq!(ahead.take(Kind::Deal, ALL, 0, 2), None);
        assert_eq!(ahead.take(Kind::Deal, ALL, 1, 2), None);
        ahead.split(Kind::Deal, ALL, vec![1, 3, 5], 1);
        let changed = Window::ChangedSince(chrono::DateTime::UNIX_EPOCH);
        assert_eq!(ahead.take(Kind::Deal, changed, 1, 2), None);
    }
}
