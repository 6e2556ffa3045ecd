//! The state of one server: its database, who may sign in, its faults and its counters.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

use serde::Serialize;
use serde_json::{Value as Json, json};

use crate::access::{Removed, Rights};
use crate::clock::{Clock, Stamp};
use crate::db::{Db, Row};
use crate::errors::OdooError;
use crate::faults::{Distortion, FaultRule};
use crate::model::model;
use crate::options::Pace;
use crate::rpc::Target;
use crate::value::Value;
use crate::version::Version;

/// How long a plain user's key lives: 90 days.
const LIFE: Stamp = 90 * 86_400_000_000;

/// One way to sign in.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    pub(crate) uid: i64,
    /// What the caller gives as login; another one than the user's own is an alias.
    pub(crate) login: String,
    pub(crate) api_key: String,
    /// A plain salesman, not an administrator.
    pub(crate) restricted: bool,
}

/// One API key of one user; what is public of it is a row of `res.users.apikeys`.
#[derive(Debug, Clone)]
struct Key {
    row: i64,
    uid: i64,
    secret: String,
}

/// What was asked since the start or the last reset.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Stats {
    /// By `model.method`; `common.version` and the like by service.
    pub calls: BTreeMap<String, u64>,
    pub total: u64,
    /// Calls with an offset: paging that loses rows.
    pub with_offset: u64,
    /// Calls that are not pure reads.
    pub writes: u64,
}

#[derive(Debug, Default)]
pub(crate) struct Settings {
    pub(crate) version: Option<String>,
    pub(crate) pace: Pace,
    /// How long a call may take; empty: as on a real server.
    pub(crate) call_limit: Option<Duration>,
    pub(crate) removed: Arc<Vec<Removed>>,
    pub(crate) faults: Vec<FaultRule>,
    pub(crate) distortions: Vec<Distortion>,
    pub(crate) stats: Stats,
    /// The whole database at earlier moments.
    pub(crate) snapshots: Vec<Db>,
}

#[derive(Debug)]
pub(crate) struct World {
    db: RwLock<Db>,
    settings: Mutex<Settings>,
    /// The first one is served; the others are names only.
    databases: Vec<String>,
    accounts: Vec<Account>,
    keys: RwLock<Vec<Key>>,
    version: Version,
    pub(crate) clock: Clock,
}

impl World {
    pub(crate) fn new(db: Db, databases: Vec<String>, accounts: Vec<Account>, pace: Pace, clock: Clock) -> Self {
        let settings = Settings { pace, ..Settings::default() };
        let version = db.version;
        let world = Self {
            db: RwLock::new(db),
            settings: Mutex::new(settings),
            databases,
            accounts,
            keys: RwLock::default(),
            version,
            clock,
        };
        for account in &world.accounts {
            // Only administrators may have a key without an end.
            let end = account.restricted.then(|| world.clock.now() + LIFE);
            world.add_key(account.uid, &account.api_key, "Stand-in", None, end);
        }
        world
    }

    /// Another key of a user; `end` as a stamp. Answers its row.
    pub(crate) fn add_key(&self, uid: i64, secret: &str, name: &str, scope: Option<&str>, end: Option<Stamp>) -> i64 {
        let of = model("res.users.apikeys");
        let mut db = self.write();
        let mut row = Row::new(db.next_id(of));
        let values = [
            ("name", Value::text(name)),
            ("user_id", Value::Ref(uid)),
            ("scope", scope.map_or(Value::Empty, Value::text)),
            ("create_date", Value::Stamp(self.clock.now())),
            ("expiration_date", end.map_or(Value::Empty, Value::Stamp)),
        ];
        for (name, value) in values {
            if let Some(field) = of.field(name) {
                row.set(field, value);
            }
        }
        let key = Key { row: row.id, uid, secret: secret.to_owned() };
        let id = row.id;
        db.put(of, row);
        db.commit();
        self.keys.write().unwrap_or_else(PoisonError::into_inner).push(key);
        id
    }

