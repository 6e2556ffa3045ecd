//! The rows: tables in id order, with an undo log so that a failed transaction leaves nothing behind.

use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;
use std::sync::Arc;

use crate::model::{Field, Model};
use crate::value::{EMPTY, Value};
use crate::version::Version;

/// One record: its non-empty stored values, sorted by field.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Row {
    pub(crate) id: i64,
    values: Vec<(u16, Value)>,
}

impl Row {
    pub(crate) fn new(id: i64) -> Self {
        Self { id, values: Vec::new() }
    }

    /// With room for so many values, when a whole row is put in.
    pub(crate) fn with_room(id: i64, values: usize) -> Self {
        Self { id, values: Vec::with_capacity(values) }
    }

    /// Gives back what was not needed: there are many rows.
    pub(crate) fn fit(&mut self) {
        self.values.shrink_to_fit();
    }

    /// The same values under another id.
    pub(crate) fn renumbered(&self, id: i64) -> Self {
        Self { id, values: self.values.clone() }
    }

    pub(crate) fn get(&self, field: &Field) -> &Value {
        let found = self.values.binary_search_by_key(&field.ix, |(ix, _)| *ix);
        found.ok().and_then(|at| self.values.get(at)).map_or(&EMPTY, |(_, value)| value)
    }

    /// The value of a stored field by name; unknown names are empty.
    pub(crate) fn named(&self, model: &Model, name: &str) -> &Value {
        model.field(name).map_or(&EMPTY, |field| self.get(field))
    }

    pub(crate) fn set(&mut self, field: &Field, value: Value) {
        match self.values.binary_search_by_key(&field.ix, |(ix, _)| *ix) {
            Ok(at) if value.is_empty() => {
                self.values.remove(at);
            }
            Ok(at) => {
                if let Some(slot) = self.values.get_mut(at) {
                    slot.1 = value;
                }
            }
            Err(_) if value.is_empty() => {}
            Err(at) => self.values.insert(at, (field.ix, value)),
        }
    }
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Table {
    rows: BTreeMap<i64, Arc<Row>>,
    last_id: i64,
}

impl Table {
    pub(crate) fn get(&self, id: i64) -> Option<&Row> {
        self.rows.get(&id).map(Arc::as_ref)
    }

    pub(crate) fn contains(&self, id: i64) -> bool {
        self.rows.contains_key(&id)
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &Row> {
        self.rows.values().map(Arc::as_ref)
    }

    pub(crate) fn range(&self, from: Bound<i64>, to: Bound<i64>) -> impl DoubleEndedIterator<Item = &Row> {
        // A BTreeMap panics on an inverted range; an impossible domain simply has no rows.
        let inverted = match (from, to) {
            (Bound::Included(low), Bound::Included(high)) => low > high,
            (Bound::Included(low) | Bound::Excluded(low), Bound::Included(high) | Bound::Excluded(high)) => low >= high,
            _ => false,
        };
        let (from, to) = if inverted { (Bound::Included(0), Bound::Excluded(0)) } else { (from, to) };
        self.rows.range((from, to)).map(|(_, row)| row.as_ref())
    }
}

/// A clone shares the rows until one side changes them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Db {
    /// What the server is that keeps it: the same rows are described and treated differently.
    pub(crate) version: Version,
    tables: BTreeMap<&'static str, Table>,
    /// Each row as it was before the transaction touched it first.
    undo: HashMap<(&'static str, i64), Option<Arc<Row>>>,
    /// While a company is put in, nothing can be undone: there is no copy of every row then.
    loading: bool,
}

static NO_ROWS: Table = Table { rows: BTreeMap::new(), last_id: 0 };

impl Db {
    pub(crate) fn table(&self, model: &Model) -> &Table {
        self.tables.get(model.table).unwrap_or(&NO_ROWS)
    }

    pub(crate) fn row(&self, model: &Model, id: i64) -> Option<&Row> {
        self.table(model).get(id)
    }

    /// The next id of a sequence; an id that was given away is never given again, even after a rollback.
    pub(crate) fn next_id(&mut self, model: &Model) -> i64 {
        let table = self.tables.entry(model.table).or_default();
        table.last_id += 1;
        table.last_id
    }

    pub(crate) fn loading() -> Self {
        Self { loading: true, ..Self::default() }
    }

    /// From here on transactions can be undone.
    pub(crate) fn loaded(&mut self) {
        self.loading = false;
        for row in self.tables.values_mut().flat_map(|table| table.rows.values_mut()) {
            if let Some(row) = Arc::get_mut(row) {
                row.fit();
            }
        }
    }

    fn remember(&mut self, model: &Model, id: i64, before: Option<Arc<Row>>) {
        if !self.loading {
            self.undo.entry((model.table, id)).or_insert(before);
        }
    }

    pub(crate) fn put(&mut self, model: &Model, row: Row) {
        let table = self.tables.entry(model.table).or_default();
        table.last_id = table.last_id.max(row.id);
        let id = row.id;
        let before = table.rows.insert(id, Arc::new(row));
        self.remember(model, id, before);
    }

    /// Changes a row in place, if it exists.
    pub(crate) fn change(&mut self, model: &Model, id: i64, change: impl FnOnce(&mut Row)) {
        let Some(row) = self.tables.get_mut(model.table).and_then(|table| table.rows.get_mut(&id)) else { return };
        if !self.loading {
            self.undo.entry((model.table, id)).or_insert_with(|| Some(Arc::clone(row)));
        }
        change(Arc::make_mut(row));
    }

    pub(crate) fn remove(&mut self, model: &Model, id: i64) {
        if let Some(before) = self.tables.get_mut(model.table).and_then(|table| table.rows.remove(&id)) {
            self.remember(model, id, Some(before));
        }
    }

    pub(crate) fn commit(&mut self) {
        self.undo.clear();
    }

    pub(crate) fn roll_back(&mut self) {
        for ((name, id), before) in std::mem::take(&mut self.undo) {
            let table = self.tables.entry(name).or_default();
            match before {
                Some(row) => table.rows.insert(id, row),
                None => table.rows.remove(&id),
            };
        }
    }
}
