//! Positional and named arguments of a method, bound as Python binds them.

use serde_json::{Map, Value as Json};

use crate::errors::OdooError;
use crate::python;

#[derive(Debug)]
pub(super) struct Arguments {
    bound: Map<String, Json>,
}

impl Arguments {
    /// `names` in order; the first `needed` of them must be given.
    pub(super) fn bind(
        method: &str,
        names: &[&str],
        needed: usize,
        args: Vec<Json>,
        kwargs: Map<String, Json>,
    ) -> Result<Self, OdooError> {
        let mut bound = Map::new();
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
            if !names.contains(&name.as_str()) {
                let name = python::repr_text(&name);
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
        Ok(Self { bound })
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
