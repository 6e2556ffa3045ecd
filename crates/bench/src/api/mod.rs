//! The API under load beside a good FastAPI service over the same lake: the same questions, the same answers.

mod asks;
mod load;
mod people;
mod publish;
mod report;
mod same;

use crate::error::{Error, Result};
use crate::measure::{cpu_of, memory_of, with_children};
use crate::odoo::{Odoo, client};
use crate::rig::{Peer, Programs, Rig, StandIn, stand_in_start};
use crate::serve::{self, Server};
use crate::{report as page, say};
use asks::{Ask, Case, Choices};
use chrono::{DateTime, Utc};
use clap::Args;
use load::{Load, Target};
use people::Reader;
use publish::Publisher;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::ExitCode;

const LAKE: &str = "bench_api";
/// Under way at a time where it goes as fast as answers come.
const AT_A_TIME: usize = 8;

#[derive(Debug, Clone, Args)]
pub struct Wanted {
    #[command(flatten)]
    programs: Programs,
    /// The page whose table is replaced
    #[arg(long)]
    page: Option<PathBuf>,
    /// Of the stand-in's company: partners, deals, invoices, messages
    #[arg(long, default_value = "50000x200000x100000x1000000")]
    pub scale: String,
    /// Of each open loop
    #[arg(long, default_value_t = 30)]
    pub seconds: u64,
    /// What was built, for the page
    #[arg(long, default_value = "unknown")]
    pub commit: String,
    /// Ours alone
    #[arg(long)]
    alone: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    Ours,
    /// Ours without the answers of the last minute.
    Anew,
    Peer,
}

/// One case of one server.
#[derive(Debug, Clone)]
pub struct Measured {
    pub case: Case,
    pub who: Who,
    pub open: Load,
    pub closed: Load,
    /// Seconds of processor time in the closed loop: of the server, and of mongod.
    pub cpu: f64,
    pub mongod_cpu: f64,
    /// Generations that were published during the open loop.
    pub published: i64,
}

#[derive(Debug, Clone, Default)]
pub struct Figures {
    pub date: DateTime<Utc>,
    pub mongod: String,
    pub rows: Vec<(&'static str, u64)>,
    pub measured: Vec<Measured>,
    /// Answers that ours and the peer gave alike.
    pub compared: usize,
    /// MiB after all load: of ours, and of the peer with its second process.
    pub memory: (f64, Option<f64>),
}

pub async fn run(wanted: Wanted) -> Result<ExitCode> {
    let rig = Rig::set_up(wanted.programs.clone()).await?;
    let ended = rig.until_stopped(measure(&rig, &wanted)).await;
    rig.mongo.shutdown().await?;
    let text = report::write(&wanted, &ended?);
    say::line(&text);
    if let Some(path) = &wanted.page {
        page::put(path, "api", &text)?;
    }
    Ok(ExitCode::SUCCESS)
}

async fn measure(rig: &Rig, wanted: &Wanted) -> Result<Figures> {
    let now = rig.mongo.now().await?;
    let mut figures = Figures { date: now, mongod: rig.mongo.server_version().to_owned(), ..Figures::default() };
    say::line(format_args!("→ stand-in Odoo of {}", wanted.scale));
    let odoo = StandIn::start(&rig.programs, &wanted.scale, "fast", &kept_start(rig, now)?).await?;
    let caller = odoo.sign_in().await?;
    if serve::runs(rig, LAKE).await? == 0 {
        say::line("→ first import");
        rig.measured(&odoo, &rig.salescommand(&odoo, LAKE, &["sync-once"])?, "import").await?;
    }
    figures.rows = counts(&caller).await?;
    let mut readers = people::choose(&caller).await?;
    forget_people(rig).await?;
    people::add(rig, &odoo, LAKE, &readers).await?;
    let before = serve::runs(rig, LAKE).await?;
    let server = Server::start(rig, &odoo, LAKE).await?;
    serve::next_run(rig, LAKE, before).await?;
    let http = client()?;
    people::sign_in(&http, &server.url, &mut readers).await?;
    let mut seeing = Vec::with_capacity(readers.len());
    for reader in readers {
        let seen = asks::choices(&http, &server.url, &reader).await?;
        seeing.push((reader, seen));
    }
    let (readers, choices) = people::select(seeing)?;
    let admin = readers.first().cloned().ok_or_else(|| Error::wrong("nobody reads"))?;
    let publisher = Publisher {
        odoo: &odoo,
        http: http.clone(),
        url: server.url.clone(),
        admin,
        deals: some_deals(&caller).await?,
        next: now.timestamp().into(),
    };
    let cookies: Vec<_> = readers.iter().map(|reader| reader.cookie.clone()).collect();
    let ours = Target { http, url: server.url.clone(), header: "Cookie", credentials: cookies.clone() };
    let bench = Bench { rig, wanted, publisher, choices, ours };
    // One after the other, so that none takes the processors from another.
    bench.loops(Who::Ours, &bench.ours, server.pid, &mut figures.measured).await?;
    figures.memory.0 = memory_of(server.pid)?.0;
    let fresh = Server::without_answers(rig, &odoo, LAKE).await?;
    let anew = Target { http: client()?, url: fresh.url.clone(), header: "Cookie", credentials: cookies };
    bench.loops(Who::Anew, &anew, fresh.pid, &mut figures.measured).await?;
    fresh.stop().await?;
    if !wanted.alone {
        say::line("→ the FastAPI service works out beforehand");
        let other = Other::start(rig, &readers).await?;
        figures.compared = bench.compare(&other.target).await?;
        bench.loops(Who::Peer, &other.target, other.peer.pid, &mut figures.measured).await?;
        figures.memory.1 = Some(other.memory()?);
    }
    figures.measured.sort_by_key(|one| (one.case, one.who));
    server.stop().await?;
    Ok(figures)
}

/// The peer and how it is asked.
struct Other {
    target: Target,
    peer: Peer,
}

impl Other {
    async fn start(rig: &Rig, readers: &[Reader]) -> Result<Self> {
        let peer = Peer::start(rig, LAKE).await?;
        let credentials = readers.iter().map(|reader| reader.id.clone()).collect();
        Ok(Self { target: Target { http: client()?, url: peer.url.clone(), header: "X-Reader", credentials }, peer })
    }

