//! `/api/config/goal-thresholds`: where one status of a goal ends and the next begins.

use crate::{
    features::{choices::Asked, sync::note},
    http::{Body, Caller, ChangeProblems, Failure, IfMatch, ManageSettings, PersonProblems, versioned},
    state::State,
};
use actix_web::{HttpResponse, get, put, web::Data};
use domain::metrics::goal::Thresholds;
use rust_decimal::Decimal;
use shared::goals::{GoalThresholds, ThresholdsForm};
use store::settings;

/// Of an index.
const MOST: Decimal = Decimal::TWO;
const MOST_DAYS: u32 = 366;

/// Thresholds of goals
#[utoipa::path(
    tag = "config",
    responses((status = 200, description = "What holds now, its version as `ETag`", body = GoalThresholds), PersonProblems),
    security(("session" = []))
)]
#[get("/api/config/goal-thresholds")]
pub(super) async fn get(_caller: Caller<ManageSettings>, state: Data<State>) -> Result<HttpResponse, Failure> {
    Ok(answer(&state.store.settings().goal_thresholds().await?))
}

/// Change the thresholds of goals
///
/// In force with the next question; no status is stored.
#[utoipa::path(
    tag = "config",
    params(("If-Match" = String, Header, description = "The version that was changed, in quotes")),
    request_body = ThresholdsForm,
    responses((status = 200, description = "What holds now", body = GoalThresholds), ChangeProblems),
    security(("session" = []))
)]
#[put("/api/config/goal-thresholds")]
pub(super) async fn change(
    caller: Caller<ManageSettings>,
    state: Data<State>,
    IfMatch(version): IfMatch,
    Body(form): Body<ThresholdsForm>,
) -> Result<HttpResponse, Failure> {
    let set = check(&form)?;
    let set = state.store.settings().set_goal_thresholds(version, &set).await?;
    note(&caller, &state, "goal_thresholds_changed", "settings/goal_thresholds", 1).await?;
    Ok(answer(&set))
}

fn answer(set: &settings::GoalThresholds) -> HttpResponse {
    let Thresholds { on_track, at_risk, early_share, early_days } = set.in_force();
    versioned(set.version, &GoalThresholds { version: set.version, on_track, at_risk, early_share, early_days })
}

fn check(form: &ThresholdsForm) -> Result<settings::GoalThresholds, Failure> {
    let mut wrong = Asked::default();
    let mut number = |field: &str, text: &Option<String>, most: Decimal| {
        let text = text.as_deref()?;
        let found = Decimal::from_str_exact(text.trim()).ok().map(|value| value.normalize());
        let good = found.filter(|value| *value > Decimal::ZERO && *value <= most && value.scale() <= 4);
        if good.is_none() {
            wrong.wrong(
                field,
                format!("must be a number with at most 4 digits after the point, above 0 and at most {most}"),
            );
        }
        good
    };
    let set = settings::GoalThresholds {
        version: 0,
        on_track: number("on_track", &form.on_track, MOST),
        at_risk: number("at_risk", &form.at_risk, MOST),
        early_share: number("early_share", &form.early_share, Decimal::ONE),
        early_days: form.early_days,
    };
    let force = set.in_force();
    if force.at_risk > force.on_track {
        wrong.wrong("at_risk", "must not be above `on_track`".into());
    }
    if force.early_days > MOST_DAYS {
        wrong.wrong("early_days", format!("must be at most {MOST_DAYS}"));
    }
    wrong.end()?;
    Ok(set)
}
