//! What rows of lists are ordered by, and how a list goes on after one of them.

use crate::cursor::Position;
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use domain::canonical::SourceId;
use rust_decimal::Decimal;
use shared::list::Direction;
use std::cmp::Ordering;

/// One value of one row. Only values of the same kind meet, besides what is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Value<'a> {
    Name(&'a str),
    Amount(Decimal),
    Count(u64),
    Day(NaiveDate),
    At(DateTime<Utc>),
    /// The first number that differs decides.
    Ranked([i64; 3]),
    /// Last in both directions.
    Missing,
}

/// With the id behind it every order is total.
pub(crate) type Key<'a> = (Value<'a>, SourceId);

impl<'a> Value<'a> {
    /// As a cursor carries it: a letter for the kind, then the value exactly.
    fn text(&self) -> String {
        match self {
            Self::Name(name) => format!("n{name}"),
            Self::Amount(amount) => format!("a{amount}"),
            Self::Count(count) => format!("c{count}"),
            Self::Day(day) => format!("d{day}"),
            Self::At(at) => format!("t{}", at.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
            Self::Ranked([a, b, c]) => format!("r{a},{b},{c}"),
            Self::Missing => "-".to_owned(),
        }
    }

    fn parse(text: &'a str) -> Option<Self> {
        let (kind, value) = text.split_at_checked(1)?;
        match kind {
            "n" => Some(Self::Name(value)),
            "a" => value.parse().ok().map(Self::Amount),
            "c" => value.parse().ok().map(Self::Count),
            "d" => value.parse().ok().map(Self::Day),
            "t" => value.parse().ok().map(Self::At),
            "r" => {
                let mut parts = value.splitn(3, ',').map_while(|part| part.parse().ok());
                Some(Self::Ranked([parts.next()?, parts.next()?, parts.next()?]))
            }
            "-" => Some(Self::Missing),
            _ => None,
        }
    }
}

pub(crate) fn position((value, id): &Key<'_>) -> Position {
    Position { value: value.text(), id: *id }
}

/// `None` for a position that no list gives.
pub(crate) fn key(position: &Position) -> Option<Key<'_>> {
    Some((Value::parse(&position.value)?, position.id))
}

/// Every list ends with the id, in the direction of the list.
pub(crate) fn compare(direction: Direction, a: &Key<'_>, b: &Key<'_>) -> Ordering {
    let missing = |key: &Key<'_>| key.0 == Value::Missing;
    missing(a).cmp(&missing(b)).then_with(|| match direction {
        Direction::Asc => a.cmp(b),
        Direction::Desc => b.cmp(a),
    })
}

