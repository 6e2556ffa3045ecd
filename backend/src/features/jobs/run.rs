//! `POST /api/jobs/{name}/run`: starts a job now.

use super::view;
use crate::{
    features::sync::{must_be_on, note},
    http::{ActionProblems, Caller, Failure, ManageJobs},
    state::State,
};
use actix_web::{
    HttpResponse, post,
    web::{Data, Path},
};
use shared::{
    ProblemCode,
    jobs::{JobName, JobStarted},
};

/// Start a job
///
/// While it waits or runs, that one is named instead of a second. 409 for jobs that ask Odoo while none is configured, and for
/// the one that needs to be told which records.
#[utoipa::path(
    tag = "jobs",
    params(("name" = JobName, Path, description = "`drift_sample`")),
    responses((status = 202, description = "It is on its way", body = JobStarted), ActionProblems),
    security(("session" = []))
)]
#[post("/api/jobs/{name}/run")]
pub(super) async fn run(
    caller: Caller<ManageJobs>,
    state: Data<State>,
    name: Path<String>,
) -> Result<HttpResponse, Failure> {
    let name = JobName::parse(&name).ok_or(ProblemCode::NotFound)?;
    match name {
        JobName::Retention | JobName::Alerts => {}
        JobName::Resync => return Err(ProblemCode::Conflict.into()),
        _ => must_be_on(&state).await?,
    }
    let started = state.bell.start(name).await?;
    note(&caller, &state, "job_started", name.name(), 1).await?;
    let job = state.bell.queues().of(name).find(&started.job).await?.ok_or(ProblemCode::NotFound)?;
    let started = JobStarted { job: view::run(name, job), already_running: started.already_running };
    Ok(HttpResponse::Accepted().json(started))
}
