//! Puts the server together, runs it, and takes it down in order.

use crate::{
    auth::{Attempts, Passwords},
    clock,
    config::Config,
    features::{
        self, ApiIndex,
        events::{Hub, keep_looking},
    },
    first_admin,
    http::{
        Answers, Origin, Site, answer_all, is_api, keep_journal, limit_time, refuse_foreign, routed_path, serve_site,
    },
    master_key,
    metrics::{Metrics, Requests, count_requests},
    start_error::StartError,
    state::State,
    telemetry::RequestSpan,
    worker::{self, Connection, DefaultTimes, Worker},
};
use actix_web::{
    App, HttpServer,
    dev::{Server, ServerHandle},
    middleware::from_fn,
    web::{self, Data},
};
use db::Db;
use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener},
    path::{Path, PathBuf},
    sync::atomic::AtomicBool,
};
use store::{Clock, SecretToken, Store, StoreOptions};
use tracing_actix_web::TracingLogger;
use utoipa_actix_web::AppExt;

/// How long requests in progress may take when the server stops.
const DRAIN_SECONDS: u64 = 20;
/// How often two free ports of the same number are looked for.
const PORT_ATTEMPTS: usize = 20;
pub(crate) const SETUP_TOKEN_FILE: &str = "setup-token";

/// Database and store, without a server: what each command needs.
#[derive(Debug)]
pub struct Foundation {
    pub(crate) db: Db,
    pub(crate) store: Store,
}

impl Foundation {
    pub async fn lay(config: &Config) -> Result<Self, StartError> {
        Self::with_clock(config, clock::system()).await
    }

    pub async fn with_clock(config: &Config, clock: Clock) -> Result<Self, StartError> {
        let db = Db::open(&config.database).await?;
        let options = StoreOptions {
            time_zone: Some(config.organisation.time_zone),
            currency: config.organisation.currency.clone(),
            master_key: Some(master_key::load(&config.master_key, &config.database.data_dir)?),
        };
        let store = Store::open(db.clone(), clock, options).await?;
        Ok(Self { db, store })
    }

    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Stops the embedded database, when there is one and nobody else uses it.
    pub async fn close(self) -> Result<(), StartError> {
        Ok(self.db.shutdown().await?)
    }
}

/// A server that listens, with its worker.
pub struct Application {
    foundation: Foundation,
    server: Server,
    handle: ServerHandle,
    metrics: Option<Metrics>,
    state: Data<State>,
    worker: Option<Worker>,
    address: SocketAddr,
    setup_token: Option<SecretToken>,
}

impl std::fmt::Debug for Application {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Application({})", self.address)
    }
}

impl Application {
    /// `with_worker`: syncs in this process too.
    pub async fn build(config: &Config, foundation: Foundation, with_worker: bool) -> Result<Self, StartError> {
        let store = foundation.store.clone();
        let passwords = Passwords::new().await.map_err(StartError::password)?;
        let setup_token_file = config.database.data_dir.join(SETUP_TOKEN_FILE);
        let setup_token =
            first_admin::ensure(&store, &passwords, config.first_admin.as_ref(), &setup_token_file).await?;
        let site = load_site(config.http.site_dir.as_deref())?;
        // Loads the ledger: the first request does not wait for it.
        store.moment().await?;
        let bell = worker::hang_bell(config, &foundation).await?;
        let listeners = listen(config.http.listen)?;
        let address = listeners.first().map(TcpListener::local_addr).transpose().map_err(StartError::Server)?;
        let address = address.unwrap_or(config.http.listen);
        let state = Data::new(State {
            db: foundation.db.clone(),
            store,
            origin: Origin::new(config.http.public_url.clone(), address)?,
            site,
            api: ApiIndex::new()?,
            passwords,
            attempts: Attempts::default(),
            trusted_proxies: config.http.trusted_proxies.clone(),
            bell,
            default_times: DefaultTimes::of(config),
            connection: Connection::new(foundation.store.clone(), odoo::http_client().map_err(StartError::Client)?),
            has_mail: config.mail.is_some(),
            least_free_disk: config.least_free_disk,
            answers: Answers::new(config.most_answers),
            requests: Requests::new().map_err(|error| StartError::Refused(error.to_string()))?,
            setup_token_file,
            events: Hub::default(),
            stopping: AtomicBool::new(false),
        });
        let server = server(state.clone(), listeners).map_err(StartError::Server)?;
        let worker = match with_worker {
            true => Some(Worker::start(config, &foundation, &state.bell).await?),
            false => None,
        };
        let metrics = config.metrics.map(|address| Metrics::listen(address, state.clone())).transpose()?;
        let handle = server.handle();
        Ok(Self { foundation, server, handle, metrics, state, worker, address, setup_token })
    }

    /// Where the server really listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where Prometheus finds it, if it may.
    pub fn metrics_address(&self) -> Option<SocketAddr> {
        self.metrics.as_ref().map(|metrics| metrics.address)
    }

