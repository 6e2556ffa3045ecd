//! A panel that opens under its button: Esc and a press elsewhere close it, focus goes back to the button.

use crate::dom;
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Side {
    #[default]
    Left,
    Right,
    /// Above the button, for the foot of the sidebar.
    Above,
}

impl Side {
    fn class(self) -> &'static str {
        match self {
            Self::Left => "md:absolute md:top-full md:left-0 md:mt-1",
            Self::Right => "md:absolute md:top-full md:right-0 md:mt-1",
            Self::Above => "md:absolute md:bottom-full md:left-0 md:mb-1",
        }
    }
}

#[component]
pub fn Popover(
    open: RwSignal<bool>,
    /// Name of the panel.
    #[prop(into)]
    label: String,
    #[prop(optional)] side: Side,
    /// Width and height from 768 px on; on a phone it stands at the bottom over the whole width.
    class: &'static str,
    /// Inside of the button.
    trigger: ViewFn,
    #[prop(into)] trigger_class: Signal<String>,
    children: ChildrenFn,
) -> impl IntoView {
    let root = NodeRef::<html::Div>::new();
    let button = NodeRef::<html::Button>::new();
    let pressed = window_event_listener(leptos::ev::pointerdown, move |event| {
        if !open.get_untracked() {
            return;
        }
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        let inside = root.get_untracked().is_some_and(|root| root.contains(target.as_ref()));
        if !inside {
            open.set(false);
        }
    });
    on_cleanup(move || pressed.remove());
    let on_key = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() {
            event.stop_propagation();
            open.set(false);
            if let Some(button) = button.get_untracked() {
                dom::focus(&button);
            }
        }
    };
    let children = StoredValue::new(children);
    view! {
        <div node_ref=root class="relative min-w-0" on:keydown=on_key>
            <button
                node_ref=button
                type="button"
                class=trigger_class
                aria-haspopup="dialog"
                aria-expanded=move || open.get().to_string()
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {trigger.run()}
            </button>
            <Show when=move || open.get()>
                <div
                    role="dialog"
                    aria-label=label.clone()
                    class=format!(
                        "enter-overlay fixed inset-x-2 bottom-2 z-40 flex max-h-[80dvh] flex-col overflow-hidden rounded-overlay bg-raised \
                         shadow-raised md:inset-auto {} {class}",
                        side.class(),
                    )
                >
                    {children.with_value(|children| children())}
                </div>
            </Show>
        </div>
    }
}