/// The first `limit` rows behind `after`, in order, and whether there are more.
pub(crate) fn page<'a, T>(
    rows: impl IntoIterator<Item = (Key<'a>, T)>,
    direction: Direction,
    after: Option<&Key<'a>>,
    limit: usize,
) -> (Vec<(Key<'a>, T)>, bool) {
    let is_behind = |key: &Key<'a>| after.is_none_or(|after| compare(direction, key, after) == Ordering::Greater);
    let mut first = First::new(direction, limit);
    let mut behind = 0;
    for row in rows.into_iter().filter(|(key, _)| is_behind(key)) {
        behind += 1;
        first.take(row);
    }
    (first.in_order(), behind > limit)
}

/// Keeps the first rows of many without keeping the many.
pub(crate) struct First<'a, T> {
    direction: Direction,
    limit: usize,
    kept: Vec<(Key<'a>, T)>,
    /// Rows behind it are none of the first.
    bar: Option<Key<'a>>,
}

impl<'a, T> First<'a, T> {
    pub(crate) fn new(direction: Direction, limit: usize) -> Self {
        Self { direction, limit, kept: Vec::new(), bar: None }
    }

    pub(crate) fn take(&mut self, row: (Key<'a>, T)) {
        let is_first = |bar| compare(self.direction, &row.0, bar) == Ordering::Less;
        if self.limit > 0 && self.bar.as_ref().is_none_or(is_first) {
            self.kept.push(row);
            if self.kept.len() > 2 * self.limit + 64 {
                self.cut();
            }
        }
    }

    fn cut(&mut self) {
        let direction = self.direction;
        if self.kept.len() > self.limit {
            self.kept.select_nth_unstable_by(self.limit, |(a, _), (b, _)| compare(direction, a, b));
            self.bar = self.kept.get(self.limit).map(|(key, _)| *key);
            self.kept.truncate(self.limit);
        }
    }

    pub(crate) fn in_order(mut self) -> Vec<(Key<'a>, T)> {
        self.cut();
        self.kept.sort_unstable_by(|(a, _), (b, _)| compare(self.direction, a, b));
        self.kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(direction: Direction, after: Option<Key<'static>>, limit: usize) -> (Vec<SourceId>, bool) {
        let day = |text: &str| Value::Day(text.parse().unwrap());
        let rows = [
            ((day("2026-03-01"), 1), ()),
            ((Value::Missing, 2), ()),
            ((day("2026-01-01"), 3), ()),
            ((day("2026-03-01"), 4), ()),
            ((Value::Missing, 5), ()),
        ];
        let (page, more) = page(rows.to_vec(), direction, after.as_ref(), limit);
        (page.into_iter().map(|((_, id), ())| id).collect(), more)
    }

    #[test]
    fn what_is_missing_comes_last_in_both_directions() {
        assert_eq!(ids(Direction::Asc, None, 9), (vec![3, 1, 4, 2, 5], false));
        assert_eq!(ids(Direction::Desc, None, 9), (vec![4, 1, 3, 5, 2], false));
    }

    #[test]
    fn a_page_goes_on_behind_any_row_of_the_one_before() {
        let march = Value::Day("2026-03-01".parse().unwrap());
        assert_eq!(ids(Direction::Asc, None, 2), (vec![3, 1], true));
        assert_eq!(ids(Direction::Asc, Some((march, 1)), 2), (vec![4, 2], true));
        assert_eq!(ids(Direction::Asc, Some((Value::Missing, 2)), 2), (vec![5], false));
        assert_eq!(ids(Direction::Desc, Some((march, 1)), 2), (vec![3, 5], true));
    }

    #[test]
    fn a_page_of_many_rows_is_the_beginning_of_all_of_them() {
        // Every number below 1,000 once, in no order.
        let all: Vec<_> = (0..1_000_i64).map(|id| ((Value::Count(0), id * 617 % 1_000), ())).collect();
        let first = page(all.clone(), Direction::Asc, None, 5);
        assert_eq!((first.0.iter().map(|((_, id), ())| *id).collect::<Vec<_>>(), first.1), (vec![0, 1, 2, 3, 4], true));
        let last = page(all, Direction::Desc, Some(&(Value::Count(0), 3)), 5);
        assert_eq!((last.0.iter().map(|((_, id), ())| *id).collect::<Vec<_>>(), last.1), (vec![2, 1, 0], false));
    }

    #[test]
    fn a_position_carries_each_kind_of_value_exactly() {
        let at = "2026-11-21T23:30:00.000001Z".parse().unwrap();
        let amount = "123456789012.345".parse().unwrap();
        let day = "2028-02-29".parse().unwrap();
        for value in [
            Value::Name("été:\n"),
            Value::Name(""),
            Value::Amount(amount),
            Value::Count(7),
            Value::Day(day),
            Value::At(at),
            Value::Ranked([1, i64::MIN, i64::MAX]),
            Value::Missing,
        ] {
            let position = position(&(value, 3));
            assert_eq!(key(&position), Some((value, 3)), "{position:?}");
        }
        assert_eq!(key(&Position { value: "x1".into(), id: 1 }), None);
        assert_eq!(key(&Position { value: String::new(), id: 1 }), None);
    }
}
