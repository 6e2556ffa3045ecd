//! Buttons: one look for each weight of action.

use super::Icon;
use leptos::prelude::*;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Weight {
    /// The one thing to do here.
    Primary,
    #[default]
    Plain,
    /// Without a border until it is hovered.
    Quiet,
    /// What cannot be taken back.
    Danger,
}

impl Weight {
    pub fn class(self) -> &'static str {
        match self {
            Self::Primary => {
                "inline-flex h-8 shrink-0 items-center justify-center gap-1.5 rounded-control bg-accent-fill px-3 text-13 font-medium \
                 whitespace-nowrap text-on-accent hover:bg-accent-fill-hover disabled:opacity-60"
            }
            Self::Plain => {
                "inline-flex h-8 shrink-0 items-center justify-center gap-1.5 rounded-control border border-line-strong bg-panel px-2.5 \
                 text-13 font-medium whitespace-nowrap text-ink hover:bg-hover disabled:opacity-60"
            }
            Self::Danger => {
                "inline-flex h-8 shrink-0 items-center justify-center gap-1.5 rounded-control border border-negative-line bg-negative-soft px-2.5 \
                 text-13 font-medium whitespace-nowrap text-negative hover:border-negative disabled:opacity-60"
            }
            Self::Quiet => {
                "inline-flex h-8 shrink-0 items-center justify-center gap-1.5 rounded-control px-2 text-13 font-medium whitespace-nowrap \
                 text-muted hover:bg-hover hover:text-ink disabled:opacity-60"
            }
        }
    }
}

#[component]
pub fn Button(
    #[prop(optional)] weight: Weight,
    #[prop(optional)] icon: Option<Icon>,
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] disabled: Signal<bool>,
    on_press: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <button type="button" class=weight.class() disabled=disabled on:click=move |_| on_press()>
            {icon.map(Icon::small)}
            {label}
        </button>
    }
}

/// A square button that shows only an icon; its name is said and shown on hover.
#[component]
pub fn IconButton(
    icon: Icon,
    #[prop(into)] label: Signal<String>,
    on_press: impl Fn() + 'static,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="inline-flex size-8 shrink-0 items-center justify-center rounded-control text-muted hover:bg-hover hover:text-ink disabled:opacity-50"
            aria-label=label
            title=label
            disabled=disabled
            on:click=move |_| on_press()
        >
            {icon.small()}
        </button>
    }
}
