//! The command line: what the program can be asked to do, and what it says to whoever asks.

use crate::{
    auth::Passwords,
    config::{Config, Environment},
    first_admin, openapi_document, person,
    start_error::StartError,
    startup::{Application, Foundation, SETUP_TOKEN_FILE},
    telemetry, worker,
};
use clap::{Args, Parser, Subcommand};
use db::Db;
use shared::{
    auth::{ApprovalStatus, UserRole},
    sync::RunState,
};
use std::{
    fmt,
    io::{self, IsTerminal, Read, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};
use store::{
    SecretToken, StoreError,
    backup::Backup,
    people::{AuthProvider, NewPerson, PasswordHash},
    schema::pending_migrations,
};
use tokio::signal::unix::{SignalKind, signal};

/// Sales intelligence over Odoo.
#[derive(Debug, Parser)]
#[command(name = "salescommand", version, about)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the API and the app, and sync.
    Serve {
        /// Leave the syncing to other processes (`work`).
        #[arg(long)]
        no_worker: bool,
    },
    /// Sync only, without a server.
    Work,
    /// Sync now, once, and say what came of it.
    SyncOnce {
        /// Read and compare every record.
        #[arg(long)]
        full: bool,
    },
    /// Rebuild what is derived from the records as they were received.
    Replay,
    /// Write a backup into a new directory; the server may go on meanwhile.
    Backup { directory: PathBuf },
    /// Bring a backup into an empty database and make everything else again from it.
    Restore { directory: PathBuf },
    /// Erase a person whom Odoo does not hold any more from all zones and from those who sign in.
    ErasePerson {
        /// Read from standard input where it should not stand in the shell's history.
        email: Option<String>,
    },
    /// Derive every row and every salesperson's figures again from canonical records and compare.
    Audit,
    /// Look at the configuration.
    Config {
        #[command(subcommand)]
        command: ConfigCommand,
    },
    /// Print the description of the API (OpenAPI 3.1).
    Openapi,
    /// Issue a new setup token for the first super admin; earlier ones are void.
    SetupToken,
    /// Manage people.
    User {
        #[command(subcommand)]
        command: UserCommand,
    },
    /// Bring the database up to this version; `serve` and `work` do the same at their start.
    Migrate {
        /// Only look; the exit code is 1 when there is something to do.
        #[arg(long)]
        check: bool,
    },
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Say everything that is wrong with it.
    Check,
}

#[derive(Debug, Subcommand)]
enum UserCommand {
    /// Add a person, with the password from standard input.
    Add(NewUser),
}

#[derive(Debug, Args)]
struct NewUser {
    #[arg(long)]
    email: String,
    #[arg(long)]
    name: String,
    #[arg(long)]
    role: UserRole,
    /// May use the app at once.
    #[arg(long)]
    approved: bool,
}

pub async fn run(cli: Cli) -> ExitCode {
    match dispatch(cli.command).await {
        Ok(code) => code,
        Err(error) => {
            complain(&error);
            ExitCode::FAILURE
        }
    }
}

async fn dispatch(command: Command) -> Result<ExitCode, StartError> {
    if let Command::Openapi = command {
        say(openapi_document().to_pretty_json()?);
        return Ok(ExitCode::SUCCESS);
    }
    let config = configure()?;
    match command {
        Command::Serve { no_worker } => serve(&config, !no_worker).await?,
        Command::Work => work(&config).await?,
        Command::SyncOnce { full } => return sync_once(&config, full).await,
        Command::Replay => replay(&config).await?,
        Command::Backup { directory } => back_up(&config, &directory).await?,
        Command::Restore { directory } => restore(&config, &directory).await?,
        Command::ErasePerson { email } => erase_person(&config, email).await?,
        Command::Audit => return audit(&config).await,
        Command::Config { command: ConfigCommand::Check } => say("the configuration is good"),
        Command::SetupToken => setup_token(&config).await?,
        Command::User { command: UserCommand::Add(user) } => add_user(&config, user).await?,
        Command::Migrate { check } => return migrate(&config, check).await,
        Command::Openapi => {}
    }
    Ok(ExitCode::SUCCESS)
}

