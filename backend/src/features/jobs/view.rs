//! Jobs as they go over the wire.

use jobs::JobStatus;
use shared::jobs::{JobError, JobName, JobRun, JobState};

pub(super) fn run(name: JobName, job: JobStatus) -> JobRun {
    let result = job.result.map(|result| match result {
        serde_json::Value::String(text) => text,
        other => other.to_string(),
    });
    JobRun {
        id: job.id,
        name,
        state: state(job.state),
        attempt: u32::try_from(job.attempt).unwrap_or_default(),
        max_attempts: u32::try_from(job.max_attempts).unwrap_or_default(),
        created_at: job.created_at,
        run_at: job.run_at,
        started_at: job.started_at,
        finished_at: job.finished_at,
        last_error: job.last_error.map(|error| JobError { kind: error.kind, at: error.at }),
        result: result.filter(|result| result != "null"),
    }
}

fn state(state: jobs::JobState) -> JobState {
    match state {
        jobs::JobState::Waiting => JobState::Waiting,
        jobs::JobState::Running => JobState::Running,
        jobs::JobState::Done => JobState::Done,
        jobs::JobState::Dead => JobState::Dead,
    }
}
