//! The variables that configure the program: the one table behind the reader, the warnings and docs/configuration.md.

/// One variable as docs/configuration.md shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variable {
    pub name: &'static str,
    pub meaning: &'static str,
    /// In words where there is no fixed one.
    pub default: &'static str,
    pub secret: bool,
}

pub const PREFIX: &str = "SALESCOMMAND_";
/// Read by the tests, never by the program.
pub const TEST_PREFIX: &str = "SALESCOMMAND_TEST_";

pub const LISTEN: &str = "SALESCOMMAND_LISTEN";
pub const PUBLIC_URL: &str = "SALESCOMMAND_PUBLIC_URL";
pub const TRUSTED_PROXIES: &str = "SALESCOMMAND_TRUSTED_PROXIES";
pub const SITE_DIR: &str = "SALESCOMMAND_SITE_DIR";
pub const MONGODB_URI: &str = "SALESCOMMAND_MONGODB_URI";
pub const DATABASE: &str = "SALESCOMMAND_DATABASE";
pub const DATA_DIR: &str = "SALESCOMMAND_DATA_DIR";
pub const MONGOD: &str = "SALESCOMMAND_MONGOD";
pub const MASTER_KEY: &str = "SALESCOMMAND_MASTER_KEY";
pub const MASTER_KEY_FILE: &str = "SALESCOMMAND_MASTER_KEY_FILE";
pub const ODOO_URL: &str = "SALESCOMMAND_ODOO_URL";
pub const ODOO_DATABASE: &str = "SALESCOMMAND_ODOO_DATABASE";
pub const ODOO_USERNAME: &str = "SALESCOMMAND_ODOO_USERNAME";
pub const ODOO_API_KEY: &str = "SALESCOMMAND_ODOO_API_KEY";
pub const ODOO_PASSWORD: &str = "SALESCOMMAND_ODOO_PASSWORD";
pub const ODOO_TRANSPORT: &str = "SALESCOMMAND_ODOO_TRANSPORT";
pub const SYNC_INTERVAL_MINUTES: &str = "SALESCOMMAND_SYNC_INTERVAL_MINUTES";
pub const ADMIN_EMAIL: &str = "SALESCOMMAND_ADMIN_EMAIL";
pub const ADMIN_PASSWORD: &str = "SALESCOMMAND_ADMIN_PASSWORD";
pub const SMTP_URL: &str = "SALESCOMMAND_SMTP_URL";
pub const ALERT_FROM: &str = "SALESCOMMAND_ALERT_FROM";
pub const LEAST_FREE_DISK_MB: &str = "SALESCOMMAND_LEAST_FREE_DISK_MB";
pub const ANSWERS_MB: &str = "SALESCOMMAND_ANSWERS_MB";
pub const METRICS_LISTEN: &str = "SALESCOMMAND_METRICS_LISTEN";
pub const TIME_ZONE: &str = "SALESCOMMAND_TIME_ZONE";
pub const CURRENCY: &str = "SALESCOMMAND_CURRENCY";
pub const LOG: &str = "SALESCOMMAND_LOG";
pub const LOG_FORMAT: &str = "SALESCOMMAND_LOG_FORMAT";

const fn plain(name: &'static str, default: &'static str, meaning: &'static str) -> Variable {
    Variable { name, meaning, default, secret: false }
}

const fn secret(name: &'static str, default: &'static str, meaning: &'static str) -> Variable {
    Variable { name, meaning, default, secret: true }
}

