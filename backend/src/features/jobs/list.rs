//! `GET /api/jobs`: all jobs with their last runs and what is due next.

use super::view;
use crate::{
    http::{Caller, Failure, ManageJobs, PersonProblems},
    state::State,
};
use actix_web::{
    get,
    web::{Data, Json},
};
use shared::jobs::{JobList, JobOverview};

const LAST_RUNS: u32 = 10;
const DEAD_LETTERS: u32 = 50;

/// Jobs
#[utoipa::path(tag = "jobs", responses((status = 200, description = "All of them", body = JobList), PersonProblems), security(("session" = [])))]
#[get("/api/jobs")]
pub(super) async fn list(_caller: Caller<ManageJobs>, state: Data<State>) -> Result<Json<JobList>, Failure> {
    let (times, now) = (state.times().await?, state.db.now().await?);
    let mut items = Vec::new();
    for (name, queue) in state.bell.queues().all() {
        let counts = queue.counts().await?;
        let runs = |jobs: Vec<jobs::JobStatus>| jobs.into_iter().map(|job| view::run(name, job)).collect();
        items.push(JobOverview {
            name,
            schedule: times.schedule(name),
            next_due: times.next_due(name, now),
            waiting: counts.waiting,
            running: counts.running,
            done: counts.done,
            dead: counts.dead,
            last_runs: runs(queue.list(None, LAST_RUNS).await?),
            dead_letters: runs(queue.list(Some(jobs::JobState::Dead), DEAD_LETTERS).await?),
        });
    }
    Ok(Json(JobList { items, now }))
}
