//! The real application on a free port with a database of its own, and readers who talk to it.

use backend::{
    config::{Config, Environment},
    startup::{Application, Foundation},
};
use chrono::{DateTime, Utc};
use odoo_sim::{Company, Options, Sim};
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};
use shared::auth::{ApprovalStatus, UserRole};
use std::{net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};
use store::{
    Store,
    people::{AuthProvider, NewPerson, PersonRecord},
};
use testkit::database::TestDb;
use tokio::task::JoinHandle;

pub const PASSWORD: &str = "a long enough password";
const ADMIN: &str = "root@golden.example";

/// A moment at which the golden company's figures hold, after the last change of its records.
pub fn november() -> DateTime<Utc> {
    "2026-11-02T08:00:00Z".parse().unwrap()
}

pub struct TestApp {
    pub url: String,
    pub port: u16,
    pub store: Store,
    pub data_dir: PathBuf,
    pub odoo: Option<Sim>,
    /// Where Prometheus asks.
    pub metrics: Option<SocketAddr>,
    db: TestDb,
    pub setup_token: Option<String>,
    http: reqwest::Client,
}

/// What differs from the usual test application.
#[derive(Default)]
pub struct Wanted {
    pub golden: bool,
    /// The golden company with business.json added to it.
    pub business: bool,
    pub variables: Vec<(&'static str, String)>,
    /// No super admin from the configuration.
    pub fresh: bool,
    /// A database in which no test has been: what is made with the first import is missing.
    pub new_database: bool,
    /// Jobs are asked for and not done.
    pub no_worker: bool,
    /// `november` when absent.
    pub clock: Option<store::Clock>,
}

/// Without data and without Odoo, with a super admin.
pub async fn spawn_app() -> TestApp {
    spawn(Wanted::default()).await
}

/// With the golden company behind it, synced once.
pub async fn spawn_golden() -> TestApp {
    spawn_synced(Wanted { golden: true, ..Wanted::default() }).await
}

/// The same with invoices, orders, activities and more people.
pub async fn spawn_business() -> TestApp {
    spawn_synced(Wanted { business: true, ..Wanted::default() }).await
}

async fn spawn_synced(wanted: Wanted) -> TestApp {
    let app = spawn(wanted).await;
    let admin = app.person(UserRole::Admin, "admin@golden.example").await;
    // The clock rings as soon as there is a worker.
    app.synced(&admin, &Value::Null).await;
    app
}

pub async fn spawn(wanted: Wanted) -> TestApp {
    // Shown with a test that fails; a second call changes nothing.
    let _ = tracing_subscriber::fmt().with_max_level(tracing::Level::WARN).with_test_writer().try_init();
    let db = if wanted.new_database { TestDb::new().await } else { TestDb::emptied().await };
    let odoo = match (wanted.golden, wanted.business) {
        (_, true) => Some(odoo_of(business()).await),
        (true, false) => Some(golden_odoo().await),
        (false, false) => None,
    };
    let data_dir = data_dir(&format!("{}_{}", db.name(), std::process::id()));
    let mut variables = variables(&db, &data_dir, odoo.as_ref());
    if !wanted.fresh {
        variables.push(("SALESCOMMAND_ADMIN_EMAIL".into(), ADMIN.into()));
        variables.push(("SALESCOMMAND_ADMIN_PASSWORD".into(), PASSWORD.into()));
    }
    variables.extend(wanted.variables.into_iter().map(|(name, value)| (name.to_owned(), value)));
    let config = Config::read(&variables.into_iter().collect::<Environment>()).unwrap();
    let foundation = Foundation::with_clock(&config, wanted.clock.unwrap_or_else(|| Arc::new(november))).await.unwrap();
    let store = foundation.store().clone();
    let application = Application::build(&config, foundation, !wanted.no_worker).await.unwrap();
    let port = application.address().port();
    let metrics = application.metrics_address();
    let setup_token = application.setup_token().map(|token| token.expose().to_owned());
    tokio::spawn(application.run_until(std::future::pending()));
    let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    TestApp { url: format!("http://127.0.0.1:{port}"), port, store, data_dir, odoo, metrics, db, setup_token, http }
}

pub async fn golden_odoo() -> Sim {
    odoo_of(Company::golden().unwrap()).await
}

fn business() -> Company {
    let read = |text| serde_json::from_str::<serde_json::Map<String, Value>>(text).unwrap();
    let mut all = read(include_str!("../../../crates/testkit/golden/company.json"));
    for (model, rows) in read(include_str!("../../../crates/testkit/golden/business.json")) {
        let known = all.entry(model).or_insert_with(|| json!([]));
        known.as_array_mut().unwrap().extend(rows.as_array().unwrap().iter().cloned());
    }
    Company::from_json(&Value::Object(all).to_string()).unwrap()
}

async fn odoo_of(company: Company) -> Sim {
    let options = Options { company: Some(company), ..Options::new(november()) };
    Sim::start(options).await.unwrap()
}

pub fn data_dir(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&path).unwrap();
    path
}

