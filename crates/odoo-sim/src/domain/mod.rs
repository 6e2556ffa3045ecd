//! Odoo's search domains: prefix lists of leaves, read once into a tree and then asked of every row.

mod like;
mod test;

use std::collections::HashSet;
use std::ops::Bound;

use serde_json::Value as Json;

use crate::caller::Caller;
use crate::db::{Db, Row};
use crate::errors::OdooError;
use crate::model::{Field, Kind, Model, Source, schema};
use crate::orm::Reader;
use crate::python;

pub(crate) use test::Test;

#[derive(Debug)]
pub(crate) enum Node {
    All,
    Nothing,
    And(Vec<Node>),
    Or(Vec<Node>),
    Not(Box<Node>),
    /// A test of one field of the row itself.
    Leaf {
        field: &'static Field,
        test: Test,
    },
    /// The many2one or the list points to one of these rows.
    Points {
        field: &'static Field,
        to: HashSet<i64>,
    },
}

const OPERATORS: &[&str] = &[
    "=",
    "!=",
    "<=",
    "<",
    ">",
    ">=",
    "=?",
    "=like",
    "=ilike",
    "like",
    "not like",
    "ilike",
    "not ilike",
    "in",
    "not in",
    "child_of",
    "parent_of",
    "any",
    "not any",
];

/// Reads a domain and, where Odoo would do so, adds that only active rows count.
pub(crate) fn compile(db: &Db, caller: &Caller, model: &'static Model, domain: &Json) -> Result<Node, OdooError> {
    let node = parse(db, caller, model, domain)?;
    if caller.active_test && model.has_active() && !mentions_active(domain) {
        let active = parse(db, caller, model, &serde_json::json!([["active", "=", true]]))?;
        return Ok(both(active, node));
    }
    Ok(node)
}

pub(crate) fn both(left: Node, right: Node) -> Node {
    let mut all = Vec::new();
    for node in [left, right] {
        match node {
            Node::All => {}
            Node::And(nodes) => all.extend(nodes),
            other => all.push(other),
        }
    }
    if all.is_empty() { Node::All } else { Node::And(all) }
}

fn mentions_active(domain: &Json) -> bool {
    let leaves = domain.as_array().into_iter().flatten();
    leaves.into_iter().any(|leaf| leaf.get(0).and_then(Json::as_str) == Some("active"))
}

/// The tree of a domain, without the test for archived rows.
pub(crate) fn parse(db: &Db, caller: &Caller, model: &'static Model, domain: &Json) -> Result<Node, OdooError> {
    let empty = Vec::new();
    let terms = match domain {
        Json::Array(terms) => terms,
        Json::Null | Json::Bool(false) => &empty,
        other => return Err(OdooError::value(format!("Domain {} is malformed", python::repr(other)))),
    };
    let mut stack: Vec<Node> = Vec::new();
    for term in terms.iter().rev() {
        match term {
            Json::String(operator) if operator == "&" || operator == "|" => {
                let (Some(first), Some(second)) = (stack.pop(), stack.pop()) else {
                    return Err(OdooError::value(format!("Domain {} is malformed", python::repr(domain))));
                };
                stack.push(if operator == "&" { both(first, second) } else { Node::Or(vec![first, second]) });
            }
            Json::String(operator) if operator == "!" => {
                let Some(first) = stack.pop() else {
                    return Err(OdooError::value(format!("Domain {} is malformed", python::repr(domain))));
                };
                stack.push(negate(first));
            }
            Json::Array(leaf) => match leaf.as_slice() {
                [left, Json::String(operator), right] => {
                    stack.push(self::leaf(db, caller, model, left, operator, right)?)
                }
                _ => return Err(invalid_leaf(term)),
            },
            other => return Err(invalid_leaf(other)),
        }
    }
    stack.reverse();
    let mut nodes = stack.into_iter();
    let first = nodes.next().unwrap_or(Node::All);
    Ok(nodes.fold(first, both))
}

/// `!` is pushed down to the leaves, so that an empty field behaves as with the opposite operator.
fn negate(node: Node) -> Node {
    match node {
        Node::All => Node::Nothing,
        Node::Nothing => Node::All,
        Node::And(nodes) => Node::Or(nodes.into_iter().map(negate).collect()),
        Node::Or(nodes) => Node::And(nodes.into_iter().map(negate).collect()),
        Node::Not(inner) => *inner,
        Node::Leaf { field, test } => match test.opposite() {
            Some(test) => Node::Leaf { field, test },
            None => Node::Not(Box::new(Node::Leaf { field, test })),
        },
        points @ Node::Points { .. } => Node::Not(Box::new(points)),
    }
}

fn invalid_leaf(leaf: &Json) -> OdooError {
    let shown = match leaf {
        Json::Array(items) => format!("({})", items.iter().map(python::repr).collect::<Vec<_>>().join(", ")),
        other => python::repr(other),
    };
    OdooError::value(format!("Invalid leaf {shown}"))
}

