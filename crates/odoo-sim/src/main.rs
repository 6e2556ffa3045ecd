//! `odoo-sim`: a stand-in Odoo on a port of the loopback.

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use chrono::{DateTime, Utc};
use clap::{Parser, ValueEnum};
use odoo_sim::{Company, Options, Pace, Scale, Sim, Version};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Which {
    /// Made up from --seed and --scale.
    Generated,
    /// The small fixed company of the golden figures.
    Golden,
}

/// A stand-in Odoo on a free port: `/jsonrpc`, `/xmlrpc/2/…`, and from 19 on `/json/2/…`.
///
/// When it is ready it prints `listening on http://127.0.0.1:PORT` to standard output, and, with --control, a second
/// line `control on http://127.0.0.1:PORT`.
///
/// The administrator's login and API key come from ODOO_SIM_LOGIN and ODOO_SIM_API_KEY, the database's name from
/// ODOO_SIM_DATABASE (default: demo). There is no default key: without ODOO_SIM_API_KEY a random one is made and printed
/// to standard error, as are the login when it is not given and the login and key of a plain salesman (key from
/// ODOO_SIM_SALESMAN_API_KEY), each as NAME=value.
#[derive(Debug, Parser)]
#[command(name = "odoo-sim")]
struct Arguments {
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Where to listen for control calls; without it there are none.
    #[arg(long)]
    control: Option<SocketAddr>,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// demo, recordings, or PARTNERSxDEALS such as 5000x20000.
    #[arg(long, default_value = "demo")]
    scale: Scale,
    #[arg(long, value_enum, default_value = "generated")]
    company: Which,
    /// A company described in JSON: model → list of rows in wire form, many2one as bare ids.
    #[arg(long, conflicts_with = "company")]
    company_file: Option<PathBuf>,
    /// The Odoo that is stood in for: 17, 18 or 19.
    #[arg(long, default_value = "18")]
    version: Version,
    /// Names of further databases: with any, JSON-2 has to be told which one is meant.
    #[arg(long)]
    other_database: Vec<String>,
    /// fast or odoo18.
    #[arg(long, default_value = "fast")]
    pace: Pace,
    /// The day on which the company lives (RFC 3339); default: now.
    #[arg(long)]
    start: Option<DateTime<Utc>>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "odoo-sim: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let given = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let company = match (&arguments.company_file, arguments.company) {
        (Some(path), _) => Some(Company::from_json(&std::fs::read_to_string(path)?)?),
        (None, Which::Golden) => Some(Company::golden()?),
        (None, Which::Generated) => None,
    };
    let (login, api_key) = (given("ODOO_SIM_LOGIN"), given("ODOO_SIM_API_KEY"));
    let (say_login, say_key) = (login.is_none(), api_key.is_none());
    let sim = Sim::start(Options {
        listen: arguments.listen,
        control: arguments.control,
        company,
        seed: arguments.seed,
        scale: arguments.scale,
        pace: arguments.pace,
        version: arguments.version,
        other_databases: arguments.other_database,
        database: given("ODOO_SIM_DATABASE").unwrap_or_else(|| "demo".to_owned()),
        login,
        api_key,
        salesman_api_key: given("ODOO_SIM_SALESMAN_API_KEY"),
        ..Options::new(arguments.start.unwrap_or_else(now))
    })
    .await?;
    let mut credentials = std::io::stderr();
    if say_login {
        writeln!(credentials, "ODOO_SIM_LOGIN={}", sim.login)?;
    }
    if say_key {
        writeln!(credentials, "ODOO_SIM_API_KEY={}", sim.api_key)?;
    }
    if let Some(salesman) = &sim.salesman {
        writeln!(
            credentials,
            "ODOO_SIM_SALESMAN_LOGIN={}\nODOO_SIM_SALESMAN_API_KEY={}",
            salesman.login, salesman.api_key
        )?;
    }
    let mut ready = std::io::stdout();
    writeln!(ready, "listening on {}", sim.url)?;
    if let Some(control) = &sim.control_url {
        writeln!(ready, "control on {control}")?;
    }
    ready.flush()?;
    stopped().await;
    Ok(())
}

/// Ctrl-C, or the end that a supervisor sends.
async fn stopped() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminated) => {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminated.recv() => {}
            }
        }
        Err(_) => _ = tokio::signal::ctrl_c().await,
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the program reads the time; everything else is handed it"
)]
fn now() -> DateTime<Utc> {
    std::time::SystemTime::now().into()
}
