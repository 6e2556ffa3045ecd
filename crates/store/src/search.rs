//! Finds records of all kinds by what people call them, within a reader's reach, the best first.

use crate::{Result, Store, StoreError, gate::Gate, ledger::View};
use domain::{
    Moment, Scope,
    canonical::SourceId,
    facts::Fact,
    text::{Match, Needle, fold},
};
use futures::future::try_join_all;
use shared::EntityType;
use std::collections::{BTreeSet, BinaryHeap, HashMap};

/// What was found of a kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Hits {
    pub entity: EntityType,
    /// Also those that are not among `found`.
    pub total: u64,
    /// The best first.
    pub found: Vec<Hit>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Hit {
    Record {
        id: SourceId,
        fact: Box<Fact>,
    },
    /// A salesperson of deals in reach.
    Person {
        id: SourceId,
        name: String,
    },
}

/// Better ones are smaller.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate<'a> {
    fit: Match,
    text: &'a str,
    id: SourceId,
    from: i64,
}

/// The best of those that are offered, and how many there were.
struct Best<'a> {
    limit: usize,
    total: u64,
    heap: BinaryHeap<Candidate<'a>>,
}

impl<'a> Best<'a> {
    fn new(limit: usize) -> Self {
        Self { limit, total: 0, heap: BinaryHeap::with_capacity(limit + 1) }
    }

    fn offer(&mut self, needle: &Needle, text: &'a str, id: SourceId, from: i64) {
        let Some(fit) = needle.matches(text) else { return };
        self.total += 1;
        let candidate = Candidate { fit, text, id, from };
        if self.heap.len() < self.limit || self.heap.peek().is_some_and(|worst| candidate < *worst) {
            self.heap.push(candidate);
        }
        if self.heap.len() > self.limit {
            self.heap.pop();
        }
    }
}

impl Store {
    /// At most `limit` of each kind; kinds of which nothing was found are left out.
    pub async fn search(&self, scope: &Scope, moment: &Moment, text: &str, limit: usize) -> Result<Vec<Hits>> {
        let Some(needle) = Needle::new(text) else { return Ok(Vec::new()) };
        let snapshot = self.inner.ledger.at(moment.generation).await?;
        let view = View::new(&snapshot, scope, moment);
        let (deals, sellers) = deals(&view, &needle, limit);
        let [contacts, invoices] = named(&view, [EntityType::Contact, EntityType::Invoice], &needle, limit);
        let records = [
            (EntityType::Account, accounts(&view, &needle, limit)),
            (EntityType::Contact, contacts),
            (EntityType::Opportunity, deals),
            (EntityType::Invoice, invoices),
        ];
        let fetched = records.map(|(entity, best)| self.fetch(scope, moment, entity, best));
        let mut all = try_join_all(fetched).await?;
        all.push(people(&view, sellers, &needle, limit));
        all.retain(|hits| hits.total > 0);
        Ok(all)
    }

    async fn fetch(&self, scope: &Scope, moment: &Moment, entity: EntityType, best: Best<'_>) -> Result<Hits> {
        let Best { total, heap, .. } = best;
        let found = heap.into_sorted_vec();
        let named = found.iter().map(|candidate| (candidate.id, candidate.from));
        let served = Gate::new(self).versions(scope, moment, entity, named).await?;
        let mut facts: HashMap<_, _> = served.into_iter().map(|served| (served.id, served.data)).collect();
        // A version that the ledger holds can only be missing when retention has just taken it.
        let hit = |candidate: &Candidate<'_>| {
            let fact = facts.remove(&candidate.id).ok_or(StoreError::SnapshotExpired)?;
            Ok(Hit::Record { id: candidate.id, fact: Box::new(fact) })
        };
        Ok(Hits { entity, total, found: found.iter().map(hit).collect::<Result<_>>()? })
    }
}

fn accounts<'a>(view: &View<'a>, needle: &Needle, limit: usize) -> Best<'a> {
    let mut best = Best::new(limit);
    for row in view.snapshot.accounts.iter().filter(|row| row.is_listed && view.admits(row.visible_to)) {
        best.offer(needle, &row.folded, row.id, row.from);
    }
    best
}

/// The best of them, and the salespeople of all, 0 for nobody.
fn deals<'a>(view: &View<'a>, needle: &Needle, limit: usize) -> (Best<'a>, BTreeSet<SourceId>) {
    let (mut best, mut sellers) = (Best::new(limit), BTreeSet::new());
    let mut last = 0;
    for (row, _) in view.deals().filter(|(row, _)| row.is_listed()) {
        best.offer(needle, &row.folded, row.id, row.from);
        // Those of an account mostly have the same.
        if row.salesperson != last {
            last = row.salesperson;
            sellers.insert(last);
        }
    }
    (best, sellers)
}

/// Of each of these kinds.
fn named<'a, const N: usize>(
    view: &View<'a>,
    entities: [EntityType; N],
    needle: &Needle,
    limit: usize,
) -> [Best<'a>; N] {
    let mut all = entities.map(|entity| (entity, Best::new(limit)));
    for row in view.snapshot.names.iter().filter(|row| view.admits(row.visible_to)) {
        if let Some((_, best)) = all.iter_mut().find(|(entity, _)| *entity == row.name.0) {
            best.offer(needle, &row.folded, row.name.1, row.from);
        }
    }
    all.map(|(_, best)| best)
}

/// Those who have a deal in reach: their name says where it leads.
fn people(view: &View<'_>, ids: BTreeSet<SourceId>, needle: &Needle, limit: usize) -> Hits {
    let users = &view.snapshot.references.org.users;
    let names: Vec<_> = ids.into_iter().filter_map(|id| Some((id, &users.get(&id)?.name))).collect();
    let folded: Vec<_> = names.iter().map(|(id, name)| (*id, fold(name))).collect();
    let mut best = Best::new(limit);
    folded.iter().for_each(|(id, folded)| best.offer(needle, folded, *id, 0));
    let total = best.total;
    let name = |id| names.iter().find(|(known, _)| *known == id).map(|(_, name)| (*name).to_owned());
    let person = |candidate: Candidate<'_>| Some(Hit::Person { id: candidate.id, name: name(candidate.id)? });
    Hits {
        entity: EntityType::User,
        total,
        found: best.heap.into_sorted_vec().into_iter().filter_map(person).collect(),
    }
}
