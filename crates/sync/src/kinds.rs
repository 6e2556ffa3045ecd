//! What the kinds mean to each other while they are loaded.

use domain::canonical::Kind;

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
