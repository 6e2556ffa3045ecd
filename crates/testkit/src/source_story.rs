//! The story that every source must pass, told through the real pipeline: nothing but the source differs.

#![expect(clippy::expect_used, reason = "what is not as a test says should stop the test")]

use std::sync::Arc;

use db::Db;
use domain::canonical::SourceId;
use futures::TryStreamExt;
use mongodb::bson::{Document, doc};
use shared::sync::{RunState, SyncMode, SyncRun};
use source::Source;
use store::Store;
use sync::Pipeline;

/// What happens behind the source's back. Accounts are companies; deals are open opportunities in a stage.
pub trait Backstage: Send + Sync {
    fn source(&self) -> Arc<dyn Source>;
    fn create_account(&self, name: &str) -> SourceId;
    fn rename_account(&self, id: SourceId, name: &str);
    fn archive_account(&self, id: SourceId);
    fn create_deal(&self, name: &str, account: SourceId) -> SourceId;
    fn move_deal(&self, id: SourceId, account: SourceId);
    fn delete_deal(&self, id: SourceId);
    fn rename_stage_of(&self, deal: SourceId, name: &str);
    /// From now on nothing answers.
    fn cut(&self);
    fn mend(&self);
}

/// # Panics
/// Where the source does not keep its contract.
pub async fn tell(backstage: &dyn Backstage, db: &Db, store: &Store) {
    let told = Told { db, pipeline: Pipeline::new(backstage.source(), store.clone(), "story".into()) };
    let (north, south) = (backstage.create_account("North"), backstage.create_account("South"));
    let deal = backstage.create_deal("Ten boats", north);

    let first = told.run().await;
    assert_eq!((first.state, first.generation), (RunState::Success, Some(1)), "{first:?}");
    assert_eq!(told.shown(&format!("odoo_opportunity_{deal}"), "account.name").await, "North");
    assert_eq!(told.run().await.generation, None, "nothing has changed, so nothing is written");
    let full = told.pipeline.run_once(SyncMode::Full).await.expect("a run");
    assert_eq!((full.state, full.generation), (RunState::Success, None), "what is read twice is the same");

    backstage.move_deal(deal, south);
    backstage.rename_account(south, "South & Sons");
    backstage.rename_stage_of(deal, "Almost there");
    let late = backstage.create_deal("Two boats", north);
    told.run_and_publish().await;
    assert_eq!(told.shown(&format!("odoo_opportunity_{deal}"), "account.name").await, "South & Sons");
    assert_eq!(told.shown(&format!("odoo_opportunity_{deal}"), "stage.name").await, "Almost there");
    assert_eq!(told.shown(&format!("odoo_opportunity_{late}"), "account.name").await, "North");

    backstage.cut();
    let cut = told.run().await;
    assert_eq!((cut.state, cut.generation), (RunState::Failed, None));
    assert_eq!(cut.errors.len(), 1, "one cause is one error: {:?}", cut.errors);
    backstage.mend();

    backstage.archive_account(north);
    backstage.delete_deal(late);
    told.run_and_publish().await;
    assert!(told.is_active(&format!("odoo_account_{north}")).await, "archived is not deleted");
    assert!(!told.is_active(&format!("odoo_opportunity_{late}")).await);
    assert!(told.is_active(&format!("odoo_opportunity_{deal}")).await);

    let before = told.versions().await;
    told.pipeline.replay().await.expect("a replay");
    assert_eq!(told.versions().await, before, "a replay gives the same documents");
}

struct Told<'a> {
    db: &'a Db,
    pipeline: Pipeline,
}

impl Told<'_> {
    async fn run(&self) -> SyncRun {
        self.pipeline.run_once(SyncMode::Delta).await.expect("a run")
    }

    async fn run_and_publish(&self) {
        let run = self.run().await;
        assert_eq!(run.state, RunState::Success, "{run:?}");
        assert!(run.generation.is_some());
    }

    async fn served(&self, serving_id: &str) -> Document {
        let current = doc! { "serving_id": serving_id, "to": 1_i64 << 62 };
        let found = self.rows("data_lake_serving", current).await;
        found.into_iter().next().unwrap_or_else(|| panic!("{serving_id} is served"))
    }

    async fn is_active(&self, serving_id: &str) -> bool {
        self.served(serving_id).await.get_bool("is_active").expect("a boolean")
    }

    async fn shown(&self, serving_id: &str, path: &str) -> String {
        let mut fields = self.served(serving_id).await.get_document("data").expect("data").clone();
        let (parent, name) = path.split_once('.').expect("a path of two steps");
        fields = fields.get_document(parent).unwrap_or_else(|_| panic!("{serving_id} has {parent}")).clone();
        fields.get_str(name).expect("a text").to_owned()
    }

    async fn versions(&self) -> Vec<(String, Vec<Document>)> {
        let mut versions = Vec::new();
        let mut names = self.db.database().list_collection_names().await.expect("names");
        names.sort();
        for name in names.into_iter().filter(|name| name.starts_with("canonical_") || name == "data_lake_serving") {
            let rows = self.rows(&name, doc! {}).await;
            versions.push((name, rows));
        }
        versions
    }

    #[expect(clippy::disallowed_methods, reason = "the tests look past the crates under test")]
    async fn rows(&self, name: &str, filter: Document) -> Vec<Document> {
        let rows = self.db.database().collection::<Document>(name);
        let found = rows.find(filter).sort(doc! { "_id": 1 }).await.expect("a cursor");
        found.try_collect().await.expect("documents")
    }
}
