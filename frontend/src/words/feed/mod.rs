//! What has to be said about activities: the feed, its filters, what happened in a sentence.

pub mod en;
pub mod id;

use shared::activities::LoggedType;

#[derive(Debug)]
pub struct Feed {
    pub title: &'static str,
    pub today: &'static str,
    pub yesterday: &'static str,
    // What happened.
    pub kind: fn(LoggedType) -> &'static str,
    /// Between the name of who did it and that of the record.
    pub did: fn(LoggedType) -> &'static str,
    /// The same where there is no record.
    pub did_so: fn(LoggedType) -> &'static str,
    /// Of an e-mail that came in, before the record.
    pub wrote: &'static str,
    /// After the name of a record that is other than before.
    pub became: fn(LoggedType) -> &'static str,
    pub from_to: fn(&str, &str) -> String,
    pub field: fn(&str) -> Option<&'static str>,
    pub settings: fn(&str) -> Option<&'static str>,
    pub somebody: &'static str,
    pub salesperson: fn(&str) -> String,
    pub here: &'static str,
    pub in_zone: fn(moment: &str, zone: &str) -> String,
    // Filters.
    pub types: &'static str,
    pub person: &'static str,
    pub from: &'static str,
    pub last: &'static str,
    pub download: &'static str,
    // Why there is nothing.
    pub failed: &'static str,
    pub no_match: &'static str,
    pub no_match_why: &'static str,
    pub none: &'static str,
    pub none_why: &'static str,
    pub none_yet: &'static str,
    pub none_yet_why: &'static str,
}
