//! Positional and named arguments of a method, bound as Python binds them.

use serde_json::{Map, Value as Json};

use crate::errors::OdooError;
use crate::python;

/// The parameters of a method after `self`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Signature {
    /// In order; a first one called `ids` makes it a method of records.
    pub(super) names: &'static [&'static str],
    /// So many of them must be given.
    pub(super) needed: usize,
    /// Takes any other named argument as well.
    pub(super) rest: bool,
}

impl Signature {
    pub(super) const fn new(names: &'static [&'static str], needed: usize) -> Self {
        Self { names, needed, rest: false }
    }

    pub(super) fn is_of_records(&self) -> bool {
        self.names.first() == Some(&"ids")
    }
}

#[derive(Debug)]
pub(super) struct Arguments {
    bound: Map<String, Json>,
    rest: Map<String, Json>,
}

impl Arguments {
    pub(super) fn bind(
        method: &str,
        signature: Signature,
        args: Vec<Json>,
        kwargs: Map<String, Json>,
    ) -> Result<Self, OdooError> {
        let Signature { names, needed, rest: takes_rest } = signature;
        let (mut bound, mut rest) = (Map::new(), Map::new());
        if args.len() > names.len() {
            let (most, given) = (names.len() + 1, args.len() + 1);
            let text = format!(
                "BaseModel.{method}() takes from {} to {most} positional arguments but {given} were given",
                needed + 1
            );
            return Err(OdooError::kind(text));
        }
        for (name, value) in names.iter().zip(args) {
            bound.insert((*name).to_owned(), value);
        }
        for (name, value) in kwargs.into_iter().filter(|(name, _)| name != "context") {
            if !names.contains(&name.as_str()) && takes_rest {
                rest.insert(name, value);
                continue;
            }
            if !names.contains(&name.as_str()) {
                let name = python::repr_text(&name);
                // What `search_read` does not know it hands on to `read`.
                let method = if method == "search_read" { "_read_format" } else { method };
                return Err(OdooError::kind(format!("BaseModel.{method}() got an unexpected keyword argument {name}")));
            }
            if bound.contains_key(&name) {
                let name = python::repr_text(&name);
                return Err(OdooError::kind(format!("BaseModel.{method}() got multiple values for argument {name}")));
            }
            bound.insert(name, value);
        }
        let missing: Vec<String> = names
            .iter()
            .take(needed)
            .filter(|name| !bound.contains_key(**name))
            .map(|name| python::repr_text(name))
            .collect();
        if !missing.is_empty() {
            let (count, names) = (missing.len(), missing.join(" and "));
            let plural = if count == 1 { "" } else { "s" };
            return Err(OdooError::kind(format!(
                "BaseModel.{method}() missing {count} required positional argument{plural}: {names}"
            )));
        }
        Ok(Self { bound, rest })
    }

    /// The named arguments beyond the signature's own.
    pub(super) fn rest(&self) -> Map<String, Json> {
        self.rest.clone()
    }

    /// The arguments of the signature by name.
    pub(super) fn named(&self) -> &Map<String, Json> {
        &self.bound
    }

    pub(super) fn get(&self, name: &str) -> Option<&Json> {
        self.bound.get(name).filter(|value| !value.is_null())
    }

    pub(super) fn json(&self, name: &str) -> Json {
        self.bound.get(name).cloned().unwrap_or(Json::Null)
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Json::as_str).filter(|text| !text.is_empty())
    }

    /// 0, false and null mean none.
    pub(super) fn number(&self, name: &str) -> Option<usize> {
        self.get(name)
            .and_then(Json::as_u64)
            .and_then(|number| usize::try_from(number).ok())
            .filter(|number| *number > 0)
    }

    pub(super) fn ids(&self, name: &str) -> Vec<i64> {
        self.get(name).map(crate::value::ids_of).unwrap_or_default()
    }

    pub(super) fn names(&self, name: &str) -> Option<Vec<String>> {
        let list = self.get(name)?.as_array()?;
        Some(list.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect())
    }
}
