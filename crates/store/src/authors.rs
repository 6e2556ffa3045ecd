//! Names of those who wrote messages: of colleagues as their user is called, of customers where they are in reach.

use crate::{Result, gate::Gate};
use domain::{Org, Scope, canonical::SourceId, facts::Fact};
use shared::EntityType;
use std::collections::{BTreeSet, HashMap};

/// By partner.
pub(crate) async fn names(
    org: &Org,
    gate: &Gate<'_>,
    scope: &Scope,
    generation: i64,
    wanted: BTreeSet<SourceId>,
) -> Result<HashMap<SourceId, String>> {
    let mut names: HashMap<_, _> = org
        .users
        .values()
        .filter_map(|user| Some((user.partner?, &user.name)))
        .filter(|(partner, _)| wanted.contains(partner))
        .map(|(partner, name)| (partner, name.clone()))
        .collect();
    let others: BTreeSet<_> = wanted.into_iter().filter(|partner| !names.contains_key(partner)).collect();
    for entity in [EntityType::Contact, EntityType::Account] {
        for served in gate.find(scope, generation, entity, &others).await? {
            match served.data {
                Fact::Contact(contact) => drop(names.insert(served.id, contact.name)),
                Fact::Account(account) => drop(names.insert(served.id, account.name)),
                _ => {}
            }
        }
    }
    Ok(names)
}