fn configure() -> Result<Config, StartError> {
    let environment = Environment::load(Path::new(".env"))?;
    let config = Config::read(&environment)?;
    telemetry::start(&config.log);
    for name in environment.unknown() {
        tracing::warn!(name, "this variable is not known and has no effect");
    }
    Ok(config)
}

async fn serve(config: &Config, with_worker: bool) -> Result<(), StartError> {
    let stop = stop_signal()?;
    let foundation = Foundation::lay(config).await?;
    let application = Application::build(config, foundation, with_worker).await?;
    if let Some(token) = application.setup_token() {
        show_setup_token(config, token);
    }
    say(format_args!("listening on http://{}", application.address()));
    application.run_until(stop).await
}

async fn work(config: &Config) -> Result<(), StartError> {
    let stop = stop_signal()?;
    let foundation = Foundation::lay(config).await?;
    worker::run_until(config, &foundation, stop).await?;
    foundation.close().await
}

async fn sync_once(config: &Config, full: bool) -> Result<ExitCode, StartError> {
    let foundation = Foundation::lay(config).await?;
    let run = worker::sync_once(config, &foundation, full).await?;
    foundation.close().await?;
    say(serde_json::to_string_pretty(&run)?);
    Ok(if run.state == RunState::Failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

async fn replay(config: &Config) -> Result<(), StartError> {
    let foundation = Foundation::lay(config).await?;
    let replayed = worker::replay(config, &foundation).await?;
    foundation.close().await?;
    say(format_args!("replayed {} raw rows of {} generations", replayed.raw_rows, replayed.generations));
    Ok(())
}

async fn back_up(config: &Config, directory: &Path) -> Result<(), StartError> {
    let foundation = Foundation::lay(config).await?;
    let written = foundation.store.back_up(directory).await;
    foundation.close().await?;
    let manifest = written?;
    let documents: u64 = manifest.files.iter().map(|file| file.documents).sum();
    say(format_args!("backed up generation {} with {documents} documents", manifest.generation));
    say("it holds personal data, and neither sessions nor the master key: keep that key apart");
    Ok(())
}

async fn restore(config: &Config, directory: &Path) -> Result<(), StartError> {
    let backup = Backup::open(directory)?;
    let foundation = Foundation::lay(config).await?;
    let restored = worker::restore(config, &foundation, &backup).await;
    foundation.close().await?;
    let replayed = restored?;
    let generation = backup.manifest().generation;
    say(format_args!("restored generation {generation} from {} raw rows", replayed.raw_rows));
    Ok(())
}

async fn erase_person(config: &Config, email: Option<String>) -> Result<(), StartError> {
    let unread = |_| StartError::Refused("the address cannot be read from standard input".into());
    let address = email.map_or_else(|| io::read_to_string(io::stdin()).map_err(unread), Ok)?;
    let address = person::email(&address).map_err(|message| StartError::Refused(format!("the address {message}")))?;
    let foundation = Foundation::lay(config).await?;
    let erased = worker::erase_person(config, &foundation, &address).await;
    foundation.close().await?;
    let erased = erased?;
    let user = if erased.user { "and the person who signed in here" } else { "and nobody who signed in here" };
    say(format_args!("erased {} versions of records {user}", erased.versions));
    say("backups that were written before still hold them");
    Ok(())
}

async fn audit(config: &Config) -> Result<ExitCode, StartError> {
    let foundation = Foundation::lay(config).await?;
    let audited = worker::audit(config, &foundation).await;
    foundation.close().await?;
    let audit = audited?;
    say(format_args!(
        "generation {}: {} rows and the figures of {} salespeople compared",
        audit.generation, audit.rows, audit.salespeople
    ));
    for difference in &audit.differences {
        say(format_args!("differs: {difference}"));
    }
    say(format_args!("{} differences", audit.count));
    Ok(if audit.count == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn setup_token(config: &Config) -> Result<(), StartError> {
    let foundation = Foundation::lay(config).await?;
    if foundation.store.people().count_super_admins().await? > 0 {
        foundation.close().await?;
        return Err(StartError::Refused(
            "there is a super admin already: a setup token is for the first one only".into(),
        ));
    }
    let file = config.database.data_dir.join(SETUP_TOKEN_FILE);
    let token = first_admin::issue_token(&foundation.store, &file).await?;
    say(token.expose());
    foundation.close().await
}

async fn add_user(config: &Config, user: NewUser) -> Result<(), StartError> {
    let wrong = |field: &str, message: &str| StartError::Refused(format!("{field} {message}"));
    let email = person::email(&user.email).map_err(|message| wrong("--email", message))?;
    let name = person::name(&user.name).map_err(|message| wrong("--name", message))?;
    let mut password = String::new();
    io::stdin()
        .read_to_string(&mut password)
        .map_err(|_| wrong("the password", "cannot be read from standard input"))?;
    let password = password.strip_suffix('\n').unwrap_or(&password);
    let password = person::password(password).map_err(|message| wrong("the password", message))?;
    let foundation = Foundation::lay(config).await?;
    let hash =
        Passwords::new().await.map_err(StartError::password)?.hash(password).await.map_err(StartError::password)?;
    let new = NewPerson {
        email,
        name,
        role: user.role,
        approval_status: if user.approved { ApprovalStatus::Approved } else { ApprovalStatus::Pending },
        auth_provider: AuthProvider::Password,
        password_hash: Some(PasswordHash(hash)),
    };
    let created = foundation.store.people().create(new).await;
    foundation.close().await?;
    match created {
        Ok(person) => {
            tracing::info!(person.id = %person.id, role = %person.role, approved = user.approved, "added a person from the command line");
            say(format_args!("added {}", person.id));
            Ok(())
        }
        Err(StoreError::EmailTaken) => Err(wrong("--email", "belongs to somebody who is there already")),
        Err(error) => Err(error.into()),
    }
}

async fn migrate(config: &Config, check: bool) -> Result<ExitCode, StartError> {
    if !check {
        Foundation::lay(config).await?.close().await?;
        say("the database is up to date");
        return Ok(ExitCode::SUCCESS);
    }
    let db = Db::open(&config.database).await?;
    let pending = pending_migrations(&db).await;
    db.shutdown().await?;
    let pending = pending?;
    say(format_args!("{} migrations to run", pending.len()));
    Ok(if pending.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Ends at SIGTERM or SIGINT. Asked for before anything starts, so that an early signal is not missed.
fn stop_signal() -> Result<impl Future<Output = ()>, StartError> {
    let mut terminate = signal(SignalKind::terminate()).map_err(StartError::Server)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(StartError::Server)?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// On a terminal only: output that is redirected may end in a log.
fn show_setup_token(config: &Config, token: &SecretToken) {
    let file = config.database.data_dir.join(SETUP_TOKEN_FILE);
    if io::stdout().is_terminal() {
        say(format_args!("create the first super admin within an hour with this setup token: {}", token.expose()));
    } else {
        say(format_args!("create the first super admin within an hour with the setup token in {}", file.display()));
    }
}

/// The command's own output, apart from the log.
fn say(line: impl fmt::Display) {
    // Nobody listens any more: nothing to be done about it.
    let _closed = writeln!(io::stdout(), "{line}");
}

fn complain(error: &StartError) {
    let causes = std::iter::successors(std::error::Error::source(error), |error| error.source());
    let _closed = writeln!(io::stderr(), "salescommand: {error}");
    for cause in causes {
        let _closed = writeln!(io::stderr(), "  because: {cause}");
    }
}
