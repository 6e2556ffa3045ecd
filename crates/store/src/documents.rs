//! Documents that were read lately, in memory: a version of a row never changes, and lists show the same ones again and again.

use domain::{Scope, Token, canonical::SourceId, facts::Fact};
use moka::{policy::EvictionPolicy, sync::Cache};
use shared::EntityType;
use std::{fmt, sync::Arc, time::Duration};

/// Of about a kilobyte each.
const MOST: u64 = 10_000;
/// What retention or an erasure has taken from the database is gone from here no later.
const LONGEST: Duration = Duration::from_secs(600);

/// Of a row in the serving zone. A replay puts others in place under the same numbers, and raises the epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Version {
    pub(crate) epoch: i64,
    pub(crate) entity: EntityType,
    pub(crate) id: SourceId,
    pub(crate) from: i64,
}

struct Kept {
    visible_to: Vec<Token>,
    data: Fact,
}

pub(crate) struct Documents(Cache<Version, Arc<Kept>>);

impl Default for Documents {
    fn default() -> Self {
        let oldest_goes = EvictionPolicy::lru();
        Self(Cache::builder().max_capacity(MOST).time_to_live(LONGEST).eviction_policy(oldest_goes).build())
    }
}

impl fmt::Debug for Documents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Documents({})", self.0.entry_count())
    }
}

impl Documents {
    /// What the scope does not admit is not here.
    pub(crate) fn find(&self, scope: &Scope, version: &Version) -> Option<Fact> {
        self.0.get(version).filter(|kept| scope.admits(&kept.visible_to)).map(|kept| kept.data.clone())
    }

    /// A token that cannot be read admits nobody.
    pub(crate) fn keep(&self, version: Version, visible_to: &[String], data: Fact) {
        let visible_to = visible_to.iter().filter_map(|token| token.parse().ok()).collect();
        self.0.insert(version, Arc::new(Kept { visible_to, data }));
    }
}
