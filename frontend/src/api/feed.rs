//! Activities: the feed, what it can be filtered by, where it can be had as a file.

use super::{ApiError, Client, call::Line, spelling::path};
use shared::{
    activities::{LogFilters, LogPage, LogQuery},
    paths,
};

/// Entries that one request brings.
const ROWS: u32 = 50;

impl Client {
    pub async fn feed(&self, query: LogQuery, cursor: Option<String>, line: &Line) -> Result<LogPage, ApiError> {
        self.get(&path(paths::ACTIVITIES, &LogQuery { cursor, limit: Some(ROWS), ..query }), line).await
    }

    pub async fn feed_filters(&self, line: &Line) -> Result<LogFilters, ApiError> {
        self.get(paths::ACTIVITY_FILTERS, line).await
    }
}

/// Of all that the query asks for.
pub fn feed_file(query: &LogQuery) -> String {
    path(paths::ACTIVITY_EXPORT, query)
}
