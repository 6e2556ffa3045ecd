//! `GET /api/jobs/{id}`: one job in a queue, or that was.

use super::view;
use crate::{
    http::{Caller, Failure, ManageJobs, OneProblems},
    state::State,
};
use actix_web::{
    get,
    web::{Data, Json, Path},
};
use shared::{ProblemCode, jobs::JobRun};

/// One job
#[utoipa::path(
    tag = "jobs",
    params(("id" = String, Path, description = "Of `/api/jobs`")),
    responses((status = 200, description = "The job", body = JobRun), OneProblems),
    security(("session" = []))
)]
#[get("/api/jobs/{id}")]
pub(super) async fn get(
    _caller: Caller<ManageJobs>,
    state: Data<State>,
    id: Path<String>,
) -> Result<Json<JobRun>, Failure> {
    for (name, queue) in state.bell.queues().all() {
        if let Some(job) = queue.find(&id).await? {
            return Ok(Json(view::run(name, job)));
        }
    }
    Err(ProblemCode::NotFound.into())
}
