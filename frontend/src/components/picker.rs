//! One choice out of a list, in a popover: filters, order, whatever has many values.

use super::{Icon, popover::Popover};
use crate::{dom, words::words};
use leptos::{html, prelude::*};

/// From this many choices on there is a field to find one.
const SEARCH_FROM: usize = 9;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Choice {
    pub id: String,
    pub name: String,
    /// Shown at the right: a count.
    pub hint: Option<String>,
}

#[component]
pub fn Picker(
    /// What is chosen, in a word.
    label: &'static str,
    #[prop(into)] choices: Signal<Vec<Choice>>,
    #[prop(into)] chosen: Signal<Option<String>>,
    on_choose: impl Fn(Option<String>) + Clone + Send + Sync + 'static,
    /// The choice can be taken back.
    #[prop(optional)]
    clearable: bool,
) -> impl IntoView {
    let w = words();
    let open = RwSignal::new(false);
    let name = Memo::new(move |_| {
        let chosen = chosen.get()?;
        let name =
            choices.with(|choices| choices.iter().find(|choice| choice.id == chosen).map(|choice| choice.name.clone()));
        Some(name.unwrap_or(chosen))
    });
    let trigger_class = Signal::derive(move || {
        let ring = match (clearable, name.with(Option::is_some)) {
            (true, true) => "rounded-l-control border border-r-0 border-line-strong bg-panel text-ink",
            (true, false) => "rounded-control border border-dashed border-line-strong text-muted",
            (false, _) => "rounded-control border border-line-strong bg-panel text-ink",
        };
        format!(
            "inline-flex h-7 max-w-72 items-center gap-1.5 px-2 text-13 whitespace-nowrap hover:bg-hover hover:text-ink {ring}"
        )
    });
    let trigger = move || {
        view! {
            <span class="text-muted">{label}</span>
            {move || name.get().map(|name| view! { <span class="truncate font-medium text-ink">{name}</span> })}
            {Icon::ChevronDown.sized("size-3.5 shrink-0 text-faint")}
        }
        .into_any()
    };
    let choose = on_choose.clone();
    view! {
        <div class="inline-flex min-w-0 shrink-0">
            <Popover open label=label class="md:w-72" trigger=ViewFn::from(trigger) trigger_class>
                <Options
                    label
                    choices
                    chosen
                    on_choose={
                        let choose = choose.clone();
                        move |id| {
                            open.set(false);
                            choose(id);
                        }
                    }
                />
            </Popover>
            {move || {
                let clear = on_choose.clone();
                (clearable && name.with(Option::is_some))
                    .then(|| view! {
                        <button
                            type="button"
                            class="inline-flex h-7 w-6 items-center justify-center rounded-r-control border border-line-strong bg-panel text-faint hover:bg-hover hover:text-ink"
                            aria-label=(w.picker.clear)(label)
                            title=(w.picker.clear)(label)
                            on:click=move |_| clear(None)
                        >
                            {Icon::X.sized("size-3.5")}
                        </button>
                    })
            }}
        </div>
    }
}

/// With a callback instead of a closure: all that use it share one copy of the code.
pub fn picker(
    label: &'static str,
    choices: impl Into<Signal<Vec<Choice>>>,
    chosen: impl Into<Signal<Option<String>>>,
    clearable: bool,
    choose: Callback<Option<String>>,
) -> AnyView {
    shared_picker(label, choices.into(), chosen.into(), clearable, choose)
}

fn shared_picker(
    label: &'static str,
    choices: Signal<Vec<Choice>>,
    chosen: Signal<Option<String>>,
    clearable: bool,
    choose: Callback<Option<String>>,
) -> AnyView {
    view! { <Picker label choices chosen clearable on_choose=move |id| choose.run(id) /> }.into_any()
}

