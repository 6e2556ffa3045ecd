//! Values that a filter can take, with the number of records in reach that have each.

use domain::{canonical::SourceId, text};
use std::collections::HashMap;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionCount {
    /// Absent: records without one.
    pub id: Option<SourceId>,
    /// From the reference record; `#7` where the lake has none. Absent exactly where `id` is.
    pub name: Option<String>,
    pub records: u64,
}

pub(crate) type Counts = HashMap<Option<SourceId>, u64>;

/// By name; records without one last.
pub(crate) fn named(counts: Counts, name: impl Fn(SourceId) -> Option<String>) -> Vec<OptionCount> {
    let option = |(id, records): (Option<SourceId>, u64)| OptionCount {
        id,
        name: id.map(|id| name(id).unwrap_or_else(|| format!("#{id}"))),
        records,
    };
    let mut options: Vec<_> = counts.into_iter().map(option).collect();
    options.sort_by_cached_key(|option| (option.id.is_none(), option.name.as_deref().map(text::fold), option.id));
    options
}
