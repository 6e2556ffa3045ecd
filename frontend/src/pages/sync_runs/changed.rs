//! The records that a run changed, each with its fields before and after.

use crate::{
    components::note::explain,
    pages::admin::{More, change_mark, field_changes, record_link},
    state::{
        paged::{Paged, Phase, Piece},
        session::use_client,
    },
    words::{Words, words},
};
use leptos::prelude::*;
use shared::explorer::{ChangeKind, ChangedRecord};

#[component]
pub fn Changed(run: String) -> impl IntoView {
    let w = words();
    let client = use_client();
    let list = Paged::start(
        move |cursor, line| {
            let run = run.clone();
            async move {
                let page = client.changed_records(&run, cursor.as_deref(), &line).await?;
                Ok(Piece { items: page.items, total: None, next_cursor: page.next_cursor })
            }
        },
        || (),
    );
    view! {
        <h2 class="mt-3 mb-1 text-12 font-medium text-muted">{w.admin.changed_records}</h2>
        {move || match list.phase.get() {
            Phase::Waiting => Some(view! { <p role="status" class="text-12 text-faint">{w.frame.loading}</p> }.into_any()),
            Phase::Failed(error) => Some(view! { <p role="alert" class="text-12 text-negative">{explain(&error, w)}</p> }.into_any()),
            _ if list.items.with(Vec::is_empty) => Some(view! { <p class="text-12 text-muted">{w.admin.no_changed_records}</p> }.into_any()),
            _ => None,
        }}
        <ul class="flex max-w-240 flex-col">{move || list.items.with(|items| items.iter().map(|record| line(record, w)).collect_view())}</ul>
        <More paged=list label=w.admin.more />
    }
}

fn line(record: &ChangedRecord, w: &'static Words) -> impl IntoView + use<> {
    view! {
        <li class="flex flex-col gap-1 border-t border-line py-2" data-changed=record.id.clone()>
            <p class="flex flex-wrap items-center gap-x-4 gap-y-1 text-13">
                {change_mark(record.change, w)}
                <span class="min-w-0">{record_link(&record.id, record.name.as_deref(), &record.id)}</span>
                <span class="text-12 text-muted">{(w.sync.entity)(record.entity)}</span>
            </p>
            {(record.change != ChangeKind::Inserted).then(|| field_changes(&record.fields, false))}
        </li>
    }
}
