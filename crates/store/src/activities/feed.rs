//! One list out of two: the log and what happened in Odoo, merged by moment and id, page by page.

use super::{Activities, ActivityDoc, own, people::Doer, told};
use crate::{
    Result, StoreError,
    cursor::{Cursor, CursorError, Position},
    gate::{Gate, Told, Wanted},
    ledger::Snapshot,
    night::begin_of,
    raw,
};
use chrono::NaiveDate;
use domain::{Moment, Scope, Token, canonical::SourceId, facts::serving_id};
use futures::{Stream, TryStreamExt, stream};
use mongodb::bson::{DateTime, Document, doc};
use shared::{
    EntityType,
    activities::{LoggedActivity, LoggedSource, LoggedType},
};
use std::{str::FromStr, sync::Arc};
use uuid::Uuid;

/// Entries that are read at a time for a file.
const AT_A_TIME: usize = 500;

/// Which entries are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeedFilter {
    /// None: all.
    pub types: Vec<LoggedType>,
    pub entity_id: Option<String>,
    pub account: Option<SourceId>,
    /// `odoo_user_5`, or the id of a person here.
    pub user: Option<String>,
    /// Days in the organisation's time zone.
    pub from: Option<NaiveDate>,
    /// The first day after.
    pub until: Option<NaiveDate>,
    pub source: Option<LoggedSource>,
}

/// Who reads: entries of records in reach, and their own.
#[derive(Debug, Clone, Copy)]
pub struct FeedReader<'a> {
    pub scope: &'a Scope,
    pub person: Uuid,
    pub moment: &'a Moment,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedPage {
    pub items: Vec<LoggedActivity>,
    /// Absent on the last page.
    pub next_cursor: Option<String>,
}

/// Where an entry stands: newer ones are greater, and no two are equal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    at: DateTime,
    id: String,
}

impl FromStr for Place {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self> {
        let (at, id) = text.split_once('.').ok_or(StoreError::BadCursor)?;
        let at = at.parse().map_err(|_| StoreError::BadCursor)?;
        Ok(Self { at: DateTime::from_millis(at), id: id.to_owned() })
    }
}

pub(super) enum Entry {
    Logged(Box<ActivityDoc>),
    Told(Box<Told>),
}

impl Entry {
    fn place(&self) -> Place {
        let (at, id) = match self {
            Self::Logged(row) => (row.timestamp, &row.id),
            Self::Told(row) => (row.feed.at, &row.serving_id),
        };
        Place { at, id: id.clone() }
    }
}

/// What a page is gathered with.
struct Asking<'a> {
    reader: FeedReader<'a>,
    filter: &'a FeedFilter,
    gate: Gate<'a>,
    snapshot: &'a Snapshot,
    doer: Option<Doer>,
    /// Records of the account.
    records: Option<Vec<String>>,
    before: Option<&'a Place>,
    limit: usize,
}

impl Activities {
    /// Checks a continuation that came from outside. Then: `store.moment_at(cursor.generation())`, and the list.
    pub fn resume(
        &self,
        scope: &Scope,
        person: Uuid,
        filter: &FeedFilter,
        cursor: &str,
    ) -> Result<Cursor, CursorError> {
        self.store.inner.cursors.verify(cursor, &filter.identity(person), scope)
    }

    /// Newest first.
    pub async fn list(
        &self,
        reader: FeedReader<'_>,
        filter: &FeedFilter,
        cursor: Option<&Cursor>,
        limit: usize,
    ) -> Result<FeedPage> {
        let FeedReader { scope, person, moment } = reader;
        if cursor.is_some_and(|cursor| !cursor.fits(moment)) {
            return Err(StoreError::SnapshotExpired);
        }
        let before = cursor.map(|cursor| Place::from_str(&cursor.position.value)).transpose()?;
        let (items, next) = self.page(reader, filter, before.as_ref(), limit).await?;
        let position =
            |place: Place| Position { value: format!("{}.{}", place.at.timestamp_millis(), place.id), id: 0 };
        let cursors = &self.store.inner.cursors;
        let next_cursor = next.map(|next| cursors.sign(&filter.identity(person), scope, moment, position(next)));
        Ok(FeedPage { items, next_cursor })
    }

