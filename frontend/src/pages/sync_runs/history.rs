//! The runs as far as they are loaded, renewed when the sync's last run changes.

use crate::{
    api::{Abort, ApiError, Client},
    state::{session::use_client, sync::SyncState},
};
use leptos::{prelude::*, task::spawn_local};
use shared::sync::SyncRun;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    Waiting,
    Ready,
    More,
    Failed(ApiError),
    MoreFailed(ApiError),
}

#[derive(Debug, Clone, Copy)]
pub struct History {
    client: Client,
    pub runs: RwSignal<Vec<SyncRun>>,
    next_cursor: RwSignal<Option<String>>,
    pub phase: RwSignal<Phase>,
    request: StoredValue<Option<Abort>, LocalStorage>,
}

impl History {
    pub fn start(sync: SyncState) -> Self {
        let history = Self {
            client: use_client(),
            runs: RwSignal::new(Vec::new()),
            next_cursor: RwSignal::new(None),
            phase: RwSignal::new(Phase::Waiting),
            request: StoredValue::new_local(None),
        };
        let last = Memo::new(move |_| {
            sync.status().and_then(|status| status.last_run.as_ref().map(|run| (run.id.clone(), run.state)))
        });
        Effect::new(move |before: Option<Option<_>>| {
            let now = last.get();
            // The first run that is heard of is on the page that was just asked for.
            if before != Some(None) {
                history.reload();
            }
            now
        });
        history
    }

    pub fn has_more(self) -> bool {
        self.next_cursor.with(Option::is_some)
    }

    pub fn run(self, id: &str) -> Memo<Option<SyncRun>> {
        let id = id.to_owned();
        Memo::new(move |_| self.runs.with(|runs| runs.iter().find(|run| run.id == id).cloned()))
    }

    /// The newest page anew; what is on the screen stays until it is there.
    pub fn reload(self) {
        if matches!(self.phase.get_untracked(), Phase::Failed(_)) {
            self.phase.set(Phase::Waiting);
        }
        self.ask(None);
    }

    pub fn more(self) {
        if let Some(cursor) = self.next_cursor.get_untracked() {
            self.phase.set(Phase::More);
            self.ask(Some(cursor));
        }
    }

    fn ask(self, cursor: Option<String>) {
        let abort = Abort::new();
        let line = abort.line();
        self.request.set_value(Some(abort));
        spawn_local(async move {
            match self.client.sync_history(cursor.as_deref(), &line).await {
                Ok(page) => {
                    self.runs.try_update(|runs| {
                        if cursor.is_none() {
                            runs.clear();
                        }
                        runs.extend(page.items);
                    });
                    self.next_cursor.try_set(page.next_cursor);
                    self.phase.try_set(Phase::Ready);
                }
                Err(error) if error.is_aborted() => {}
                Err(error) => {
                    let nothing = self.runs.try_with_untracked(Vec::is_empty).unwrap_or(true);
                    self.phase.try_set(if nothing { Phase::Failed(error) } else { Phase::MoreFailed(error) });
                }
            }
        });
    }
}
