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

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        Org, Person,
        builders::account,
        facts::{Family, Member, References, derive},
    };
    use shared::auth::{ApprovalStatus, UserRole};

    fn reach_of(user: SourceId) -> Scope {
        let (role, approval) = (UserRole::AccountManager, ApprovalStatus::Approved);
        Scope::of(&Person { role, approval, is_active: true, odoo_user: Some(user) }, &Org::default())
    }

    #[test]
    fn a_document_is_for_those_who_see_it_and_for_its_own_version_and_epoch() {
        let partners = vec![Member { id: 10, record: account(10), is_active: true }];
        let fact = derive(&Family { partners, ..Family::default() }, &References::default()).remove(0).fact;
        let version = Version { epoch: 0, entity: EntityType::Account, id: 10, from: 3 };
        let documents = Documents::default();
        documents.keep(version, &["u:7".to_owned(), "nonsense".to_owned()], fact.clone());
        assert_eq!(documents.find(&reach_of(7), &version), Some(fact));
        assert_eq!(documents.find(&reach_of(8), &version), None);
        for other in [Version { epoch: 1, ..version }, Version { from: 4, ..version }, Version { id: 11, ..version }] {
            assert_eq!(documents.find(&reach_of(7), &other), None);
        }
    }
}
