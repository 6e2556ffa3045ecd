//! `salescommand sync-once` killed or stopped at random points: its lake ends up as one that was never disturbed.

use crate::{
    command_line::{salescommand, text},
    support::{data_dir, golden_odoo, variables},
};
use futures::TryStreamExt;
use mongodb::bson::{DateTime, Document, doc};
use odoo_sim::Sim;
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    path::PathBuf,
    process::Stdio,
    time::{Duration, Instant},
};
use testkit::database::TestDb;
use tokio::process::Command;

const CURRENT: i64 = 1 << 62;

/// Numbers that are the same in every test run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

struct Lake {
    db: TestDb,
    directory: PathBuf,
    variables: Vec<(String, String)>,
}

impl Lake {
    async fn of(odoo: &Sim) -> Self {
        let db = TestDb::new().await;
        let directory = data_dir(db.name());
        let variables = variables(&db, &directory, Some(odoo));
        Self { db, directory, variables }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::from(salescommand(&self.variables, &self.directory, arguments));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        command
    }

    /// Runs until one run has ended well, as if the claims of the dead had run out. What a dead process asked for last may
    /// reach the database after its end.
    async fn run(&self) {
        let mut complaints = Vec::new();
        for _ in 0..5 {
            self.let_claims_run_out().await;
            let output = self.command(&["sync-once"]).output().await.unwrap();
            let run: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
            if ["success", "partial"].map(Value::from).contains(&run["state"]) {
                return;
            }
            complaints.push(text(&output.stderr));
        }
        panic!("no run ended well: {complaints:?}");
    }

    async fn let_claims_run_out(&self) {
        let past = doc! { "$set": { "until": DateTime::MIN } };
        self.rows("leases").update_many(doc! {}, past.clone()).await.unwrap();
        self.rows("job_executions").update_many(doc! { "state": "running" }, past).await.unwrap();
    }

    #[expect(clippy::disallowed_methods, reason = "the tests look past the crates under test")]
    fn rows(&self, name: &str) -> mongodb::Collection<Document> {
        self.db.database().collection(name)
    }

    /// All versions, by collection, in order of their ids.
    async fn versions(&self) -> BTreeMap<String, Vec<Document>> {
        self.all(|name| name.starts_with("canonical_") || name == "data_lake_serving").await
    }

    async fn raw(&self) -> BTreeMap<String, Vec<Document>> {
        self.all(|name| name.starts_with("raw_")).await
    }

    async fn all(&self, is_meant: fn(&str) -> bool) -> BTreeMap<String, Vec<Document>> {
        let mut versions = BTreeMap::new();
        for name in self.db.database().list_collection_names().await.unwrap() {
            if is_meant(&name) {
                let rows = self.rows(&name).find(doc! {}).sort(doc! { "key": 1, "from": 1, "_id": 1 }).await.unwrap();
                versions.insert(name, rows.try_collect().await.unwrap());
            }
        }
        versions
    }

    /// What holds now, without what depends on how often a run was cut off.
    async fn present(&self) -> BTreeMap<String, Vec<Document>> {
        let mut versions = self.versions().await;
        for documents in versions.values_mut() {
            documents.retain(|document| document.get_i64("to").ok() == Some(CURRENT));
            for document in documents {
                for field in ["_id", "from", "to", "last_aggregated"] {
                    document.remove(field);
                }
            }
        }
        versions
    }
}

impl Drop for Lake {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}

fn change(odoo: &Sim, dice: &mut Dice, round: u64) {
    let one_of = |model: &str, dice: &mut Dice| {
        let rows = odoo.control.read(model, &json!([]), &["id"]).unwrap();
        rows[usize::try_from(dice.roll(rows.len().try_into().unwrap())).unwrap()]["id"].as_i64().unwrap()
    };
    let (deal, partner) = (one_of("crm.lead", dice), one_of("res.partner", dice));
    let control = &odoo.control;
    match dice.roll(7) {
        0 => control.write("crm.lead", &[deal], json!({ "expected_revenue": dice.roll(100_000) })).unwrap(),
        1 => control.write("crm.lead", &[deal], json!({ "partner_id": partner })).unwrap(),
        2 => control.archive("crm.lead", &[deal]).unwrap(),
        3 => control.rename("res.partner", partner, &format!("Partner of round {round}")).unwrap(),
        4 => {
            let new = json!({ "name": format!("Deal {round}"), "type": "opportunity", "partner_id": partner });
            control.create("crm.lead", new).map(drop).unwrap();
        }
        5 => control.create("res.partner", json!({ "name": format!("New {round}") })).map(drop).unwrap(),
        _ => {
            let new = control.create("crm.lead", json!({ "name": "Short-lived", "partner_id": partner })).unwrap();
            control.unlink("crm.lead", &[new]).unwrap();
        }
    }
}

