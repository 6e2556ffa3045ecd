//! Readers with different reaches: an admin, leaders of teams, salespeople. Each signs in as people do.

use crate::error::{Error, Result};
use crate::odoo::Odoo;
use crate::rig::{Rig, StandIn};
use futures::future::try_join_all;
use reqwest::Client;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::Read;
use std::process::Stdio;
use tokio::io::AsyncWriteExt;

const READERS: usize = 20;
/// Some of them have nothing to see.
const CANDIDATES: usize = 3 * READERS;
/// The stand-in has not quite so many people with deals.
const ADMINS: [&str; 3] = ["bench-1@bench.example", "bench-2@bench.example", "bench-3@bench.example"];

#[derive(Debug, Clone)]
pub struct Reader {
    pub email: String,
    name: String,
    role: &'static str,
    password: String,
    /// Of our server.
    pub cookie: String,
    /// Of SalesCommand; known once signed in.
    pub id: String,
}

impl Reader {
    fn new(email: String, name: String, role: &'static str) -> Result<Self> {
        Ok(Self { email, name, role, password: secret()?, cookie: String::new(), id: String::new() })
    }
}

/// Those who may become readers; admins come first.
pub async fn choose(odoo: &Odoo) -> Result<Vec<Reader>> {
    let fields = json!({"fields": ["login", "name"], "order": "id", "load": ""});
    let users = odoo.call("res.users", "search_read", json!([[["share", "=", false]]]), fields).await?;
    let led = json!({"fields": ["user_id"], "order": "id", "load": ""});
    let teams = odoo.call("crm.team", "search_read", json!([[]]), led).await?;
    let leaders: BTreeSet<i64> =
        teams.as_array().into_iter().flatten().filter_map(|team| team.get("user_id")?.as_i64()).collect();
    let mut people = Vec::new();
    for user in users.as_array().into_iter().flatten() {
        let text = |field: &str| user.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
        let leads = user.get("id").and_then(Value::as_i64).is_some_and(|id| leaders.contains(&id));
        if text("login").contains('@') {
            people.push(Reader::new(
                text("login"),
                text("name"),
                if leads { "sales_manager" } else { "account_manager" },
            )?);
        }
    }
    people.sort_by_key(|person| person.role != "sales_manager");
    for email in ADMINS {
        people.insert(0, Reader::new(email.to_owned(), "Bench".to_owned(), "admin")?);
    }
    people.truncate(CANDIDATES);
    Ok(people)
}

/// Of those who see something, the first.
pub fn select<T>(seeing: Vec<(Reader, Option<T>)>) -> Result<(Vec<Reader>, Vec<T>)> {
    let seeing: Vec<_> = seeing.into_iter().filter_map(|(reader, seen)| Some((reader, seen?))).collect();
    match seeing.len() {
        READERS.. => Ok(seeing.into_iter().take(READERS).unzip()),
        few => Err(Error::wrong(format!("only {few} people of the stand-in see something"))),
    }
}

/// Adds them to the database of the server.
pub async fn add(rig: &Rig, odoo: &StandIn, database: &str, readers: &[Reader]) -> Result<()> {
    for reader in readers {
        let arguments =
            ["user", "add", "--approved", "--email", &reader.email, "--name", &reader.name, "--role", reader.role];
        let mut command = rig.salescommand(odoo, database, &arguments)?;
        command.current_dir(&rig.programs.work).stdin(Stdio::piped()).stdout(Stdio::null());
        let mut child = command.spawn()?;
        if let Some(mut input) = child.stdin.take() {
            input.write_all(reader.password.as_bytes()).await?;
        }
        let status = child.wait().await?;
        if !status.success() {
            return Err(Error::wrong(format!("a reader could not be added: {status}")));
        }
    }
    Ok(())
}

pub async fn sign_in(http: &Client, url: &str, readers: &mut [Reader]) -> Result<()> {
    let known = try_join_all(readers.iter().map(|reader| session(http, url, reader))).await?;
    for (reader, (cookie, id)) in readers.iter_mut().zip(known) {
        reader.cookie = cookie;
        reader.id = id;
    }
    Ok(())
}

/// The cookie, and the person's own id.
async fn session(http: &Client, url: &str, reader: &Reader) -> Result<(String, String)> {
    let form = json!({"email": reader.email, "password": reader.password});
    let request = http.post(format!("{url}/api/auth/login")).header("Origin", url).header("X-SalesCommand", "1");
    let answer = request.json(&form).send().await?.error_for_status()?;
    let cookie = answer.headers().get("set-cookie").and_then(|cookie| cookie.to_str().ok());
    let cookie = cookie.and_then(|cookie| cookie.split(';').next()).map(str::to_owned);
    let me: Value = answer.json().await?;
    let id = me.get("id").and_then(Value::as_str).map(str::to_owned);
    cookie.zip(id).ok_or_else(|| Error::wrong("a sign-in without a cookie or a person"))
}

fn secret() -> Result<String> {
    let mut bytes = [0; 24];
    std::fs::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
