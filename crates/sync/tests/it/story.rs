//! The story of a source, with the scripted one and with the stand-in Odoo behind the real connector.

use std::sync::Arc;

use crate::support::{World, put_deal};
use domain::{
    builders::{account, deal, instant, stage},
    canonical::{Deal, Kind, Partner, Record, SourceId, Stage},
};
use odoo::{Limits, Odoo, OdooConfig};
use odoo_sim::{Distortion, Fault, FaultRule, Options, Sim};
use serde_json::json;
use shared::sync::{RunState, SyncMode, SyncRun};
use source::{ErrorKind, Source, SourceError};
use store::Store;
use sync::Pipeline;
use testkit::{
    database::TestDb,
    scripted::Scripted,
    source_story::{Backstage, tell},
};

struct ScriptedStage(Arc<Scripted>);

impl Backstage for ScriptedStage {
    fn source(&self) -> Arc<dyn Source> {
        self.0.clone()
    }

    fn create_account(&self, name: &str) -> SourceId {
        let id = if name == "North" { 51 } else { 52 };
        self.rename_account(id, name);
        id
    }

    fn rename_account(&self, id: SourceId, name: &str) {
        self.0.put(id, Record::Partner(Partner { name: name.into(), ..account(id) }));
    }

    fn archive_account(&self, id: SourceId) {
        self.0.put(id, Record::Partner(Partner { archived: true, ..account(id) }));
    }

    fn create_deal(&self, name: &str, account: SourceId) -> SourceId {
        let id = if name == "Ten boats" { 501 } else { 502 };
        put_deal(&self.0, id, |deal| (deal.name, deal.partner) = (name.into(), Some(account)));
        id
    }

    fn move_deal(&self, id: SourceId, account: SourceId) {
        self.0.put(id, Record::Deal(Deal { partner: Some(account), stage: Some(1), ..deal(id) }));
    }

    fn delete_deal(&self, id: SourceId) {
        self.0.delete(Kind::Deal, id);
    }

    fn rename_stage_of(&self, _deal: SourceId, name: &str) {
        self.0.put(1, Record::Stage(Stage { name: name.into(), ..stage(1, false) }));
    }

    fn cut(&self) {
        self.0.fail_to_connect(SourceError::new(ErrorKind::Unreachable, "cut"));
    }

    fn mend(&self) {
        self.0.heal();
    }
}

pub struct SimStage {
    pub sim: Sim,
    odoo: Arc<Odoo>,
}

impl SimStage {
    /// The small company makes several.
    pub const SMALL_PAGES: Limits =
        Limits { page: 10, answer: 1_000, sweep: 16, deal_sweep: 8, answer_bytes: 64 * 1024 * 1024 };

    async fn start() -> Self {
        Self::with(Self::SMALL_PAGES).await
    }

    pub async fn with(limits: Limits) -> Self {
        let sim = Sim::start(Options::new(instant("2026-11-20T09:00:00Z"))).await.unwrap();
        let config = OdooConfig::new(
            sim.url.parse().unwrap(),
            sim.database.clone(),
            sim.login.clone(),
            sim.api_key.clone().into(),
        );
        let odoo = Odoo::new(config.unwrap().with_limits(limits), odoo::http_client().unwrap());
        Self { sim, odoo: Arc::new(odoo) }
    }
}

impl Backstage for SimStage {
    fn source(&self) -> Arc<dyn Source> {
        self.odoo.clone()
    }

    fn create_account(&self, name: &str) -> SourceId {
        self.sim.control.create("res.partner", json!({ "name": name, "is_company": true })).unwrap()
    }

    fn rename_account(&self, id: SourceId, name: &str) {
        self.sim.control.rename("res.partner", id, name).unwrap();
    }

    fn archive_account(&self, id: SourceId) {
        self.sim.control.archive("res.partner", &[id]).unwrap();
    }

    fn create_deal(&self, name: &str, account: SourceId) -> SourceId {
        let values = json!({ "name": name, "type": "opportunity", "partner_id": account, "expected_revenue": 10.5 });
        self.sim.control.create("crm.lead", values).unwrap()
    }

    fn move_deal(&self, id: SourceId, account: SourceId) {
        self.sim.control.write("crm.lead", &[id], json!({ "partner_id": account })).unwrap();
    }

    fn delete_deal(&self, id: SourceId) {
        self.sim.control.unlink("crm.lead", &[id]).unwrap();
    }

    fn rename_stage_of(&self, deal: SourceId, name: &str) {
        let rows = self.sim.control.read("crm.lead", &json!([["id", "=", deal]]), &["stage_id"]).unwrap();
        let stage = &rows[0]["stage_id"];
        let stage = stage.as_i64().or_else(|| stage[0].as_i64()).unwrap();
        self.sim.control.rename("crm.stage", stage, name).unwrap();
    }

