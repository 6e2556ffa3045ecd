//! A source in memory: records that tests put, change and delete, with faults on demand.
//!
//! Its raw record is the canonical record as JSON. It has a clock of its own, which every change moves on by a second.

#![expect(clippy::expect_used, reason = "what is not as a test says should stop the test")]

use std::{
    collections::{BTreeMap, BTreeSet},
    hash::{DefaultHasher, Hash, Hasher},
    sync::{Arc, Mutex, MutexGuard},
};

use crate::door::Door;
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use domain::canonical::{Kind, Record, SourceId};
use serde_json::{Map, Value};
use source::{Identity, Issue, Mapped, RawRecord, Severity, Sighting, Source, SourceError, Unknown, Window};

/// What a test can make fail, or wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Call {
    /// A page that begins after so many records of its window, or more.
    Page(usize),
    Count,
    Sweep,
    Fetch,
}

/// Changes what a raw record is mapped to.
pub type Mapping = fn(Record) -> Record;

#[derive(Debug)]
pub struct Scripted {
    state: Mutex<State>,
    /// Calls wait here while a test holds them.
    doors: Mutex<BTreeMap<(Kind, Call), Arc<Door>>>,
}

#[derive(Debug)]
struct State {
    rows: BTreeMap<Kind, BTreeMap<SourceId, Row>>,
    now: DateTime<Utc>,
    page_size: usize,
    fingerprint: String,
    rights: Option<String>,
    unreachable: Option<SourceError>,
    faults: BTreeMap<(Kind, Call), SourceError>,
    unreadable: BTreeMap<Kind, SourceError>,
    absent: BTreeSet<Kind>,
    /// Ids that sweeps leave out although they are there.
    overlooked: BTreeSet<(Kind, SourceId)>,
    /// Kinds whose pages end one record too early.
    truncated: BTreeSet<Kind>,
    mapping: (i32, Mapping),
    notes: BTreeMap<Kind, String>,
    /// Fields that may not be read now, or might not once.
    concealed: BTreeMap<(Kind, &'static str), bool>,
    horizons: BTreeMap<Kind, DateTime<Utc>>,
    calls: usize,
}

#[derive(Debug, Clone)]
struct Row {
    payload: Map<String, Value>,
    written_at: DateTime<Utc>,
}

impl Row {
    /// When a message was written.
    fn dated(&self) -> Option<DateTime<Utc>> {
        self.payload.get("at")?.as_str()?.parse().ok()
    }
}

impl Default for Scripted {
    fn default() -> Self {
        let state = State {
            rows: BTreeMap::new(),
            now: "2026-11-02T08:00:00Z".parse().expect("an instant"),
            page_size: 4,
            fingerprint: "uuid:scripted".into(),
            rights: None,
            unreachable: None,
            faults: BTreeMap::new(),
            unreadable: BTreeMap::new(),
            absent: BTreeSet::new(),
            overlooked: BTreeSet::new(),
            truncated: BTreeSet::new(),
            mapping: (1, |record| record),
            notes: BTreeMap::new(),
            concealed: BTreeMap::new(),
            horizons: BTreeMap::new(),
            calls: 0,
        };
        Self { state: Mutex::new(state), doors: Mutex::default() }
    }
}

impl Scripted {
    /// Small pages, so that a handful of records makes several.
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no test panics while it holds the state")
    }

    pub fn set_page_size(&self, size: usize) {
        self.state().page_size = size;
    }

    /// Creates or changes a record.
    pub fn put(&self, id: SourceId, record: Record) {
        let at = self.tick();
        self.put_stamped(id, record, at);
    }

    /// As if its transaction had begun at `written_at` and ended now.
    pub fn put_stamped(&self, id: SourceId, record: Record, written_at: DateTime<Utc>) {
        let kind = record.kind();
        let row = Row { payload: payload(&record), written_at };
        self.state().rows.entry(kind).or_default().insert(id, row);
    }

    /// A change that leaves the time of writing alone.
    pub fn put_silently(&self, id: SourceId, record: Record) {
        let kind = record.kind();
        if let Some(row) = self.state().rows.entry(kind).or_default().get_mut(&id) {
            row.payload = payload(&record);
        }
    }

    /// Writes a record with the values that it has.
    pub fn touch(&self, kind: Kind, id: SourceId) {
        let at = self.tick();
        if let Some(row) = self.state().rows.entry(kind).or_default().get_mut(&id) {
            row.written_at = at;
        }
    }

