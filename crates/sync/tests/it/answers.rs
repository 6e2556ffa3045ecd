//! Broken answers of the stand-in Odoo over the real connector, as a whole run meets them.

use crate::{story::SimStage, support::open};
use odoo::Limits;
use odoo_sim::{Distortion, Fault, FaultRule};
use serde_json::json;
use shared::sync::{
    RunState::{self, Failed, Partial, Success},
    SyncErrorCode::{self, BadAnswer, MissingRights, NotOdoo, OdooError, Unreachable, WrongCredentials},
    SyncMode, SyncRun,
};
use store::Store;
use sync::Pipeline;
use testkit::{database::TestDb, source_story::Backstage};

struct Scene {
    _db: TestDb,
    store: Store,
    stage: SimStage,
}

impl Scene {
    /// After its first import.
    async fn imported(limits: Limits) -> Self {
        let db = TestDb::emptied().await;
        let scene = Self { store: open(&db).await, _db: db, stage: SimStage::with(limits).await };
        assert_eq!(scene.run().await.state, Success);
        scene
    }

    async fn run(&self) -> SyncRun {
        let pipeline = Pipeline::new(self.stage.source(), self.store.clone(), "worker".into());
        pipeline.run_once(SyncMode::Full).await.unwrap()
    }

    /// A run while deals are answered like this.
    async fn run_with(&self, rule: FaultRule) -> SyncRun {
        self.stage.sim.control.fail(rule.on("crm.lead", "search_read"));
        let run = self.run().await;
        self.stage.mend();
        run
    }
}

fn lost(run: &SyncRun) -> u64 {
    run.entities.iter().map(|counts| counts.deleted + counts.held).sum()
}

fn told(run: &SyncRun) -> (RunState, Option<SyncErrorCode>) {
    (run.state, run.errors.first().map(|error| error.code))
}

