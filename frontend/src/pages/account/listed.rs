//! A list of an account: more of it as one scrolls, anew with newer data, and what it says when it is empty or failed.

use crate::{
    api::{ApiError, Part, PartRow, Whole},
    components::{Icon, note::Note},
    listing::PagedRows,
    state::{paged::Paged, session::use_client, sync::use_sync},
    words::words,
};
use leptos::prelude::*;
use std::sync::Arc;

#[derive(Debug, Clone, Copy)]
pub struct Listed {
    pub rows: Paged<Arc<PartRow>>,
    pub whole: RwSignal<Option<Whole>>,
}

impl Listed {
    pub fn start(account: String, part: Signal<Part>) -> Self {
        let client = use_client();
        let renewals = use_sync().renewals();
        let whole = RwSignal::new(None);
        let ask = move |cursor: Option<String>, line| {
            let account = account.clone();
            async move {
                // The list may be left before this runs.
                let part = part.try_get_untracked().ok_or(ApiError::Aborted)?;
                let (piece, told) = client.account_part(&account, part, cursor.as_deref(), &line).await?;
                whole.try_set(Some(told));
                Ok(piece)
            }
        };
        Self { rows: Paged::start(ask, move || (part.get(), renewals.get())), whole }
    }

    /// `content` is drawn when there are rows; `empty` says that there are none, and why.
    pub fn view(
        self,
        empty: (&'static str, &'static str),
        content: impl Fn() -> AnyView + Send + Sync + 'static,
    ) -> AnyView {
        let nothing =
            Callback::new(move |()| view! { <Note icon=Icon::Inbox title=empty.0 text=empty.1 /> }.into_any());
        PagedRows::of(self.rows).view(words().around.part_failed, nothing, Callback::new(move |()| content()))
    }
}
