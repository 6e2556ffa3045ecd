//! What is read of each kind, for others that are to read the same: the side-by-side measurements.

use crate::model::model_of;
use domain::canonical::Kind;
use serde_json::Value;

/// The model of a kind, with what is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Wish {
    pub model: &'static str,
    /// Those that an Odoo lacks are left out when it is asked.
    pub fields: Vec<&'static str>,
    /// Conditions that every row of the kind fulfils.
    pub filter: Vec<Value>,
    /// When a row is of, for kinds that are read from a horizon on.
    pub dated: Option<&'static str>,
    /// Read for each row of a sweep.
    pub silent: Option<&'static str>,
    /// Has no changes to ask for: all rows are read in each run.
    pub always_whole: bool,
}

impl Wish {
    pub fn of(kind: Kind) -> Self {
        let model = model_of(kind);
        let filter = match model.filter.map(|filter| filter()) {
            Some(Value::Array(conditions)) => conditions,
            _ => Vec::new(),
        };
        let fields = model.fields.iter().map(|field| field.name).collect();
        let (dated, silent, always_whole) = (model.dated, model.silent, model.always_whole);
        Self { model: model.name, fields, filter, dated, silent, always_whole }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_wish_names_what_a_run_asks_for() {
        let stage = Wish::of(Kind::Stage);
        assert_eq!(
            (stage.model, stage.fields),
            ("crm.stage", vec!["name", "sequence", "is_won", "fold", "write_date"])
        );
        assert_eq!(Wish::of(Kind::Payment).filter, [json!(["partner_type", "=", "customer"])]);
        assert_eq!(Wish::of(Kind::Deal).silent, Some("probability"));
    }
}