pub fn variables(db: &TestDb, data_dir: &std::path::Path, odoo: Option<&Sim>) -> Vec<(String, String)> {
    let mut variables = vec![
        ("SALESCOMMAND_LISTEN", "127.0.0.1:0".to_owned()),
        ("SALESCOMMAND_MONGODB_URI", db.uri().to_owned()),
        ("SALESCOMMAND_DATABASE", db.name().to_owned()),
        ("SALESCOMMAND_DATA_DIR", data_dir.display().to_string()),
        ("SALESCOMMAND_SITE_DIR", data_dir.join("site").display().to_string()),
        ("SALESCOMMAND_TIME_ZONE", "Asia/Dubai".to_owned()),
        // The clock ticks at the full hour, so hardly ever into a test.
        ("SALESCOMMAND_SYNC_INTERVAL_MINUTES", "60".to_owned()),
    ];
    if let Some(odoo) = odoo {
        variables.extend([
            ("SALESCOMMAND_ODOO_URL", odoo.url.clone()),
            ("SALESCOMMAND_ODOO_DATABASE", odoo.database.clone()),
            ("SALESCOMMAND_ODOO_USERNAME", odoo.login.clone()),
            ("SALESCOMMAND_ODOO_API_KEY", odoo.api_key.clone()),
        ]);
    }
    variables.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

impl Drop for TestApp {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.data_dir);
    }
}

/// Somebody with a browser, signed in or not.
#[derive(Clone)]
pub struct Reader {
    url: String,
    http: reqwest::Client,
    pub cookie: Option<String>,
}

/// Asks until the answer is yes.
pub async fn until(what: &str, mut yes: impl AsyncFnMut() -> bool) {
    let asking = async {
        while !yes().await {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), asking).await.unwrap_or_else(|_| panic!("never: {what}"));
}

impl TestApp {
    /// Another server on the same database and data directory, whose environment names this Odoo.
    pub async fn another_process(&self, odoo: &Sim) -> Application {
        self.another(odoo, &[], false).await
    }

    /// The same with a worker and variables of its own, running until the test ends or aborts it.
    pub async fn another_worker(&self, odoo: &Sim, more: &[(&str, String)]) -> JoinHandle<()> {
        let another = self.another(odoo, more, true).await;
        tokio::spawn(async move { another.run_until(std::future::pending()).await.unwrap() })
    }

