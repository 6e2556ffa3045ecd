//! `POST /api/jobs/{id}/retry`: gives a dead letter all its attempts anew.

use super::view;
use crate::{
    features::sync::note,
    http::{ActionProblems, Caller, Failure, ManageJobs},
    state::State,
};
use actix_web::{
    HttpResponse, post,
    web::{Data, Path},
};
use shared::{ProblemCode, jobs::JobStarted};

/// Retry a dead job
///
/// 409 when it is not dead. Where another of its kind waits or runs already, that one is named and this stays dead.
#[utoipa::path(
    tag = "jobs",
    params(("id" = String, Path, description = "Of a dead letter")),
    responses((status = 202, description = "It is on its way", body = JobStarted), ActionProblems),
    security(("session" = []))
)]
#[post("/api/jobs/{id}/retry")]
pub(super) async fn retry(
    caller: Caller<ManageJobs>,
    state: Data<State>,
    id: Path<String>,
) -> Result<HttpResponse, Failure> {
    for (name, queue) in state.bell.queues().all() {
        if queue.find(&id).await?.is_none() {
            continue;
        }
        let job = queue.retry_dead(&id).await?.ok_or(ProblemCode::Conflict)?;
        note(&caller, &state, "job_retried", &id, 1).await?;
        let already_running = job.id != *id;
        return Ok(HttpResponse::Accepted().json(JobStarted { job: view::run(name, job), already_running }));
    }
    Err(ProblemCode::NotFound.into())
}
