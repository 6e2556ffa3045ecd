//! Where a list goes on: opaque, authenticated, and good only for the same query by the same reach.

use crate::{Result, StoreError, collections::SETTINGS, settings::Settings};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::NaiveDate;
use db::Db;
use domain::{Moment, Scope, canonical::SourceId};
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub(crate) const KEY: &str = "cursor_key";
const MAC_LENGTH: usize = 32;

/// Why a cursor is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CursorError {
    /// Cut, changed, or never ours.
    #[error("this cursor is not one of ours")]
    Broken,
    /// It continues a list with other filters or another sort.
    #[error("this cursor belongs to another query")]
    OtherQuery,
    /// It was given to somebody who sees other records, or the reader's own reach has changed since.
    #[error("this cursor belongs to another reach")]
    OtherReach,
}

/// The last record of a page, in the order of its list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Position {
    /// The sort value, exactly as it was compared.
    pub(crate) value: String,
    pub(crate) id: SourceId,
}

/// A continuation that was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    generation: i64,
    day: NaiveDate,
    settings_version: i64,
    pub(crate) position: Position,
}

impl Cursor {
    /// The generation that the list was begun in: take `store.moment_at(generation)`.
    pub fn generation(&self) -> i64 {
        self.generation
    }

    /// Sort values are comparable only on the same day, under the same settings.
    pub(crate) fn fits(&self, moment: &Moment) -> bool {
        (self.generation, self.day, self.settings_version) == (moment.generation, moment.today, moment.settings_version)
    }
}

#[derive(Serialize, Deserialize)]
struct Payload {
    #[serde(rename = "g")]
    generation: i64,
    #[serde(rename = "d")]
    day: NaiveDate,
    #[serde(rename = "s")]
    settings_version: i64,
    #[serde(rename = "p")]
    position: Position,
    #[serde(rename = "q")]
    query: String,
    #[serde(rename = "r")]
    reach: String,
}

/// Signs and checks cursors with a key that all processes share.
#[derive(Clone)]
pub(crate) struct Cursors {
    mac: Hmac<Sha256>,
}

impl Cursors {
    pub(crate) async fn open(db: &Db) -> Result<Self> {
        let key = Settings::new(db).key(KEY).await?;
        let mac = Hmac::new_from_slice(&key).map_err(|_| StoreError::Shape { collection: SETTINGS })?;
        Ok(Self { mac })
    }

    /// `query` names the list with its filters and its sort.
    pub(crate) fn sign(&self, query: &str, scope: &Scope, moment: &Moment, position: Position) -> String {
        let payload = Payload {
            generation: moment.generation,
            day: moment.today,
            settings_version: moment.settings_version,
            position,
            query: short_hash(query),
            reach: short_hash(&scope.fingerprint()),
        };
        let body = serde_json::to_vec(&payload).unwrap_or_default();
        let mut signed = self.mac.clone().chain_update(&body).finalize().into_bytes().to_vec();
        signed.extend(body);
        URL_SAFE_NO_PAD.encode(signed)
    }

    pub(crate) fn verify(&self, text: &str, query: &str, scope: &Scope) -> Result<Cursor, CursorError> {
        let signed = URL_SAFE_NO_PAD.decode(text).map_err(|_| CursorError::Broken)?;
        let (mac, body) = signed.split_at_checked(MAC_LENGTH).ok_or(CursorError::Broken)?;
        self.mac.clone().chain_update(body).verify_slice(mac).map_err(|_| CursorError::Broken)?;
        let payload: Payload = serde_json::from_slice(body).map_err(|_| CursorError::Broken)?;
        if payload.query != short_hash(query) {
            return Err(CursorError::OtherQuery);
        }
        if payload.reach != short_hash(&scope.fingerprint()) {
            return Err(CursorError::OtherReach);
        }
        let Payload { generation, day, settings_version, position, .. } = payload;
        Ok(Cursor { generation, day, settings_version, position })
    }
}

fn short_hash(text: &str) -> String {
    let full = Sha256::digest(text.as_bytes());
    URL_SAFE_NO_PAD.encode(full.get(..16).unwrap_or_default())
}