    fn cut(&self) {
        self.sim.control.fail(FaultRule::always(Fault::Drop));
    }

    fn mend(&self) {
        self.sim.control.clear_faults();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_scripted_source_passes_the_story() {
    let world = World::new().await;
    tell(&ScriptedStage(world.source.clone()), &world.db, &world.store).await;
}

async fn lake() -> (TestDb, Store) {
    let db = TestDb::emptied().await;
    let store = crate::support::open(&db).await;
    (db, store)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_stand_in_odoo_passes_the_story() {
    let (db, store) = lake().await;
    tell(&SimStage::start().await, &db, &store).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_generated_company_is_read_without_a_complaint_and_counted_as_it_is() {
    let (_db, store) = lake().await;
    let stage = SimStage::start().await;
    let run = Pipeline::new(stage.source(), store.clone(), "worker".into());
    let run = run.run_once(SyncMode::Delta).await.unwrap();
    assert_eq!((run.state, run.errors.len()), (RunState::Success, 0), "{run:?}");
    let issues: Vec<_> = run.entities.iter().flat_map(|counts| &counts.issues).collect();
    assert!(issues.is_empty(), "{issues:?}");
    let inserted = |models: &[&str]| -> u64 {
        run.entities.iter().filter(|counts| models.contains(&counts.entity.name())).map(|counts| counts.inserted).sum()
    };
    let there = |model: &str| u64::try_from(stage.sim.control.count(model)).unwrap();
    assert_eq!(inserted(&["account", "contact"]), there("res.partner"));
    assert_eq!(inserted(&["opportunity", "lead"]), there("crm.lead"));
    assert_eq!(inserted(&["currency_rate"]), there("res.currency.rate"));
    assert_eq!(inserted(&["user"]), there("res.users"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_odoo_that_lies_loses_no_record() {
    let faults = [Fault::EmptyPage, Fault::HalfPage, Fault::TruncatedJson, Fault::HtmlPage, Fault::CutBody];
    let (_db, store) = lake().await;
    let stage = SimStage::start().await;
    let pipeline = Pipeline::new(stage.source(), store.clone(), "worker".into());
    pipeline.run_once(SyncMode::Delta).await.unwrap();
    let (lake, counts) = (store.lake().await.unwrap(), store.counts().await.unwrap());
    for fault in faults {
        for (model, method) in [("crm.lead", "search_read"), ("res.partner", "search"), ("res.partner", "search_read")]
        {
            stage.sim.control.fail(FaultRule::always(fault.clone()).on(model, method));
            let run = pipeline.run_once(SyncMode::Full).await.unwrap();
            let told = format!("{fault:?} of {model} {method}: {run:?}");
            assert_eq!(run.entities.iter().map(|counts| counts.deleted + counts.held).sum::<u64>(), 0, "{told}");
            assert_eq!(run.generation, None, "{told}");
            stage.mend();
        }
    }
    let run = pipeline.run_once(SyncMode::Full).await.unwrap();
    assert_eq!((run.state, run.generation), (RunState::Success, None), "{run:?}");
    assert_eq!((store.lake().await.unwrap().generation, store.counts().await.unwrap()), (lake.generation, counts));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_that_was_lost_once_is_asked_for_again_until_it_is_right() {
    let (_db, store) = lake().await;
    let stage = SimStage::start().await;
    let pipeline = Pipeline::new(stage.source(), store.clone(), "worker".into());
    pipeline.run_once(SyncMode::Delta).await.unwrap();
    // Written long before the window of the next run.
    let old = json!([["city", "!=", false], ["is_company", "=", true], ["write_date", "<", "2026-11-01 00:00:00"]]);
    let id = stage.sim.control.read("res.partner", &old, &["city"]).unwrap()[0]["id"].as_i64().unwrap();
    let field = "city".to_owned();
    stage.sim.control.distort(Distortion { model: "res.partner".into(), id, field, value: Some(json!(5)) });
    let lost = pipeline.run_once(SyncMode::Full).await.unwrap();
    assert_eq!(updated(&lost), 1, "{lost:?}");
    stage.sim.control.clear_faults();
    let back = pipeline.run_once(SyncMode::Delta).await.unwrap();
    assert_eq!((back.mode, updated(&back)), (SyncMode::Delta, 1), "{back:?}");
    assert_eq!(updated(&pipeline.run_once(SyncMode::Delta).await.unwrap()), 0);
}

fn updated(run: &SyncRun) -> u64 {
    run.entities.iter().map(|counts| counts.updated).sum()
}