    /// Whose key this is: one without scope that has neither ended nor been deleted, of a user who was not archived.
    pub(crate) fn user_of_key(&self, secret: &str) -> Option<i64> {
        let of = model("res.users.apikeys");
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        let key = keys.iter().find(|key| key.secret == secret && !secret.is_empty())?;
        let now = self.clock.now();
        let good = self.read().row(of, key.row).is_some_and(|row| {
            let end = row.named(of, "expiration_date").as_stamp();
            row.named(of, "scope").is_empty() && end.is_none_or(|end| end > now)
        });
        (good && self.is_living(key.uid)).then_some(key.uid)
    }

    pub(crate) fn read(&self) -> RwLockReadGuard<'_, Db> {
        self.db.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn write(&self) -> RwLockWriteGuard<'_, Db> {
        self.db.write().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn settings(&self) -> MutexGuard<'_, Settings> {
        self.settings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn database(&self) -> &str {
        self.databases.first().map_or("", String::as_str)
    }

    pub(crate) fn databases(&self) -> &[String] {
        &self.databases
    }

    /// Whether JSON-2 can tell which database is meant: by its name, or because there is only one.
    pub(crate) fn knows_database(&self, named: Option<&str>) -> bool {
        named.map_or(self.databases.len() == 1, |name| name == self.database())
    }

    pub(crate) fn version(&self) -> Version {
        self.version
    }

    pub(crate) fn accounts(&self) -> &[Account] {
        &self.accounts
    }

    pub(crate) fn check_database(&self, name: &str) -> Result<(), OdooError> {
        if name == self.database() { Ok(()) } else { Err(OdooError::no_database(name)) }
    }

    /// The uid, or None for a wrong key, an unknown login, an archived user.
    pub(crate) fn authenticate(&self, login: &str, key: &str) -> Option<i64> {
        let account = self.accounts.iter().find(|account| self.answers_to(account, login))?;
        self.user_of_key(key).filter(|uid| *uid == account.uid)
    }

    fn answers_to(&self, account: &Account, login: &str) -> bool {
        if account.login == login {
            return true;
        }
        let users = model("res.users");
        let db = self.read();
        db.row(users, account.uid).is_some_and(|row| row.named(users, "login").as_text() == Some(login))
    }

    pub(crate) fn is_signed_in(&self, uid: i64, key: &str) -> bool {
        self.user_of_key(key) == Some(uid)
    }

    fn is_living(&self, uid: i64) -> bool {
        let users = model("res.users");
        self.read().row(users, uid).is_some_and(|row| row.named(users, "active").is_true())
    }

    pub(crate) fn is_restricted(&self, uid: i64) -> bool {
        !self.accounts.iter().any(|account| account.uid == uid && !account.restricted)
    }

    pub(crate) fn rights(&self) -> Rights {
        Rights(Arc::clone(&self.settings().removed))
    }

    /// `common.version`; it can be told to say another one.
    pub(crate) fn common_version(&self) -> Json {
        let set = self.settings().version.clone();
        let (text, serie) = match &set {
            Some(version) => (version.clone(), version.clone()),
            None => (self.version.server_version().to_owned(), self.version.serie().to_owned()),
        };
        let mut numbers = serie.split('.').map(|part| part.parse::<i64>().unwrap_or(0));
        let (major, minor) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
        json!({
            "server_version": text,
            "server_version_info": [major, minor, 0, "final", 0, ""],
            "server_serie": serie,
            "protocol_version": 1,
        })
    }

    pub(crate) fn count(&self, target: &Target, is_write: bool) {
        let mut settings = self.settings();
        let stats = &mut settings.stats;
        *stats.calls.entry(format!("{}.{}", target.model, target.method)).or_default() += 1;
        stats.total += 1;
        stats.with_offset += u64::from(target.offset);
        stats.writes += u64::from(is_write);
    }
}