fn leaf(
    db: &Db,
    caller: &Caller,
    model: &'static Model,
    left: &Json,
    operator: &str,
    right: &Json,
) -> Result<Node, OdooError> {
    let shown = Json::Array(vec![left.clone(), operator.into(), right.clone()]);
    if let (Some(one), Some(other)) = (left.as_i64(), right.as_i64()) {
        return Ok(if (one == other) == (operator == "=") { Node::All } else { Node::Nothing });
    }
    let Some(left) = left.as_str() else { return Err(invalid_leaf(&shown)) };
    let operator = match operator.to_lowercase().as_str() {
        "<>" => "!=".to_owned(),
        "==" => "=".to_owned(),
        other => other.to_owned(),
    };
    if !OPERATORS.contains(&operator.as_str()) {
        let invalid = invalid_leaf(&shown);
        let later = invalid.message.replace("Invalid leaf", "Invalid operator in condition");
        return Err(invalid.later(later));
    }
    let (name, rest) = left.split_once('.').map_or((left, None), |(name, rest)| (name, Some(rest)));
    let unknown = || {
        let leaf = format!("({}, {}, {})", python::repr_text(left), python::repr_text(&operator), python::repr(right));
        OdooError::value(format!("Invalid field {}.{name} in leaf {leaf}", model.name))
            .later(format!("Invalid field {}.{name} in condition {leaf}", model.name))
    };
    let field = model.field_in(db.version, name).ok_or_else(unknown)?;
    caller.check_field(model, name)?;
    let relation = field.relation.and_then(|name| schema().find(name));
    match (rest, relation) {
        (Some(_), None) => Err(unknown()),
        (Some(rest), Some(relation)) => {
            let inner = serde_json::json!([[rest, operator, right]]);
            points(db, caller, field, relation, &inner, false)
        }
        (None, Some(relation)) if operator == "any" || operator == "not any" => {
            points(db, caller, field, relation, right, operator == "not any")
        }
        (None, _) => single(db, caller, model, field, &operator, right),
    }
}

/// A path through a relation: the rows there are searched first. Archived ones count for a many2one only.
fn points(
    db: &Db,
    caller: &Caller,
    field: &'static Field,
    relation: &'static Model,
    inner: &Json,
    not: bool,
) -> Result<Node, OdooError> {
    let inner_caller = if field.kind == Kind::ManyToOne { caller.without_active_test() } else { caller.clone() };
    let node = compile(db, &inner_caller, relation, inner)?;
    let reader = Reader::new(db, &inner_caller);
    let rows = db.table(relation).iter().filter(|row| node.holds(&reader, relation, row));
    let node = Node::Points { field, to: rows.map(|row| row.id).collect() };
    Ok(if not { negate(node) } else { node })
}

fn single(
    db: &Db,
    caller: &Caller,
    model: &'static Model,
    field: &'static Field,
    operator: &str,
    right: &Json,
) -> Result<Node, OdooError> {
    // Odoo 18 cannot search a computed field that is not stored: it logs that and lets every row pass. 19 refuses.
    if matches!(field.source, Source::Computed(_)) && !field.is_translatable(db.version) {
        return if db.version.is_new() { Err(not_stored(model, field)) } else { Ok(Node::All) };
    }
    let relation = if field.name == "id" { Some(model) } else { field.relation.and_then(|name| schema().find(name)) };
    if let ("child_of" | "parent_of", Some(relation)) = (operator, relation) {
        let to = test::family(db, caller, relation, operator == "child_of", right);
        return Ok(if field.name == "id" {
            Node::Leaf { field, test: Test::ids(to) }
        } else {
            Node::Points { field, to }
        });
    }
    if let (Some(relation), true) = (field.relation.and_then(|name| schema().find(name)), test::names(right)) {
        let to = test::named(db, caller, relation, operator, right);
        let node = Node::Points { field, to };
        return Ok(if test::is_negative(operator) { negate(node) } else { node });
    }
    if operator == "=?" && !crate::caller::truthy(right) {
        return Ok(Node::All);
    }
    Ok(Node::Leaf { field, test: Test::new(db.version, field, operator, right)? })
}

fn not_stored(model: &Model, field: &Field) -> OdooError {
    OdooError::value(format!("Cannot convert {}.{} to SQL because it is not stored", model.name, field.name))
}

impl Node {
    pub(crate) fn holds(&self, reader: &Reader<'_>, model: &'static Model, row: &Row) -> bool {
        match self {
            Self::All => true,
            Self::Nothing => false,
            Self::And(nodes) => nodes.iter().all(|node| node.holds(reader, model, row)),
            Self::Or(nodes) => nodes.iter().any(|node| node.holds(reader, model, row)),
            Self::Not(node) => !node.holds(reader, model, row),
            Self::Leaf { field, test } if field.name == "id" => test.holds(&crate::value::Value::Int(row.id)),
            Self::Leaf { field, test } if field.is_stored() => test.holds(row.get(field)),
            Self::Leaf { field, test } => test.holds(&reader.value(model, field, row)),
            Self::Points { field, to } => {
                let value = if field.is_stored() { row.get(field).clone() } else { reader.value(model, field, row) };
                value.as_ref().is_some_and(|id| to.contains(&id)) || value.as_refs().iter().any(|id| to.contains(id))
            }
        }
    }

    /// The terms that must all hold.
    fn terms(&self) -> &[Node] {
        match self {
            Self::And(nodes) => nodes,
            other => std::slice::from_ref(other),
        }
    }

    /// The ids that a term `id in […]` names, in order.
    pub(crate) fn named_ids(&self) -> Option<Vec<i64>> {
        self.terms().iter().find_map(|term| match term {
            Self::Leaf { field, test } if field.name == "id" => test.named_ids(),
            _ => None,
        })
    }

    /// The ids that can match at all, so that keyset paging does not walk the whole table.
    pub(crate) fn id_range(&self) -> (Bound<i64>, Bound<i64>) {
        let mut range = (i64::MIN, i64::MAX);
        for term in self.terms() {
            if let Self::Leaf { field, test } = term
                && field.name == "id"
                && let Some((low, high)) = test.id_bounds()
            {
                range = (range.0.max(low), range.1.min(high));
            }
        }
        (Bound::Included(range.0), Bound::Included(range.1))
    }
}
