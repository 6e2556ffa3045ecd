//! One answer of the server that a page shows: asked for, renewed in place, failed.

use crate::api::{Abort, ApiError, Line};
use leptos::{prelude::*, task::spawn_local};
use std::{pin::Pin, rc::Rc, sync::Arc};

#[derive(Debug, PartialEq, Eq)]
pub enum Answer<T> {
    Waiting,
    Here(Arc<T>),
    Failed(ApiError),
}

impl<T> Clone for Answer<T> {
    fn clone(&self) -> Self {
        self.share()
    }
}

impl<T> Answer<T> {
    /// Another handle to the same answer.
    pub fn share(&self) -> Self {
        match self {
            Self::Waiting => Self::Waiting,
            Self::Here(it) => Self::Here(Arc::clone(it)),
            Self::Failed(error) => Self::Failed(error.clone()),
        }
    }

    pub fn here(&self) -> Option<Arc<T>> {
        match self {
            Self::Here(it) => Some(Arc::clone(it)),
            Self::Waiting | Self::Failed(_) => None,
        }
    }
}

type Ask<T> = Rc<dyn Fn(Line) -> Pin<Box<dyn Future<Output = Result<T, ApiError>>>>>;

#[derive(Debug)]
pub struct Asked<T: Send + Sync + 'static> {
    pub answer: RwSignal<Answer<T>>,
    /// Why what is shown could not be renewed.
    pub stale: RwSignal<Option<ApiError>>,
    question: StoredValue<Ask<T>, LocalStorage>,
    /// Dropping it takes the request back that is under way.
    request: StoredValue<Option<Abort>, LocalStorage>,
}

impl<T: Send + Sync + 'static> Clone for Asked<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Asked<T> {}

impl<T: Send + Sync + 'static> Asked<T> {
    /// Asks now, and again each time when what `follow` reads has changed. It gives back what it follows because a memo that is only
    /// tracked and never read follows nothing itself.
    pub fn start<F, K>(question: impl Fn(Line) -> F + 'static, follow: impl Fn() -> K + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<T, ApiError>> + 'static,
    {
        let question: Ask<T> = Rc::new(move |line| Box::pin(question(line)));
        let asked = Self {
            answer: RwSignal::new(Answer::Waiting),
            stale: RwSignal::new(None),
            question: StoredValue::new_local(question),
            request: StoredValue::new_local(None),
        };
        Effect::new(move |_| {
            let _read = follow();
            asked.again();
        });
        asked
    }

    /// What is there stays until the new answer comes.
    pub fn again(self) {
        let abort = Abort::new();
        let line = abort.line();
        self.request.set_value(Some(abort));
        if self.answer.with_untracked(|answer| matches!(answer, Answer::Failed(_))) {
            self.answer.set(Answer::Waiting);
        }
        let question = self.question.get_value();
        spawn_local(async move {
            match question(line).await {
                Ok(fresh) => self.put(fresh),
                Err(error) if error.is_aborted() => {}
                Err(error) => {
                    let shown = self.answer.try_with_untracked(|answer| matches!(answer, Answer::Here(_)));
                    if shown == Some(true) {
                        self.stale.try_set(Some(error));
                    } else {
                        self.answer.try_set(Answer::Failed(error));
                    }
                }
            }
        });
    }

    /// An answer that came on another way, such as that of a change.
    pub fn put(self, fresh: T) {
        self.stale.try_set(None);
        self.answer.try_set(Answer::Here(Arc::new(fresh)));
    }

    pub fn here(self) -> Option<Arc<T>> {
        self.answer.with(Answer::here)
    }
}