    /// Sends this instead of a field of the record; `None` leaves it out.
    pub fn corrupt(&self, kind: Kind, id: SourceId, field: &str, value: Option<Value>) {
        let at = self.tick();
        if let Some(row) = self.state().rows.entry(kind).or_default().get_mut(&id) {
            row.written_at = at;
            match value {
                Some(value) => drop(row.payload.insert(field.into(), value)),
                None => drop(row.payload.remove(field)),
            }
        }
    }

    pub fn delete(&self, kind: Kind, id: SourceId) {
        self.state().rows.entry(kind).or_default().remove(&id);
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.state().now
    }

    pub fn pass(&self, time: TimeDelta) {
        self.state().now += time;
    }

    fn tick(&self) -> DateTime<Utc> {
        let mut state = self.state();
        state.now += TimeDelta::seconds(1);
        state.now
    }

    pub fn set_fingerprint(&self, fingerprint: &str) {
        self.state().fingerprint = fingerprint.into();
    }

    /// What the integration user may see, from now on.
    pub fn set_rights(&self, rights: &str) {
        self.state().rights = Some(rights.into());
    }

    /// From now on the call fails.
    pub fn fail(&self, kind: Kind, call: Call, error: SourceError) {
        self.state().faults.insert((kind, call), error);
    }

    pub fn fail_to_connect(&self, error: SourceError) {
        self.state().unreachable = Some(error);
    }

    pub fn set_unreadable(&self, kind: Kind, error: SourceError) {
        self.state().unreadable.insert(kind, error);
    }

    pub fn set_absent(&self, kind: Kind) {
        self.state().absent.insert(kind);
    }

    /// Something to know about the kind, though nothing is wrong.
    pub fn set_note(&self, kind: Kind, note: &str) {
        self.state().notes.insert(kind, note.into());
    }

    /// Takes away the right on a field that a record can do without, or gives it back.
    pub fn conceal(&self, kind: Kind, field: &'static str, concealed: bool) {
        self.state().concealed.insert((kind, field), concealed);
    }

    pub fn overlook(&self, kind: Kind, id: SourceId) {
        self.state().overlooked.insert((kind, id));
    }

    /// From now on pages of the kind lose their last record.
    pub fn truncate(&self, kind: Kind) {
        self.state().truncated.insert(kind);
    }

    /// Everything works again.
    pub fn heal(&self) {
        let mut state = self.state();
        state.faults.clear();
        state.unreadable.clear();
        state.overlooked.clear();
        state.truncated.clear();
        state.unreachable = None;
    }

    pub fn set_mapping(&self, version: i32, mapping: Mapping) {
        self.state().mapping = (version, mapping);
    }

    /// The next such call waits.
    pub fn hold(&self, kind: Kind, call: Call) -> Arc<Door> {
        let door = Arc::new(Door::closed());
        self.doors.lock().expect("a lock").insert((kind, call), Arc::clone(&door));
        door
    }

    /// How often the source was asked for something.
    pub fn calls(&self) -> usize {
        self.state().calls
    }

    async fn enter(&self, kind: Kind, call: Call) -> Result<(), SourceError> {
        let door = self.doors.lock().expect("a lock").remove(&(kind, call));
        if let Some(door) = door {
            door.pass().await;
        }
        let mut state = self.state();
        state.calls += 1;
        state.faults.get(&(kind, call)).map_or(Ok(()), |error| Err(error.clone()))
    }
}

fn payload(record: &Record) -> Map<String, Value> {
    match serde_json::to_value(record).expect("a record is JSON") {
        Value::Object(fields) => fields,
        other => panic!("a record is an object, not {other}"),
    }
}

fn hash(value: impl Hash) -> String {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

fn silent_hash(payload: &Map<String, Value>) -> Option<String> {
    payload.get("probability").map(|probability| hash(probability.to_string()))
}

fn raw(id: SourceId, row: &Row, concealed: &[&str]) -> RawRecord {
    let mut payload = row.payload.clone();
    payload.retain(|field, _| !concealed.contains(&field.as_str()));
    let mut fields: Vec<_> = payload.iter().map(|(field, value)| format!("{field}={value}")).collect();
    fields.sort();
    payload.insert("write_date".into(), row.written_at.to_rfc3339().into());
    RawRecord {
        id,
        written_at: Some(row.written_at),
        content_hash: hash(fields),
        silent_hash: silent_hash(&row.payload),
        payload,
    }
}

impl State {
    fn concealed(&self, kind: Kind) -> Vec<&'static str> {
        let hidden = self.concealed.iter().filter(|((of, _), hidden)| *of == kind && **hidden);
        hidden.map(|((_, field), _)| *field).collect()
    }

    fn window(&self, kind: Kind, window: Window) -> impl Iterator<Item = (SourceId, &Row)> {
        let inside = move |row: &Row| match window {
            Window::Everything => true,
            Window::ChangedSince(since) => row.written_at >= since,
        };
        let horizon = self.horizons.get(&kind).copied();
        let near = move |row: &Row| horizon.is_none_or(|horizon| row.dated().is_none_or(|dated| dated >= horizon));
        let rows = self.rows.get(&kind).into_iter().flatten().map(|(id, row)| (*id, row));
        rows.filter(move |(_, row)| inside(row) && near(row))
    }
}