    async fn another(&self, odoo: &Sim, more: &[(&str, String)], with_worker: bool) -> Application {
        let mut variables = variables(&self.db, &self.data_dir, Some(odoo));
        variables.extend(more.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
        let config = Config::read(&variables.into_iter().collect::<Environment>()).unwrap();
        let foundation = Foundation::with_clock(&config, Arc::new(november)).await.unwrap();
        Application::build(&config, foundation, with_worker).await.unwrap()
    }

    #[expect(clippy::disallowed_methods, reason = "the tests look past the crates under test")]
    pub fn rows(&self, collection: &str) -> mongodb::Collection<mongodb::bson::Document> {
        self.db.database().collection(collection)
    }

    pub fn anonymous(&self) -> Reader {
        Reader { url: self.url.clone(), http: self.http.clone(), cookie: None }
    }

    /// An approved person with a session.
    pub async fn person(&self, role: UserRole, email: &str) -> Reader {
        let person = self.create(role, ApprovalStatus::Approved, email).await;
        self.session_of(&person).await
    }

    pub async fn create(&self, role: UserRole, approval_status: ApprovalStatus, email: &str) -> PersonRecord {
        let new = NewPerson {
            email: email.into(),
            name: "Somebody".into(),
            role,
            approval_status,
            auth_provider: AuthProvider::Password,
            password_hash: None,
        };
        self.store.people().create(new).await.unwrap()
    }

    pub async fn session_of(&self, person: &PersonRecord) -> Reader {
        let token = self.store.sessions().start(person.id, None).await.unwrap();
        self.anonymous().holding(format!("salescommand={}", token.expose()))
    }

    pub async fn sign_in(&self, email: &str, password: &str) -> Response {
        self.anonymous().post("/api/auth/login", &json!({ "email": email, "password": password })).await
    }

    /// The super admin of the configuration, through the door.
    pub async fn super_admin(&self) -> Reader {
        let answer = self.sign_in(ADMIN, PASSWORD).await;
        assert_eq!(answer.status(), 200);
        self.anonymous().holding(cookie_of(&answer))
    }

    /// One of those whose figures were worked out by hand.
    pub async fn golden_reader(&self, name: &str) -> Reader {
        match name {
            "admin" => self.super_admin().await,
            "amira" => self.person(UserRole::SalesManager, "amira@golden.example").await,
            name => self.person(UserRole::AccountManager, &format!("{name}@golden.example")).await,
        }
    }

    /// Rings the bell and waits for that run's end.
    pub async fn sync(&self, admin: &Reader) -> Value {
        let before = admin.json("/api/sync/status").await["last_run"]["id"].clone();
        let answer = admin.post("/api/sync/trigger", &json!({})).await;
        assert_eq!(answer.status(), 202);
        self.synced(admin, &before).await
    }

    /// Waits for the end of a run other than `before`.
    async fn synced(&self, admin: &Reader, before: &Value) -> Value {
        let mut status = Value::Null;
        until("the run's end", async || {
            // Of the log alone: looked at so often, the whole state would slow the run down.
            let last = self.store.runs().last().await.unwrap();
            if last.is_none_or(|run| json!(run.id) == *before) {
                return false;
            }
            status = admin.json("/api/sync/status").await;
            status["last_run"]["id"] != *before && status["indicator"] != "syncing"
        })
        .await;
        status
    }
}

impl Reader {
    pub fn holding(self, cookie: String) -> Self {
        Self { cookie: Some(cookie), ..self }
    }

    /// As the app sends it.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.bare(method, path).header("Sec-Fetch-Site", "same-origin").header("X-SalesCommand", "1");
        match &self.cookie {
            Some(cookie) => request.header("Cookie", cookie),
            None => request,
        }
    }

    /// Without any header of the app's.
    pub fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.url))
    }

    pub async fn get(&self, path: &str) -> Response {
        self.request(Method::GET, path).send().await.unwrap()
    }

    pub async fn post(&self, path: &str, body: &Value) -> Response {
        self.request(Method::POST, path).json(body).send().await.unwrap()
    }

    /// Of an answer that must be 200.
    pub async fn json(&self, path: &str) -> Value {
        let answer = self.get(path).await;
        let status = answer.status();
        let body = answer.text().await.unwrap();
        assert_eq!(status, 200, "{path}: {body}");
        serde_json::from_str(&body).unwrap()
    }
}

pub fn cookie_of(answer: &Response) -> String {
    let set = answer.headers()["set-cookie"].to_str().unwrap();
    set.split(';').next().unwrap().to_owned()
}

pub fn header<'a>(answer: &'a Response, name: &str) -> &'a str {
    answer.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

/// Checks that the answer is a problem document of this status and code, and returns it.
pub async fn problem(answer: Response, status: u16, code: &str) -> Value {
    assert_eq!(answer.status(), StatusCode::from_u16(status).unwrap(), "{code}");
    assert_eq!(header(&answer, "content-type"), "application/problem+json");
    let id = header(&answer, "x-request-id").to_owned();
    let problem: Value = answer.json().await.unwrap();
    assert_eq!(problem["code"], code);
    assert_eq!(problem["status"], status);
    assert_eq!(problem["request_id"], id);
    assert!(!id.is_empty());
    problem
}

/// Names of the fields that a 422 complains about.
pub async fn wrong_fields(answer: Response) -> Vec<String> {
    let problem = problem(answer, 422, "invalid_fields").await;
    problem["fields"].as_array().unwrap().iter().map(|field| field["field"].as_str().unwrap().to_owned()).collect()
}
