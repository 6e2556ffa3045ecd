//! `crm.stage`: the columns of the pipeline.

use super::row::Row;
use domain::canonical::Stage;

pub(crate) fn stage(row: &mut Row<'_>) -> Stage {
    Stage {
        name: row.name("name"),
        sequence: row.whole("sequence").unwrap_or_default(),
        is_won: row.flag("is_won"),
        folded: row.flag("fold"),
    }
}
