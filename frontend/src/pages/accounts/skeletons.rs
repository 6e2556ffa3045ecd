//! The list's shapes before its data are there.

use super::address::Layout;
use crate::{components::skeleton::bone, words::words};
use leptos::prelude::*;

pub fn waiting(layout: Layout, phone: bool) -> impl IntoView {
    let w = words();
    let content = match (layout, phone) {
        (Layout::Cards, false) => view! { <ul class="grid grid-cols-[repeat(auto-fill,minmax(16.75rem,1fr))] gap-x-3 px-4 pt-1">{cards(12)}</ul> }.into_any(),
        (Layout::Cards, true) => view! { <ul class="grid px-4 pt-1">{cards(4)}</ul> }.into_any(),
        (Layout::Table, false) => view! {
            <table class="w-full table-fixed"><tbody>{(0..28).map(|_| row()).collect_view()}</tbody></table>
        }
        .into_any(),
        (Layout::Table, true) => view! { <ul>{phone_rows(10)}</ul> }.into_any(),
    };
    view! { <div class="@container pulse min-h-0 flex-1 overflow-hidden" aria-busy="true" role="status" aria-label=w.frame.loading>{content}</div> }
}

/// Below the last loaded row, while there are more.
pub fn table_rows() -> impl IntoView {
    (0..3).map(|_| row()).collect_view()
}

pub fn more_cards() -> impl IntoView {
    cards(4)
}

fn cards(count: usize) -> impl IntoView {
    (0..count)
        .map(|_| {
            view! {
                <li class="h-47 pb-3" aria-hidden="true">
                    <div class="flex h-full flex-col gap-3 rounded-card border border-line bg-panel px-3.5 pt-3 pb-2.5">
                        <div class="flex items-center gap-2.5">
                            {bone("size-9")}
                            <div class="flex flex-1 flex-col gap-2">{bone("h-3.5 w-2/3")} {bone("h-3 w-2/5")}</div>
                        </div>
                        {bone("mt-2 h-6 w-1/2")}
                        <div class="mt-auto flex gap-6">{bone("h-3.5 w-20")} {bone("h-3.5 w-20")}</div>
                        {bone("h-3 w-1/3")}
                    </div>
                </li>
            }
        })
        .collect_view()
}

fn row() -> impl IntoView {
    view! {
        <tr aria-hidden="true">
            <td class="h-9 border-b border-line px-4"><div class="flex items-center gap-2.5">{bone("size-5")} {bone("h-3 w-40")}</div></td>
            <td class="w-1/8 @max-[60rem]:hidden border-b border-line px-3">{bone("h-3 w-24")}</td>
            <td class="w-27/200 @max-[52rem]:hidden border-b border-line px-3">{bone("h-3 w-28")}</td>
            <td class="w-11/100 @max-[70rem]:hidden border-b border-line px-3">{bone("h-3 w-16")}</td>
            <td class="w-3/25 @max-[70rem]:w-34 border-b border-line px-3">{bone("ml-auto h-3 w-20")}</td>
            <td class="w-3/25 @max-[70rem]:w-34 border-b border-line px-3">{bone("ml-auto h-3 w-20")}</td>
            <td class="w-3/25 @max-[70rem]:w-34 border-b border-line px-3">{bone("ml-auto h-3 w-20")}</td>
            <td class="w-9/100 @max-[70rem]:w-24 border-b border-line px-4">{bone("ml-auto h-3 w-6")}</td>
        </tr>
    }
}

pub fn more_phone_rows() -> impl IntoView {
    phone_rows(2)
}

fn phone_rows(count: usize) -> impl IntoView {
    (0..count)
        .map(|_| {
            view! {
                <li class="flex h-18 items-center gap-3 border-b border-line px-4" aria-hidden="true">
                    {bone("size-9")}
                    <span class="flex flex-1 flex-col gap-2">{bone("h-3.5 w-2/3")} {bone("h-3 w-2/5")}</span>
                    {bone("h-3.5 w-20")}
                </li>
            }
        })
        .collect_view()
}
