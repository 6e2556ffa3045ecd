//! The floor: a client that asks for the same answers over two connections and throws them away unread.

use crate::error::{Error, Result};
use crate::odoo::{KEY, Odoo, Place};
use crate::plan::Model;
use crate::say;
use clap::{Args, ValueEnum};
use futures::{StreamExt, TryStreamExt, stream};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::ExitCode;

const AT_ONCE: usize = 2;
const PAGE: usize = 1_000;
/// Rows of a sweep that come with a field of each.
const NARROW_PAGE: usize = 10_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum What {
    Import,
    Reconcile,
}

#[derive(Debug, Args)]
pub struct Wanted {
    what: What,
    #[command(flatten)]
    place: Place,
    /// The models, as `plan` wrote them down
    #[arg(long)]
    models: PathBuf,
}

pub async fn run(wanted: Wanted) -> Result<ExitCode> {
    let key = std::env::var(KEY).map_err(|_| Error::wrong(format!("{KEY} is not set")))?;
    let models: Vec<Model> = serde_json::from_slice(&std::fs::read(&wanted.models)?)?;
    let odoo = Odoo::sign_in(wanted.place, key).await?;
    let bytes = match wanted.what {
        What::Import => import(&odoo, &models).await?,
        What::Reconcile => reconcile(&odoo, &models).await?,
    };
    say::line(json!({"bytes": bytes}));
    Ok(ExitCode::SUCCESS)
}

/// The ids of each model, then its rows between them.
async fn import(odoo: &Odoo, models: &[Model]) -> Result<usize> {
    let listed: Vec<Vec<i64>> =
        stream::iter(models).map(|model| ids(odoo, model)).buffered(AT_ONCE).try_collect().await?;
    let pages = models.iter().zip(&listed).flat_map(|(model, ids)| ids.chunks(PAGE).map(move |ids| (model, ids)));
    let read = pages.map(|(model, ids)| async move {
        let bounds = json!([["id", ">=", ids.first()], ["id", "<=", ids.last()]]);
        rows(odoo, model, &model.fields, with(bounds, &model.filter), PAGE).await.map(|answer| answer.len())
    });
    stream::iter(read).buffer_unordered(AT_ONCE).try_fold(0, |all, bytes| async move { Ok(all + bytes) }).await
}

/// What was written since, and all ids; with the field that changes silently where there is one.
async fn reconcile(odoo: &Odoo, models: &[Model]) -> Result<usize> {
    let read = models.iter().map(|model| async move {
        let window = model.since.as_ref().map_or_else(|| json!([]), |since| json!([["write_date", ">=", since]]));
        let changed = pages(odoo, model, &model.fields, &window, PAGE).await?;
        let swept = match &model.silent {
            Some(field) => pages(odoo, model, std::slice::from_ref(field), &json!([]), NARROW_PAGE).await?,
            None => 8 * ids(odoo, model).await?.len(),
        };
        Ok::<_, Error>(changed + swept)
    });
    stream::iter(read).buffer_unordered(AT_ONCE).try_fold(0, |all, bytes| async move { Ok(all + bytes) }).await
}

async fn ids(odoo: &Odoo, model: &Model) -> Result<Vec<i64>> {
    let ids = odoo.call(&model.model, "search", json!([model.filter]), json!({"order": "id"})).await?;
    Ok(ids.as_array().into_iter().flatten().filter_map(Value::as_i64).collect())
}

async fn pages(odoo: &Odoo, model: &Model, fields: &[String], window: &Value, size: usize) -> Result<usize> {
    let (mut after, mut bytes) = (0, 0);
    loop {
        let mut domain = window.clone();
        if let Some(domain) = domain.as_array_mut() {
            domain.push(json!(["id", ">", after]));
        }
        let answer = rows(odoo, model, fields, with(domain, &model.filter), size).await?;
        bytes += answer.len();
        let answer: Value = serde_json::from_slice(&answer)?;
        let rows = answer.get("result").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        match rows.last().and_then(|row| row.get("id")).and_then(Value::as_i64) {
            Some(last) if rows.len() == size => after = last,
            _ => return Ok(bytes),
        }
    }
}

fn with(mut domain: Value, filter: &[Value]) -> Value {
    if let Some(domain) = domain.as_array_mut() {
        domain.extend_from_slice(filter);
    }
    domain
}

async fn rows(odoo: &Odoo, model: &Model, fields: &[String], domain: Value, limit: usize) -> Result<Vec<u8>> {
    let named = json!({"fields": fields, "limit": limit, "order": "id", "load": ""});
    odoo.raw(&model.model, "search_read", json!([domain]), named).await
}
