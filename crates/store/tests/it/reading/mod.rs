//! What readers get: figures cut to their reach, lists of one generation, people and sessions.

mod attributed;
mod company;
mod counts;
mod cursors;
mod due;
mod feed;
mod find;
mod generations;
mod goals;
mod indexes;
mod list;
mod midnight;
mod overview;
mod people;
mod properties;
mod scopes;
mod search;
mod sessions;
mod setup;
mod small_lake;
mod views;
