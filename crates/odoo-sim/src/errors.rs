//! Odoo's errors as they travel: the exception's class, its message, a traceback, a fault's number, an HTTP status.

use serde_json::{Map, Value as Json, json};

use crate::version::Version;

/// An exception raised by Odoo. `class` is what clients find in `error.data.name`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{class}: {message}")]
pub struct OdooError {
    pub class: String,
    /// As Odoo 18 words it.
    pub message: String,
    /// As Odoo 19 words it, where that is different.
    later: Option<String>,
}

impl OdooError {
    pub fn new(class: impl Into<String>, message: impl Into<String>) -> Self {
        Self { class: class.into(), message: message.into(), later: None }
    }

    #[must_use]
    pub(crate) fn later(self, message: impl Into<String>) -> Self {
        Self { later: Some(message.into()), ..self }
    }

    pub(crate) fn value(message: impl Into<String>) -> Self {
        Self::new("builtins.ValueError", message)
    }

    pub(crate) fn kind(message: impl Into<String>) -> Self {
        Self::new("builtins.TypeError", message)
    }

    pub(crate) fn user(message: impl Into<String>) -> Self {
        Self::new("odoo.exceptions.UserError", message)
    }

    pub(crate) fn access(message: impl Into<String>) -> Self {
        Self::new("odoo.exceptions.AccessError", message)
    }

    pub(crate) fn validation(message: impl Into<String>) -> Self {
        Self::new("odoo.exceptions.ValidationError", message)
    }

    pub(crate) fn denied() -> Self {
        Self::new("odoo.exceptions.AccessDenied", "Access Denied")
    }

    /// One of werkzeug's HTTP errors, such as `NotFound`.
    pub(crate) fn http(class: &str, message: impl Into<String>) -> Self {
        Self::new(format!("werkzeug.exceptions.{class}"), message)
    }

    pub(crate) fn no_database(name: &str) -> Self {
        let message = format!(
            "connection to server at \"127.0.0.1\", port 5432 failed: FATAL:  database \"{name}\" does not exist\n"
        );
        Self::new("psycopg2.OperationalError", message)
    }

    pub(crate) fn invalid_field(field: &str, model: &str) -> Self {
        Self::value(format!("Invalid field '{field}' on model '{model}'"))
    }

    /// A field that was asked for by `read`.
    pub(crate) fn unreadable_field(field: &str, model: &str) -> Self {
        Self::invalid_field(field, model).later(format!("Invalid field '{field}' on '{model}'"))
    }

    /// A field that was given to `create` or `write`.
    pub(crate) fn unwritable_field(field: &str, model: &str) -> Self {
        Self::invalid_field(field, model).later(format!("Invalid field '{field}' in '{model}'"))
    }

    pub(crate) fn private(model: &str, method: &str) -> Self {
        Self::access(format!("Private methods (such as {method}) cannot be called remotely."))
            .later(format!("Private methods (such as '{model}.{method}') cannot be called remotely."))
    }

    pub(crate) fn missing(model: &str, ids: &[i64], uid: i64) -> Self {
        let record = crate::python::tuple(ids);
        let message = format!("Record does not exist or has been deleted.\n(Record: {model}{record}, User: {uid})");
        Self::new("odoo.exceptions.MissingError", message)
    }

    /// A foreign key that points nowhere, or a row that others still need: PostgreSQL says the same in both cases.
    pub(crate) fn foreign_key(label: &str, model: &str, field_label: &str, field: &str) -> Self {
        let table = model.replace('.', "_");
        Self::validation(format!(
            "The operation cannot be completed: another model requires the record being deleted. If possible, archive it \
             instead.\n\nModel: {label} ({model})\nConstraint: {table}_{field}_fkey\n"
        ))
        .later(format!(
            "The operation cannot be completed: Another model is using the record you are trying to delete.\n\nThe \
             troublemaker is: '{}' ({model})\nThanks to the following constraint: '{field_label}' ({field})\nHow about \
             archiving the record instead?",
            later_label(model, label)
        ))
    }

    pub(crate) fn required(label: &str, model: &str, field_label: &str, field: &str) -> Self {
        Self::validation(format!(
            "The operation cannot be completed:\n- Create/update: a mandatory field is not set.\n- Delete: another model \
             requires the record being deleted. If possible, archive it instead.\n\nModel: {label} ({model})\nField: \
             {field_label} ({field})\n"
        ))
        .later(format!(
            "The operation cannot be completed: Missing required value for the field '{field_label}' ({field}).\nModel: \
             '{}' ({model})\n- create/update: a mandatory field is not set\n- delete: another model requires the record \
             being deleted, you can archive it instead\n",
            later_label(model, label)
        ))
    }

