//! `/api/config/organisation`: calendar, currency, and when deals rot.

use crate::{
    features::sync::note,
    http::{Body, Caller, ChangeProblems, Failure, IfMatch, ManageSettings, PersonProblems, versioned},
    state::State,
};
use actix_web::{HttpResponse, get, put, web::Data};
use domain::{
    Moment,
    canonical::SourceId,
    facts::{parse_serving_id, serving_id},
};
use shared::{
    EntityType, FieldProblem,
    accounts::Named,
    figures::ForecastCategory,
    settings::{MOST_ROTTING_DAYS, OrganisationForm, OrganisationSettings, StageForm, StageSettings},
};
use std::collections::{BTreeMap, BTreeSet};
use store::settings::{Organisation, StageForecast, StageLimit};

/// Settings of the organisation
#[utoipa::path(
    tag = "config",
    responses((status = 200, description = "What holds now, its version as `ETag`", body = OrganisationSettings), PersonProblems),
    security(("session" = []))
)]
#[get("/api/config/organisation")]
pub(super) async fn get(_caller: Caller<ManageSettings>, state: Data<State>) -> Result<HttpResponse, Failure> {
    answer(&state).await
}

/// Change the settings of the organisation
///
/// In force with the next question, in every process; nothing is computed anew.
#[utoipa::path(
    tag = "config",
    params(("If-Match" = String, Header, description = "The version that was changed, in quotes")),
    request_body = OrganisationForm,
    responses((status = 200, description = "What holds now", body = OrganisationSettings), ChangeProblems),
    security(("session" = []))
)]
#[put("/api/config/organisation")]
pub(super) async fn change(
    caller: Caller<ManageSettings>,
    state: Data<State>,
    IfMatch(version): IfMatch,
    Body(form): Body<OrganisationForm>,
) -> Result<HttpResponse, Failure> {
    let set = check(&state, &caller.moment, form).await?;
    state.store.settings().set_organisation(version, &set).await?;
    note(&caller, &state, "organisation_changed", "settings/organisation", 1).await?;
    answer(&state).await
}

async fn answer(state: &State) -> Result<HttpResponse, Failure> {
    let set = state.store.settings().organisation().await?;
    let moment = state.store.moment().await?;
    let stages = state.store.stages(&moment).await?;
    let stage = |(id, stage): (SourceId, domain::canonical::Stage)| StageSettings {
        stage: Named { id: serving_id(EntityType::Stage, id), name: stage.name },
        is_won: stage.is_won,
        rotting_days: moment.rules.rotting_days(Some(id)),
        forecast: moment.rules.forecast_of_stage(Some(id)),
    };
    let settings = OrganisationSettings {
        version: set.version,
        time_zone: moment.time_zone.name().to_owned(),
        currency: moment.currency.as_ref().map(|currency| currency.code.clone()),
        fiscal_month: moment.rules.fiscal_month,
        rotting_days: moment.rules.rotting_days,
        stages: stages.into_iter().map(stage).collect(),
        set: form_of(&set),
    };
    Ok(versioned(settings.version, &settings))
}

fn form_of(set: &Organisation) -> OrganisationForm {
    let mut stages: BTreeMap<SourceId, (Option<u32>, Option<ForecastCategory>)> = BTreeMap::new();
    for StageLimit { stage, days } in &set.rotting_days_of {
        stages.entry(*stage).or_default().0 = Some(*days);
    }
    for StageForecast { stage, category } in &set.forecast_of {
        stages.entry(*stage).or_default().1 = Some(*category);
    }
    let form =
        |(id, (rotting_days, forecast))| StageForm { stage: serving_id(EntityType::Stage, id), rotting_days, forecast };
    OrganisationForm {
        time_zone: set.time_zone.map(|zone| zone.name().to_owned()),
        currency: set.currency.clone(),
        fiscal_month: set.fiscal_month,
        rotting_days: set.rotting_days,
        stages: stages.into_iter().map(form).collect(),
    }
}

async fn check(state: &State, moment: &Moment, form: OrganisationForm) -> Result<Organisation, Failure> {
    let mut wrong = Vec::new();
    let mut refuse = |field: &str, message: String| wrong.push(FieldProblem { field: field.into(), message });
    let time_zone = form.time_zone.as_deref().map(str::parse).transpose();
    let time_zone = time_zone.unwrap_or_else(|_| {
        refuse("time_zone", "must be the name of a zone, like `Asia/Dubai`".into());
        None
    });
    if let Some(code) = &form.currency
        && !state.store.knows_currency(moment, code).await?
    {
        refuse("currency", "must be the code of a currency that Odoo knows".into());
    }
    if form.fiscal_month.is_some_and(|month| !(1..=12).contains(&month)) {
        refuse("fiscal_month", "must be from 1 to 12".into());
    }
    let days = 1..=MOST_ROTTING_DAYS;
    if form.rotting_days.is_some_and(|limit| !days.contains(&limit)) {
        refuse("rotting_days", format!("must be from 1 to {MOST_ROTTING_DAYS}"));
    }
    let known: BTreeSet<_> = state.store.stages(moment).await?.into_iter().map(|(id, _)| id).collect();
    let (mut told, mut rotting_days_of, mut forecast_of) = (BTreeSet::new(), Vec::new(), Vec::new());
    for (at, StageForm { stage, rotting_days, forecast }) in form.stages.iter().enumerate() {
        let id = parse_serving_id(stage).filter(|(entity, id)| *entity == EntityType::Stage && known.contains(id));
        match id.filter(|(_, id)| told.insert(*id)) {
            Some((_, stage)) => {
                rotting_days_of.extend(rotting_days.map(|days| StageLimit { stage, days }));
                forecast_of.extend(forecast.map(|category| StageForecast { stage, category }));
            }
            None => refuse(&format!("stages[{at}].stage"), "must be a stage, once".into()),
        }
        if rotting_days.is_some_and(|limit| !days.contains(&limit)) {
            refuse(&format!("stages[{at}].rotting_days"), format!("must be from 1 to {MOST_ROTTING_DAYS}"));
        }
    }
    if !wrong.is_empty() {
        return Err(Failure::fields(wrong));
    }
    Ok(Organisation {
        version: 0,
        time_zone,
        currency: form.currency,
        fiscal_month: form.fiscal_month,
        rotting_days: form.rotting_days,
        rotting_days_of,
        forecast_of,
    })
}
