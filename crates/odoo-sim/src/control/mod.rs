//! The hidden hand of tests: changes without rights, silent changes, faults, rights, pace, clock, counters.

mod business;
mod people;
mod web;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value as Json, json};

use crate::access::Removed;
use crate::caller::Caller;
use crate::errors::OdooError;
use crate::faults::{Distortion, FaultRule};
use crate::model::{Model, schema};
use crate::options::Pace;
use crate::orm::{self, Query, Reader, Writer};
use crate::state::{Stats, World};

pub use people::{People, Person};
pub(crate) use web::answer;

/// A handle on a running server; clones act on the same one.
#[derive(Debug, Clone)]
pub struct Control {
    world: Arc<World>,
}

impl Control {
    pub(crate) fn new(world: Arc<World>) -> Self {
        Self { world }
    }

    /// Creates a record as the server itself, with Odoo's defaults and everything that follows.
    pub fn create(&self, model: &str, values: Json) -> Result<i64, OdooError> {
        self.change(model, None, |writer, of| writer.create(of, object(values)))
    }

    pub fn write(&self, model: &str, ids: &[i64], values: Json) -> Result<(), OdooError> {
        self.change(model, None, |writer, of| writer.write(of, ids, object(values)))
    }

    /// A change by a transaction that started at `started` and is seen only from now on: it commits behind the cursor
    /// of everybody who has polled in between.
    pub fn write_late(&self, model: &str, ids: &[i64], values: Json, started: DateTime<Utc>) -> Result<(), OdooError> {
        self.change(model, Some(started), |writer, of| writer.write(of, ids, object(values)))
    }

    pub fn create_late(&self, model: &str, values: Json, started: DateTime<Utc>) -> Result<i64, OdooError> {
        self.change(model, Some(started), |writer, of| writer.create(of, object(values)))
    }

    /// As the buttons of the form do it: a deal is lost by that.
    pub fn archive(&self, model: &str, ids: &[i64]) -> Result<(), OdooError> {
        self.change(model, None, |writer, of| writer.archive(of, ids, true))
    }

    pub fn unarchive(&self, model: &str, ids: &[i64]) -> Result<(), OdooError> {
        self.change(model, None, |writer, of| writer.archive(of, ids, false))
    }

    pub fn unlink(&self, model: &str, ids: &[i64]) -> Result<(), OdooError> {
        self.change(model, None, |writer, of| writer.unlink(of, ids))
    }

    pub fn rename(&self, model: &str, id: i64, name: &str) -> Result<(), OdooError> {
        self.write(model, &[id], json!({"name": name}))
    }

    /// Stored fields set as by a bare SQL update: no write date, no hooks. Datetimes may carry a fraction.
    pub fn write_silently(&self, model: &str, id: i64, values: Json) -> Result<(), OdooError> {
        self.change(model, None, |writer, of| writer.write_silently(of, id, &object(values)))
    }

    /// Rows as an administrator would read them, archived ones too, many2one as bare ids.
    pub fn read(&self, model: &str, domain: &Json, fields: &[&str]) -> Result<Vec<Json>, OdooError> {
        let of = find(model)?;
        let db = self.world.read();
        let caller = Caller::superuser(&db, self.world.clock.now()).without_active_test();
        let reader = Reader::new(&db, &caller);
        let query = Query { domain, order: Some("id"), offset: 0, limit: None };
        let mut answer = Vec::new();
        for row in orm::search(&reader, of, &query)? {
            let mut values = Map::from_iter([("id".to_owned(), json!(row.id))]);
            for name in fields {
                let field = of.field(name).ok_or_else(|| OdooError::invalid_field(name, of.name))?;
                values.insert(
                    (*name).to_owned(),
                    if *name == "id" { json!(row.id) } else { reader.wire(of, field, row, true) },
                );
            }
            answer.push(Json::Object(values));
        }
        Ok(answer)
    }

    /// How many rows a model has, archived ones too.
    pub fn count(&self, model: &str) -> usize {
        schema().find(model).map_or(0, |of| self.world.read().table(of).len())
    }

    pub fn fail(&self, rule: FaultRule) {
        self.world.settings().faults.push(rule);
    }

    pub fn clear_faults(&self) {
        let mut settings = self.world.settings();
        settings.faults.clear();
        settings.distortions.clear();
    }