#[async_trait]
impl Source for Scripted {
    async fn connect(&self) -> Result<Identity, SourceError> {
        let state = self.state();
        if let Some(error) = &state.unreachable {
            return Err(error.clone());
        }
        Ok(Identity {
            system: "scripted",
            version: "Script 1".into(),
            fingerprint: state.fingerprint.clone(),
            rights: state.rights.clone(),
            unreadable: state.unreadable.clone().into_iter().collect(),
            absent: state.absent.iter().copied().collect(),
            notes: state.notes.clone().into_iter().collect(),
            credential_ends: None,
        })
    }

    fn model(&self, kind: Kind) -> &'static str {
        kind.name()
    }

    fn url(&self, kind: Kind, id: SourceId) -> Option<String> {
        Some(format!("https://source.example/{}/{id}", kind.name()))
    }

    fn set_horizon(&self, kind: Kind, since: DateTime<Utc>) {
        self.state().horizons.insert(kind, since);
    }

    async fn page(&self, kind: Kind, window: Window, after: SourceId) -> Result<Vec<RawRecord>, SourceError> {
        let before = self.state().window(kind, window).filter(|(id, _)| *id <= after).count();
        let calls: Vec<_> = (0..=before).map(Call::Page).collect();
        for call in calls {
            self.enter(kind, call).await?;
        }
        let state = self.state();
        let rows = state.window(kind, window).filter(|(id, _)| *id > after);
        let size = state.page_size - usize::from(state.truncated.contains(&kind));
        let concealed = state.concealed(kind);
        Ok(rows.take(size).map(|(id, row)| raw(id, row, &concealed)).collect())
    }

    fn page_size(&self) -> usize {
        self.state().page_size
    }

    async fn count(&self, kind: Kind, window: Window) -> Result<u64, SourceError> {
        self.enter(kind, Call::Count).await?;
        Ok(self.state().window(kind, window).count().try_into().expect("a count"))
    }

    async fn sweep(&self, kind: Kind, after: SourceId) -> Result<Vec<Sighting>, SourceError> {
        self.enter(kind, Call::Sweep).await?;
        let state = self.state();
        let rows = state.window(kind, Window::Everything).filter(|(id, _)| *id > after);
        let seen = rows.filter(|(id, _)| !state.overlooked.contains(&(kind, *id)));
        Ok(seen
            .take(state.page_size)
            .map(|(id, row)| Sighting { id, silent_hash: silent_hash(&row.payload) })
            .collect())
    }

    fn sweep_page_size(&self) -> usize {
        self.state().page_size
    }

    async fn fetch(&self, kind: Kind, ids: &[SourceId]) -> Result<Vec<RawRecord>, SourceError> {
        self.enter(kind, Call::Fetch).await?;
        let state = self.state();
        let (rows, concealed) = (state.rows.get(&kind), state.concealed(kind));
        Ok(ids.iter().filter_map(|id| rows?.get(id).map(|row| raw(*id, row, &concealed))).collect())
    }

    fn mapping_version(&self) -> i32 {
        self.state().mapping.0
    }

    fn map(&self, kind: Kind, raw: &RawRecord) -> Mapped {
        let mut payload = raw.payload.clone();
        payload.remove("write_date");
        let state = self.state();
        let mapping = state.mapping.1;
        let ever = state.concealed.keys().filter(|(of, field)| *of == kind && !raw.payload.contains_key(*field));
        let unknown = ever.map(|(_, field)| Unknown { field, of_record: field }).collect();
        match serde_json::from_value::<Record>(Value::Object(payload)) {
            Ok(record) if record.kind() == kind => Mapped { draft: Some(mapping(record)), issues: Vec::new(), unknown },
            _ => {
                let message = "a field is missing or of the wrong type".into();
                let issue = Issue { field: None, message, severity: Severity::RecordRejected };
                Mapped { draft: None, issues: vec![issue], unknown }
            }
        }
    }
}
