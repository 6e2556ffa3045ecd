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
    mut rows: Vec<(Key<'a>, T)>,
    direction: Direction,
    after: Option<&Key<'a>>,
    limit: usize,
) -> (Vec<(Key<'a>, T)>, bool) {
    if let Some(after) = after {
        rows.retain(|(key, _)| compare(direction, key, after) == Ordering::Greater);
    }
    let has_more = rows.len() > limit;
    if has_more {
        rows.select_nth_unstable_by(limit, |(a, _), (b, _)| compare(direction, a, b));
        rows.truncate(limit);
    }
    rows.sort_unstable_by(|(a, _), (b, _)| compare(direction, a, b));
    (rows, has_more)
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
