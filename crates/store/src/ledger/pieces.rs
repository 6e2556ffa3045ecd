//! Rows of accounts in order, in pieces that generations share: a change copies only the pieces that it falls into.

use domain::canonical::SourceId;
use shared::EntityType;
use std::{collections::HashSet, iter::Peekable, ops::Range, sync::Arc, vec::IntoIter};

/// Which row of which kind.
pub(super) type Name = (EntityType, SourceId);

/// Where a row stands: by its account, 0 for none, then by its name.
pub(super) type Place = (SourceId, Name);

/// A piece that has as many rows ends with the account that it is in: all rows of an account lie together. Those without an
/// account, of which nobody asks for all, do not.
const ROWS: usize = 128;

pub(crate) trait Placed: Clone {
    fn account(&self) -> SourceId;
    fn name(&self) -> Name;

    fn place(&self) -> Place {
        (self.account(), self.name())
    }
}

/// What two generations differ in.
#[derive(Debug)]
pub(super) struct Change<T> {
    /// Rows that the one has and the other has not, or not any more like this.
    pub(super) gone: Vec<Place>,
    pub(super) new: Vec<T>,
}

impl<T> Default for Change<T> {
    fn default() -> Self {
        Self { gone: Vec::new(), new: Vec::new() }
    }
}

#[derive(Debug)]
pub(super) struct Piece<T> {
    rows: Box<[T]>,
    /// Where the rows of each account lie.
    accounts: Box<[(SourceId, Range<usize>)]>,
}

impl<T> Piece<T> {
    pub(super) fn rows(&self) -> &[T] {
        &self.rows
    }

    fn range(&self, account: SourceId) -> Option<Range<usize>> {
        let at = self.accounts.binary_search_by_key(&account, |(id, _)| *id).ok()?;
        Some(self.accounts.get(at)?.1.clone())
    }
}

/// Where the rows of an account lie; empty for one that has none.
#[derive(Debug, Clone, Default)]
pub(super) struct Spot {
    pub(super) piece: usize,
    pub(super) rows: Range<usize>,
}

#[derive(Debug)]
pub(crate) struct Pieces<T>(Arc<Vec<Arc<Piece<T>>>>);

impl<T> Clone for Pieces<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Default for Pieces<T> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<T> Pieces<T> {
    pub(crate) fn len(&self) -> usize {
        self.0.iter().map(|piece| piece.rows.len()).sum()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.iter().flat_map(|piece| piece.rows.iter())
    }

    pub(super) fn all(&self) -> &[Arc<Piece<T>>] {
        &self.0
    }

    /// The rows of one account.
    pub(super) fn of(&self, account: SourceId) -> &[T] {
        let begins = |piece: &Piece<T>| piece.accounts.first().is_some_and(|(first, _)| *first <= account);
        let at = self.0.partition_point(|piece| begins(piece)).checked_sub(1);
        let piece = at.and_then(|at| self.0.get(at));
        piece.and_then(|piece| piece.rows.get(piece.range(account)?)).unwrap_or_default()
    }

    /// The rows of a spot among these pieces.
    pub(super) fn at(&self, spot: &Spot) -> &[T] {
        self.0.get(spot.piece).and_then(|piece| piece.rows.get(spot.rows.clone())).unwrap_or_default()
    }

    /// For each of these accounts, which come in order.
    pub(super) fn spots(&self, accounts: impl Iterator<Item = SourceId>) -> Vec<Spot> {
        let with_rows = self.0.iter().enumerate().flat_map(|(piece, rows)| {
            rows.accounts.iter().map(move |(account, rows)| (*account, Spot { piece, rows: rows.clone() }))
        });
        let mut with_rows = with_rows.peekable();
        let mut spot = |account| {
            while with_rows.next_if(|(earlier, _)| *earlier < account).is_some() {}
            with_rows.next_if(|(same, _)| *same == account).map(|(_, spot)| spot).unwrap_or_default()
        };
        accounts.map(&mut spot).collect()
    }

