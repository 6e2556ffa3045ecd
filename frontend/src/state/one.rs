//! One record as far as it is known: waiting, here, or failed; renewed in place after a sync.

use super::{asked::Answer, sync::Edition};
use crate::api::{Abort, ApiError, Client, Line};
use leptos::{prelude::*, task::spawn_local};
use std::{fmt::Debug, pin::Pin, sync::Arc};

/// What is asked for by its id.
pub trait Record: Sized + Debug + Send + Sync + 'static {
    fn id(&self) -> &str;

    fn generation(&self) -> i64;

    fn ask(client: Client, id: String, line: Line) -> Asking<Self>;
}

pub type Asking<T> = Pin<Box<dyn Future<Output = Result<T, ApiError>>>>;

/// What is shown, and a way to ask once more.
#[derive(Debug)]
pub struct One<T: Record> {
    pub answer: RwSignal<Answer<T>>,
    attempt: RwSignal<u32>,
}

impl<T: Record> Clone for One<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Record> Copy for One<T> {}

impl<T: Record> One<T> {
    /// Follows the id, and the generation of the data: a record stays on the screen while its newer self comes.
    pub fn start(client: Client, id: Memo<String>, edition: Memo<Edition>) -> Self {
        let (answer, attempt) = (RwSignal::new(Answer::<T>::Waiting), RwSignal::new(0));
        // This record, in this generation or a newer one.
        let is = move |id: &str, generation: Option<i64>| {
            answer.with_untracked(|answer| match answer {
                Answer::Here(it) => it.id() == id && generation.is_none_or(|wanted| it.generation() >= wanted),
                Answer::Waiting | Answer::Failed(_) => false,
            })
        };
        let request = StoredValue::new_local(None);
        Effect::new(move |before: Option<(String, Edition, u32)>| {
            let wanted = (id.get(), edition.get(), attempt.get());
            let (id, Edition { generation, turn }, attempt) = wanted.clone();
            // The first generation that is heard of is the one that was just asked for.
            let under_way = before == Some((id.clone(), Edition { generation: None, turn }, attempt));
            let turned = before.is_some_and(|(_, before, _)| before.turn != turn);
            if under_way || !turned && is(&id, generation) {
                return wanted;
            }
            let abort = Abort::new();
            let line = abort.line();
            request.set_value(Some(abort));
            if !is(&id, None) {
                answer.set(Answer::Waiting);
            }
            spawn_local(async move {
                let fresh = match T::ask(client, id, line).await {
                    Ok(it) => Answer::Here(Arc::new(it)),
                    Err(error) if error.is_aborted() => return,
                    Err(error) => Answer::Failed(error),
                };
                answer.try_set(fresh);
            });
            wanted
        });
        Self { answer, attempt }
    }

    pub fn again(self) {
        self.attempt.update(|attempt| *attempt += 1);
    }
}
