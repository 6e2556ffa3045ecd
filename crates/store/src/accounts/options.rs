//! Values that the filters of a list can take, counted over the accounts in reach.

use crate::{
    ledger::{Reach, Snapshot},
    options::{Counts, OptionCount, named},
};

/// Each by name, accounts without one last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountOptions {
    pub industries: Vec<OptionCount>,
    pub salespeople: Vec<OptionCount>,
    pub countries: Vec<OptionCount>,
}

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