    /// Rows of pieces that the others do not have.
    pub(super) fn without<'a>(&'a self, others: &'a Self) -> impl Iterator<Item = &'a T> {
        let theirs: HashSet<_> = others.0.iter().map(Arc::as_ptr).collect();
        self.0.iter().filter(move |piece| !theirs.contains(&Arc::as_ptr(piece))).flat_map(|piece| piece.rows.iter())
    }

    pub(super) fn are(&self, others: &Self) -> bool {
        Arc::ptr_eq(&self.0, &others.0)
    }
}

impl<T: Placed> Pieces<T> {
    /// These rows but for those that are gone, and the new ones; shares every piece that nothing happened in.
    pub(super) fn changed(&self, change: Change<T>) -> Self {
        let Change { mut gone, mut new } = change;
        if gone.is_empty() && new.is_empty() {
            return self.clone();
        }
        gone.sort_unstable();
        new.sort_unstable_by_key(Placed::place);
        let (mut gone, mut new) = (gone.into_iter().peekable(), new.into_iter().peekable());
        let mut pieces = Vec::with_capacity(self.0.len() + new.len() / ROWS + 1);
        let ends = self.0.iter().skip(1).map(|next| next.rows.first().map(Placed::place)).chain([None]);
        for (piece, end) in self.0.iter().zip(ends) {
            let gone = before(&mut gone, end, |place| *place);
            let new = before(&mut new, end, Placed::place);
            if gone.is_empty() && new.is_empty() {
                pieces.push(Arc::clone(piece));
            } else {
                pieces.extend(cut(merged(&piece.rows, new, |row| gone.binary_search(&row.place()).is_err())));
            }
        }
        // Where there were none.
        pieces.extend(cut(new.collect()));
        Self(Arc::new(pieces))
    }
}

/// Takes those that belong before the piece that begins at `end`: an account's all belong where it begins.
fn before<T>(all: &mut Peekable<IntoIter<T>>, end: Option<Place>, place: fn(&T) -> Place) -> Vec<T> {
    let belongs = |place: Place, end: Place| if end.0 == 0 { place < end } else { place.0 < end.0 };
    let mut taken = Vec::new();
    while let Some(next) = all.next_if(|next| end.is_none_or(|end| belongs(place(next), end))) {
        taken.push(next);
    }
    taken
}

/// The rows of `old` that stay and the new ones, in order. Both come in order.
fn merged<T: Placed>(old: &[T], new: Vec<T>, stays: impl Fn(&T) -> bool) -> Vec<T> {
    let mut all: Vec<_> = old.iter().filter(|row| stays(row)).cloned().chain(new).collect();
    // Two runs in order, which this sort merges.
    all.sort_by_key(Placed::place);
    all
}

fn cut<T: Placed>(rows: Vec<T>) -> Vec<Arc<Piece<T>>> {
    let (mut pieces, mut piece, mut accounts) = (Vec::new(), Vec::new(), Vec::<(SourceId, Range<usize>)>::new());
    for row in rows {
        let account = row.account();
        let is_same = accounts.last().is_some_and(|(last, _)| *last == account);
        if piece.len() >= ROWS && (!is_same || account == 0) {
            pieces.push(whole(&mut piece, &mut accounts));
        }
        match accounts.last_mut().filter(|(last, _)| *last == account) {
            Some((_, range)) => range.end += 1,
            None => accounts.push((account, piece.len()..piece.len() + 1)),
        }
        piece.push(row);
    }
    if !piece.is_empty() {
        pieces.push(whole(&mut piece, &mut accounts));
    }
    pieces
}

