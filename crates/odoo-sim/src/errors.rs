//! Odoo's errors as they travel over JSON-RPC: the exception's class, its message, a traceback.

use serde_json::{Value as Json, json};

/// An exception raised by Odoo. `class` is what clients find in `error.data.name`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{class}: {message}")]
pub struct OdooError {
    pub class: String,
    pub message: String,
}

impl OdooError {
    pub fn new(class: impl Into<String>, message: impl Into<String>) -> Self {
        Self { class: class.into(), message: message.into() }
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

    pub(crate) fn no_database(name: &str) -> Self {
        let message = format!(
            "connection to server at \"127.0.0.1\", port 5432 failed: FATAL:  database \"{name}\" does not exist\n"
        );
        Self::new("psycopg2.OperationalError", message)
    }

    pub(crate) fn invalid_field(field: &str, model: &str) -> Self {
        Self::value(format!("Invalid field '{field}' on model '{model}'"))
    }

    pub(crate) fn missing(model: &str, ids: &[i64], uid: i64) -> Self {
        let record = crate::python::tuple(ids);
        let message = format!("Record does not exist or has been deleted.\n(Record: {model}{record}, User: {uid})");
        Self::new("odoo.exceptions.MissingError", message)
    }

    /// A foreign key that points nowhere, or a row that others still need: PostgreSQL says the same in both cases.
    pub(crate) fn foreign_key(label: &str, model: &str, field: &str) -> Self {
        let table = model.replace('.', "_");
        Self::validation(format!(
            "The operation cannot be completed: another model requires the record being deleted. If possible, archive it \
             instead.\n\nModel: {label} ({model})\nConstraint: {table}_{field}_fkey\n"
        ))
    }

    pub(crate) fn required(label: &str, model: &str, field_label: &str, field: &str) -> Self {
        Self::validation(format!(
            "The operation cannot be completed:\n- Create/update: a mandatory field is not set.\n- Delete: another model \
             requires the record being deleted. If possible, archive it instead.\n\nModel: {label} ({model})\nField: \
             {field_label} ({field})\n"
        ))
    }

    /// The `error` object of the JSON-RPC reply; `code` is 200 whatever happened.
    pub(crate) fn to_json(&self) -> Json {
        let bare = self.class.strip_prefix("builtins.").unwrap_or(&self.class);
        let debug = format!(
            "Traceback (most recent call last):\n  File \"/opt/odoo/odoo/http.py\", line 1954, in _transactioning\n  File \
             \"/opt/odoo/odoo/service/model.py\", line 137, in retrying\n{bare}: {}\n",
            self.message
        );
        json!({
            "code": 200,
            "message": "Odoo Server Error",
            "data": {
                "name": self.class,
                "debug": debug,
                "message": self.message,
                "arguments": [self.message],
                "context": {},
            },
        })
    }
}
