//! A job as it lies in the database, and the part of it that people may see.

use chrono::{DateTime, Utc};
use db::{DbError, Result};
use mongodb::bson::{self, Bson, Document};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    Waiting,
    Running,
    Done,
    /// Given up or out of attempts; kept until somebody retries it.
    Dead,
}

impl JobState {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Dead => "dead",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LastError {
    pub kind: String,
    pub at: DateTime<Utc>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JobStatus {
    pub id: String,
    pub queue: String,
    pub state: JobState,
    /// Claims so far, of `max_attempts`.
    pub attempt: i32,
    pub max_attempts: i32,
    pub created_at: DateTime<Utc>,
    /// Not before this time.
    pub run_at: DateTime<Utc>,
    pub started_at: Option<DateTime<Utc>>,
    pub finished_at: Option<DateTime<Utc>>,
    /// The worker that has it now.
    pub by: Option<String>,
    pub last_error: Option<LastError>,
    /// What the handler returned.
    pub result: Option<serde_json::Value>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Row {
    #[serde(rename = "_id")]
    pub id: String,
    queue: String,
    state: JobState,
    pub attempt: i32,
    pub max_attempts: i32,
    pub fence: i64,
    created_at: bson::DateTime,
    run_at: bson::DateTime,
    started_at: Option<bson::DateTime>,
    finished_at: Option<bson::DateTime>,
    by: Option<String>,
    last_error: Option<ErrorRow>,
    result: Option<Bson>,
    pub args: Bson,
}

#[derive(Debug, Deserialize)]
struct ErrorRow {
    kind: String,
    at: bson::DateTime,
}

impl Row {
    pub(crate) fn read(document: Document) -> Result<Self> {
        bson::deserialize_from_document(document).map_err(|_| DbError::Shape { what: "a job in the database" })
    }

    pub(crate) fn status(self) -> JobStatus {
        JobStatus {
            id: self.id,
            queue: self.queue,
            state: self.state,
            attempt: self.attempt,
            max_attempts: self.max_attempts,
            created_at: utc(self.created_at),
            run_at: utc(self.run_at),
            started_at: self.started_at.map(utc),
            finished_at: self.finished_at.map(utc),
            by: self.by,
            last_error: self.last_error.map(|error| LastError { kind: error.kind, at: utc(error.at) }),
            result: self.result.and_then(|result| serde_json::to_value(result).ok()),
        }
    }
}

fn utc(time: bson::DateTime) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(time.timestamp_millis()).unwrap_or_default()
}
