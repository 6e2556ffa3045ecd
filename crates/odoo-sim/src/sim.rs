//! Starting and stopping: a server on threads of its own, for tests in-process and for the binary.

use std::net::TcpListener;
use std::sync::Arc;
use std::thread::JoinHandle;

use rand::Rng;
use tokio::sync::watch;

use crate::clock::Clock;
use crate::company::Company;
use crate::control::{self, Control};
use crate::db::Db;
use crate::http;
use crate::model::model;
use crate::options::Options;
use crate::orm::{self, LoadError};
use crate::server::Server;
use crate::state::{Account, World};

/// Rows of a company that do not say when they were made are 30 days old.
const UNDATED_SINCE: i64 = 30 * 86_400_000_000;

#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Company(#[from] LoadError),
    #[error("the company has no internal user who could sign in")]
    NoUser,
    #[error("cannot listen: {0}")]
    Listen(#[from] std::io::Error),
}

/// What a client signs in with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credentials {
    pub login: String,
    pub api_key: String,
    pub uid: i64,
}

/// A running server. Dropping it stops it.
#[derive(Debug)]
pub struct Sim {
    pub url: String,
    /// Where the control port listens, if one was asked for.
    pub control_url: Option<String>,
    pub login: String,
    pub api_key: String,
    pub uid: i64,
    pub database: String,
    /// A plain salesman: sees own and unassigned deals only, and some models not at all.
    pub salesman: Option<Credentials>,
    pub control: Control,
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

impl Sim {
    pub async fn start(options: Options) -> Result<Self, StartError> {
        let listener = listen(options.listen)?;
        let control_listener = options.control.map(listen).transpose()?;
        let made = options.start.timestamp_micros() - UNDATED_SINCE;
        let mut db = match options.company {
            Some(company) => orm::load(&company.into_tables()?, made)?,
            None => Company::generate_into(options.seed, options.scale, options.start, made)?,
        };
        db.version = options.version;
        let (admin, salesman) =
            sign_ins(&db, options.login, (options.api_key, options.salesman_api_key)).ok_or(StartError::NoUser)?;
        let accounts = [Some((&admin, false)), salesman.as_ref().map(|salesman| (salesman, true))];
        let accounts = accounts.into_iter().flatten().map(|(known, restricted)| Account {
            uid: known.uid,
            login: known.login.clone(),
            api_key: known.api_key.clone(),
            restricted,
        });
        let databases = [vec![options.database.clone()], options.other_databases].concat();
        let clock = Clock::starting_at(options.start);
        let world = Arc::new(World::new(db, databases, accounts.collect(), options.pace, clock));
        let control = Control::new(Arc::clone(&world));
        let (stop, stopped) = watch::channel(false);
        let url = format!("http://{}", listener.local_addr()?);
        let control_url = match &control_listener {
            Some(listener) => Some(format!("http://{}", listener.local_addr()?)),
            None => None,
        };
        let thread = std::thread::Builder::new().name("odoo-sim".into()).spawn({
            let control = control.clone();
            move || serve(listener, control_listener, world, control, stopped)
        })?;
        Ok(Self {
            url,
            control_url,
            login: admin.login,
            api_key: admin.api_key,
            uid: admin.uid,
            database: options.database,
            salesman,
            control,
            stop,
            thread: Some(thread),
        })
    }
}

impl Drop for Sim {
    fn drop(&mut self) {
        let _ = self.stop.send(true);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn listen(address: std::net::SocketAddr) -> std::io::Result<TcpListener> {
    let listener = TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

fn serve(
    listener: TcpListener,
    control_listener: Option<TcpListener>,
    world: Arc<World>,
    control: Control,
    stopped: watch::Receiver<bool>,
) {
    let Ok(runtime) = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build() else {
        return;
    };
    runtime.block_on(async move {
        let server = Arc::new(Server::new(world));
        let answer = Arc::new(move |request| {
            let server = Arc::clone(&server);
            async move { server.answer(request).await }
        });
        let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
        let public = http::serve(listener, stopped.clone(), answer);
        match control_listener.map(tokio::net::TcpListener::from_std) {
            Some(Ok(listener)) => {
                let answer = Arc::new(move |request| {
                    let control = control.clone();
                    async move { control::answer(&control, &request) }
                });
                tokio::join!(public, http::serve(listener, stopped, answer));
            }
            _ => public.await,
        }
    });
}

/// The administrator (user 2 in every Odoo, else the first active one) and the first other one who leads no team.
fn sign_ins(
    db: &Db,
    login: Option<String>,
    (api_key, salesman_key): (Option<String>, Option<String>),
) -> Option<(Credentials, Option<Credentials>)> {
    let users = model("res.users");
    let people: Vec<(i64, String)> = db
        .table(users)
        .iter()
        .filter(|row| row.named(users, "active").is_true() && !row.named(users, "share").is_true())
        .map(|row| (row.id, row.named(users, "login").as_text().unwrap_or_default().to_owned()))
        .collect();
    let by_login = people.iter().find(|(_, own)| Some(own) == login.as_ref());
    let (uid, own) = by_login.or_else(|| people.iter().find(|(id, _)| *id == 2)).or_else(|| people.first())?.clone();
    let admin = Credentials { login: login.unwrap_or(own), api_key: api_key.unwrap_or_else(random_key), uid };
    let teams = model("crm.team");
    let leads = |user: i64| db.table(teams).iter().any(|row| row.named(teams, "user_id").as_ref() == Some(user));
    let salesman = people.into_iter().find(|(id, _)| *id != uid && !leads(*id));
    let salesman =
        salesman.map(|(uid, login)| Credentials { login, api_key: salesman_key.unwrap_or_else(random_key), uid });
    Some((admin, salesman))
}

/// Forty hexadecimal digits, as Odoo's own keys.
fn random_key() -> String {
    let bytes: [u8; 20] = rand::rng().random();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