/// `cargo xtask soak` asks for more rounds.
fn rounds() -> u64 {
    std::env::var("SALESCOMMAND_TEST_KILLS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(8)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_killed_at_random_points_loses_and_doubles_nothing() {
    let odoo = golden_odoo().await;
    let (disturbed, undisturbed) = (Lake::of(&odoo).await, Lake::of(&odoo).await);
    undisturbed.run().await;
    let (mut killed, mut usual) = (0, Duration::from_secs(1));
    for round in 1..=rounds() {
        let mut dice = Dice(round);
        // The first round kills a first import.
        for _ in 0..if round == 1 { 0 } else { 3 } {
            change(&odoo, &mut dice, round);
        }
        let arguments: &[&str] = if dice.roll(3) == 0 { &["sync-once", "--full"] } else { &["sync-once"] };
        let mut doomed = disturbed.command(arguments).spawn().unwrap();
        let moment = Duration::from_micros(dice.roll(usual.as_micros().try_into().unwrap()));
        if tokio::time::timeout(moment, doomed.wait()).await.is_err() {
            // SIGKILL, and waits for its end.
            doomed.kill().await.unwrap();
            killed += 1;
        }
        disturbed.run().await;
        let began = Instant::now();
        undisturbed.run().await;
        usual = began.elapsed();
        assert_eq!(disturbed.present().await, undisturbed.present().await, "round {round}");
    }
    let versions = disturbed.versions().await;
    let replayed = disturbed.command(&["replay"]).output().await.unwrap();
    assert!(replayed.status.success(), "{}", text(&replayed.stderr));
    assert_eq!(disturbed.versions().await, versions);
    println!("killed: {killed} of {} processes were cut off", rounds());
    assert!(killed * 2 >= rounds(), "{killed} of {} processes were cut off", rounds());
}

fn signal(process: &tokio::process::Child, name: &str) {
    let pid = process.id().unwrap().to_string();
    assert!(std::process::Command::new("kill").args([name, &pid]).status().unwrap().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_sleeps_beyond_its_lease_writes_nothing_more() {
    let odoo = golden_odoo().await;
    let (disturbed, undisturbed) = (Lake::of(&odoo).await, Lake::of(&odoo).await);
    undisturbed.run().await;
    let (mut stopped, mut usual) = (0, Duration::from_secs(1));
    for round in 1..=4 {
        let mut dice = Dice(100 + round);
        // The first round stops a first import.
        for _ in 0..if round == 1 { 0 } else { 3 } {
            change(&odoo, &mut dice, round);
        }
        let mut sleeper = disturbed.command(&["sync-once", "--full"]).spawn().unwrap();
        let half = u64::try_from(usual.as_micros()).unwrap() / 2;
        let moment = Duration::from_micros(half / 2 + dice.roll(half));
        if tokio::time::timeout(moment, sleeper.wait()).await.is_err() {
            signal(&sleeper, "-STOP");
            stopped += 1;
            // As if half a minute had passed: another process takes over.
            disturbed.run().await;
            let all = (disturbed.versions().await, disturbed.raw().await);
            signal(&sleeper, "-CONT");
            let output = sleeper.wait_with_output().await.unwrap();
            let left = (disturbed.versions().await, disturbed.raw().await);
            assert!(left == all, "round {round}: {}", text(&output.stderr));
        }
        let began = Instant::now();
        undisturbed.run().await;
        usual = began.elapsed();
        assert_eq!(disturbed.present().await, undisturbed.present().await, "round {round}");
    }
    disturbed.run().await;
    assert_eq!(disturbed.present().await, undisturbed.present().await);
    assert!(stopped >= 2, "{stopped} of 4 processes were stopped while they ran");
}
