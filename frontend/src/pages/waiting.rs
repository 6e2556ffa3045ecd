//! All that people see whom no admin has approved.

use crate::{
    components::button::{Button, Weight},
    pages::entrance::Entrance,
    state::session::{use_session, use_sign_out},
    words::words,
};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn WaitingPage(rejected: bool) -> impl IntoView {
    let w = words();
    let session = use_session();
    let failed = RwSignal::new(false);
    let sign_out = use_sign_out(failed);
    let (title, why) =
        if rejected { (w.waiting.rejected, w.waiting.rejected_why) } else { (w.waiting.title, w.waiting.why) };
    view! {
        <Title text=title />
        <Entrance title hint=Some(why)>
            <div class="flex gap-2">
                <Button weight=Weight::Primary label=w.waiting.look_again on_press=move || session.ask() />
                <Button label=w.auth.sign_out on_press=sign_out />
            </div>
            <p role="status" class="mt-3 text-12 text-negative">{move || failed.get().then_some(w.auth.sign_out_failed)}</p>
        </Entrance>
    }
}
