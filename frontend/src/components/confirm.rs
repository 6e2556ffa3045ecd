//! A question before something that cannot be taken back: what will happen, in words, and two buttons.

use super::button::{Button, Weight};
use crate::words::words;
use leptos::{html, prelude::*};

#[component]
pub fn Confirm(
    /// Closed by either answer, by Esc, and from outside.
    open: RwSignal<bool>,
    #[prop(into)] title: Signal<String>,
    #[prop(into)] text: Signal<String>,
    /// Of the button that does it.
    #[prop(into)]
    action: Signal<String>,
    /// Not yet: something about the question is still being found out.
    #[prop(into)]
    waiting: Signal<bool>,
    on_confirm: impl Fn() + Clone + Send + Sync + 'static,
) -> impl IntoView {
    let w = words();
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            // Refused only when it is open already.
            let _ = dialog.show_modal();
        }
    });
    // By the browser, which gives the focus back to where it was.
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    view! {
        <Show when=move || open.get()>
            <dialog
                node_ref=dialog
                role="alertdialog"
                aria-labelledby="confirm-title"
                aria-describedby="confirm-text"
                class="enter-overlay m-auto w-100 max-w-[calc(100vw-2rem)] rounded-overlay bg-raised p-0 text-ink shadow-raised backdrop:bg-veil"
                on:close=move |_| open.set(false)
            >
                <div class="flex flex-col gap-2 px-5 pt-4 pb-5">
                    <h2 id="confirm-title" class="text-16 font-semibold">{title}</h2>
                    <p id="confirm-text" class="text-14 text-muted text-pretty">{text}</p>
                </div>
                <div class="flex justify-end gap-2 border-t border-line px-5 py-3">
                    <button type="button" autofocus class=Weight::Plain.class() on:click=move |_| close()>{w.admin.cancel}</button>
                    <Button
                        weight=Weight::Danger
                        label=action
                        disabled=waiting
                        on_press={
                            let on_confirm = on_confirm.clone();
                            move || {
                                close();
                                on_confirm();
                            }
                        }
                    />
                </div>
            </dialog>
        </Show>
    }
}
