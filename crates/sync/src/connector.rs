//! Connector: pages and ids of a source, checked for what no honest source sends.

use domain::canonical::{Kind, SourceId};
use source::{ErrorKind, RawRecord, Sighting, Source, SourceError, Window};
use std::collections::{BTreeMap, BTreeSet};

/// The first answers about a kind: asked for while the records of another are compared.
pub(crate) struct Opened<'a> {
    pub(crate) window: Window,
    pub(crate) pages: Pages<'a>,
    pub(crate) sightings: Sightings<'a>,
}

impl<'a> Opened<'a> {
    pub(crate) async fn open(source: &'a dyn Source, kind: Kind, window: Window) -> Result<Self, SourceError> {
        let mut sightings = Sightings::of(source, kind);
        let pages = match window {
            Window::Everything => Pages::open(source, kind, window).await?,
            Window::ChangedSince(_) => {
                let (pages, swept) = tokio::join!(Pages::open(source, kind, window), sightings.look_ahead());
                swept?;
                pages?
            }
        };
        Ok(Self { window, pages, sightings })
    }
}

/// Records of a window, page by page, ascending by id.
pub(crate) struct Pages<'a> {
    source: &'a dyn Source,
    kind: Kind,
    window: Window,
    after: SourceId,
    expected: u64,
    read: u64,
    first: Option<Vec<RawRecord>>,
    ended: bool,
}

impl<'a> Pages<'a> {
    pub(crate) async fn open(source: &'a dyn Source, kind: Kind, window: Window) -> Result<Self, SourceError> {
        let (expected, first) = tokio::try_join!(source.count(kind, window), source.page(kind, window, 0))?;
        Ok(Self { source, kind, window, after: 0, expected, read: 0, first: Some(first), ended: false })
    }

    pub(crate) fn expected(&self) -> u64 {
        self.expected
    }

    /// `None` after the last page, which has been checked for being the last.
    pub(crate) async fn next(&mut self) -> Result<Option<Vec<RawRecord>>, SourceError> {
        if self.ended {
            return Ok(None);
        }
        let page = match self.first.take() {
            Some(first) => first,
            None => self.source.page(self.kind, self.window, self.after).await?,
        };
        self.after = ascending(self.after, page.iter().map(|record| record.id))?;
        self.read += u64::try_from(page.len()).unwrap_or_default();
        self.ended = page.len() < self.source.page_size();
        if self.ended && self.read < self.expected {
            self.check_end().await?;
        }
        Ok((!page.is_empty()).then_some(page))
    }

    /// Fewer than were counted before: some may have been deleted since, or half a page was lost.
    async fn check_end(&self) -> Result<(), SourceError> {
        let now = self.source.count(self.kind, self.window).await?;
        if self.read < now {
            let message = format!("it counts {now} records and sent {}", self.read);
            return Err(SourceError::new(ErrorKind::BadAnswer, message));
        }
        Ok(())
    }
}

/// All living records, page by page.
pub(crate) struct Sightings<'a> {
    source: &'a dyn Source,
    kind: Kind,
    after: SourceId,
    first: Option<Vec<Sighting>>,
    ended: bool,
}

impl<'a> Sightings<'a> {
    fn of(source: &'a dyn Source, kind: Kind) -> Self {
        Self { source, kind, after: 0, first: None, ended: false }
    }

    async fn look_ahead(&mut self) -> Result<(), SourceError> {
        self.first = Some(self.source.sweep(self.kind, 0).await?);
        Ok(())
    }

    pub(crate) async fn next(&mut self) -> Result<Option<Vec<Sighting>>, SourceError> {
        if self.ended {
            return Ok(None);
        }
        let page = match self.first.take() {
            Some(first) => first,
            None => self.source.sweep(self.kind, self.after).await?,
        };
        self.after = ascending(self.after, page.iter().map(|sighting| sighting.id))?;
        self.ended = page.len() < self.source.sweep_page_size();
        Ok((!page.is_empty()).then_some(page))
    }
}

/// Those of `ids` that are there, once each; what was not asked for is left out.
pub(crate) async fn fetch(
    source: &dyn Source,
    kind: Kind,
    ids: &[SourceId],
) -> Result<BTreeMap<SourceId, RawRecord>, SourceError> {
    let asked: BTreeSet<_> = ids.iter().copied().collect();
    let found = source.fetch(kind, ids).await?;
    Ok(found.into_iter().filter(|record| asked.contains(&record.id)).map(|record| (record.id, record)).collect())
}

/// The last id, if all ascend from `after`: a page that does not would be read for ever, or skip records.
fn ascending(after: SourceId, ids: impl Iterator<Item = SourceId>) -> Result<SourceId, SourceError> {
    let mut last = after;
    for id in ids {
        if id <= last {
            return Err(SourceError::new(ErrorKind::BadAnswer, "its records do not come in order of their ids"));
        }
        last = id;
    }
    Ok(last)
}