fn refusal(name: &str) -> Fault {
    Fault::Error { name: name.into(), message: "as the test wants it".into() }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_broken_answer_that_may_pass_is_asked_for_again_and_nobody_notices() {
    let scene = Scene::imported(SimStage::SMALL_PAGES).await;
    let busy = Fault::Busy { code: 503, retry_after: Some("0".into()) };
    let faults = [
        Fault::Status { code: 500 },
        Fault::Status { code: 502 },
        busy,
        Fault::Drop,
        Fault::Killed { after_ms: 5 },
        Fault::CutBody,
        refusal("psycopg2.errors.SerializationFailure"),
    ];
    for fault in faults {
        let run = scene.run_with(FaultRule::next(fault.clone())).await;
        assert_eq!((run.state, run.generation, lost(&run)), (Success, None, 0), "{fault:?}: {run:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_stays_broken_is_told_and_neither_changes_nor_deletes_anything() {
    let scene = Scene::imported(SimStage::SMALL_PAGES).await;
    let cases = [
        (Fault::Status { code: 500 }, (Partial, Some(Unreachable))),
        (Fault::HtmlPage, (Partial, Some(NotOdoo))),
        (Fault::TruncatedJson, (Partial, Some(BadAnswer))),
        (Fault::NanLiteral, (Partial, Some(BadAnswer))),
        (Fault::EmptyPage, (Partial, Some(BadAnswer))),
        (refusal("odoo.exceptions.AccessError"), (Partial, Some(MissingRights))),
        (refusal("odoo.exceptions.AccessDenied"), (Partial, Some(WrongCredentials))),
        (refusal("builtins.ValueError"), (Partial, Some(OdooError))),
    ];
    for (fault, expected) in cases {
        let run = scene.run_with(FaultRule::always(fault.clone())).await;
        assert_eq!(told(&run), expected, "{fault:?}: {run:?}");
        assert_eq!((run.generation, lost(&run)), (None, 0), "{fault:?}: {run:?}");
    }
    let run = scene.run().await;
    assert_eq!((run.state, run.generation), (Success, None), "{run:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_odoo_that_breaks_every_answer_makes_a_failed_run() {
    let scene = Scene::imported(SimStage::SMALL_PAGES).await;
    for (fault, code) in [(Fault::HtmlPage, NotOdoo), (Fault::Status { code: 404 }, NotOdoo)] {
        scene.stage.sim.control.fail(FaultRule::always(fault.clone()));
        let run = scene.run().await;
        assert_eq!((told(&run), run.generation), ((Failed, Some(code)), None), "{fault:?}: {run:?}");
        scene.stage.mend();
    }
    assert_eq!(told(&scene.run().await), (Success, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn control_characters_are_left_out_of_what_is_shown() {
    let scene = Scene::imported(SimStage::SMALL_PAGES).await;
    let deal = scene.stage.sim.control.read("crm.lead", &json!([]), &["id", "name"]).unwrap()[0].clone();
    let (id, name) = (deal["id"].as_i64().unwrap(), deal["name"].as_str().unwrap());
    let mut shown = Vec::new();
    for name in [format!("\u{7}{name}\u{b}\u{1f}"), "\u{7}Another\u{b} name\u{1f}".to_owned()] {
        let field = "name".to_owned();
        scene.stage.sim.control.distort(Distortion { model: "crm.lead".into(), id, field, value: Some(json!(name)) });
        let run = scene.run().await;
        assert_eq!((run.state, lost(&run)), (Success, 0), "{run:?}");
        let (source, kind) = (scene.stage.source(), domain::canonical::Kind::Deal);
        let past = sync::record_history(source.as_ref(), &scene.store, kind, id, None, 5).await.unwrap();
        let of_the_run = past.versions.iter().filter(|version| version.run == run.id);
        shown.extend(of_the_run.flat_map(|version| &version.fields).map(|field| field.new.clone()));
        scene.stage.mend();
    }
    assert_eq!(shown, [Some("Another name".to_owned())]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_huge_answer_is_asked_for_in_smaller_ones_and_a_huge_record_stops_its_kind_only() {
    let limits = Limits { answer_bytes: 300_000, ..SimStage::SMALL_PAGES };
    let scene = Scene::imported(limits).await;
    let run = scene.run_with(FaultRule::next(Fault::HugeRow { bytes: 400_000 })).await;
    assert_eq!((run.state, run.generation, lost(&run)), (Success, None, 0), "{run:?}");
    let deal = scene.stage.sim.control.read("crm.lead", &json!([]), &["id"]).unwrap()[7]["id"].as_i64().unwrap();
    let huge = Distortion {
        model: "crm.lead".into(),
        id: deal,
        field: "name".into(),
        value: Some(json!("x".repeat(400_000))),
    };
    scene.stage.sim.control.distort(huge);
    let run = scene.run().await;
    assert_eq!((told(&run), run.generation, lost(&run)), ((Partial, Some(BadAnswer)), None, 0), "{run:?}");
    assert!(run.errors[0].message.contains("too large"), "{run:?}");
    scene.stage.mend();
    assert_eq!(told(&scene.run().await), (Success, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_of_a_wrong_type_costs_the_value_or_the_record_and_never_the_run() {
    let scene = Scene::imported(SimStage::SMALL_PAGES).await;
    let deals = scene.stage.sim.control.read("crm.lead", &json!([]), &["id"]).unwrap();
    let wrong = [("expected_revenue", json!("many")), ("stage_id", json!("first")), ("tag_ids", json!({"a": 1}))];
    for (deal, (field, value)) in deals.iter().zip(wrong) {
        let id = deal["id"].as_i64().unwrap();
        let value = Some(value);
        scene.stage.sim.control.distort(Distortion { model: "crm.lead".into(), id, field: field.into(), value });
    }
    let run = scene.run().await;
    let issues: usize = run.entities.iter().map(|counts| counts.issues.len()).sum();
    let rejected: u64 = run.entities.iter().map(|counts| counts.rejected).sum();
    assert_eq!((run.state, run.errors.len(), lost(&run)), (Partial, 0, 0), "{run:?}");
    assert_eq!((rejected, issues), (2, 3), "an essential value costs the record, another one only itself: {run:?}");
    scene.stage.mend();
    assert_eq!(scene.run().await.state, Success);
}