    /// All of them, newest first, one by one.
    pub fn all(
        &self,
        reader: FeedReader<'_>,
        filter: FeedFilter,
    ) -> impl Stream<Item = Result<LoggedActivity>> + use<> {
        let FeedReader { scope, person, moment } = reader;
        let asked = Arc::new((self.clone(), scope.clone(), moment.clone(), filter));
        // Where to go on; nowhere after the last page.
        let start: Option<Option<Place>> = Some(None);
        let pages = stream::try_unfold(start, move |at| {
            let asked = Arc::clone(&asked);
            async move {
                let Some(before) = at else { return Ok::<_, StoreError>(None) };
                let (activities, scope, moment, filter) = &*asked;
                let reader = FeedReader { scope, person, moment };
                let (items, next) = activities.page(reader, filter, before.as_ref(), AT_A_TIME).await?;
                Ok(Some((stream::iter(items.into_iter().map(Ok)), next.map(Some))))
            }
        });
        pages.try_flatten()
    }

    /// Types that there is something of, in their order.
    pub async fn types(&self, reader: FeedReader<'_>) -> Result<Vec<LoggedType>> {
        let FeedReader { scope, moment, .. } = reader;
        let reach = reader.reach();
        let mut types = Vec::new();
        for kind in LoggedType::ALL {
            let is_there = if kind.is_touch() {
                let when =
                    FeedFilter::default().when("feed.at", "serving_id", moment, Some(raw::date(moment.now)), None);
                let wanted = Wanted { kinds: &[*kind], when, limit: 1, ..Wanted::default() };
                let gate = Gate::new(&self.store);
                !gate.happened(scope, moment.generation, &wanted).await?.is_empty()
            } else {
                let mut matching = reach.clone();
                matching.insert("activity_type", kind.name());
                self.rows().find_one(matching).await?.is_some()
            };
            types.extend(is_there.then_some(*kind));
        }
        Ok(types)
    }

    async fn page(
        &self,
        reader: FeedReader<'_>,
        filter: &FeedFilter,
        before: Option<&Place>,
        limit: usize,
    ) -> Result<(Vec<LoggedActivity>, Option<Place>)> {
        let generation = reader.moment.generation;
        let snapshot = self.store.inner.ledger.at(generation).await?;
        let gate = Gate::new(&self.store);
        let doer = match &filter.user {
            Some(user) => Some(self.doer(&snapshot.references.org, user).await?),
            None => None,
        };
        let records = match filter.account {
            Some(account) => Some(records_of(account, &snapshot, &gate, reader).await?),
            None => None,
        };
        let one_more = limit.saturating_add(1);
        let asking = Asking { reader, filter, gate, snapshot: &snapshot, doer, records, before, limit: one_more };
        let (logged, told) = tokio::try_join!(self.logged(&asking), asking.told())?;
        let mut entries: Vec<_> = logged
            .into_iter()
            .map(|row| Entry::Logged(Box::new(row)))
            .chain(told.into_iter().map(|row| Entry::Told(Box::new(row))))
            .collect();
        entries.sort_by_cached_key(|entry| std::cmp::Reverse(entry.place()));
        let has_more = entries.len() > limit;
        entries.truncate(limit);
        let next = entries.last().filter(|_| has_more).map(Entry::place);
        let Asking { gate, snapshot, .. } = &asking;
        Ok((told::entries(entries, &snapshot.references.org, gate, reader).await?, next))
    }

    async fn logged(&self, asking: &Asking<'_>) -> Result<Vec<ActivityDoc>> {
        let Some(matching) = asking.matching() else { return Ok(Vec::new()) };
        let limit = i64::try_from(asking.limit).unwrap_or(i64::MAX);
        let found = self.rows().find(matching).sort(doc! { "timestamp": -1, "_id": -1 }).limit(limit).await?;
        Ok(found.try_collect().await?)
    }
}

