//! Figures: the exact value, its currency, and beside it what could not be converted.

use crate::{
    format,
    words::{Words, words},
};
use leptos::prelude::*;
use rust_decimal::Decimal;
use shared::{Figure, Money, figures::FigureName};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// In a table's cell, without currency: the head names it.
    Cell,
    /// Beside the big figure of a card.
    Small,
    /// In a strip of figures, with its currency.
    Strip,
    /// On a dashboard, below the large ones.
    Medium,
    /// The figure that the eye finds first.
    Big,
    /// The same on a dashboard's tile.
    Tile,
}

/// What the figure measures, as `data-figure` names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    Pipeline,
    Weighted,
    Won,
    Lost,
    OpenDeals,
    Invoiced,
    Outstanding,
    Overdue,
}

impl Measure {
    pub fn name(self) -> &'static str {
        match self {
            Self::Pipeline => "pipeline",
            Self::Weighted => "weighted",
            Self::Won => "won",
            Self::Lost => "lost",
            Self::OpenDeals => "open_deals",
            Self::Invoiced => "invoiced",
            Self::Outstanding => "outstanding",
            Self::Overdue => "overdue",
        }
    }

    pub fn figure(self) -> FigureName {
        match self {
            Self::Pipeline => FigureName::Pipeline,
            Self::Weighted => FigureName::Weighted,
            Self::Won => FigureName::Won,
            Self::Lost => FigureName::Lost,
            Self::OpenDeals => FigureName::OpenDeals,
            Self::Invoiced => FigureName::Invoiced,
            Self::Outstanding => FigureName::Outstanding,
            Self::Overdue => FigureName::Overdue,
        }
    }

    pub fn label(self, w: &Words) -> &'static str {
        match self {
            Self::Pipeline => w.accounts.pipeline,
            Self::Weighted => w.accounts.weighted,
            Self::Won => w.accounts.won,
            Self::Lost => w.deals.lost,
            Self::OpenDeals => w.accounts.open_deals,
            Self::Invoiced => w.account.invoiced,
            Self::Outstanding => w.account.outstanding,
            Self::Overdue => w.health.overdue,
        }
    }
}

/// All of it waits for a rate: a zero would be a wrong figure.
pub fn is_unknown(figure: &Figure) -> bool {
    figure.count == 0 && !figure.not_converted.is_empty()
}

pub fn ink(number: &Decimal) -> &'static str {
    if number.is_zero() { "text-faint" } else { "text-ink" }
}

/// Of the whole digits, of those after the point, and of the currency where it is shown.
pub fn class_of(size: Size) -> (&'static str, &'static str, Option<&'static str>) {
    match size {
        Size::Cell => ("text-13", "", None),
        Size::Small => ("text-13 font-medium", "", None),
        Size::Strip => ("text-13 font-medium", "", Some("ml-1 text-11 font-normal text-faint")),
        Size::Medium => {
            ("text-16 font-semibold", "text-12 font-medium text-muted", Some("ml-1 text-11 font-normal text-faint"))
        }
        Size::Big => (
            "text-20 font-semibold tracking-tight",
            "text-14 font-medium text-muted",
            Some("ml-1 text-12 font-medium tracking-normal text-faint"),
        ),
        Size::Tile => (
            "text-28 font-semibold tracking-tight",
            "text-14 font-medium text-muted",
            Some("ml-1 text-12 font-medium tracking-normal text-faint"),
        ),
    }
}

pub fn money_figure(measure: Measure, figure: &Figure, size: Size) -> impl IntoView + use<> {
    let w = words();
    let parts = format::parts(&figure.value.amount, w.lang);
    let exact = format::money(&figure.value, w.lang);
    let title = if is_unknown(figure) { w.figure.no_rate.to_owned() } else { exact };
    let (class, fraction, code) = class_of(size);
    let currency = code.filter(|_| !is_unknown(figure)).map(|class| {
        let code = figure.value.currency.clone();
        view! { <span class=class>{code}</span> }
    });
    let whole = if is_unknown(figure) { "–".to_owned() } else { parts.whole };
    let rest = if is_unknown(figure) { String::new() } else { parts.fraction };
    view! {
        <span
            class=format!("figures {class} {}", ink(&figure.value.amount))
            title=title
            data-figure=measure.name()
            data-amount=figure.value.amount.to_string()
            data-currency=figure.value.currency.clone()
        >
            {whole}
            <span class=fraction>{rest}</span>
            {currency}
        </span>
    }
}

pub fn count_figure(measure: Measure, count: u64, size: Size) -> impl IntoView + use<> {
    let w = words();
    let (class, ..) = class_of(size);
    let ink = if count == 0 { "text-faint" } else { "text-ink" };
    view! {
        <span class=format!("figures {class} {ink}") data-figure=measure.name() data-amount=count.to_string()>
            {format::count(count, w.lang)}
        </span>
    }
}

/// `+ 12,000.000 OMR not converted`, and how many more currencies; nothing where all is converted.
pub fn not_converted(sums: &[Money], short: bool) -> Option<impl IntoView + use<>> {
    let w = words();
    let first = sums.first()?;
    let all: Vec<_> = sums.iter().map(|sum| format!("+ {}", format::money(sum, w.lang))).collect();
    let more = sums.len() - 1;
    let text = match (short, more) {
        (true, 0) => format!("+ {}", format::money(first, w.lang)),
        (true, more) => format!("+ {} +{more}", format::money(first, w.lang)),
        (false, _) => (w.figure.not_converted)(&all.join(" ")),
    };
    Some(view! {
        <span class="figures block truncate text-11 text-warning" title=(w.figure.not_converted_why)(&all.join("\n"))>
            {text}
        </span>
    })
}
