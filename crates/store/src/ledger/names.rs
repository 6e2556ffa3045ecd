//! What is found by its name besides accounts and deals: contacts and invoices.

use super::{
    pieces::{Name, Placed},
    reach::{TokenSet, TokenSets},
    rows::{Kept, Served},
};
use domain::{
    canonical::{PartnerKind, SourceId},
    text,
};
use serde::Deserialize;
use shared::EntityType;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NameRow {
    pub(crate) name: Name,
    /// Generation that wrote this version: with the name it names the document.
    pub(crate) from: i64,
    /// As it is searched: what people call it first, then the other ways to say it, a line each.
    pub(crate) folded: Box<str>,
    pub(crate) visible_to: TokenSet,
}

impl Placed for NameRow {
    /// Looked for by name, whatever it hangs on.
    fn account(&self) -> SourceId {
        0
    }

    fn name(&self) -> Name {
        self.name
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct NameData {
    name: Option<String>,
    email: Option<String>,
    kind: Option<serde_json::Value>,
    archived: Option<bool>,
    number: Option<String>,
    reference: Option<String>,
}

impl Kept for NameData {
    const ENTITIES: &'static [EntityType] = &[EntityType::Contact, EntityType::Invoice];
    const FIELDS: &'static [&'static str] =
        &["data.name", "data.email", "data.kind", "data.archived", "data.number", "data.reference"];
}

impl Served<NameData> {
    pub(super) fn name(&self) -> Name {
        (self.entity_type, self.id)
    }

    /// Absent: it has no name, is archived, or is an address and not a person.
    pub(super) fn row(&self, sets: &mut TokenSets) -> Option<NameRow> {
        let data = &self.data;
        let kind = || serde_json::from_value::<PartnerKind>(data.kind.clone()?).ok();
        let (first, other) = match self.entity_type {
            EntityType::Contact if kind() == Some(PartnerKind::Contact) => {
                (data.name.as_deref()?, data.email.as_deref())
            }
            EntityType::Invoice => (data.number.as_deref()?, data.reference.as_deref()),
            _ => return None,
        };
        if data.archived == Some(true) {
            return None;
        }
        let lines = [Some(first), other].into_iter().flatten().map(text::fold).collect::<Vec<_>>();
        Some(NameRow {
            name: self.name(),
            from: self.from,
            folded: lines.join("\n").into(),
            visible_to: self.tokens(sets),
        })
    }
}
