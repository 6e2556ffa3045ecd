//! The models that are served: their fields as a real Odoo 18 describes them, and what this server computes itself.

mod business;
mod specs;
mod unrecorded;
mod versions;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::{Map, Value as Json};

use specs::{Extra, SPECS, Spec};
use versions::Lifetime;

use crate::version::Version;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    Boolean,
    Integer,
    Float,
    Text,
    Html,
    Date,
    Datetime,
    /// The allowed keys.
    Selection(Vec<String>),
    ManyToOne,
    /// The other side of a many2one, never stored here.
    Many,
    ManyToMany,
}

/// Where a value comes from when it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// Kept in the row; a hook may fill it.
    Stored,
    DisplayName,
    /// Rows of `model` whose `field` points here.
    Inverse {
        model: &'static str,
        field: &'static str,
        active_only: bool,
    },
    /// Rows of `model` whose many2many `field` holds this id.
    ManyInverse {
        model: &'static str,
        field: &'static str,
    },
    /// `target` of the row that `via` points to; writing goes there too.
    Related {
        via: &'static str,
        target: &'static str,
    },
    Computed(Compute),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Compute {
    CompanyCurrency,
    CompanyType,
    TeamCurrency,
    TeamMembers,
    EmployeeOfUser,
    TotalEmployee,
    Rate,
    InverseRate,
    CompanyRate,
    InverseCompanyRate,
    AutomatedProbability,
    /// Against the reader's today.
    ActivityState,
    /// The text of a body without its tags, cut.
    Preview,
    /// Of a deal: won, lost or pending.
    WonStatus,
    /// The company of a deal's contact.
    CommercialPartner,
    Sex,
}

#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) ix: u16,
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) relation: Option<&'static str>,
    pub(crate) required: bool,
    pub(crate) source: Source,
    /// As 18 describes it, or 19 where the field came with that.
    pub(crate) attributes: Map<String, Json>,
    lifetime: Lifetime,
}

impl Field {
    pub(crate) fn is_stored(&self) -> bool {
        self.source == Source::Stored
    }

    pub(crate) fn label(&self) -> &str {
        self.attributes.get("string").and_then(Json::as_str).unwrap_or(self.name)
    }
}

#[derive(Debug)]
pub(crate) struct Model {
    pub(crate) name: &'static str,
    /// Whose rows these are: its own, or those of the model that this one is a view of.
    pub(crate) table: &'static str,
    pub(crate) fields: IndexMap<&'static str, Field>,
    spec: &'static Spec,
}

impl Model {
    pub(crate) fn field(&self, name: &str) -> Option<&Field> {
        self.fields.get(name)
    }

    /// A field that a server of this version knows.
    pub(crate) fn field_in(&self, version: Version, name: &str) -> Option<&Field> {
        self.fields.get(name).filter(|field| field.is_in(version))
    }

    pub(crate) fn label(&self) -> &'static str {
        self.spec.label
    }

    pub(crate) fn order(&self) -> &'static str {
        self.spec.order
    }

    /// The stored field whose text is the record's name.
    pub(crate) fn rec_name(&self) -> &'static str {
        self.spec.rec_name
    }

    pub(crate) fn is_view(&self) -> bool {
        self.name != self.table
    }

    /// Whether messages and activities hang on its records.
    pub(crate) fn has_thread(&self) -> bool {
        self.spec.thread
    }

    pub(crate) fn has_active(&self) -> bool {
        self.fields.contains_key("active")
    }

    pub(crate) fn defaults(&self) -> Map<String, Json> {
        serde_json::from_str(self.spec.defaults).unwrap_or_default()
    }

    /// Fields of other models that point here and forbid deletion.
    pub(crate) fn restricts(&self) -> &'static [(&'static str, &'static str)] {
        self.spec.restrict
    }

    /// Fields of other models that point here and go with it.
    pub(crate) fn cascades(&self) -> &'static [(&'static str, &'static str)] {
        self.spec.cascade
    }
}

#[derive(Debug)]
pub(crate) struct Schema {
    models: BTreeMap<&'static str, Model>,
}

#[derive(Deserialize)]
struct Described {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    relation: Option<String>,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    store: bool,
    #[serde(default)]
    selection: Json,
}

/// The one schema of the process: it never changes.
pub(crate) fn schema() -> &'static Schema {
    static SCHEMA: OnceLock<Schema> = OnceLock::new();
    SCHEMA.get_or_init(|| Schema { models: specs().map(|spec| (spec.name, build(spec))).collect() })
}

