//! Every index, in one table.

use std::time::Duration;

/// One index; all keys ascend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndexSpec {
    /// A collection's name, or the beginning of the names of several: `canonical_*`.
    pub collection: &'static str,
    pub name: &'static str,
    pub keys: &'static [&'static str],
    pub unique: bool,
    /// Nothing looks for it before the rows of the first generation are there: until then it would only make writing slow.
    pub late: bool,
    /// Documents go this long after the time in the only key.
    pub expire_after: Option<Duration>,
    /// Only documents that have this field.
    pub having: Option<&'static str>,
}

const fn plain(collection: &'static str, name: &'static str, keys: &'static [&'static str]) -> IndexSpec {
    IndexSpec { collection, name, keys, unique: false, late: false, expire_after: None, having: None }
}

const fn unique(collection: &'static str, name: &'static str, keys: &'static [&'static str]) -> IndexSpec {
    IndexSpec { unique: true, ..plain(collection, name, keys) }
}

const fn late(collection: &'static str, name: &'static str, keys: &'static [&'static str]) -> IndexSpec {
    IndexSpec { late: true, ..plain(collection, name, keys) }
}

/// Of what happened at some moment.
const fn feed(name: &'static str, keys: &'static [&'static str]) -> IndexSpec {
    IndexSpec { having: Some("feed.at"), ..late("data_lake_serving", name, keys) }
}

/// Documents go when their time is over; what they allowed ended at that moment already.
const fn ending(collection: &'static str) -> IndexSpec {
    IndexSpec { expire_after: Some(Duration::ZERO), ..plain(collection, "ended", &["ends_at"]) }
}

pub const INDEXES: &[IndexSpec] = &[
    // One version of a record for each generation; in this order, a replay folds a model generation by generation.
    unique("raw_*", "version", &["source", "instance", "model", "from", "id"]),
    // That a key has one version for each generation is in `_id`, which is made of both.
    late("canonical_*", "opened", &["from"]),
    // The sweep merges the current rows in order of id; also finds what a generation closed, and counts the living.
    plain("canonical_*", "current", &["to", "id", "is_active"]),
    // Who names this record?
    late("canonical_*", "references", &["to", "refs"]),
    // What belongs to it?
    late("canonical_*", "parts", &["to", "belongs_to"]),
    IndexSpec { unique: true, ..late("data_lake_serving", "version", &["key", "from"]) },
    late("data_lake_serving", "opened", &["from"]),
    late("data_lake_serving", "current", &["to", "entity_type", "is_active", "from"]),
    // Rows of a kind in order of their ids, page by page.
    late("data_lake_serving", "by_id", &["entity_type", "is_active", "id", "to", "from"]),
    // What hangs on an account.
    late("data_lake_serving", "of_account", &["entity_type", "data.account.id", "is_active", "to", "from"]),
    // What happened, newest first, of some types: all of it, what somebody sees of it, what somebody did, what hangs on a record.
    feed("feed", &["feed.type", "feed.at", "serving_id"]),
    feed("feed_reached", &["visible_to", "feed.type", "feed.at", "serving_id"]),
    feed("feed_by", &["feed.by", "feed.at", "serving_id"]),
    feed("feed_on", &["feed.on", "feed.at", "serving_id"]),
    plain("lake", "_id_", &["_id"]),
    plain("generations", "stamped", &["stamped_at"]),
    plain("sync_logs", "state", &["state"]),
    // Newest first; a run reads those of a kind, which are few.
    plain("held_deletions", "listed", &["since", "_id"]),
    plain("quarantine", "listed", &["since", "_id"]),
    plain("asks", "_id_", &["_id"]),
    plain("drift_samples", "recent", &["at"]),
    ending("drift_samples"),
    plain("alerts", "_id_", &["_id"]),
    plain("audit", "listed", &["at", "_id"]),
    // Newest first, and with each filter too.
    plain("activities", "listed", &["timestamp", "_id"]),
    plain("activities", "reached", &["visible_to", "timestamp", "_id"]),
    plain("activities", "of_type", &["activity_type", "timestamp", "_id"]),
    plain("activities", "of_user", &["user_id", "timestamp", "_id"]),
    plain("activities", "of_entity", &["entity_id", "timestamp", "_id"]),
    plain("integrations", "_id_", &["_id"]),
    plain("settings", "_id_", &["_id"]),
    plain("goals", "listed", &["from", "_id"]),
    plain("targets", "listed", &["from", "_id"]),
    unique("targets", "once", &["role", "metric", "from", "until"]),
    plain("deal_forecasts", "_id_", &["_id"]),
    plain("serving_kpi_snapshots", "of_goal", &["goal", "date"]),
    unique("users", "email", &["email"]),
    plain("users", "approved", &["approval_status", "is_active"]),
    plain("users", "super_admins", &["is_super_admin", "is_active"]),
    plain("sessions", "person", &["person"]),
    ending("sessions"),
    ending("setup_tokens"),
];

/// The indexes of one collection.
pub(super) fn of(collection: &str) -> impl Iterator<Item = &'static IndexSpec> {
    INDEXES.iter().filter(move |index| index.name != "_id_" && covers(index.collection, collection))
}

pub(super) fn families() -> impl Iterator<Item = &'static str> {
    let mut names: Vec<_> = INDEXES.iter().map(|index| index.collection).collect();
    names.dedup();
    names.into_iter()
}

/// A shadow (`replay7_canonical_users`) is indexed like the collection that it will replace.
pub(super) fn covers(pattern: &str, collection: &str) -> bool {
    let name = crate::shadow::live_name(collection);
    match pattern.strip_suffix('*') {
        Some(prefix) => name.starts_with(prefix),
        None => name == pattern,
    }
}
