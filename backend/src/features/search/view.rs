//! What was found as it goes over the wire.

use crate::features::wire::named;
use domain::facts::{Fact, serving_id};
use shared::{
    EntityType, Money,
    search::{FoundGroup, FoundItem},
};
use store::search::{Hit, Hits};

pub(super) fn group(hits: Hits) -> FoundGroup {
    let Hits { entity, total, found } = hits;
    FoundGroup { entity_type: entity, total, items: found.into_iter().filter_map(|hit| item(entity, hit)).collect() }
}

fn item(entity: EntityType, hit: Hit) -> Option<FoundItem> {
    let bare = |id, name| FoundItem { id: serving_id(entity, id), name, account: None, detail: None, amount: None };
    let (id, fact) = match hit {
        Hit::Person { id, name } => return Some(bare(id, name)),
        Hit::Record { id, fact } => (id, *fact),
    };
    Some(match fact {
        Fact::Account(fact) => FoundItem { detail: fact.industry.map(|industry| industry.name), ..bare(id, fact.name) },
        Fact::Contact(fact) => FoundItem {
            account: named(EntityType::Account, fact.account),
            detail: fact.job_title.or(fact.email),
            ..bare(id, fact.name)
        },
        Fact::Deal(fact) => FoundItem {
            account: named(EntityType::Account, fact.account),
            detail: fact.stage.map(|stage| stage.name),
            amount: Some(Money::new(fact.expected_revenue, fact.currency_code)),
            ..bare(id, fact.name)
        },
        Fact::Invoice(fact) => FoundItem {
            account: named(EntityType::Account, fact.account),
            detail: fact.reference,
            amount: Some(Money::new(fact.document_total, fact.document_currency_code)),
            ..bare(id, fact.number?)
        },
        _ => return None,
    })
}
