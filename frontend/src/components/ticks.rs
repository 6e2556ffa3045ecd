//! Some choices out of a list, in a popover: a filter that takes more than one value.

use super::{Icon, picker::Choice, popover::Popover};
use crate::words::words;
use leptos::prelude::*;

pub fn ticks(
    label: &'static str,
    choices: Signal<Vec<Choice>>,
    chosen: Signal<Vec<String>>,
    choose: Callback<Vec<String>>,
) -> AnyView {
    let w = words();
    let names = Memo::new(move |_| {
        let chosen = chosen.get();
        choices.with(|choices| {
            let names = choices.iter().filter(|choice| chosen.contains(&choice.id)).map(|choice| choice.name.as_str());
            names.collect::<Vec<_>>().join(", ")
        })
    });
    let any = Memo::new(move |_| chosen.with(|chosen| !chosen.is_empty()));
    let trigger = move || {
        view! {
            <span class="text-muted">{label}</span>
            {move || any.get().then(|| view! { <span class="truncate font-medium text-ink">{names}</span> })}
            {Icon::ChevronDown.sized("size-3.5 shrink-0 text-faint")}
        }
        .into_any()
    };
    let trigger_class = Signal::derive(move || {
        let ring = match any.get() {
            true => "rounded-l-control border border-r-0 border-line-strong bg-panel text-ink",
            false => "rounded-control border border-dashed border-line-strong text-muted",
        };
        format!(
            "inline-flex h-7 max-w-72 items-center gap-1.5 px-2 text-13 whitespace-nowrap hover:bg-hover hover:text-ink {ring}"
        )
    });
    let tick = move |choice: Choice| {
        let Choice { id, name, .. } = choice;
        let own = id.clone();
        let on = Memo::new(move |_| chosen.with(|chosen| chosen.contains(&own)));
        let turn = move |_| {
            let mut now = chosen.get_untracked();
            match now.iter().position(|one| *one == id) {
                Some(at) => drop(now.remove(at)),
                None => now.push(id.clone()),
            }
            choose.run(now);
        };
        view! {
            <label class="flex min-h-8 items-center gap-2.5 rounded-control px-2 text-13 hover:bg-hover">
                <input type="checkbox" class="size-4 shrink-0 accent-accent-fill" prop:checked=on on:change=turn />
                {name}
            </label>
        }
        .into_any()
    };
    view! {
        <div class="inline-flex min-w-0 shrink-0">
            <Popover open=RwSignal::new(false) label class="md:w-64" trigger=ViewFn::from(trigger) trigger_class>
                <div class="flex max-h-96 flex-col overflow-y-auto p-1" role="group" aria-label=label>
                    {move || choices.get().into_iter().map(tick).collect_view()}
                </div>
            </Popover>
            {move || any.get().then(|| view! {
                <button
                    type="button"
                    class="inline-flex h-7 w-6 items-center justify-center rounded-r-control border border-line-strong bg-panel text-faint hover:bg-hover hover:text-ink"
                    aria-label=(w.picker.clear)(label)
                    title=(w.picker.clear)(label)
                    on:click=move |_| choose.run(Vec::new())
                >
                    {Icon::X.sized("size-3.5")}
                </button>
            })}
        </div>
    }
    .into_any()
}
