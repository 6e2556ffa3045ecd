//! The product's mark.

use leptos::prelude::*;

#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg class="size-6 shrink-0 text-accent-fill" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <rect width="24" height="24" rx="6" fill="currentColor" />
            <path class="text-on-accent" d="M6.5 16.5v-3M12 16.5v-6M17.5 16.5v-9" stroke="currentColor" stroke-width="2.5"
                stroke-linecap="round" fill="none" />
        </svg>
    }
}
