//! The result of a call, kept in pieces until the faults had their chance, then written as Python writes JSON.

use std::time::Duration;

use serde_json::{Value as Json, json};

use crate::errors::OdooError;
use crate::python;
use crate::version::Version;

const ROW: Duration = Duration::from_micros(160);
const NARROW_ROW: Duration = Duration::from_micros(15);
const NARROW: usize = 3;
const ID: Duration = Duration::from_nanos(2_300);

/// Records as `read` answers them, each with its fields in the order that was asked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Rows {
    pub(crate) model: String,
    pub(crate) rows: Vec<Vec<(&'static str, Json)>>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Reply {
    /// A method that returns None: over JSON-RPC the reply has no `result` at all.
    Nothing,
    Json(Json),
    Rows(Rows),
    /// A recordset of another model than the one that was called.
    Records {
        model: &'static str,
        ids: Vec<i64>,
    },
}

impl Reply {
    /// How long a real server took for as much: 0.16 ms a row of many fields, less for one of `id` and `write_date`, next
    /// to nothing for an id.
    pub(crate) fn cost(&self) -> Duration {
        let (count, each) = match self {
            Self::Rows(rows) => {
                let narrow = rows.rows.first().is_some_and(|row| row.len() <= NARROW);
                (rows.rows.len(), if narrow { NARROW_ROW } else { ROW })
            }
            Self::Json(Json::Array(items)) => (items.len(), ID),
            _ => (0, ID),
        };
        each.saturating_mul(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// A reply of `/jsonrpc`.
    pub(super) fn write(&self, id: &Json) -> Vec<u8> {
        let mut out = head(id);
        if *self != Self::Nothing {
            out.extend_from_slice(b", \"result\": ");
        }
        match self {
            Self::Nothing => {}
            Self::Records { model, ids } => {
                python::dump(&mut out, &format!("{model}{}", python::tuple(ids)));
            }
            other => other.write_bare(&mut out),
        }
        out.push(b'}');
        out
    }

    /// A reply of JSON-2, which has no envelope.
    pub(super) fn write_bare(&self, out: &mut Vec<u8>) {
        match self {
            Self::Nothing => out.extend_from_slice(b"null"),
            Self::Json(json) => python::dump(out, json),
            Self::Records { ids, .. } => python::dump(out, &json!(ids)),
            Self::Rows(rows) => {
                out.push(b'[');
                for (at, row) in rows.rows.iter().enumerate() {
                    out.extend_from_slice(if at == 0 { b"{" } else { b", {" });
                    for (at, (name, value)) in row.iter().enumerate() {
                        if at > 0 {
                            out.extend_from_slice(b", ");
                        }
                        python::dump(out, name);
                        out.extend_from_slice(b": ");
                        python::dump(out, value);
                    }
                    out.push(b'}');
                }
                out.push(b']');
            }
        }
    }
}

pub(super) fn write_error(id: &Json, error: &OdooError, version: Version) -> Vec<u8> {
    let mut out = head(id);
    out.extend_from_slice(b", \"error\": ");
    python::dump(&mut out, &error.to_json(version));
    out.push(b'}');
    out
}

fn head(id: &Json) -> Vec<u8> {
    let mut out = b"{\"jsonrpc\": \"2.0\", \"id\": ".to_vec();
    python::dump(&mut out, id);
    out
}
