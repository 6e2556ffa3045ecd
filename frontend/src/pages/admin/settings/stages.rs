//! What is set for single stages: two forms, each of which keeps what the other has set.

use shared::settings::{OrganisationSettings, StageForm};

/// As it is set now.
pub fn set_of(now: &OrganisationSettings, stage: &str) -> StageForm {
    let set = now.set.stages.iter().find(|form| form.stage == stage);
    set.cloned().unwrap_or_else(|| StageForm { stage: stage.to_owned(), ..StageForm::default() })
}

/// With what stands in a form. Won stages have no field there; stages that are gone in Odoo would be refused.
pub fn all(now: &OrganisationSettings, typed: impl IntoIterator<Item = StageForm>) -> Vec<StageForm> {
    let won = now.stages.iter().filter(|stage| stage.is_won).map(|stage| set_of(now, &stage.stage.id));
    let is_set = |form: &StageForm| form.rotting_days.is_some() || form.forecast.is_some();
    typed.into_iter().chain(won).filter(is_set).collect()
}
