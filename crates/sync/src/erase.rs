//! Erasure of a person: what Odoo does not hold any more goes from the history, too, and the lake is made again without it.

use crate::{Pipeline, SyncRunError, pipeline::give_back};
use domain::canonical::{Kind, SourceId};
use std::collections::{BTreeMap, BTreeSet};
use store::{Loader, Seen, Side, StoreError, raw_row_of};

const PAGE: usize = 1_000;

/// What an erasure removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Erased {
    /// Versions of records.
    pub versions: u64,
    /// The person could sign in here.
    pub user: bool,
}

impl Pipeline {
    /// Removes every version of every record that holds this address, of people their whole history, and the person who
    /// signs in with it. A record that holds it in the source now is not touched: the source would bring it back.
    pub async fn erase_person(&self, email: &str) -> Result<Erased, SyncRunError> {
        let mut loader = self.acquire().await?;
        let erased = self.erase_under(&mut loader, &email.trim().to_lowercase()).await;
        give_back(loader).await;
        erased
    }

    async fn erase_under(&self, loader: &mut Loader, email: &str) -> Result<Erased, SyncRunError> {
        loader.repair().await?;
        let system = loader.lake().system.clone().unwrap_or_default();
        let mut all = Vec::new();
        let mut still_there = Vec::new();
        for kind in Kind::PERSONAL {
            let found = self.versions_with(&system, *kind, email).await?;
            let (doomed, alive) = self.part(*kind, found, email).await?;
            all.push((*kind, doomed));
            still_there.extend(alive);
        }
        if !still_there.is_empty() {
            return Err(SyncRunError::StillThere { records: still_there });
        }
        let mut erased = Erased { user: loader.erase_user(email).await?, ..Erased::default() };
        if all.iter().any(|(_, doomed)| !doomed.rows.is_empty()) {
            // Cut off from here on, the next run makes the lake again.
            loader.demand_replay().await?;
            for (kind, doomed) in all {
                let model = self.source.model(kind);
                let records: Vec<_> = doomed.ids.iter().map(|id| format!("{model} {id}")).collect();
                loader.forget_names(&records).await?;
                loader.forget_activities(kind, &doomed.ids).await?;
                loader.erase_raw(&system, model, &doomed.rows).await?;
                erased.versions += u64::try_from(doomed.rows.len()).unwrap_or_default();
            }
            self.replay_under(loader).await?;
        }
        tracing::info!(versions = erased.versions, user = erased.user, "erased a person");
        Ok(erased)
    }

    /// By record: the rows of all its versions, and which of them hold the address. Records without any are left out.
    async fn versions_with(
        &self,
        system: &str,
        kind: Kind,
        email: &str,
    ) -> Result<BTreeMap<SourceId, Rows>, StoreError> {
        let model = self.source.model(kind);
        let mut all: BTreeMap<SourceId, Rows> = BTreeMap::new();
        let mut after: Option<String> = None;
        loop {
            let page = self.store.raw_of_model(system, model, after.as_deref(), PAGE).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.row.clone());
            for named in page {
                let Seen::Record(raw) = &named.version.seen else { continue };
                let holds = self.source.map(kind, raw).draft.is_some_and(|record| record.holds_address(email));
                let rows = all.entry(named.version.id).or_default();
                if holds {
                    rows.with_address.insert(named.row.clone());
                }
                rows.all.insert(named.row);
            }
        }
        all.retain(|_, rows| !rows.with_address.is_empty());
        Ok(all)
    }

    /// Which rows go, and the links or names of records that hold the address in the source now.
    async fn part(
        &self,
        kind: Kind,
        found: BTreeMap<SourceId, Rows>,
        email: &str,
    ) -> Result<(Doomed, Vec<String>), StoreError> {
        let ids: Vec<_> = found.keys().copied().collect();
        let mut current = self.store.making(Side::Live).records(kind, &ids).await?;
        let mut doomed = Doomed::default();
        let mut alive = Vec::new();
        for (id, rows) in found {
            let living = current.remove(&id).filter(|row| row.is_active);
            if living.as_ref().is_some_and(|row| row.record.holds_address(email)) {
                alive.push(format!("{} {id}", self.source.model(kind)));
                continue;
            }
            let mut rows = if kind.is_person() { rows.all } else { rows.with_address };
            if let Some(row) = &living {
                rows.remove(&raw_row_of(self.source.model(kind), row));
            }
            doomed.ids.push(id);
            doomed.rows.extend(rows);
        }
        Ok((doomed, alive))
    }
}

/// What goes of a kind.
#[derive(Default)]
struct Doomed {
    ids: Vec<SourceId>,
    rows: Vec<String>,
}

#[derive(Default)]
struct Rows {
    all: BTreeSet<String>,
    with_address: BTreeSet<String>,
}