/// The account, its deals and its contacts, as the log calls them.
async fn records_of(
    account: SourceId,
    snapshot: &Snapshot,
    gate: &Gate<'_>,
    reader: FeedReader<'_>,
) -> Result<Vec<String>> {
    let mut records = vec![serving_id(EntityType::Account, account)];
    if let Some(family) = snapshot.account(account) {
        records.extend(family.deals.iter().map(|deal| serving_id(EntityType::Opportunity, deal.id)));
    }
    let contacts = gate.hanging(reader.scope, reader.moment.generation, EntityType::Contact, account).await?;
    records.extend(contacts.iter().map(|contact| serving_id(EntityType::Contact, contact.id)));
    Ok(records)
}

impl Asking<'_> {
    /// Of the log; `None`: nothing of it is asked for. Reach first, then what is asked for.
    fn matching(&self) -> Option<Document> {
        let filter = self.filter;
        let types: Vec<_> = filter.types.iter().filter(|one| !one.is_touch()).map(|one| one.name()).collect();
        if types.is_empty() && !filter.types.is_empty() {
            return None;
        }
        let mut matching = self.reader.reach();
        if !types.is_empty() {
            matching.insert("activity_type", doc! { "$in": types });
        }
        let named = filter.entity_id.iter();
        match &self.records {
            None => drop(filter.entity_id.as_ref().map(|id| matching.insert("entity_id", id))),
            Some(records) => {
                let both: Vec<_> = records.iter().filter(|id| named.clone().all(|named| named == *id)).collect();
                matching.insert("entity_id", doc! { "$in": both });
            }
        }
        if let Some(doer) = &self.doer {
            matching.insert("user_id", doc! { "$in": &doer.logged });
        }
        if let Some(source) = filter.source {
            matching.insert("source", source.name());
        }
        matching.extend(filter.when("timestamp", "_id", self.reader.moment, None, self.before));
        Some(matching)
    }

    async fn told(&self) -> Result<Vec<Told>> {
        let Self { reader, filter, .. } = self;
        let kinds: Vec<_> = match (filter.source, filter.types.is_empty()) {
            (Some(LoggedSource::App), _) => Vec::new(),
            (_, true) => LoggedType::TOUCHES.to_vec(),
            (_, false) => filter.types.iter().copied().filter(|one| one.is_touch()).collect(),
        };
        let now = Some(raw::date(reader.moment.now));
        let wanted = Wanted {
            kinds: &kinds,
            by: self.doer.as_ref().map(|doer| doer.by.as_slice()),
            on: filter.entity_id.as_deref(),
            account: filter.account,
            when: filter.when("feed.at", "serving_id", reader.moment, now, self.before),
            limit: self.limit,
        };
        self.gate.happened(reader.scope, reader.moment.generation, &wanted).await
    }
}

impl FeedReader<'_> {
    pub(super) fn reach(self) -> Document {
        let Some(tokens) = self.scope.tokens() else { return Document::new() };
        let seen: Vec<_> = tokens.iter().map(Token::to_string).chain([own(self.person)]).collect();
        doc! { "visible_to": { "$in": seen } }
    }
}

impl FeedFilter {
    /// Equal for queries whose pages continue each other.
    fn identity(&self, person: Uuid) -> String {
        format!("feed {person} {self:?}")
    }

    /// Conditions on the field with the time and the one with the id.
    fn when(
        &self,
        time: &str,
        id: &str,
        moment: &Moment,
        latest: Option<DateTime>,
        before: Option<&Place>,
    ) -> Document {
        let begin = |day: Option<NaiveDate>| begin_of(day?, moment.time_zone).map(raw::date);
        let mut range = Document::new();
        if let Some(from) = begin(self.from) {
            range.insert("$gte", from);
        }
        if let Some(until) = begin(self.until) {
            range.insert("$lt", until);
        }
        if let Some(latest) = [latest, before.map(|before| before.at)].into_iter().flatten().min() {
            range.insert("$lte", latest);
        }
        let mut when = Document::new();
        if !range.is_empty() {
            when.insert(time, range);
        }
        if let Some(Place { at, id: last }) = before {
            // MongoDB would look both sides of an `$or` up by themselves, and sort.
            when.insert("$nor", [doc! { time: at, id: { "$gte": last } }].to_vec());
        }
        when
    }
}
