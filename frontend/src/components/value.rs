//! What a figure says, whatever its kind: sum, count, ratio, mean, days; and how it compares with the period before.

use super::figure::{Size, class_of, ink, is_unknown, not_converted};
use crate::{
    api::name_of,
    format::{self, Parts},
    words::Words,
};
use leptos::prelude::*;
use rust_decimal::{Decimal, RoundingStrategy};
use shared::{
    Money,
    figures::{FigureName, FigureValue},
};
use std::cmp::Ordering;

/// The number in it; `None` where there is nothing to say.
fn number(value: &FigureValue) -> Option<Decimal> {
    match value {
        FigureValue::Money(figure) => (!is_unknown(figure)).then_some(figure.value.amount),
        FigureValue::Count { count, .. } => Some((*count).into()),
        FigureValue::Ratio { ratio, .. } => *ratio,
        FigureValue::Mean { amount, .. } => amount.as_ref().map(|money| money.amount),
        FigureValue::Days { days, .. } => *days,
    }
}

fn currency(value: &FigureValue) -> Option<&str> {
    match value {
        FigureValue::Money(figure) => Some(&figure.value.currency),
        FigureValue::Mean { amount, .. } => amount.as_ref().map(|money| money.currency.as_str()),
        FigureValue::Count { .. } | FigureValue::Ratio { .. } | FigureValue::Days { .. } => None,
    }
}

/// Sums that are no part of it.
pub fn left_over(value: &FigureValue) -> &[Money] {
    match value {
        FigureValue::Money(figure) => &figure.not_converted,
        _ => &[],
    }
}

pub fn hundredfold(ratio: Decimal) -> Decimal {
    ratio.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(ratio)
}

/// Of what is typed in per cent. What is no number goes as it is: the server says what is wrong with it.
pub fn hundredth(text: &str) -> String {
    const PER_CENT: Decimal = Decimal::from_parts(1, 0, 0, false, 2);
    let share = text.trim().parse::<Decimal>().ok().and_then(|number| number.checked_mul(PER_CENT));
    share.map_or_else(|| text.trim().to_owned(), |share| share.normalize().to_string())
}

/// In one text, with its unit.
pub fn in_words(value: &FigureValue, w: &Words) -> String {
    let Some(number) = number(value) else { return "–".to_owned() };
    match (value, currency(value)) {
        (FigureValue::Ratio { .. }, _) => format::percent(&hundredfold(number), w.lang),
        (FigureValue::Days { .. }, _) => (w.numbers.days)(&format::amount(&number, w.lang)),
        (_, Some(currency)) => format!("{}\u{a0}{currency}", format::amount(&number, w.lang)),
        (_, None) => format::amount(&number, w.lang),
    }
}

/// The figure itself; nothing to say is a dash with its reason.
pub fn value_figure(figure: FigureName, value: &FigureValue, size: Size, w: &'static Words) -> AnyView {
    let (class, fraction_class, unit_class) = class_of(size);
    let Some(number) = number(value) else {
        let reason = if matches!(value, FigureValue::Money(_)) { w.figure.no_rate } else { w.numbers.none_closed };
        return view! {
            <span class=format!("figures {class} text-faint") title=reason data-figure=name_of(figure)>
                "–" <span class="sr-only">{reason}</span>
            </span>
        }
        .into_any();
    };
    let exact = in_words(value, w);
    let (Parts { whole, fraction }, unit) = match (value, currency(value)) {
        (_, Some(currency)) => (format::parts(&number, w.lang), unit_class.map(|class| (class, currency.to_owned()))),
        (FigureValue::Count { .. }, None) => (format::parts(&number, w.lang), None),
        _ => (Parts { whole: exact.clone(), fraction: String::new() }, None),
    };
    view! {
        <span
            class=format!("figures {class} {}", ink(&number))
            title=exact
            data-figure=name_of(figure)
            data-amount=number.to_string()
            data-currency=currency(value).map(ToOwned::to_owned)
        >
            {whole} <span class=fraction_class>{fraction}</span>
            {unit.map(|(class, unit)| view! { <span class=class>{unit}</span> })}
        </span>
    }
    .into_any()
}

/// Amber line below the figure.
pub fn beside(value: &FigureValue, short: bool) -> Option<AnyView> {
    not_converted(left_over(value), short).map(IntoAny::into_any)
}

/// Less of it is better.
fn is_burden(figure: FigureName) -> bool {
    matches!(
        figure,
        FigureName::Lost
            | FigureName::LostDeals
            | FigureName::SalesCycle
            | FigureName::OverdueDeals
            | FigureName::RottingDeals
            | FigureName::Outstanding
            | FigureName::Overdue
    )
}

/// How far from the one before, without sign: in per cent, or in the figure's own steps. `None` where it began at nothing.
fn distance(now: &FigureValue, (new, old): (Decimal, Decimal), w: &Words) -> Option<String> {
    let step = new.checked_sub(old)?.abs().normalize();
    match now {
        FigureValue::Count { .. } => Some(format::amount(&step, w.lang)),
        FigureValue::Ratio { .. } => Some((w.numbers.points)(&format::amount(&hundredfold(step).normalize(), w.lang))),
        FigureValue::Days { .. } => Some((w.numbers.days)(&format::amount(&step, w.lang))),
        FigureValue::Money(_) | FigureValue::Mean { .. } => {
            Some(format!("{}\u{a0}%", in_per_cent(step.checked_div(old.abs())?, w)))
        }
    }
}