    pub(crate) fn words(&self, version: Version) -> &str {
        match &self.later {
            Some(later) if version.is_new() => later,
            _ => &self.message,
        }
    }

    /// The class without the module that Python does not print.
    fn bare(&self) -> &str {
        self.class.strip_prefix("builtins.").unwrap_or(&self.class)
    }

    fn traceback(&self, version: Version) -> String {
        let status = self.class.strip_prefix("werkzeug.exceptions.").and(self.status_line());
        let status = status.map(|line| format!("{line}: ")).unwrap_or_default();
        format!(
            "Traceback (most recent call last):\n  File \"/opt/odoo/odoo/http.py\", line 1954, in _transactioning\n  File \
             \"/opt/odoo/odoo/service/model.py\", line 137, in retrying\n{}: {status}{}\n",
            self.bare(),
            self.words(version)
        )
    }

    /// The HTTP status that JSON-2 gives it.
    pub(crate) fn status(&self) -> u16 {
        match self.class.as_str() {
            "werkzeug.exceptions.BadRequest" => 400,
            "werkzeug.exceptions.Unauthorized" => 401,
            "odoo.exceptions.AccessError" | "odoo.exceptions.AccessDenied" => 403,
            "werkzeug.exceptions.NotFound" | "odoo.exceptions.MissingError" => 404,
            "odoo.exceptions.ConcurrencyError" => 409,
            "werkzeug.exceptions.UnprocessableEntity"
            | "odoo.exceptions.UserError"
            | "odoo.exceptions.ValidationError" => 422,
            _ => 500,
        }
    }

    fn status_line(&self) -> Option<String> {
        Some(format!("{} {}", self.status(), crate::http::reason(self.status())))
    }

    fn details(&self, version: Version) -> Map<String, Json> {
        let words = self.words(version);
        let mut arguments = vec![json!(words)];
        if self.class.starts_with("werkzeug.") {
            arguments.push(json!(self.status()));
        }
        Map::from_iter([
            ("name".to_owned(), json!(self.class)),
            ("message".to_owned(), json!(words)),
            ("arguments".to_owned(), json!(arguments)),
            ("context".to_owned(), json!({})),
            ("debug".to_owned(), json!(self.traceback(version))),
        ])
    }

    /// The `error` object of the JSON-RPC reply; `code` is the same whatever happened.
    pub(crate) fn to_json(&self, version: Version) -> Json {
        let code = if version.is_new() { 0 } else { 200 };
        json!({"code": code, "message": "Odoo Server Error", "data": self.details(version)})
    }

    /// The body of a JSON-2 answer.
    pub(crate) fn to_json2(&self, version: Version) -> Json {
        Json::Object(self.details(version))
    }

    /// The number and the text of an XML-RPC fault.
    pub(crate) fn fault(&self, version: Version) -> (i32, String) {
        let code = match self.class.as_str() {
            "odoo.exceptions.AccessDenied" => 3,
            "odoo.exceptions.AccessError" => 4,
            "odoo.exceptions.UserError" | "odoo.exceptions.ValidationError" | "odoo.exceptions.MissingError" => 2,
            _ => return (1, self.traceback(version)),
        };
        (code, self.words(version).to_owned())
    }

    /// The two texts of a fault at the old address: what should be a number is a sentence there.
    pub(crate) fn old_fault(&self, version: Version) -> (String, String) {
        let words = self.words(version).to_owned();
        match self.class.as_str() {
            "odoo.exceptions.AccessDenied" => ("AccessDenied".to_owned(), words),
            "odoo.exceptions.AccessError" => (format!("warning -- AccessError\n\n{words}"), String::new()),
            "odoo.exceptions.MissingError" => (format!("warning -- MissingError\n\n{words}"), String::new()),
            "odoo.exceptions.UserError" | "odoo.exceptions.ValidationError" => {
                (format!("warning -- UserError\n\n{words}"), String::new())
            }
            _ => (words, self.traceback(version)),
        }
    }
}

/// A model whose label became shorter.
pub(crate) fn later_label<'a>(model: &str, label: &'a str) -> &'a str {
    if model == "crm.lead" { "Lead" } else { label }
}