#[component]
fn Options(
    label: &'static str,
    choices: Signal<Vec<Choice>>,
    chosen: Signal<Option<String>>,
    on_choose: impl Fn(Option<String>) + Clone + Send + Sync + 'static,
) -> impl IntoView {
    let w = words();
    let text = RwSignal::new(String::new());
    let list = NodeRef::<html::Div>::new();
    let searchable = choices.with_untracked(|choices| choices.len() >= SEARCH_FROM);
    let found = Memo::new(move |_| {
        let text = text.with(|text| text.trim().to_lowercase());
        choices.with(|choices| {
            choices.iter().filter(|choice| choice.name.to_lowercase().contains(&text)).cloned().collect::<Vec<_>>()
        })
    });
    let at = RwSignal::new(
        choices
            .with_untracked(|choices| {
                choices.iter().position(|choice| Some(&choice.id) == chosen.get_untracked().as_ref())
            })
            .unwrap_or(0),
    );
    let prefix = label.to_lowercase().replace(' ', "-");
    let option_id = {
        let prefix = prefix.clone();
        move |index: usize| format!("{prefix}-option-{index}")
    };
    let show = {
        let option_id = option_id.clone();
        move || {
            // It may be closed again before the next frame.
            if let Some(at) = at.try_get_untracked() {
                dom::show(&option_id(at));
            }
        }
    };
    let on_key = {
        let (choose, show) = (on_choose.clone(), show.clone());
        move |event: web_sys::KeyboardEvent| {
            let count = found.with_untracked(Vec::len);
            let here = at.get_untracked();
            let to = match event.key().as_str() {
                "ArrowDown" => (here + 1).min(count.saturating_sub(1)),
                "ArrowUp" => here.saturating_sub(1),
                "Enter" => {
                    event.prevent_default();
                    if let Some(choice) = found.with_untracked(|found| found.get(here).cloned()) {
                        choose(Some(choice.id));
                    }
                    return;
                }
                _ => return,
            };
            event.prevent_default();
            at.set(to);
            show();
        }
    };
    let field = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            dom::focus(&field);
        } else if let Some(list) = list.get() {
            dom::focus(&list);
        }
    });
    request_animation_frame(show);
    let active = {
        let option_id = option_id.clone();
        move || option_id(at.get())
    };
    let list_id = format!("{prefix}-options");
    view! {
        {searchable.then(|| {
            view! {
                <div class="flex items-center gap-2 border-b border-line px-3 text-faint">
                    {Icon::Search.small()}
                    <input
                        node_ref=field
                        type="text"
                        role="combobox"
                        class="h-9 min-w-0 flex-1 bg-transparent text-13 text-ink focus-visible:outline-none"
                        placeholder=w.picker.find
                        aria-label=w.picker.find
                        aria-expanded="true"
                        aria-autocomplete="list"
                        aria-controls=list_id.clone()
                        aria-activedescendant=active.clone()
                        autocomplete="off"
                        spellcheck="false"
                        prop:value=text
                        on:input=move |event| {
                            text.set(event_target_value(&event));
                            at.set(0);
                        }
                        on:keydown=on_key.clone()
                    />
                </div>
            }
        })}
        <div
            node_ref=list
            id=list_id.clone()
            role="listbox"
            aria-label=label
            tabindex=if searchable { "-1" } else { "0" }
            aria-activedescendant=active
            class="max-h-80 overflow-y-auto p-1 focus-visible:outline-none"
            on:keydown={
                let on_key = on_key.clone();
                move |event| if !searchable { on_key(event) }
            }
        >
            {move || {
                let options = found.get();
                if options.is_empty() {
                    return view! { <p role="presentation" class="px-2 py-3 text-13 text-muted">{w.picker.nothing}</p> }.into_any();
                }
                options
                    .into_iter()
                    .enumerate()
                    .map(|(index, choice)| {
                        let (id, choose) = (choice.id.clone(), on_choose.clone());
                        let picked = chosen.with(|chosen| chosen.as_ref() == Some(&choice.id));
                        view! {
                            <div
                                id=option_id(index)
                                role="option"
                                aria-selected=picked.to_string()
                                class="flex min-h-8 cursor-pointer items-center gap-2 rounded-control px-2 text-13 text-ink"
                                class:bg-hover=move || at.get() == index
                                on:pointermove=move |_| at.set(index)
                                on:click=move |_| choose(Some(id.clone()))
                            >
                                <span class="min-w-0 flex-1 truncate">{choice.name}</span>
                                {picked.then(|| Icon::Check.sized("size-4 shrink-0 text-accent"))}
                                {choice.hint.map(|hint| view! { <span class="figures text-12 text-faint">{hint}</span> })}
                            </div>
                        }
                    })
                    .collect_view()
                    .into_any()
            }}
        </div>
    }
}
