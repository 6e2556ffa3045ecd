//! Links to what a figure is made of, under the conditions under which it was computed.

use domain::Moment;
use shared::figures::{ExplainQuery, FigureName};

/// The conditions that all figures of an answer share.
#[derive(Debug, Clone)]
pub(in crate::features) struct Links {
    base: ExplainQuery,
}

impl Links {
    /// In the generation of this moment, for as long as it is kept.
    pub(in crate::features) fn new(moment: &Moment, query: ExplainQuery) -> Self {
        Self { base: ExplainQuery { generation: Some(moment.generation), ..query } }
    }

    pub(in crate::features) fn to(&self, name: FigureName) -> String {
        self.with(name, |_| {})
    }

    /// Of one stage, one person, one month.
    pub(in crate::features) fn with(&self, name: FigureName, narrow: impl FnOnce(&mut ExplainQuery)) -> String {
        let mut query = self.base.clone();
        narrow(&mut query);
        if !name.has_period() {
            (query.period, query.from, query.until) = (None, None, None);
        }
        let text = serde_urlencoded::to_string(&query).unwrap_or_default();
        format!("/api/explain/{}?{text}", path_of(name))
    }
}

fn path_of(name: FigureName) -> String {
    match serde_json::to_value(name) {
        Ok(serde_json::Value::String(text)) => text,
        _ => String::new(),
    }
}