    fn memory(&self) -> Result<f64> {
        with_children(self.peer.pid)?.into_iter().map(|pid| Ok(memory_of(pid)?.0)).sum()
    }
}

struct Bench<'a> {
    rig: &'a Rig,
    wanted: &'a Wanted,
    publisher: Publisher<'a>,
    choices: Vec<Choices>,
    ours: Target,
}

impl Bench<'_> {
    /// Every question to both: their answers say the same.
    async fn compare(&self, theirs: &Target) -> Result<usize> {
        let mut compared = 0;
        for case in Case::ALL {
            compared += same::compare(&self.ours, theirs, &asks::of(case, &self.choices)).await?;
        }
        Ok(compared)
    }

    async fn loops(&self, who: Who, target: &Target, pid: u32, measured: &mut Vec<Measured>) -> Result<()> {
        for case in Case::ALL {
            let asks = asks::of(case, &self.choices);
            let before = self.generation().await?;
            let open = self.published(load::open(target, &asks, case.rate(), self.wanted.seconds)).await?;
            let published = self.generation().await? - before;
            if published == 0 {
                return Err(Error::wrong("no generation was published during a loop"));
            }
            let cpu = || Ok::<_, Error>((cpu_of(pid)?, cpu_of(self.rig.mongod_pid()?)?));
            let before = cpu()?;
            let closed = self.published(load::closed(target, &asks, AT_A_TIME, self.wanted.seconds / 2)).await?;
            let after = cpu()?;
            let (cpu, mongod_cpu) = (after.0 - before.0, after.1 - before.1);
            let one = Measured { case, who, open, closed, cpu, mongod_cpu, published };
            say::line(format_args!("  {}", report::in_short(&one)));
            measured.push(one);
        }
        Ok(())
    }

    /// The newest, as the server says.
    async fn generation(&self) -> Result<i64> {
        let ask = Ask { reader: 0, path: "/api/accounts?limit=1".to_owned() };
        let answer: Value = serde_json::from_slice(&self.ours.answer(&ask).await?)?;
        let generation = answer.get("generation").and_then(Value::as_i64);
        generation.ok_or_else(|| Error::wrong("an answer without a generation"))
    }

    /// While generations are published.
    async fn published(&self, load: impl Future<Output = Result<Load>>) -> Result<Load> {
        tokio::select! {
            load = load => load,
            ended = self.publisher.go_on() => Err(ended.err().unwrap_or_else(|| Error::wrong("nothing is published"))),
        }
    }
}

/// The company of a lake that is used again must be the one that it was read from, and its days hang on when it began.
fn kept_start(rig: &Rig, now: DateTime<Utc>) -> Result<String> {
    let file = rig.programs.work.join("start");
    if !file.exists() {
        std::fs::write(&file, stand_in_start(now))?;
    }
    Ok(std::fs::read_to_string(&file)?)
}

/// Those of an earlier measurement have passwords that nobody knows any more.
#[expect(clippy::disallowed_methods, reason = "the measurements look past the crates that they measure")]
async fn forget_people(rig: &Rig) -> Result<()> {
    for name in ["users", "sessions"] {
        let people = rig.database(LAKE).collection::<mongodb::bson::Document>(name);
        people.delete_many(mongodb::bson::doc! {}).await?;
    }
    Ok(())
}

const SHOWN: [(&str, &str); 4] =
    [("partners", "res.partner"), ("deals", "crm.lead"), ("invoices", "account.move"), ("messages", "mail.message")];

async fn counts(odoo: &Odoo) -> Result<Vec<(&'static str, u64)>> {
    let mut counts = Vec::new();
    for (name, model) in SHOWN {
        let count = odoo.call(model, "search_count", json!([[]]), json!({})).await?;
        counts.push((name, count.as_u64().unwrap_or_default()));
    }
    Ok(counts)
}

async fn some_deals(odoo: &Odoo) -> Result<Vec<i64>> {
    let open = json!([[["type", "=", "opportunity"], ["active", "=", true], ["probability", "<", 100]]]);
    let ids = odoo.call("crm.lead", "search", open, json!({"order": "id", "limit": 500})).await?;
    let ids = ids.as_array().into_iter().flatten().filter_map(Value::as_i64);
    Ok(ids.collect())
}