pub const VARIABLES: &[Variable] = &[
    plain(
        LISTEN,
        "127.0.0.1:8080",
        "Address and port of the HTTP server. A loopback address means both 127.0.0.1 and ::1; port 0 takes a free one.",
    ),
    plain(
        PUBLIC_URL,
        "http://localhost with the port of SALESCOMMAND_LISTEN",
        "What browsers use to reach the app: scheme, host and port, no path. `http` only on loopback; required when SALESCOMMAND_LISTEN is no loopback address.",
    ),
    plain(
        TRUSTED_PROXIES,
        "none",
        "IP addresses of proxies in front of the server, with commas between them. The limit on failed sign-ins believes the `X-Forwarded-For` of these alone; without it, all people behind a proxy share one limit.",
    ),
    plain(SITE_DIR, "target/site, else the directory site beside the program", "Directory of the built app."),
    secret(
        MONGODB_URI,
        "unset: a mongod of our own",
        "A MongoDB replica set, 6.0 or newer; credentials and TLS unless it is on this machine.",
    ),
    plain(DATABASE, "salescommand", "Name of the database."),
    plain(
        DATA_DIR,
        "data",
        "Data of the embedded database, and the files of the setup token and of a generated master key.",
    ),
    plain(
        MONGOD,
        "the first mongod on the PATH",
        "The mongod program to start when SALESCOMMAND_MONGODB_URI is unset.",
    ),
    secret(
        MASTER_KEY,
        "on loopback: generated, in the file master-key below SALESCOMMAND_DATA_DIR",
        "Key that stored secrets are encrypted under: 32 random bytes as base64 (`openssl rand -base64 32`) or as 64 hexadecimal digits. This or the file is required when SALESCOMMAND_LISTEN is no loopback address; all processes of one database need the same. It is in no backup.",
    ),
    plain(MASTER_KEY_FILE, "unset", "File that holds the master key instead."),
    plain(
        ODOO_URL,
        "unset: not configured",
        "Address of Odoo, `https://odoo.example.com`; `http` only on loopback. The connection of these variables is the first one: what an admin sets in the app holds instead of it.",
    ),
    plain(ODOO_DATABASE, "unset", "Name of Odoo's database."),
    plain(ODOO_USERNAME, "unset", "Login of the integration user in Odoo."),
    secret(ODOO_API_KEY, "unset", "API key of the integration user (preferred to its password)."),
    secret(ODOO_PASSWORD, "unset", "Password of the integration user, where there is no API key."),
    plain(
        ODOO_TRANSPORT,
        "auto",
        "How to talk to Odoo: `auto` (by what the server says of itself), `jsonrpc`, `xmlrpc`, or `json2` (Odoo 19 and newer, with an API key).",
    ),
    plain(SYNC_INTERVAL_MINUTES, "5", "Minutes between two runs of the sync, 5 to 60, until an admin sets them."),
    plain(
        ADMIN_EMAIL,
        "unset: a setup token is shown",
        "E-mail address of the first super admin, who is created at start if there is none.",
    ),
    secret(ADMIN_PASSWORD, "unset", "Password of the first super admin, 12 to 1024 characters."),
    plain(
        LEAST_FREE_DISK_MB,
        "1024",
        "Megabytes that are to be free where the database lies before a run of the sync begins.",
    ),
    plain(
        ANSWERS_MB,
        "12",
        "Megabytes of memory for answers of the last minute, which whoever asks the same again gets at once; 0 keeps none.",
    ),
    secret(
        SMTP_URL,
        "unset: alerts are shown, not mailed",
        "Mail server for alerts to admins: `smtps://user:password@mail.example.com` (port 465), or `smtp://user:password@mail.example.com?tls=required` (STARTTLS, port 587). Without encryption only on loopback.",
    ),
    plain(
        ALERT_FROM,
        "unset; required with SALESCOMMAND_SMTP_URL",
        "Sender of the alerts, `SalesCommand <alerts@example.com>`.",
    ),
    plain(
        METRICS_LISTEN,
        "unset: off",
        "Loopback address and port of `/metrics` for Prometheus, 127.0.0.1:9464. It asks nobody who they are: keep it on this machine.",
    ),
    plain(TIME_ZONE, "UTC", "Time zone of the organisation, `Asia/Jakarta`, until an admin sets one."),
    plain(CURRENCY, "the main company's", "Reporting currency as a three-letter code, until an admin sets one."),
    plain(LOG, "info", "What is logged: `warn`, `info`, `debug`, or a filter like `info,sync=debug`."),
    plain(LOG_FORMAT, "pretty on a terminal, else json", "`json` or `pretty`."),
];
