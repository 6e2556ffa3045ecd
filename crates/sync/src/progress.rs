//! Progress of a run for those who watch: often enough to move, seldom enough to cost nothing.

use domain::canonical::Kind;
use shared::sync::{Progress, SyncRun};
use std::time::Duration;
use store::Runs;
use tokio::time::Instant;

const AT_MOST_EVERY: Duration = Duration::from_millis(500);

#[derive(Debug)]
pub(crate) struct Reporter {
    runs: Runs,
    progress: Progress,
    said: Option<Instant>,
}

impl Reporter {
    pub(crate) fn new(runs: Runs, run: &SyncRun) -> Self {
        let progress = Progress {
            run: run.id.clone(),
            started_at: run.started_at,
            entity: None,
            records_read: 0,
            records_expected: None,
        };
        Self { runs, progress, said: None }
    }

    pub(crate) async fn start(&mut self, kind: Kind, expected: u64) {
        self.progress.entity = kind.entities().first().copied();
        self.progress.records_read = 0;
        self.progress.records_expected = Some(expected);
        self.say().await;
    }

    pub(crate) async fn read(&mut self, records: usize) {
        self.progress.records_read += u64::try_from(records).unwrap_or_default();
        self.say().await;
    }

    /// Reading is over, figures are being prepared.
    pub(crate) async fn preparing(&mut self) {
        self.progress.entity = None;
        self.progress.records_expected = None;
        self.say().await;
    }

    /// A report that gets lost harms nobody.
    async fn say(&mut self) {
        if self.said.is_some_and(|said| said.elapsed() < AT_MOST_EVERY) {
            return;
        }
        self.said = Some(Instant::now());
        if let Err(e) = self.runs.report(&self.progress.run, &self.progress).await {
            tracing::debug!(error = %e, "the progress could not be written");
        }
    }
}
