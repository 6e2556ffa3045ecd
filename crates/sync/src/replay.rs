//! Replay: raw rows folded once more, generation by generation, through the code that a run uses.

use crate::{
    Pipeline, SyncRunError,
    apply::Apply,
    changes::Changes,
    families,
    log::Log,
    pipeline::give_back,
    run::{making_version, models},
};
use domain::canonical::Kind;
use std::collections::BTreeMap;
use store::{Generation, Loader, Side, StoreError, Target};

const PAGE: usize = 1_000;

/// What a replay has folded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Replayed {
    pub generations: u64,
    pub raw_rows: u64,
}

impl Pipeline {
    /// Makes canonical and serving again from raw: the same documents, byte for byte, while the mapping is the same.
    /// Readers see the old ones until the new ones are complete.
    pub async fn replay(&self) -> Result<Replayed, SyncRunError> {
        let mut loader = self.acquire().await?;
        let replayed = match loader.repair().await {
            Ok(_) => self.replay_under(&mut loader).await,
            Err(e) => Err(e),
        };
        give_back(loader).await;
        Ok(replayed?)
    }

    pub(crate) async fn replay_under(&self, loader: &mut Loader) -> Result<Replayed, StoreError> {
        let side = loader.open_shadow().await?;
        let generations = self.store.generations().await?;
        let mut replayed = Replayed::default();
        for (index, generation) in generations.into_iter().enumerate() {
            let number = generation.number;
            let rows = self.fold(loader, side, generation, index == 0).await?;
            tracing::info!(generation = number, raw_rows = rows, "replayed a generation");
            replayed.generations += 1;
            replayed.raw_rows += rows;
        }
        loader.swap_in(side, making_version(self.source.as_ref())).await?;
        Ok(replayed)
    }

    async fn fold(
        &self,
        loader: &mut Loader,
        side: Side,
        generation: Generation,
        fresh: bool,
    ) -> Result<u64, StoreError> {
        let source = self.source.as_ref();
        let system = loader.lake().system.clone().unwrap_or_default();
        let target = Target { side, generation, system, models: models(source) };
        let mut changes = if fresh { Changes::everything() } else { Changes::default() };
        let mut log = Log::default();
        let none = BTreeMap::new();
        let mut rows = 0;
        for kind in Kind::ALL.iter().copied() {
            let mut after = 0;
            loop {
                let (model, number) = (target.model(kind)?, target.generation.number);
                let page = self.store.raw_of_generation(&target.system, model, number, after, PAGE).await?;
                let Some(last) = page.last() else { break };
                after = last.id;
                rows += u64::try_from(page.len()).unwrap_or_default();
                let apply = Apply { source, target: &target, fresh, kept: &none };
                apply.apply(loader, kind, page, &mut changes, &mut log).await?;
            }
        }
        let store = loader.store().clone();
        let touched = changes.families(store.making(side)).await?;
        families::refresh(loader, &target, &touched, fresh).await?;
        Ok(rows)
    }
}