/// Whole from ten on; what is nearly all is not called all.
fn in_per_cent(share: Decimal, w: &Words) -> String {
    let Some(percent) = share.checked_mul(Decimal::ONE_HUNDRED).filter(|percent| *percent < Decimal::from(1_000))
    else {
        return "> 999".to_owned();
    };
    let rounded = |digits| percent.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
    let shown = match rounded(0) {
        _ if rounded(1) < Decimal::TEN => rounded(1),
        whole if whole == Decimal::ONE_HUNDRED && percent < whole => percent.trunc_with_scale(1),
        whole => whole.min(Decimal::from(999)),
    };
    format::amount(&shown.normalize(), w.lang)
}

/// `▲ 12 % vs the period before`, in colour and sign; nothing where there is nothing to compare with.
pub fn comparison(
    figure: FigureName,
    now: &FigureValue,
    before: Option<&FigureValue>,
    long: bool,
    w: &'static Words,
) -> Option<AnyView> {
    let before = before?;
    let (new, old) = (number(now)?, number(before)?);
    let order = new.cmp(&old);
    let title = (w.numbers.before_was)(&in_words(before, w));
    if order == Ordering::Equal {
        return Some(
            view! { <span class="figures truncate text-12 text-muted" title=title>"= " {w.numbers.as_before}</span> }
                .into_any(),
        );
    }
    let (sign, word) = if order == Ordering::Greater { ("▲ ", w.numbers.more) } else { ("▼ ", w.numbers.less) };
    let class = if (order == Ordering::Greater) == is_burden(figure) { "text-negative" } else { "text-positive" };
    let text = distance(now, (new, old), w).unwrap_or_else(|| in_words(now, w));
    Some(
        view! {
            <span class="figures block truncate text-12 text-muted" title=title data-comparison="">
                <span class=class><span aria-hidden="true">{sign}</span> {text} <span class="sr-only">" " {word}</span></span>
                {long.then(|| view! { " " {w.numbers.before} })}
            </span>
        }
        .into_any(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;
    use shared::Figure;

    fn usd(amount: &str) -> FigureValue {
        let value = Money::new(amount.parse().unwrap(), "USD");
        FigureValue::Money(Figure { value, count: 1, not_converted: Vec::new() })
    }

    fn way(now: &FigureValue, before: &FigureValue) -> Option<String> {
        distance(now, (number(now)?, number(before)?), Lang::English.words())
    }

    #[test]
    fn money_is_compared_in_per_cent_of_what_was_before() {
        assert_eq!(way(&usd("112.00"), &usd("100.00")).as_deref(), Some("12\u{a0}%"));
        assert_eq!(way(&usd("95.50"), &usd("100.00")).as_deref(), Some("4.5\u{a0}%"));
        assert_eq!(way(&usd("5000.00"), &usd("1.00")).as_deref(), Some("> 999\u{a0}%"));
        assert_eq!(way(&usd("5000.00"), &usd("0.00")), None);
        assert_eq!(way(&usd("12.50"), &usd("100.00")).as_deref(), Some("88\u{a0}%"));
        assert_eq!(way(&usd("9.96"), &usd("10.00")).as_deref(), Some("0.4\u{a0}%"));
        assert_eq!(way(&usd("109.50"), &usd("100.00")).as_deref(), Some("9.5\u{a0}%"));
        assert_eq!(way(&usd("109.96"), &usd("100.00")).as_deref(), Some("10\u{a0}%"));
        assert_eq!(way(&usd("1099.99"), &usd("100.00")).as_deref(), Some("999\u{a0}%"));
        assert_eq!(way(&usd("1100.00"), &usd("100.00")).as_deref(), Some("> 999\u{a0}%"));
        assert_eq!(way(&usd("-50.00"), &usd("-100.00")).as_deref(), Some("50\u{a0}%"));
    }

    #[test]
    fn what_is_nearly_all_is_not_called_a_hundred_per_cent() {
        assert_eq!(way(&usd("0.00"), &usd("20000.00")).as_deref(), Some("100\u{a0}%"));
        assert_eq!(way(&usd("64.00"), &usd("20000.00")).as_deref(), Some("99.6\u{a0}%"));
        assert_eq!(way(&usd("0.01"), &usd("20000.00")).as_deref(), Some("99.9\u{a0}%"));
        assert_eq!(way(&usd("100.40"), &usd("50.00")).as_deref(), Some("101\u{a0}%"));
    }

    #[test]
    fn ratios_are_compared_in_points_and_days_in_days() {
        let ratio = |text: &str| FigureValue::Ratio { ratio: Some(text.parse().unwrap()), of: 3 };
        assert_eq!(way(&ratio("0.6667"), &ratio("0.5000")).as_deref(), Some("16.67 points"));
        let days = |text: &str| FigureValue::Days { days: Some(text.parse().unwrap()), of: 3, left_out: 0 };
        assert_eq!(way(&days("14.5"), &days("17.0")).as_deref(), Some("2.5 days"));
    }

    #[test]
    fn nothing_to_say_is_a_dash_and_never_a_zero() {
        let w = Lang::English.words();
        assert_eq!(in_words(&FigureValue::Ratio { ratio: None, of: 0 }, w), "–");
        assert_eq!(in_words(&FigureValue::Mean { amount: None, of: 0 }, w), "–");
        let waiting = Figure {
            value: Money::new("0.00".parse().unwrap(), "USD"),
            count: 0,
            not_converted: vec![Money::new("12.000".parse().unwrap(), "OMR")],
        };
        assert_eq!(in_words(&FigureValue::Money(waiting), w), "–");
        assert_eq!(in_words(&FigureValue::Ratio { ratio: Some("0.6667".parse().unwrap()), of: 3 }, w), "66.67\u{a0}%");
        assert_eq!(in_words(&usd("1250.50"), w), "1,250.50\u{a0}USD");
    }
}
