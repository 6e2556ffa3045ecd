//! The exact sum of rows, to be compared with the figure above them.

use shared::{Money, accounts::DealRow};

/// Of the amounts that could be converted, in their one currency; `None` without any.
pub fn sum<'a>(rows: impl Iterator<Item = &'a DealRow>, amount: impl Fn(&DealRow) -> Option<&Money>) -> Option<Money> {
    let mut total: Option<Money> = None;
    for row in rows {
        let Some(amount) = amount(row) else { continue };
        total = match total {
            None => Some(amount.clone()),
            Some(total) => Some(total.plus(amount)?),
        };
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::accounts::DealState;

    fn deal(converted: Option<(&str, &str)>) -> DealRow {
        DealRow {
            id: "odoo_opportunity_1".to_owned(),
            name: "Deal".to_owned(),
            state: DealState::Open,
            stage: None,
            salesperson: None,
            expected_revenue: Money::new("1".parse().unwrap(), "USD"),
            converted: converted.map(|(amount, currency)| Money::new(amount.parse().unwrap(), currency)),
            weighted: None,
            probability: "10".parse().unwrap(),
            close_on: None,
            closed_at: None,
        }
    }

    #[test]
    fn rows_are_summed_exactly_and_what_is_not_converted_is_left_out() {
        let rows = [deal(Some(("0.10", "EUR"))), deal(None), deal(Some(("0.20", "EUR")))];
        let total = sum(rows.iter(), |row| row.converted.as_ref());
        assert_eq!(total, Some(Money::new("0.30".parse().unwrap(), "EUR")));
    }

    #[test]
    fn there_is_no_sum_without_rows_or_across_currencies() {
        assert_eq!(sum([deal(None)].iter(), |row| row.converted.as_ref()), None);
        let mixed = [deal(Some(("1", "EUR"))), deal(Some(("1", "USD")))];
        assert_eq!(sum(mixed.iter(), |row| row.converted.as_ref()), None);
    }
}
