//! Quarantine of a run: what it refused is listed, what passed or is gone leaves the list.

use crate::run::Run;
use domain::canonical::{Kind, SourceId};
use store::StoreError;

impl Run<'_> {
    /// Before the publication: the cursor moves on only after the list knows what was left behind.
    pub(crate) async fn settle_quarantine(&mut self) -> Result<(), StoreError> {
        for (kind, before) in std::mem::take(&mut self.kept) {
            let refused = self.log.refusals(kind);
            let looked_at = |id: &SourceId| self.looked_at(kind, *id);
            let out: Vec<_> =
                before.into_keys().filter(|id| !self.log.is_refused(kind, *id)).filter(looked_at).collect();
            if !refused.is_empty() {
                tracing::warn!(kind = kind.name(), refused = refused.len(), "records are in quarantine");
            }
            self.loader.settle_quarantine(&self.target, kind, &refused, &out).await?;
        }
        Ok(())
    }

    /// Whether this run knows how the record is.
    fn looked_at(&self, kind: Kind, id: SourceId) -> bool {
        match &self.only {
            Some(only) => !self.failed.contains(&kind) && only.kind == kind && only.ids.contains(&id),
            None => self.publication.complete.contains(&kind),
        }
    }
}