    /// To be shown on the terminal and nowhere else.
    pub fn setup_token(&self) -> Option<&SecretToken> {
        self.setup_token.as_ref()
    }

    /// Serves until `stop` ends. Then: not ready, streams closed → requests end → the run stops at its next batch → own database last.
    pub async fn run_until(self, stop: impl Future<Output = ()>) -> Result<(), StartError> {
        let Self { foundation, server, handle, metrics, state, worker, .. } = self;
        let serving = tokio::spawn(server);
        let told = metrics.map(|metrics| (metrics.server.handle(), tokio::spawn(metrics.server)));
        let looking = tokio::spawn(keep_looking(state.clone()));
        tokio::pin!(stop);
        tokio::select! {
            () = &mut stop => tracing::info!("stopping"),
            // The server never ends by itself but for a failure that its end tells below.
            () = ended(&serving) => tracing::error!("the server ended by itself"),
        }
        state.begin_stop();
        // Both at once: the run needs no request, and a long one must not wait for slow readers.
        let drained = handle.stop(true);
        let worked = async {
            if let Some(worker) = worker {
                worker.stop().await;
            }
        };
        let ((), ()) = tokio::join!(drained, worked);
        looking.abort();
        if let Some((handle, telling)) = told {
            handle.stop(false).await;
            telling.abort();
        }
        let result = serving.await.map_err(io::Error::other).and_then(|ended| ended);
        foundation.close().await?;
        result.map_err(StartError::Server)
    }
}

async fn ended<T>(task: &tokio::task::JoinHandle<T>) {
    while !task.is_finished() {
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    }
}

fn server(state: Data<State>, listeners: Vec<TcpListener>) -> io::Result<Server> {
    let app = move || {
        let (app, _) =
            App::new().app_data(state.clone()).into_utoipa_app().configure(features::routes).split_for_parts();
        app.default_service(web::to(anything_else))
            .wrap(from_fn(keep_journal))
            .wrap(from_fn(refuse_foreign))
            .wrap(from_fn(limit_time))
            .wrap(from_fn(answer_all))
            .wrap(from_fn(count_requests))
            .wrap(TracingLogger::<RequestSpan>::new())
    };
    let server = HttpServer::new(app).disable_signals().shutdown_timeout(DRAIN_SECONDS).server_hostname("salescommand");
    listeners.into_iter().try_fold(server, |server, listener| server.listen(listener)).map(HttpServer::run)
}

async fn anything_else(
    request: actix_web::HttpRequest,
    state: Data<State>,
) -> Result<actix_web::HttpResponse, crate::http::Failure> {
    if is_api(routed_path(&request)) {
        features::unknown(request, state).await
    } else {
        serve_site(request, state).await
    }
}

/// Both loopback addresses where there are two, at the same port.
fn listen(address: SocketAddr) -> Result<Vec<TcpListener>, StartError> {
    let failed = |source| StartError::Listen { address, source };
    for _ in 1..PORT_ATTEMPTS {
        match bind_all(address) {
            // The free port of one address is taken on the other: another one, please.
            Err(error) if address.port() == 0 && error.kind() == io::ErrorKind::AddrInUse => {}
            bound => return bound.map_err(failed),
        }
    }
    bind_all(address).map_err(failed)
}

fn bind_all(address: SocketAddr) -> io::Result<Vec<TcpListener>> {
    let first = TcpListener::bind(address)?;
    let port = first.local_addr()?.port();
    let twin = match address.ip() {
        IpAddr::V4(Ipv4Addr::LOCALHOST) => Some(IpAddr::V6(Ipv6Addr::LOCALHOST)),
        IpAddr::V6(Ipv6Addr::LOCALHOST) => Some(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        _ => None,
    };
    let twin = match twin.map(|twin| TcpListener::bind((twin, port))) {
        Some(Ok(twin)) => Some(twin),
        Some(Err(error)) if error.kind() == io::ErrorKind::AddrInUse => return Err(error),
        // This machine has only one of the two.
        Some(Err(_)) | None => None,
    };
    Ok([first].into_iter().chain(twin).collect())
}

fn load_site(configured: Option<&Path>) -> Result<Site, StartError> {
    let directory = configured.map_or_else(default_site, Path::to_owned);
    let site = Site::load(&directory).map_err(|source| StartError::File { path: directory.clone(), source })?;
    if !site.is_built() {
        tracing::warn!(path = %directory.display(), "there is no built app here, only the API is served");
    }
    Ok(site)
}

fn default_site() -> PathBuf {
    let here = PathBuf::from("target/site");
    let beside = std::env::current_exe().ok().and_then(|program| Some(program.parent()?.join("site")));
    match beside {
        Some(beside) if !here.is_dir() => beside,
        _ => here,
    }
}
