//! What lies in the lake, kind by kind.

use crate::{
    components::answered::answered,
    format,
    state::{asked::Asked, sync::use_sync},
    words::{Words, words},
};
use leptos::prelude::*;
use shared::{
    EntityType,
    data_lake::{DataLakeStats, EntityStats},
};
use std::{collections::HashMap, sync::Arc};

#[component]
pub fn Entities(stats: Asked<DataLakeStats>) -> impl IntoView {
    let w = words();
    let sync = use_sync();
    let read = Memo::new(move |_| {
        let status = sync.status();
        let run = status.as_ref().and_then(|status| status.last_run.as_ref());
        run.map(|run| run.entities.iter().map(|counts| (counts.entity, counts.read)).collect::<HashMap<_, _>>())
            .unwrap_or_default()
    });
    answered(stats, w.admin.no_stats, move |stats| table(&stats, read, w))
}

fn table(stats: &Arc<DataLakeStats>, read: Memo<HashMap<EntityType, u64>>, w: &'static Words) -> AnyView {
    let head = "border-b border-line px-3 py-2 text-right text-12 font-medium whitespace-nowrap text-muted";
    let rows: Vec<_> = stats.entities.iter().map(|kind| row(kind, read, w)).collect();
    view! {
        <div class="overflow-x-auto" tabindex="0" role="group" aria-label=w.sync.kind>
            <table class="w-full border-separate border-spacing-0 text-13">
                <thead>
                    <tr>
                        <th scope="col" class="border-b border-line py-2 pl-4 text-left text-12 font-medium text-muted">{w.sync.kind}</th>
                        <th scope="col" class=head>{w.admin.present}</th>
                        <th scope="col" class=head>{w.sync.deleted}</th>
                        <th scope="col" class=head>{w.sync.held_short}</th>
                        <th scope="col" class=head>{w.admin.quarantined_short}</th>
                        <th scope="col" class=format!("{head} max-md:hidden")>{w.admin.versions}</th>
                        <th scope="col" class=format!("{head} pr-4 max-md:hidden")>{w.admin.last_read}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(kind: &EntityStats, read: Memo<HashMap<EntityType, u64>>, w: &'static Words) -> impl IntoView + use<> {
    let cell = "figures border-b border-line px-3 py-1.5 text-right";
    let number = move |name: &'static str, value: u64, warn: bool, class: &'static str| {
        let ink = match (value, warn) {
            (0, _) => "text-faint",
            (_, true) => "font-medium text-warning",
            (_, false) => "text-ink",
        };
        view! { <td class=format!("{cell} {ink} {class}") data-count=name>{format::count(value, w.lang)}</td> }
    };
    let entity = kind.entity;
    view! {
        <tr class="hover:bg-hover" data-entity=entity.name()>
            <th scope="row" class="border-b border-line py-1.5 pl-4 text-left font-normal whitespace-nowrap first-letter:uppercase">{(w.sync.entity)(entity)}</th>
            {number("active", kind.active, false, "")}
            {number("deleted", kind.deleted, false, "")}
            {number("held", kind.held, true, "")}
            {number("quarantined", kind.quarantined, true, "")}
            {number("versions", kind.raw_versions, false, "max-md:hidden")}
            <td class=format!("{cell} pr-4 text-muted max-md:hidden")>
                {move || read.with(|read| read.get(&entity).map_or_else(|| "–".to_owned(), |count| format::count(*count, w.lang)))}
            </td>
        </tr>
    }
}