fn specs() -> impl Iterator<Item = &'static Spec> {
    SPECS.iter().chain(business::SPECS)
}

impl Schema {
    pub(crate) fn find(&self, name: &str) -> Option<&'static Model> {
        schema().models.get(name)
    }

    pub(crate) fn models(&self) -> impl Iterator<Item = &'static Model> {
        schema().models.values()
    }
}

/// A model that the code names itself. Unknown names are a mistake of this crate and answer the first model.
pub(crate) fn model(name: &'static str) -> &'static Model {
    static NOTHING: OnceLock<Model> = OnceLock::new();
    schema().find(name).unwrap_or_else(|| {
        NOTHING.get_or_init(|| Model { name: "", table: "", fields: IndexMap::new(), spec: &specs::NOTHING })
    })
}

fn build(spec: &'static Spec) -> Model {
    let described: IndexMap<String, Map<String, Json>> = serde_json::from_str(spec.fields_get).unwrap_or_default();
    let mut fields = IndexMap::new();
    let mut next = 0;
    let mut differences = versions::differences(spec.view.unwrap_or(spec.name));
    for (name, attributes) in described {
        let lifetime = Lifetime::of(spec.name, &name, &mut differences);
        if let Some(field) = field(spec, &mut next, name, attributes, lifetime) {
            fields.insert(field.name, field);
        }
    }
    for (name, attributes) in differences.into_iter().filter_map(|(name, attributes)| Some((name, attributes?))) {
        if let Some(field) = field(spec, &mut next, name, attributes, Lifetime::new_in_19()) {
            fields.insert(field.name, field);
        }
    }
    Model { name: spec.name, table: spec.view.unwrap_or(spec.name), fields, spec }
}

fn field(
    spec: &'static Spec,
    next: &mut u16,
    name: String,
    mut attributes: Map<String, Json>,
    lifetime: Lifetime,
) -> Option<Field> {
    if let (Some(public), Some(relation)) = (spec.view, attributes.get_mut("relation"))
        && relation.as_str() == Some(public)
    {
        *relation = Json::from(spec.name);
    }
    let raw = serde_json::from_value::<Described>(Json::Object(attributes.clone())).ok()?;
    let relation = raw.relation.as_deref().and_then(|wanted| specs().find(|other| other.name == wanted));
    let kind = kind(&raw)?;
    let ix = *next;
    *next += 1;
    let source = source(spec, &name, &kind, &raw, relation.is_some())?;
    let name: &'static str = Box::leak(name.into_boxed_str());
    let relation = relation.map(|other| other.name);
    let required = raw.required && raw.store;
    Some(Field { ix, name, kind, relation, required, source, attributes, lifetime })
}

fn kind(raw: &Described) -> Option<Kind> {
    Some(match raw.kind.as_str() {
        "boolean" => Kind::Boolean,
        "integer" | "many2one_reference" => Kind::Integer,
        "float" | "monetary" => Kind::Float,
        "char" | "text" => Kind::Text,
        "html" => Kind::Html,
        "date" => Kind::Date,
        "datetime" => Kind::Datetime,
        "selection" => {
            let keys = raw.selection.as_array().into_iter().flatten().filter_map(|pair| pair.get(0)?.as_str());
            Kind::Selection(keys.map(str::to_owned).collect())
        }
        "many2one" => Kind::ManyToOne,
        "one2many" => Kind::Many,
        "many2many" => Kind::ManyToMany,
        _ => return None,
    })
}

/// A field is served when this server can answer it truthfully: stored data, or something that it computes.
fn source(spec: &Spec, name: &str, kind: &Kind, raw: &Described, relation_served: bool) -> Option<Source> {
    if name == "display_name" {
        return Some(Source::DisplayName);
    }
    let extra = spec.extras.iter().find(|Extra(extra, _)| *extra == name);
    if let Some(Extra(_, source)) = extra.or_else(|| versions::extra(spec.name, name)) {
        return Some(*source);
    }
    let basic = matches!(name, "id" | "create_date" | "write_date" | "create_uid" | "write_uid");
    let wanted = spec.keep.is_empty() || spec.keep.contains(&name) || basic;
    let relational = matches!(kind, Kind::ManyToOne | Kind::ManyToMany);
    (wanted && raw.store && *kind != Kind::Many && (!relational || relation_served)).then_some(Source::Stored)
}
