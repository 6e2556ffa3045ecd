//! Values that the filters of a list can take, counted over the accounts in reach.

use crate::ledger::{Reach, Snapshot};
use domain::{canonical::SourceId, text};
use std::collections::HashMap;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionCount {
    /// Absent: accounts without one.
    pub id: Option<SourceId>,
    /// From the reference record; `#7` where the lake has none. Absent exactly where `id` is.
    pub name: Option<String>,
    pub accounts: u64,
}

/// Each by name, accounts without one last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountOptions {
    pub industries: Vec<OptionCount>,
    pub salespeople: Vec<OptionCount>,
    pub countries: Vec<OptionCount>,
}

type Counts = HashMap<Option<SourceId>, u64>;

pub(super) fn count(snapshot: &Snapshot, reach: &Reach) -> AccountOptions {
    let (mut industries, mut salespeople, mut countries) = (Counts::new(), Counts::new(), Counts::new());
    let listed = snapshot.accounts.iter().filter(|account| account.is_listed && reach.admits(account.visible_to));
    for account in listed {
        *industries.entry(account.industry).or_default() += 1;
        *salespeople.entry(account.salesperson).or_default() += 1;
        *countries.entry(account.country).or_default() += 1;
    }
    let references = &snapshot.references;
    AccountOptions {
        industries: named(industries, |id| references.industries.get(&id).cloned()),
        salespeople: named(salespeople, |id| references.org.users.get(&id).map(|user| user.name.clone())),
        countries: named(countries, |id| references.countries.get(&id).cloned()),
    }
}

fn named(counts: Counts, name: impl Fn(SourceId) -> Option<String>) -> Vec<OptionCount> {
    let option = |(id, accounts): (Option<SourceId>, u64)| OptionCount {
        id,
        name: id.map(|id| name(id).unwrap_or_else(|| format!("#{id}"))),
        accounts,
    };
    let mut options: Vec<_> = counts.into_iter().map(option).collect();
    options.sort_by_cached_key(|option| (option.id.is_none(), option.name.as_deref().map(text::fold), option.id));
    options
}