    /// Answers this field of this record wrongly until the faults are cleared.
    pub fn distort(&self, distortion: Distortion) {
        self.world.settings().distortions.push(distortion);
    }

    pub fn set_pace(&self, pace: Pace) {
        self.world.settings().pace = pace;
    }

    /// What `common.version` answers, such as `16.0`; None: 18.
    pub fn set_version(&self, version: Option<&str>) {
        self.world.settings().version = version.map(str::to_owned);
    }

    pub fn remove_right(&self, removed: Removed) {
        let mut settings = self.world.settings();
        let mut all = settings.removed.as_ref().clone();
        all.push(removed);
        settings.removed = Arc::new(all);
    }

    pub fn restore_rights(&self) {
        self.world.settings().removed = Arc::default();
    }

    /// Moves the server's clock by so many seconds.
    pub fn shift_clock(&self, seconds: i64) {
        self.world.clock.shift(seconds.saturating_mul(1_000_000));
    }

    /// From now on the server's clock moves only by `shift_clock`.
    pub fn freeze_clock(&self) {
        self.world.clock.freeze();
    }

    pub fn now(&self) -> DateTime<Utc> {
        crate::clock::at(self.world.clock.now())
    }

    /// Another database behind the same address, as after a restore or a move.
    pub fn set_database_uuid(&self, uuid: &str) -> Result<(), OdooError> {
        let rows = self.read("ir.config_parameter", &json!([["key", "=", "database.uuid"]]), &[])?;
        let ids: Vec<i64> = rows.iter().filter_map(|row| row.get("id")?.as_i64()).collect();
        self.write("ir.config_parameter", &ids, json!({"value": uuid}))
    }

    /// Another API key of a user, besides the one that came with the server; answers its id in `res.users.apikeys`. When a
    /// key ends can be changed by writing `expiration_date` there.
    pub fn add_key(&self, uid: i64, key: &str, name: &str, scope: Option<&str>, expires: Option<DateTime<Utc>>) -> i64 {
        self.world.add_key(uid, key, name, scope, expires.map(|moment| moment.timestamp_micros()))
    }

    /// Keeps the whole database as it is now, for `restore`; answers its number.
    pub fn snapshot(&self) -> usize {
        let copy = self.world.read().clone();
        let snapshots = &mut self.world.settings().snapshots;
        snapshots.push(copy);
        snapshots.len() - 1
    }

    /// Puts the whole database back, as from a backup: stamps go back, later records are gone, their ids are given away
    /// again. False where there is no such snapshot.
    pub fn restore(&self, snapshot: usize) -> bool {
        let Some(copy) = self.world.settings().snapshots.get(snapshot).cloned() else { return false };
        *self.world.write() = copy;
        true
    }

    /// Deletes a record and creates its like under a new id, which is answered.
    pub fn recreate(&self, model: &str, id: i64) -> Result<i64, OdooError> {
        self.change(model, None, |writer, of| {
            let row = writer.db.row(of, id).cloned();
            let row = row.ok_or_else(|| OdooError::missing(of.name, &[id], writer.caller.uid))?;
            writer.unlink(of, &[id])?;
            let fresh = writer.db.next_id(of);
            writer.put_copy(of, row.renumbered(fresh));
            Ok(fresh)
        })
    }

    pub fn stats(&self) -> Stats {
        self.world.settings().stats.clone()
    }

    pub fn reset_stats(&self) {
        self.world.settings().stats = Stats::default();
    }

    fn change<T>(
        &self,
        model: &str,
        started: Option<DateTime<Utc>>,
        work: impl FnOnce(&mut Writer<'_>, &'static Model) -> Result<T, OdooError>,
    ) -> Result<T, OdooError> {
        let of = find(model)?;
        let now = started.map_or_else(|| self.world.clock.now(), |moment| moment.timestamp_micros());
        let mut db = self.world.write();
        let caller = Caller::superuser(&db, now);
        let result = work(&mut Writer { db: &mut db, caller: &caller }, of);
        if result.is_ok() {
            db.commit()
        } else {
            db.roll_back()
        }
        result
    }
}

fn find(model: &str) -> Result<&'static Model, OdooError> {
    schema().find(model).ok_or_else(|| OdooError::user(format!("Object {model} doesn't exist")))
}

fn object(json: Json) -> Map<String, Json> {
    match json {
        Json::Object(map) => map,
        _ => Map::new(),
    }
}
