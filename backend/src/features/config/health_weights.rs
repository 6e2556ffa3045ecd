//! `/api/config/health-weights`: how many points each reason adds to an account's health, or takes from it.

use crate::{
    features::{choices::Asked, sync::note},
    http::{Body, Caller, ChangeProblems, Failure, IfMatch, ManageSettings, PersonProblems, versioned},
    state::State,
};
use actix_web::{HttpResponse, get, put, web::Data};
use domain::metrics::Weights;
use shared::health_score::{HealthWeight, HealthWeights, HealthWeightsForm, MOST_POINTS};
use std::ops::RangeInclusive;
use store::settings;

/// Weights of account health
#[utoipa::path(
    tag = "config",
    responses((status = 200, description = "What holds now, its version as `ETag`", body = HealthWeights), PersonProblems),
    security(("session" = []))
)]
#[get("/api/config/health-weights")]
pub(super) async fn get(_caller: Caller<ManageSettings>, state: Data<State>) -> Result<HttpResponse, Failure> {
    Ok(answer(&state.store.settings().health_weights().await?))
}

/// Change the weights of account health
///
/// In force with the next question; no score is stored.
#[utoipa::path(
    tag = "config",
    params(("If-Match" = String, Header, description = "The version that was changed, in quotes")),
    request_body = HealthWeightsForm,
    responses((status = 200, description = "What holds now", body = HealthWeights), ChangeProblems),
    security(("session" = []))
)]
#[put("/api/config/health-weights")]
pub(super) async fn change(
    caller: Caller<ManageSettings>,
    state: Data<State>,
    IfMatch(version): IfMatch,
    Body(form): Body<HealthWeightsForm>,
) -> Result<HttpResponse, Failure> {
    check(&form)?;
    let set = state.store.settings().set_health_weights(version, form.points).await?;
    note(&caller, &state, "health_weights_changed", "settings/health_weights", 1).await?;
    Ok(answer(&set))
}

fn answer(set: &settings::HealthWeights) -> HttpResponse {
    let weights = set.in_force().all().zip(Weights::default().all());
    let weights = weights.map(|((kind, points), (_, usual))| HealthWeight { kind, points, usual });
    versioned(set.version, &HealthWeights { version: set.version, weights: weights.collect() })
}

/// What is good adds, what is bad takes.
fn range(usual: i32) -> RangeInclusive<i32> {
    if usual < 0 { -MOST_POINTS..=0 } else { 0..=MOST_POINTS }
}

fn check(form: &HealthWeightsForm) -> Result<(), Failure> {
    let mut wrong = Asked::default();
    for (kind, points) in &form.points {
        let field = format!("points.{}", kind.name());
        match Weights::default().all().find(|(one, _)| one == kind).map(|(_, usual)| range(usual)) {
            None => wrong.wrong(&field, "is what remains, and cannot be set".into()),
            Some(range) if !range.contains(points) => {
                wrong.wrong(&field, format!("must be from {} to {}", range.start(), range.end()));
            }
            Some(_) => {}
        }
    }
    wrong.end()
}
