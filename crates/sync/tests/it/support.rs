//! A small company in a scripted source, a lake, and looks at the lake past the store.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, Utc};
use db::Db;
use domain::{
    builders::{account, company, contact, currency, deal, employee, instant, member, rate, stage, team, user},
    canonical::{Company, Country, Deal, DealKind, Industry, Partner, Record},
};
use futures::TryStreamExt;
use mongodb::bson::{Bson, Document, doc};
use shared::{
    EntityType,
    sync::{EntityCounts, RunState, SyncMode, SyncRun},
};
use store::{Store, StoreOptions};
use sync::Pipeline;
use testkit::{database::TestDb, scripted::Scripted};

pub struct World {
    pub db: TestDb,
    pub store: Store,
    pub source: Arc<Scripted>,
}

impl World {
    /// An empty lake and the small company.
    pub async fn new() -> Self {
        Self::with(company_source()).await
    }

    pub async fn with(source: Arc<Scripted>) -> Self {
        Self::of(TestDb::emptied().await, source).await
    }

    /// The same where no collection and no index is there yet.
    pub async fn before_everything(source: Arc<Scripted>) -> Self {
        Self::of(TestDb::new().await, source).await
    }

    async fn of(db: TestDb, source: Arc<Scripted>) -> Self {
        let store = open(&db).await;
        Self { db, store, source }
    }

    /// After its first import.
    pub async fn imported() -> Self {
        let world = Self::new().await;
        let run = world.run().await;
        assert_eq!((run.state, run.generation), (RunState::Success, Some(1)), "{run:?}");
        world
    }

    /// The same lake as if it had just been opened, with this source: emptying it is much faster than making another.
    pub async fn start_over(&mut self, source: Arc<Scripted>) {
        let tables = doc! { "type": "collection" };
        for name in self.db.database().list_collection_names().filter(tables).await.unwrap() {
            if name != "settings" && name != "migrations" && name != "system.views" {
                self.clear(&name).await;
            }
        }
        self.source = source;
    }

    #[expect(clippy::disallowed_methods, reason = "the tests do what no program does")]
    async fn clear(&self, name: &str) {
        self.db.database().collection::<Document>(name).delete_many(doc! {}).await.unwrap();
    }

    /// As if every record had last been compared then.
    #[expect(clippy::disallowed_methods, reason = "the tests do what no program does")]
    pub async fn compared_at(&self, at: DateTime<Utc>) {
        let lake = self.db.database().collection::<Document>("lake");
        let at = mongodb::bson::serialize_to_bson(&at).unwrap();
        lake.update_one(doc! {}, doc! { "$set": { "compared_at": at } }).await.unwrap();
    }

    pub fn pipeline(&self) -> Pipeline {
        self.pipeline_of("worker 1")
    }

    pub fn pipeline_of(&self, holder: &str) -> Pipeline {
        Pipeline::new(self.source.clone(), self.store.clone(), holder.into())
    }

    pub async fn run(&self) -> SyncRun {
        self.pipeline().run_once(SyncMode::Delta).await.unwrap()
    }

    pub async fn collection(&self, name: &str) -> Vec<Document> {
        all(&self.db, name).await
    }

    pub async fn versions(&self) -> BTreeMap<String, Vec<Document>> {
        versions(&self.db).await
    }

    pub async fn present(&self) -> BTreeMap<String, Vec<Document>> {
        present(&self.db).await
    }

    pub async fn raw_rows(&self) -> usize {
        let mut rows = 0;
        for name in self.db.database().list_collection_names().await.unwrap() {
            if name.starts_with("raw_") {
                rows += self.collection(&name).await.len();
            }
        }
        rows
    }

    /// The current serving row of a record.
    pub async fn served(&self, serving_id: &str) -> Option<Document> {
        let rows = self.collection("data_lake_serving").await;
        let mut current = rows.into_iter().filter(|row| {
            row.get_str("serving_id").ok() == Some(serving_id) && row.get_i64("to").ok() == Some(1 << 62)
        });
        let row = current.next();
        assert_eq!(current.next(), None, "one current version of {serving_id}");
        row
    }

    /// One field of what is served, `account.name`; `null` where there is none.
    pub async fn shows(&self, serving_id: &str, path: &str) -> Bson {
        let row = self.served(serving_id).await.unwrap_or_else(|| panic!("{serving_id} is served"));
        let mut value = Bson::Document(row.get_document("data").unwrap().clone());
        for step in path.split('.') {
            value = value.as_document().and_then(|fields| fields.get(step)).cloned().unwrap_or(Bson::Null);
        }
        value
    }

    pub async fn is_active(&self, serving_id: &str) -> bool {
        self.served(serving_id).await.is_some_and(|row| row.get_bool("is_active").unwrap())
    }
}

pub async fn open(db: &TestDb) -> Store {
    let clock = Arc::new(|| instant("2026-11-21T12:00:00Z"));
    Store::open(db.db(), clock, StoreOptions::default()).await.unwrap()
}

/// All documents of all versioned collections, by name, in order of their ids.
async fn versions(db: &Db) -> BTreeMap<String, Vec<Document>> {
    let mut versions = BTreeMap::new();
    for name in db.database().list_collection_names().await.unwrap() {
        if name.starts_with("canonical_") || name == "data_lake_serving" {
            versions.insert(name.clone(), all(db, &name).await);
        }
    }
    versions
}

