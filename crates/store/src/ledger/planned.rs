//! What is planned: who is to do it, and by when.

use super::{
    hung::HungData,
    pieces::{Name, Placed},
    reach::{TokenSet, TokenSets},
    rows::Served,
};
use chrono::NaiveDate;
use domain::canonical::SourceId;
use shared::EntityType;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PlannedRow {
    pub(crate) id: SourceId,
    /// Generation that wrote this version: with the id it names the document.
    pub(crate) from: i64,
    /// 0: nobody.
    pub(crate) user: SourceId,
    pub(crate) due_on: NaiveDate,
    pub(crate) visible_to: TokenSet,
}

impl Placed for PlannedRow {
    /// Looked at by people, whatever it hangs on.
    fn account(&self) -> SourceId {
        0
    }

    fn name(&self) -> Name {
        (EntityType::Activity, self.id)
    }
}

impl Served<HungData> {
    /// Absent: it is done, has no day, or hangs on no record of the lake.
    pub(super) fn planned(&self, sets: &mut TokenSets) -> Option<PlannedRow> {
        let data = &self.data;
        if data.done == Some(true) || data.on.is_none() {
            return None;
        }
        let user = data.user.as_ref().map_or(0, |user| user.id);
        Some(PlannedRow { id: self.id, from: self.from, user, due_on: data.due_on?, visible_to: self.tokens(sets) })
    }
}
