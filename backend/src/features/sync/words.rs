//! How the explorer names records: ids in addresses, Odoo's own names beside them.

use crate::{http::Failure, worker::NoConnection};
use domain::{
    canonical::{Kind, SourceId},
    facts::parse_serving_id,
};
use shared::{
    EntityType, ProblemCode,
    explorer::MOST_RECORDS,
    list::{DEFAULT_LIMIT, MAX_LIMIT},
};
use std::collections::BTreeMap;

pub(super) fn kind_of(entity: EntityType) -> Option<Kind> {
    Kind::ALL.iter().copied().find(|kind| kind.entities().contains(&entity))
}

/// 404 for what is no id of ours.
pub(super) fn record(id: &str) -> Result<(EntityType, Kind, SourceId), Failure> {
    let found = parse_serving_id(id).and_then(|(entity, id)| Some((entity, kind_of(entity)?, id)));
    found.ok_or_else(|| ProblemCode::NotFound.into())
}

/// Ids of a body, by kind.
pub(super) fn records(field: &str, ids: &[String]) -> Result<BTreeMap<Kind, Vec<SourceId>>, Failure> {
    if ids.is_empty() || ids.len() > MOST_RECORDS {
        return Err(Failure::field(field, format!("must be 1 to {MOST_RECORDS} ids")));
    }
    let mut by_kind: BTreeMap<Kind, Vec<SourceId>> = BTreeMap::new();
    for id in ids {
        let (_, kind, id) = record(id).map_err(|_| Failure::field(field, "must be ids like `odoo_opportunity_42`"))?;
        by_kind.entry(kind).or_default().push(id);
    }
    Ok(by_kind)
}

/// `main/crm.lead/42` → `crm.lead 42`
pub(super) fn in_odoo(key: &str) -> String {
    key.split_once('/').map_or(key, |(_, rest)| rest).replace('/', " ")
}

pub(super) fn limit(asked: Option<u32>) -> Result<usize, Failure> {
    let limit = asked.unwrap_or(DEFAULT_LIMIT);
    if !(1..=MAX_LIMIT).contains(&limit) {
        return Err(Failure::field("limit", format!("must be from 1 to {MAX_LIMIT}")));
    }
    Ok(usize::try_from(limit).unwrap_or(usize::MAX))
}

impl From<NoConnection> for Failure {
    fn from(error: NoConnection) -> Self {
        match error {
            NoConnection::Store(error) => error.into(),
            NoConnection::NotConfigured => ProblemCode::NotFound.into(),
            NoConnection::Disabled | NoConnection::Unreadable => ProblemCode::Conflict.into(),
            error @ (NoConnection::BadUrl | NoConnection::Refused(_)) => Self::internal(error),
        }
    }
}
