//! A list that comes page by page: more on demand, its first page anew when something has changed.

use crate::api::{Abort, ApiError, Line};
use leptos::{prelude::*, task::spawn_local};
use std::{pin::Pin, rc::Rc};

/// What one request brings.
#[derive(Debug)]
pub struct Piece<T> {
    pub items: Vec<T>,
    /// Of all pages, where the server counts them.
    pub total: Option<u64>,
    pub next_cursor: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    Waiting,
    Ready,
    More,
    Failed(ApiError),
    MoreFailed(ApiError),
}

type Ask<T> = Rc<dyn Fn(Option<String>, Line) -> Pin<Box<dyn Future<Output = Result<Piece<T>, ApiError>>>>>;

#[derive(Debug)]
pub struct Paged<T: Send + Sync + 'static> {
    pub items: RwSignal<Vec<T>>,
    pub total: RwSignal<Option<u64>>,
    pub phase: RwSignal<Phase>,
    next_cursor: RwSignal<Option<String>>,
    question: StoredValue<Ask<T>, LocalStorage>,
    request: StoredValue<Option<Abort>, LocalStorage>,
}

impl<T: Send + Sync + 'static> Clone for Paged<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Paged<T> {}

impl<T: Send + Sync + 'static> Paged<T> {
    /// Asks now, and for the first page again each time when what `follow` reads has changed. It gives back what it follows because a
    /// memo that is only tracked and never read follows nothing itself.
    pub fn start<F, K>(
        question: impl Fn(Option<String>, Line) -> F + 'static,
        follow: impl Fn() -> K + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Result<Piece<T>, ApiError>> + 'static,
    {
        let paged = Self::waiting(question);
        Effect::new(move |_| {
            let _read = follow();
            paged.reload();
        });
        paged
    }

    /// Its first piece comes from elsewhere.
    pub fn waiting<F>(question: impl Fn(Option<String>, Line) -> F + 'static) -> Self
    where
        F: Future<Output = Result<Piece<T>, ApiError>> + 'static,
    {
        let question: Ask<T> = Rc::new(move |cursor, line| Box::pin(question(cursor, line)));
        Self {
            items: RwSignal::new(Vec::new()),
            total: RwSignal::new(None),
            phase: RwSignal::new(Phase::Waiting),
            next_cursor: RwSignal::new(None),
            question: StoredValue::new_local(question),
            request: StoredValue::new_local(None),
        }
    }

    /// What there is now; a question that is under way is taken back.
    pub fn put(self, piece: Piece<T>) {
        self.request.set_value(None);
        self.items.set(piece.items);
        self.total.set(piece.total);
        self.next_cursor.set(piece.next_cursor);
        self.phase.set(Phase::Ready);
    }

    pub fn has_more(self) -> bool {
        self.next_cursor.with(Option::is_some)
    }

    /// The first page anew; what is on the screen stays until it is there.
    pub fn reload(self) {
        if self.phase.with_untracked(|phase| matches!(phase, Phase::Failed(_))) {
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
        let question = self.question.get_value();
        spawn_local(async move {
            match question(cursor.clone(), line).await {
                Ok(piece) => {
                    self.items.try_update(|items| {
                        if cursor.is_none() {
                            items.clear();
                        }
                        items.extend(piece.items);
                    });
                    self.total.try_set(piece.total);
                    self.next_cursor.try_set(piece.next_cursor);
                    self.phase.try_set(Phase::Ready);
                }
                Err(error) if error.is_aborted() => {}
                Err(error) => {
                    let nothing = self.items.try_with_untracked(Vec::is_empty).unwrap_or(true);
                    self.phase.try_set(if nothing { Phase::Failed(error) } else { Phase::MoreFailed(error) });
                }
            }
        });
    }
}
