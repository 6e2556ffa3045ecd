//! The cases: full import, then reconciles of what is unchanged, of what changed in part, and after a mass deletion.

use crate::error::{Error, Result};
use crate::lake::{self, Facts, Space};
use crate::odoo::Odoo;
use crate::plan::{self, Model};
use crate::report::{self, Figures};
use crate::rig::{Programs, Rig, Run, StandIn, stand_in_start};
use crate::{say, serve};
use chrono::{DateTime, Utc};
use clap::Args;
use mongodb::bson::doc;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const OURS: &str = "bench_ours";
const COPY: &str = "bench_copy";
/// Every hundredth record is written.
const EVERY: usize = 100;

#[derive(Debug, Clone, Args)]
pub struct Wanted {
    #[command(flatten)]
    programs: Programs,
    /// The page whose table is replaced
    #[arg(long)]
    page: Option<PathBuf>,
    /// What stands behind the medians
    #[arg(long, default_value_t = 5)]
    pub runs: usize,
    /// Of the stand-in's company: partners, deals, invoices, messages
    #[arg(long, default_value = "50000x200000x0x0")]
    pub scale: String,
    /// Deals that are deleted at once
    #[arg(long, default_value_t = 10_000)]
    pub deleted: u64,
    /// How fast the stand-in answers
    #[arg(long, value_delimiter = ',', default_value = "fast,odoo18")]
    paces: Vec<String>,
    /// What was built, for the page
    #[arg(long, default_value = "unknown")]
    pub commit: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    Floor,
    Copy,
    Ours,
}

const ALL: [Who; 3] = [Who::Floor, Who::Copy, Who::Ours];

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Case {
    Import,
    Unchanged,
    Changed,
    Deleted,
}

pub type Runs = BTreeMap<(Case, Who), Vec<Run>>;

/// One pace of the stand-in.
#[derive(Debug)]
pub struct Table {
    pub pace: String,
    pub runs: Runs,
    pub facts: Facts,
}

pub async fn run(wanted: Wanted) -> Result<ExitCode> {
    let rig = Rig::set_up(wanted.programs.clone()).await?;
    let ended = rig.until_stopped(measure(&rig, &wanted)).await;
    rig.mongo.shutdown().await?;
    let text = report::write(&wanted, &ended?);
    say::line(&text);
    if let Some(page) = &wanted.page {
        report::put(page, "sync", &text)?;
    }
    Ok(ExitCode::SUCCESS)
}

async fn measure(rig: &Rig, wanted: &Wanted) -> Result<Figures> {
    let now = rig.mongo.now().await?;
    let mut figures = Figures { date: now, mongod: rig.mongo.server_version().to_owned(), ..Figures::default() };
    for pace in &wanted.paces {
        say::line(format_args!("→ stand-in Odoo of {} at the pace {pace}", wanted.scale));
        let mut session = Session::begin(rig, wanted, pace, now).await?;
        session.import().await?;
        if figures.space.is_empty() {
            figures.space = session.space().await?;
            figures.serving = serve::memory(rig, &session.odoo, OURS).await?;
        }
        session.unchanged().await?;
        session.changed().await?;
        session.deleted().await?;
        figures.tables.push(Table { pace: pace.clone(), runs: session.runs, facts: session.facts });
    }
    let demo = StandIn::start(&rig.programs, "demo", "fast", &stand_in_start(now)).await?;
    rig.database("bench_demo").drop().await?;
    rig.measured(&demo, &rig.salescommand(&demo, "bench_demo", &["sync-once"])?, "demo").await?;
    figures.serving_demo = serve::memory(rig, &demo, "bench_demo").await?;
    for name in [OURS, COPY, "bench_demo"] {
        rig.database(name).drop().await?;
    }
    Ok(figures)
}

struct Session<'a> {
    rig: &'a Rig,
    wanted: &'a Wanted,
    odoo: StandIn,
    caller: Odoo,
    models: Vec<Model>,
    plan: PathBuf,
    runs: Runs,
    facts: Facts,
}

impl<'a> Session<'a> {
    async fn begin(rig: &'a Rig, wanted: &'a Wanted, pace: &str, now: DateTime<Utc>) -> Result<Self> {
        let odoo = StandIn::start(&rig.programs, &wanted.scale, pace, &stand_in_start(now)).await?;
        let caller = odoo.sign_in().await?;
        let models = plan::draw_up(&caller, now).await?;
        let facts = lake::in_odoo(&caller, &models).await?;
        say::line(format_args!("  {} rows, expected revenue {}", facts.total(), facts.revenue));
        let plan = rig.programs.work.join("models.json");
        Ok(Self { rig, wanted, odoo, caller, models, plan, runs: Runs::new(), facts })
    }

    async fn import(&mut self) -> Result<()> {
        for round in 0..self.wanted.runs {
            for name in [OURS, COPY] {
                self.rig.database(name).drop().await?;
            }
            self.round(Case::Import, round).await?;
            self.compare(None).await?;
        }
        Ok(())
    }

