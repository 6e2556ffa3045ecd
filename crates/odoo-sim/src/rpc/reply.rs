//! The result of a call, kept in pieces until the faults had their chance, then written as Python writes JSON.

use serde_json::Value as Json;

use crate::errors::OdooError;
use crate::python;

/// Records as `read` answers them, each with its fields in the order that was asked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Rows {
    pub(crate) model: String,
    pub(crate) rows: Vec<Vec<(&'static str, Json)>>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Reply {
    /// A method that returns None: the reply has no `result` at all.
    Nothing,
    Json(Json),
    Rows(Rows),
}

impl Reply {
    /// How many rows the answer carries, for the pace.
    pub(crate) fn rows(&self) -> usize {
        match self {
            Self::Rows(rows) => rows.rows.len(),
            _ => 0,
        }
    }

    pub(crate) fn write(&self, id: &Json) -> Vec<u8> {
        let mut out = head(id);
        match self {
            Self::Nothing => {}
            Self::Json(json) => {
                out.extend_from_slice(b", \"result\": ");
                python::dump(&mut out, json);
            }
            Self::Rows(rows) => {
                out.extend_from_slice(b", \"result\": [");
                for (at, row) in rows.rows.iter().enumerate() {
                    out.extend_from_slice(if at == 0 { b"{" } else { b", {" });
                    for (at, (name, value)) in row.iter().enumerate() {
                        if at > 0 {
                            out.extend_from_slice(b", ");
                        }
                        python::dump(&mut out, name);
                        out.extend_from_slice(b": ");
                        python::dump(&mut out, value);
                    }
                    out.push(b'}');
                }
                out.push(b']');
            }
        }
        out.push(b'}');
        out
    }
}

pub(crate) fn write_error(id: &Json, error: &OdooError) -> Vec<u8> {
    let mut out = head(id);
    out.extend_from_slice(b", \"error\": ");
    python::dump(&mut out, &error.to_json());
    out.push(b'}');
    out
}

fn head(id: &Json) -> Vec<u8> {
    let mut out = b"{\"jsonrpc\": \"2.0\", \"id\": ".to_vec();
    python::dump(&mut out, id);
    out
}