/// What holds now, without what depends on how often a run was cut off.
pub async fn present(db: &Db) -> BTreeMap<String, Vec<Document>> {
    let mut versions = versions(db).await;
    for documents in versions.values_mut() {
        documents.retain(|document| document.get_i64("to").ok() == Some(1 << 62));
        for document in documents {
            for field in ["_id", "from", "to", "last_aggregated"] {
                document.remove(field);
            }
        }
    }
    versions
}

/// As if its holder had been gone for long.
#[expect(clippy::disallowed_methods, reason = "the tests do what no program does")]
pub async fn let_the_lease_run_out(db: &Db) -> mongodb::error::Result<()> {
    let past = doc! { "$set": { "until": mongodb::bson::DateTime::MIN } };
    db.database().collection::<Document>("leases").update_one(doc! { "_id": "sync" }, past).await.map(drop)
}

#[expect(clippy::disallowed_methods, reason = "the tests look past the crates under test")]
pub async fn all(db: &Db, name: &str) -> Vec<Document> {
    let rows = db.database().collection::<Document>(name);
    rows.find(doc! {}).sort(doc! { "_id": 1 }).await.unwrap().try_collect().await.unwrap()
}

pub fn counts(run: &SyncRun, entity: EntityType) -> &EntityCounts {
    run.entities.iter().find(|counts| counts.entity == entity).unwrap_or_else(|| panic!("{entity} in {run:?}"))
}

/// Read, inserted, updated, unchanged, deleted, revived.
pub fn numbers(run: &SyncRun, entity: EntityType) -> [u64; 6] {
    let c = counts(run, entity);
    [c.read, c.inserted, c.updated, c.unchanged, c.deleted, c.revived]
}

pub fn partner(id: i64) -> Record {
    Record::Partner(account(id))
}

pub fn company_source() -> Arc<Scripted> {
    let source = Scripted::new();
    small_company(&source);
    source
}

/// Accounts 10 (industry 1, salesperson 1), 12 and 13; 11 is a contact of 10; 14 an individual without business; 90 our own company.
/// Deals 100 on the contact 11, 101 on 12 and won, 102 on nobody; 103 is a lead on 14.
pub fn small_company(source: &Scripted) {
    source.put(1, Record::Currency(currency("EUR", 2)));
    source.put(2, Record::Currency(currency("JPY", 0)));
    source.put(1, Record::Company(Company { partner: Some(90), ..company(1, 1) }));
    source.put(1, Record::CurrencyRate(rate(2, Some(1), "2026-01-01", "160")));
    source.put(1, Record::Country(Country { name: "Austria".into(), code: "at".into() }));
    source.put(1, Record::Industry(Industry { name: "Energy".into(), archived: false }));
    for id in 1..=3 {
        source.put(id, Record::User(user(id)));
        source.put(id, Record::Employee(employee(id, Some(id), (id > 1).then_some(1))));
    }
    source.put(1, Record::Team(team(1, Some(1))));
    source.put(1, Record::TeamMember(member(1, 2)));
    source.put(1, Record::Stage(stage(1, false)));
    source.put(2, Record::Stage(stage(2, true)));
    source.put(3, Record::Stage(stage(3, false)));
    let ten = Partner { industry: Some(1), country: Some(1), salesperson: Some(1), ..account(10) };
    source.put(10, Record::Partner(ten));
    source.put(11, Record::Partner(contact(11, 10)));
    source.put(12, partner(12));
    source.put(13, Record::Partner(Partner { name: "  Thirteen ".into(), parent: Some(12), ..account(13) }));
    source.put(14, Record::Partner(Partner { is_company: false, ..account(14) }));
    source.put(90, partner(90));
    let on = |partner, stage| Deal { partner, stage: Some(stage), salesperson: Some(2), team: Some(1), ..deal(0) };
    source.put(100, Record::Deal(on(Some(11), 1)));
    source.put(101, Record::Deal(on(Some(12), 2)));
    source.put(102, Record::Deal(Deal { salesperson: Some(3), ..on(None, 1) }));
    source.put(103, Record::Deal(Deal { kind: DealKind::Lead, ..on(Some(14), 1) }));
}

pub fn put_deal(source: &Scripted, id: i64, change: impl FnOnce(&mut Deal)) {
    let mut record = Deal {
        partner: Some(11),
        stage: Some(1),
        salesperson: Some(2),
        team: Some(1),
        name: format!("Deal {id}"),
        ..deal(0)
    };
    change(&mut record);
    source.put(id, Record::Deal(record));
}

impl World {
    #[expect(clippy::disallowed_methods, reason = "the tests look past the crates under test")]
    pub async fn insert_raw(&self, name: &str, document: Document) -> mongodb::error::Result<()> {
        self.db.database().collection::<Document>(name).insert_one(document).await.map(drop)
    }

    #[expect(clippy::disallowed_methods, reason = "the tests do what no program does")]
    pub async fn set(&self, name: &str, filter: Document, fields: Document) {
        let rows = self.db.database().collection::<Document>(name);
        rows.update_many(filter, doc! { "$set": fields }).await.unwrap();
    }

    #[expect(clippy::disallowed_methods, reason = "the tests do what no program does")]
    pub async fn remove(&self, name: &str, filter: Document) {
        self.db.database().collection::<Document>(name).delete_many(filter).await.unwrap();
    }
}
