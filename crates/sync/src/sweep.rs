//! Sweep: all living ids of the source, merged with those of the lake as they arrive.

use crate::{connector::Sightings, error::Trouble};
use domain::canonical::{Kind, SourceId};
use source::Sighting;
use std::collections::{BTreeMap, HashSet, VecDeque};
use store::{HeldState, Known, Making};

/// Ids that are looked at together.
const PAGE: usize = 5_000;

/// What a sweep compares with.
pub(crate) struct Expected<'a> {
    pub(crate) making: Making<'a>,
    /// Read in this run already: neither fetched again nor compared.
    pub(crate) read: &'a HashSet<SourceId>,
    /// Their deletion is held.
    pub(crate) held: &'a BTreeMap<SourceId, HeldState>,
    /// Their last reading was refused, or somebody asked for them.
    pub(crate) again: &'a [SourceId],
}

#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Differences {
    /// Missing in the lake, gone there and back in the source, silently changed, or refused before.
    pub(crate) fetch: Vec<SourceId>,
    /// Living in the lake and not in the source.
    pub(crate) missing: Vec<Known>,
    /// Held and not gone.
    pub(crate) back: Vec<SourceId>,
}

/// The source lists its next ids while those before are compared.
pub(crate) async fn sweep(
    mut theirs: Sightings<'_>,
    kind: Kind,
    expected: &Expected<'_>,
) -> Result<Differences, Trouble> {
    let mut ours = Ours { making: expected.making, kind, after: 0, buffer: VecDeque::new(), ended: false };
    let mut differences = Differences::default();
    let mut next = theirs.next().await?;
    while let Some(page) = next {
        let (merged, ahead) = tokio::join!(differences.merge(page, &mut ours, expected), theirs.next());
        merged?;
        next = ahead?;
    }
    while let Some(next) = ours.up_to(SourceId::MAX).await? {
        differences.miss(next);
    }
    Ok(differences)
}

impl Differences {
    async fn merge(
        &mut self,
        page: Vec<Sighting>,
        ours: &mut Ours<'_>,
        expected: &Expected<'_>,
    ) -> Result<(), Trouble> {
        for sighting in page {
            let mut known = None;
            while let Some(next) = ours.up_to(sighting.id).await? {
                match next.id == sighting.id {
                    true => known = Some(next),
                    false => self.miss(next),
                }
            }
            self.compare(&sighting, known, expected);
        }
        Ok(())
    }

    fn miss(&mut self, known: Known) {
        if known.is_active {
            self.missing.push(known);
        }
    }

    fn compare(&mut self, sighting: &Sighting, known: Option<Known>, expected: &Expected<'_>) {
        if expected.held.contains_key(&sighting.id) {
            self.back.push(sighting.id);
        }
        if expected.read.contains(&sighting.id) {
            return;
        }
        let differs = known.is_none_or(|known| {
            let silently = sighting.silent_hash.is_some() && sighting.silent_hash != known.silent_hash;
            !known.is_active || silently || expected.again.contains(&sighting.id)
        });
        if differs {
            self.fetch.push(sighting.id);
        }
    }
}

/// The lake's records of the kind, ascending by id.
struct Ours<'a> {
    making: Making<'a>,
    kind: Kind,
    after: SourceId,
    buffer: VecDeque<Known>,
    ended: bool,
}

impl Ours<'_> {
    /// Takes the next record with an id not above `id`.
    async fn up_to(&mut self, id: SourceId) -> Result<Option<Known>, Trouble> {
        if self.buffer.is_empty() && !self.ended {
            self.buffer = self.making.known(self.kind, self.after, PAGE).await?.into();
            self.ended = self.buffer.len() < PAGE;
            self.after = self.buffer.back().map_or(self.after, |last| last.id);
        }
        match self.buffer.front() {
            Some(next) if next.id <= id => Ok(self.buffer.pop_front()),
            _ => Ok(None),
        }
    }
}
