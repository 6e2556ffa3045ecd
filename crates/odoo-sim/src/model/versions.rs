//! What Odoo 17 and 19 describe otherwise than 18: fields that are gone, that came, that are stored no longer.
//!
//! 19's differences are the recorded ones. 17 was never recorded: it is assumed to be 18 without the fields that are
//! known to have come with 18.

use std::collections::HashMap;
use std::sync::OnceLock;

use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use super::specs::{Extra, computed};
use super::{Compute, Field, Source};
use crate::version::Version;

/// By field: how 19 describes it; null where it has it no longer.
type Differences = IndexMap<String, Option<Map<String, Json>>>;

/// In which versions a field is there, and how 19 describes it when that is otherwise.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lifetime {
    since: Option<Version>,
    gone: bool,
    later: Option<Map<String, Json>>,
    later_required: bool,
}

/// Fields that came with 18.
const SINCE_18: &[(&str, &str)] = &[
    ("res.partner", "autopost_bills"),
    ("res.partner", "invoice_sending_method"),
    ("account.move", "checked"),
    ("account.move", "invoice_currency_rate"),
    ("account.move", "matched_payment_ids"),
    ("account.move", "origin_payment_id"),
    ("account.move", "preferred_payment_method_line_id"),
    ("account.move", "status_in_payment"),
    ("account.payment", "invoice_ids"),
    ("account.payment", "memo"),
];

/// What this server computes for fields that came with 19.
const EXTRAS_19: &[(&str, Extra)] = &[
    ("crm.lead", computed("won_status", Compute::WonStatus)),
    ("crm.lead", computed("commercial_partner_id", Compute::CommercialPartner)),
    ("hr.employee", computed("sex", Compute::Sex)),
];

pub(super) fn differences(model: &str) -> Differences {
    static ALL: OnceLock<HashMap<String, Differences>> = OnceLock::new();
    let all = ALL.get_or_init(|| serde_json::from_str(include_str!("nineteen.json")).unwrap_or_default());
    all.get(model).cloned().unwrap_or_default()
}

pub(super) fn extra(model: &str, field: &str) -> Option<&'static Extra> {
    let mut all = EXTRAS_19.iter().filter(|(of, _)| *of == model).map(|(_, extra)| extra);
    all.find(|Extra(name, _)| *name == field)
}

impl Lifetime {
    /// Of a field that 18 has.
    pub(super) fn of(model: &str, field: &str, differences: &mut Differences) -> Self {
        let since = SINCE_18.contains(&(model, field)).then_some(Version::V18);
        match differences.shift_remove(field) {
            None => Self { since, ..Self::default() },
            Some(None) => Self { since, gone: true, ..Self::default() },
            Some(later) => Self { since, later_required: is_required(later.as_ref()), later, gone: false },
        }
    }

    /// Of a field that came with 19.
    pub(super) fn new_in_19() -> Self {
        Self { since: Some(Version::V19), ..Self::default() }
    }
}

fn is_required(attributes: Option<&Map<String, Json>>) -> bool {
    let flag = |name: &str| attributes.and_then(|all| all.get(name)).and_then(Json::as_bool).unwrap_or(false);
    flag("required") && flag("store")
}

impl Field {
    pub(crate) fn is_in(&self, version: Version) -> bool {
        self.lifetime.since.is_none_or(|since| since <= version) && !(self.lifetime.gone && version.is_new())
    }

    /// What `fields_get` answers.
    pub(crate) fn described(&self, version: Version) -> &Map<String, Json> {
        self.lifetime.later.as_ref().filter(|_| version.is_new()).unwrap_or(&self.attributes)
    }

    pub(crate) fn is_required(&self, version: Version) -> bool {
        let later = self.lifetime.later.is_some() && version.is_new();
        self.is_in(version) && if later { self.lifetime.later_required } else { self.required }
    }

    /// Kept in a column of that version's own table, so that a condition on it is plain SQL.
    pub(crate) fn has_column(&self, version: Version) -> bool {
        self.described(version).get("store").and_then(Json::as_bool).unwrap_or(false)
    }

    /// Worked out by this server, but kept by that version, or turned into SQL by it: it can be searched and sorted.
    pub(crate) fn is_translatable(&self, version: Version) -> bool {
        let Source::Computed(compute) = self.source else { return false };
        self.has_column(version) || (version.is_new() && compute == Compute::CompanyCurrency)
    }
}
