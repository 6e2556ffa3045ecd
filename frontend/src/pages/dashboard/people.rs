//! Who won what: a row for each salesperson, where there is more than one. Each figure opens its rows.

use crate::{
    api::Source,
    components::{
        answered::Panel,
        figure::Size,
        opens::opens,
        tile::{Shape, tile},
        value::{beside, value_figure},
    },
    words::Words,
};
use leptos::prelude::*;
use shared::{
    dashboard::{Overview, PersonRow},
    figures::FigureValue,
};

pub fn panel(overview: &Overview, w: &'static Words) -> Option<AnyView> {
    let first = overview.people.first()?;
    let heads = first.values.iter().map(|value| {
        let unit = match &value.value {
            FigureValue::Money(figure) => Some(figure.value.currency.clone()),
            _ => None,
        };
        view! {
            <th scope="col" class="border-b border-line px-4 py-2 text-right text-12 font-medium whitespace-nowrap text-muted">
                {(w.numbers.name)(value.figure)} " " <span class="text-11 font-normal text-faint">{unit}</span>
            </th>
        }
    });
    let heads = heads.collect_view();
    let rows = overview.people.iter().map(|person| row(person, w)).collect_view();
    Some(
        view! {
            <Panel title=w.numbers.team_table>
                <div class="focus-inset relative overflow-x-auto" tabindex="0" role="group" aria-label=w.numbers.team_table>
                    <table class="w-full border-separate border-spacing-0 text-13">
                        <thead><tr>
                            <th scope="col" class="sticky left-0 border-b border-line bg-panel px-4 py-2 text-left text-12 font-medium text-muted">{w.accounts.salesperson}</th>
                            {heads}
                        </tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </Panel>
        }
        .into_any(),
    )
}

fn row(person: &PersonRow, w: &'static Words) -> AnyView {
    let id = person.person.as_ref().map(|named| named.id.clone());
    let who = match &person.person {
        Some(named) => view! {
            {tile(&named.name, Shape::Person)} <span dir="auto" class="max-w-56 truncate text-left max-md:max-w-24">{named.name.clone()}</span>
        }
        .into_any(),
        None => view! { <span class="text-muted">{w.accounts.nobody}</span> }.into_any(),
    };
    let values = person.values.iter().map(|value| {
        view! {
            <td class="border-b border-line px-4 py-2 text-right leading-none">
                {opens(Source::parse(&value.explain), "", value_figure(value.figure, &value.value, Size::Cell, w))}
                {beside(&value.value, true)}
            </td>
        }
    });
    let values = values.collect_view();
    view! {
        <tr data-person=id.unwrap_or_else(|| "none".to_owned())>
            <th scope="row" class="sticky left-0 border-b border-line bg-panel px-4 py-2 text-left font-medium">
                <span class="flex items-center gap-2">{who}</span>
            </th>
            {values}
        </tr>
    }
    .into_any()
}
