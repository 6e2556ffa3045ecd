//! Rights: what the plain salesman may not do, and what tests take away from whom.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::caller::{Caller, Mode};
use crate::errors::{OdooError, later_label};
use crate::model::Model;

/// One right taken away. `uid` empty: from everybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "take", rename_all = "snake_case")]
pub enum Removed {
    /// Any access to a model: reading it answers AccessError.
    Model {
        model: String,
        #[serde(default)]
        uid: Option<i64>,
    },
    /// A field vanishes from `fields_get`; asking for it answers AccessError.
    Field {
        model: String,
        field: String,
        #[serde(default)]
        uid: Option<i64>,
    },
    /// Records that a record rule hides: absent from searches, AccessError when read by id.
    Records {
        model: String,
        ids: Vec<i64>,
        #[serde(default)]
        uid: Option<i64>,
    },
}

/// What was taken away so far; shared between the calls.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rights(pub(crate) Arc<Vec<Removed>>);

impl Rights {
    pub(crate) fn hidden(&self, wanted: &str, caller: i64) -> Vec<i64> {
        let mut hidden = Vec::new();
        for removed in self.0.iter() {
            if let Removed::Records { model, ids, uid } = removed
                && model == wanted
                && uid.is_none_or(|uid| uid == caller)
            {
                hidden.extend(ids);
            }
        }
        hidden
    }

    fn model_gone(&self, wanted: &str, caller: i64) -> bool {
        self.0.iter().any(|removed| {
            matches!(removed, Removed::Model { model, uid } if model == wanted && uid.is_none_or(|uid| uid == caller))
        })
    }

    fn field_gone(&self, wanted: &str, name: &str, caller: i64) -> bool {
        self.0.iter().any(|removed| {
            matches!(removed, Removed::Field { model, field, uid }
                if model == wanted && field == name && uid.is_none_or(|uid| uid == caller))
        })
    }
}

/// Models that a plain salesman may not even read, with the group that Odoo names.
const UNREADABLE: &[(&str, &str)] = &[
    ("ir.config_parameter", "Administration/Settings"),
    ("ir.model", "Administration/Access Rights"),
    ("account.payment", "Invoicing/Billing"),
];

/// Models that a plain salesman may read only.
const READ_ONLY: &[(&str, &str)] = &[
    ("res.users", "Administration/Access Rights"),
    ("res.company", "Administration/Access Rights"),
    ("res.currency", "Administration/Settings"),
    ("res.currency.rate", "Administration/Settings"),
    ("res.country", "Contact/Creation"),
    ("res.partner.industry", "Contact/Creation"),
    ("hr.employee", "Employees/Officer: Manage all employees"),
    ("hr.department", "Employees/Officer: Manage all employees"),
    ("crm.team", "Sales/Administrator"),
    ("crm.team.member", "Sales/Administrator"),
    ("crm.stage", "Sales/Administrator"),
    ("crm.lost.reason", "Sales/Administrator"),
    ("mail.activity.type", "Administration/Settings"),
    ("account.move", "Invoicing/Billing"),
    ("account.move.line", "Invoicing/Billing"),
];

/// Models that nobody may change over the API.
const FIXED: &[&str] = &["hr.employee.public", "res.users.apikeys", "ir.model"];

impl Caller {
    /// The model-level check that comes before everything else.
    pub(crate) fn check_model(&self, model: &Model, mode: Mode) -> Result<(), OdooError> {
        if self.superuser {
            return Ok(());
        }
        if self.rights.model_gone(model.name, self.uid) {
            return Err(denied(model, mode, "Administration/Settings"));
        }
        if mode != Mode::Read && FIXED.contains(&model.name) {
            return Err(denied(model, mode, ""));
        }
        let find =
            |list: &[(&str, &'static str)]| list.iter().find(|(name, _)| *name == model.name).map(|(_, group)| *group);
        match find(UNREADABLE).or_else(|| if mode == Mode::Read { None } else { find(READ_ONLY) }) {
            Some(group) if self.restricted => Err(denied(model, mode, group)),
            _ => Ok(()),
        }
    }

    pub(crate) fn sees_field(&self, model: &Model, field: &str) -> bool {
        self.superuser || !self.rights.field_gone(model.name, field, self.uid)
    }

    pub(crate) fn check_field(&self, model: &Model, field: &str) -> Result<(), OdooError> {
        if self.sees_field(model, field) {
            return Ok(());
        }
        Err(OdooError::access(format!(
            "You do not have enough rights to access the fields \"{field}\" on {} ({}). Please contact your system \
             administrator.\n\n(Document type: {}, Operation: read)",
            model.label(),
            model.name,
            model.name
        ))
        .later(format!(
            "You do not have enough rights to access the field \"{field}\" on {} ({}). Please contact your system \
             administrator.\n\nOperation: read\nUser: {}\nGroups: always forbidden",
            later_label(model.name, model.label()),
            model.name,
            self.uid
        )))
    }
}

fn denied(model: &Model, mode: Mode, group: &str) -> OdooError {
    let verb = match mode {
        Mode::Read => "access",
        Mode::Write => "modify",
        Mode::Create => "create",
        Mode::Unlink => "delete",
    };
    let words = |label: &str, group: &str| {
        let allowed = match group {
            "" => "No group currently allows this operation.".to_owned(),
            group => format!("This operation is allowed for the following groups:\n\t- {group}"),
        };
        format!(
            "You are not allowed to {verb} '{label}' ({}) records.\n\n{allowed}\n\nContact your administrator to request \
             access if necessary.",
            model.name
        )
    };
    let later = group.strip_prefix("Administration/").unwrap_or(group);
    OdooError::access(words(model.label(), group)).later(words(later_label(model.name, model.label()), later))
}

/// A record rule stands in the way of a record that was named by its id.
pub(crate) fn top_secret(model: &Model, user_name: &str, uid: i64, operation: &str) -> OdooError {
    let words = |label: &str| {
        format!(
            "Uh-oh! Looks like you have stumbled upon some top-secret records.\n\nSorry, {user_name} (id={uid}) doesn't \
             have '{operation}' access to:\n- {label} ({})\n\nIf you really, really need access, perhaps you can win over \
             your friendly administrator with a batch of freshly baked cookies.",
            model.name
        )
    };
    OdooError::access(words(model.label())).later(words(later_label(model.name, model.label())))
}
