//! The account as far as it is known: waiting, here, or failed; renewed in place after a sync.

use crate::{
    api::{Abort, ApiError, Client},
    components::skeleton::bone,
    state::sync::Edition,
    words::words,
};
use leptos::{prelude::*, task::spawn_local};
use shared::accounts::AccountDetail;
use std::sync::Arc;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loading {
    Waiting,
    Here(Arc<AccountDetail>),
    Failed(ApiError),
}

impl Loading {
    pub fn detail(&self) -> Option<&AccountDetail> {
        match self {
            Self::Here(detail) => Some(detail),
            Self::Waiting | Self::Failed(_) => None,
        }
    }

    /// Is this account, in this generation or a newer one.
    fn is(&self, id: &str, generation: Option<i64>) -> bool {
        self.detail()
            .is_some_and(|detail| detail.card.id == id && generation.is_none_or(|wanted| detail.generation >= wanted))
    }
}

/// What is shown, and a way to ask once more.
#[derive(Debug, Clone, Copy)]
pub struct Loader {
    pub loading: RwSignal<Loading>,
    attempt: RwSignal<u32>,
}

impl Loader {
    /// Follows the id, and the generation of the data: an account stays on the screen while its newer self comes.
    pub fn start(client: Client, id: Memo<String>, edition: Memo<Edition>) -> Self {
        let (loading, attempt) = (RwSignal::new(Loading::Waiting), RwSignal::new(0));
        let request = StoredValue::new_local(None);
        Effect::new(move |before: Option<(String, Edition, u32)>| {
            let wanted = (id.get(), edition.get(), attempt.get());
            let (id, Edition { generation, turn }, attempt) = wanted.clone();
            // The first generation that is heard of is the one that was just asked for.
            let under_way = before == Some((id.clone(), Edition { generation: None, turn }, attempt));
            let turned = before.is_some_and(|(_, before, _)| before.turn != turn);
            if under_way || !turned && loading.with_untracked(|loading| loading.is(&id, generation)) {
                return wanted;
            }
            let abort = Abort::new();
            let line = abort.line();
            request.set_value(Some(abort));
            if !loading.with_untracked(|loading| loading.is(&id, None)) {
                loading.set(Loading::Waiting);
            }
            spawn_local(async move {
                let fresh = match client.account(&id, &line).await {
                    Ok(detail) => Loading::Here(Arc::new(detail)),
                    Err(error) if error.is_aborted() => return,
                    Err(error) => Loading::Failed(error),
                };
                loading.try_set(fresh);
            });
            wanted
        });
        Self { loading, attempt }
    }

    pub fn again(self) {
        self.attempt.update(|attempt| *attempt += 1);
    }
}

pub fn skeleton() -> impl IntoView {
    let w = words();
    view! {
        <div class="pulse flex flex-col px-5 pt-6" role="status" aria-busy="true" aria-label=w.frame.loading>
            {(0..6)
                .map(|_| view! {
                    <div class="flex h-12 items-center gap-4 border-b border-line">
                        <div class="flex flex-1 flex-col gap-2">{bone("h-3.5 w-1/2")} {bone("h-3 w-1/4")}</div>
                        {bone("h-3.5 w-24")}
                        {bone("h-3.5 w-24")}
                    </div>
                })
                .collect_view()}
        </div>
    }
}