fn whole<T>(rows: &mut Vec<T>, accounts: &mut Vec<(SourceId, Range<usize>)>) -> Arc<Piece<T>> {
    let (rows, accounts) = (std::mem::take(rows).into_boxed_slice(), std::mem::take(accounts).into_boxed_slice());
    Arc::new(Piece { rows, accounts })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::vec, prelude::*};
    use std::collections::BTreeMap;

    type Row = (SourceId, SourceId, u8);

    impl Placed for Row {
        fn account(&self) -> SourceId {
            self.0
        }

        fn name(&self) -> Name {
            (EntityType::Opportunity, self.1)
        }
    }

    fn pieces(rows: impl IntoIterator<Item = Row>) -> Pieces<Row> {
        Pieces::default().changed(Change { gone: Vec::new(), new: rows.into_iter().collect() })
    }

    /// As many accounts as fill three pieces, with ten rows each.
    fn many() -> Vec<Row> {
        (0..40).flat_map(|account| (0..10).map(move |id| (account, 10 * account + id, 0))).collect()
    }

    #[test]
    fn accounts_are_never_torn_apart() {
        let pieces = pieces(many());
        assert_eq!(pieces.all().iter().map(|piece| piece.rows().len()).collect::<Vec<_>>(), [130, 130, 130, 10]);
        assert_eq!(pieces.of(13), many().get(130..140).unwrap());
        assert_eq!(pieces.of(40), []);
    }

    #[test]
    fn rows_without_an_account_are_cut_like_others_and_changed_where_they_lie() {
        let before = pieces((0..300).map(|id| (0, id, 0)).chain([(7, 300, 0)]));
        assert_eq!(before.all().iter().map(|piece| piece.rows().len()).collect::<Vec<_>>(), [128, 128, 45]);
        assert_eq!(before.of(7), [(7, 300, 0)]);
        // The last of a piece, the first of the next one, one in its midst, and the same at its end.
        for (id, is_shared) in [
            (127, [false, true, true]),
            (128, [true, false, true]),
            (130, [true, false, true]),
            (255, [true, false, true]),
            (256, [true, true, false]),
        ] {
            let after =
                before.changed(Change { gone: vec![(0, (EntityType::Opportunity, id))], new: vec![(0, id, 9)] });
            let shared = before.all().iter().zip(after.all()).map(|(a, b)| Arc::ptr_eq(a, b));
            assert_eq!(shared.collect::<Vec<_>>(), is_shared, "{id}");
            assert_eq!(after.iter().filter(|row| row.1 == id).collect::<Vec<_>>(), [&(0, id, 9)], "{id}");
            assert_eq!(after.len(), 301, "{id}");
        }
    }

    #[test]
    fn a_change_copies_only_the_piece_that_it_falls_into() {
        let before = pieces(many());
        let gone = vec![(20, (EntityType::Opportunity, 203))];
        let after = before.changed(Change { gone, new: vec![(20, 203, 7)] });
        let shared = before.all().iter().zip(after.all()).map(|(a, b)| Arc::ptr_eq(a, b));
        assert_eq!(shared.collect::<Vec<_>>(), [true, false, true, true]);
        assert_eq!(after.of(20).get(3), Some(&(20, 203, 7)));
        assert_eq!(after.len(), 400);
    }

    #[test]
    fn nothing_changed_is_the_same() {
        let before = pieces(many());
        assert!(before.changed(Change::default()).are(&before));
    }

    proptest! {
        #[test]
        fn any_changes_lead_to_the_rows_that_a_map_has(rounds in vec(vec((0..60_i64, 0..400_i64, any::<u8>(), any::<bool>()), 1..40), 1..6)) {
            let mut expected: BTreeMap<SourceId, Row> = many().into_iter().map(|row| (row.1, row)).collect();
            let mut pieces = pieces(many());
            for round in rounds {
                let mut change = Change::default();
                for (account, id, value, stays) in round {
                    change.new.retain(|row: &Row| row.1 != id);
                    change.gone.extend(expected.remove(&id).map(|row| row.place()));
                    if stays {
                        change.new.push((account, id, value));
                    }
                }
                expected.extend(change.new.iter().map(|row| (row.1, *row)));
                pieces = pieces.changed(change);
                let mut rows: Vec<_> = expected.values().copied().collect();
                rows.sort_unstable_by_key(Placed::place);
                prop_assert_eq!(pieces.iter().copied().collect::<Vec<_>>(), rows.clone());
                let spots = pieces.spots(0..60);
                for (account, spot) in (0..60).zip(&spots).skip(1) {
                    let of: Vec<_> = rows.iter().copied().filter(|row| row.0 == account).collect();
                    prop_assert_eq!(pieces.of(account), &of);
                    prop_assert_eq!(pieces.at(spot), &of);
                }
            }
        }
    }
}