    async fn unchanged(&mut self) -> Result<()> {
        for round in 0..self.wanted.runs {
            self.round(Case::Unchanged, round).await?;
            self.compare(None).await?;
        }
        Ok(())
    }

    async fn changed(&mut self) -> Result<()> {
        for round in 0..self.wanted.runs {
            self.odoo.hand.tell("clock", json!({"seconds": 3_600})).await?;
            let amount = format!("{round}.25").parse::<f64>().unwrap_or(0.25) + 1_000.0;
            let deals = json!({"model": "crm.lead", "every": EVERY, "values": {"expected_revenue": amount}});
            self.odoo.hand.tell("write_every", deals).await?;
            let partners = json!({"model": "res.partner", "every": EVERY, "values": {"city": format!("City {round}")}});
            self.odoo.hand.tell("write_every", partners).await?;
            self.round(Case::Changed, round).await?;
            self.facts = lake::in_odoo(&self.caller, &self.models).await?;
            self.compare(None).await?;
        }
        Ok(())
    }

    /// Our guard holds what the script deletes. Between two rounds everything comes back.
    async fn deleted(&mut self) -> Result<()> {
        self.odoo.hand.tell("clock", json!({"seconds": 3_600})).await?;
        let snapshot = self.odoo.hand.tell("snapshot", json!({})).await?;
        let whole = self.facts.clone();
        for round in 0..self.wanted.runs {
            let gone = json!({"model": "crm.lead", "count": self.wanted.deleted});
            self.odoo.hand.tell("unlink_first", gone).await?;
            self.round(Case::Deleted, round).await?;
            self.facts = lake::in_odoo(&self.caller, &self.models).await?;
            self.compare(Some(&whole)).await?;
            self.odoo.hand.tell("restore", snapshot.clone()).await?;
            for who in [Who::Copy, Who::Ours] {
                self.once(Case::Unchanged, who).await?;
            }
            self.facts = whole.clone();
            self.compare(None).await?;
        }
        Ok(())
    }

    /// Each of the three once, another one first in each round.
    async fn round(&mut self, case: Case, round: usize) -> Result<()> {
        plan::look_back(&self.caller, &mut self.models).await?;
        for at in 0..ALL.len() {
            let Some(who) = ALL.get((at + round) % ALL.len()).copied() else { continue };
            let run = self.once(case, who).await?;
            say::line(format_args!("  {case:?} {round} {who:?}: {}", report::in_short(&run)));
            self.runs.entry((case, who)).or_default().push(run);
        }
        Ok(())
    }

    async fn once(&self, case: Case, who: Who) -> Result<Run> {
        std::fs::write(&self.plan, serde_json::to_vec_pretty(&self.models)?)?;
        let what = if case == Case::Import { "import" } else { "reconcile" };
        let command = match who {
            Who::Floor => self.rig.floor(&self.odoo, what, &self.plan)?,
            Who::Copy => self.rig.peer(&self.odoo, COPY, what, &self.plan)?,
            Who::Ours => self.rig.salescommand(&self.odoo, OURS, &["sync-once"])?,
        };
        let (run, log) = self.rig.measured(&self.odoo, &command, &format!("{who:?}").to_lowercase()).await?;
        if who == Who::Ours {
            check_state(&log, case)?;
        }
        Ok(run)
    }

    /// `before`: what was there before a mass deletion, and still is in ours, held.
    async fn compare(&self, before: Option<&Facts>) -> Result<()> {
        let copy = lake::in_copy(&self.rig.database(COPY), &self.models).await?;
        same("the script", &copy, &self.facts)?;
        let ours = self.rig.database(OURS);
        same("ours", &lake::in_lake(&ours).await?, before.unwrap_or(&self.facts))?;
        let (held, expected) = (lake::held(&ours).await?, before.map_or(0, |_| self.wanted.deleted));
        if held < expected || (before.is_none() && held > 0) {
            return Err(Error::wrong(format!("{held} deletions are held, and not {expected}")));
        }
        Ok(())
    }

    async fn space(&self) -> Result<BTreeMap<Who, BTreeMap<&'static str, Space>>> {
        // Sizes are known at checkpoints.
        self.rig.mongo.client().database("admin").run_command(doc! { "fsync": 1 }).await?;
        let ours = lake::space(&self.rig.database(OURS)).await?;
        let copy = lake::space(&self.rig.database(COPY)).await?;
        Ok(BTreeMap::from([(Who::Ours, ours), (Who::Copy, copy)]))
    }
}

fn check_state(log: &Path, case: Case) -> Result<()> {
    let said: Value = serde_json::from_slice(&std::fs::read(log)?)?;
    let (state, errors) = (said.get("state").and_then(Value::as_str), said.get("errors"));
    let expected = if case == Case::Deleted { "partial" } else { "success" };
    match state {
        Some(state) if state == expected => Ok(()),
        _ => Err(Error::wrong(format!("our run ended as {state:?}: {errors:?}"))),
    }
}

fn same(who: &str, found: &Facts, expected: &Facts) -> Result<()> {
    if found == expected {
        return Ok(());
    }
    Err(Error::wrong(format!("{who} has {found:?}, and Odoo has {expected:?}")))
}
