//! What the kinds mean to each other while they are loaded.

use chrono::{DateTime, Months, NaiveTime, Utc};
use domain::canonical::Kind;
use shared::sync::SyncMode;

/// Kinds without which a figure would be wrong: a lake that never had them whole is not published.
pub(crate) const FOR_FIGURES: &[Kind] =
    &[Kind::Currency, Kind::Company, Kind::CurrencyRate, Kind::Stage, Kind::Partner, Kind::Deal];

/// A kind is not read in a run in which one of these could not be: its new records would be shown in a wrong state or
/// currency.
pub(crate) fn read_after(kind: Kind) -> &'static [Kind] {
    match kind {
        Kind::Deal => &[Kind::Currency, Kind::Company, Kind::Stage],
        _ => &[],
    }
}

/// Its records are not deleted while another record names them.
pub(crate) fn is_kept_while_named(kind: Kind) -> bool {
    matches!(kind, Kind::Stage | Kind::Team | Kind::User | Kind::Currency | Kind::Company)
}

/// Whether a run of this mode reads the kind as a whole.
pub(crate) fn is_read_in(mode: SyncMode, kind: Kind) -> bool {
    match mode {
        SyncMode::Delta | SyncMode::Full => true,
        SyncMode::Records => false,
        SyncMode::Users => matches!(kind, Kind::User | Kind::Employee),
        SyncMode::Departments => kind.name() == "department",
    }
}

/// From when on records of a kind are read, for kinds of which the past is of no use; the same for a whole day.
pub(crate) fn horizon(kind: Kind, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    match kind {
        Kind::Message => now.date_naive().checked_sub_months(Months::new(24)),
        _ => None,
    }
    .map(|day| day.and_time(NaiveTime::MIN).and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::builders::instant;

    #[test]
    fn messages_are_read_from_24_months_before_the_day_of_the_run() {
        let horizon = |now| horizon(Kind::Message, instant(now));
        assert_eq!(horizon("2026-11-21T23:59:59Z"), Some(instant("2024-11-21T00:00:00Z")));
        assert_eq!(horizon("2028-02-29T00:00:00Z"), Some(instant("2026-02-28T00:00:00Z")));
        assert_eq!(super::horizon(Kind::Deal, instant("2026-11-21T12:00:00Z")), None);
    }
}
