//! A chart in its panel, with the same data as a table at the press of a button.

use crate::{
    api::Source,
    components::{
        Icon,
        answered::Panel,
        button::IconButton,
        figure::{Measure, Size, money_figure, not_converted},
        opens::opens,
    },
    format,
    words::Words,
};
use leptos::prelude::*;
use shared::{Figure, Money};

pub fn twin(
    title: &'static str,
    as_table: RwSignal<bool>,
    chart: impl Fn() -> AnyView + Send + Sync + 'static,
    table: impl Fn() -> AnyView + Send + Sync + 'static,
    w: &'static Words,
) -> AnyView {
    let aside = move || {
        let (icon, label) =
            if as_table.get() { (Icon::ChartColumn, w.numbers.as_chart) } else { (Icon::Table2, w.numbers.as_table) };
        view! { <IconButton icon label=label on_press=move || as_table.update(|shown| *shown = !*shown) /> }
    };
    view! {
        <Panel title aside=aside.into_any()>
            {move || if as_table.get() { table() } else { chart() }}
        </Panel>
    }
    .into_any()
}

/// Name, deals, figures; each figure opens its rows.
#[derive(Debug)]
pub struct TwinRow {
    pub name: String,
    pub deals: u64,
    pub figures: Vec<(Measure, Figure)>,
    /// What it is compared with.
    pub target: Option<Money>,
    pub explain: String,
}

pub fn table(head: &'static str, rows: Vec<TwinRow>, w: &'static Words) -> AnyView {
    let class = "border-b border-line px-4 py-2 text-right text-12 font-medium whitespace-nowrap text-muted";
    let heads = rows.first().map(|row| {
        row.figures
            .iter()
            .map(|(measure, figure)| {
                view! {
                    <th scope="col" class=class>{measure.label(w)} " " <span class="text-11 font-normal text-faint">{figure.value.currency.clone()}</span></th>
                }
            })
            .collect_view()
    });
    let with_target = rows.iter().any(|row| row.target.is_some());
    let target_head = with_target.then(|| view! { <th scope="col" class=class>{w.numbers.target}</th> });
    let rows = rows.into_iter().map(|row| {
        let target = with_target.then(|| {
            let text = row.target.as_ref().map_or_else(|| "–".to_owned(), |target| format::amount(&target.amount, w.lang));
            view! { <td class="figures border-b border-line px-4 py-1.5 text-right">{text}</td> }
        });
        let figures = row.figures.iter().enumerate().map(|(at, (measure, figure))| {
            // The link is that of the first one.
            let source = Source::parse(&row.explain).filter(|_| at == 0);
            view! {
                <td class="border-b border-line px-4 py-1.5 text-right">
                    {opens(source, "", money_figure(*measure, figure, Size::Cell).into_any())}
                    {not_converted(&figure.not_converted, true)}
                </td>
            }
        });
        view! {
            <tr>
                <th scope="row" class="max-w-0 w-full truncate border-b border-line px-4 py-1.5 text-left font-normal" title=row.name.clone()>{row.name.clone()}</th>
                <td class="figures border-b border-line px-4 py-1.5 text-right text-muted">{format::count(row.deals, w.lang)}</td>
                {figures.collect_view()}
                {target}
            </tr>
        }
        .into_any()
    });
    view! {
        <div class="focus-inset relative overflow-x-auto" tabindex="0" role="group" aria-label=head>
            <table class="w-full min-w-80 border-separate border-spacing-0 text-13">
                <thead><tr>
                    <th scope="col" class="border-b border-line px-4 py-2 text-left text-12 font-medium text-muted">{head}</th>
                    <th scope="col" class=class>{w.account.deals}</th>
                    {heads}
                    {target_head}
                </tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
