//! `PUT /api/opportunities/{id}/forecast-category`: how sure one deal is, whatever its stage is set to.

use super::view;
use crate::{
    features::sync::note,
    http::{Body, Caller, ChangeOneProblems, Done, Failure, IfMatch, WriteSales, versioned},
    state::State,
};
use actix_web::{
    HttpResponse, put,
    web::{Data, Path},
};
use domain::facts::parse_serving_id;
use shared::{
    EntityType, ProblemCode,
    activities::{LoggedEntity, LoggedType},
    deals::{DealForecast, ForecastForm},
};
use store::activities::Sight;

/// Say how sure a deal is
///
/// For whoever may see the deal, while it is open. In force in every forecast with the next question; `null` goes back to what the stage is set
/// to. Odoo is not told.
#[utoipa::path(
    tag = "opportunities",
    params(
        ("id" = String, Path, description = "As in the list", example = "odoo_opportunity_123"),
        ("If-Match" = String, Header, description = "The version that was changed, in quotes")
    ),
    request_body = ForecastForm,
    responses((status = 200, description = "What holds now, its version as `ETag`", body = DealForecast), ChangeOneProblems),
    security(("session" = []))
)]
#[put("/api/opportunities/{id}/forecast-category")]
pub(super) async fn change(
    caller: Caller<WriteSales>,
    state: Data<State>,
    id: Path<String>,
    IfMatch(version): IfMatch,
    Body(form): Body<ForecastForm>,
) -> Result<HttpResponse, Failure> {
    let Some((EntityType::Opportunity, deal)) = parse_serving_id(&id) else { return Err(ProblemCode::NotFound.into()) };
    let (scope, deals, said) = (caller.scope(), state.store.deals(), (version, form.category));
    let said = deals.say_forecast(&scope, &caller.moment, deal, said, caller.person.id).await?;
    let (name, tokens) = said.ok_or(ProblemCode::NotFound)?;
    note(&caller, &state, "forecast_changed", &format!("opportunities/{id}"), 1).await?;
    let done = Done::new(LoggedType::ForecastChanged, LoggedEntity::Opportunity, id.into_inner(), name);
    caller.did(Done { sight: Sight::Record(tokens), ..done });
    let found = deals.find(&scope, &caller.moment, deal).await?.ok_or(ProblemCode::NotFound)?;
    let forecast = view::forecast(found.forecast, found.forecast_of_stage);
    Ok(versioned(forecast.version, &forecast))
}
