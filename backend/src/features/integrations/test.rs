//! `POST /api/integrations/odoo/test`: whether a connection works, and exactly what is wrong where it does not.

use super::form;
use crate::{
    features::sync::note,
    http::{AdminProblems, Body, Caller, Failure, ManageIntegrations},
    state::State,
    worker::{NoConnection, stored_config},
};
use actix_web::{
    post,
    web::{Data, Json},
};
use odoo::{ConnectionProblem as Found, ConnectionReport};
use shared::{
    ProblemCode,
    integrations::{
        ConnectionProblem, ConnectionProblemCode, ConnectionTest, ConnectionTestRequest, MissingRight, TransportChoice,
    },
};
use source::ErrorKind;
use std::time::{Duration, Instant};

/// Test a connection to Odoo
///
/// What is sent, else what is stored. Does what a run does at its start; nothing is stored. 409 when there is nothing to test.
#[utoipa::path(
    tag = "integrations",
    request_body = ConnectionTestRequest,
    responses((status = 200, description = "What came of it, also where it does not work", body = ConnectionTest), AdminProblems),
    security(("session" = []))
)]
#[post("/api/integrations/odoo/test")]
pub(super) async fn test(
    caller: Caller<ManageIntegrations>,
    state: Data<State>,
    Body(asked): Body<ConnectionTestRequest>,
) -> Result<Json<ConnectionTest>, Failure> {
    let stored = state.store.integrations().find_odoo().await?;
    let config = match (asked.connection, stored) {
        (Some(form), stored) => form::check(&state.store, form, stored.as_ref()).await?.config,
        (None, None) => return Err(ProblemCode::Conflict.into()),
        (None, Some(record)) => match stored_config(&state.store, &record).await {
            Ok(config) => config,
            Err(error @ NoConnection::Unreadable) => {
                let code = ConnectionProblemCode::WrongCredentials;
                let problem = ConnectionProblem { code, message: error.to_string() };
                return Ok(Json(failed(problem, record.config.transport, Vec::new(), Duration::ZERO)));
            }
            Err(error) => return Err(error.into()),
        },
    };
    let (transport, began) = (config.transport(), Instant::now());
    let tested = state.connection.test(config).await;
    let took = began.elapsed();
    note(&caller, &state, "connection_tested", "integrations/odoo", 1).await?;
    Ok(Json(match tested {
        Ok(report) => works(report, took),
        Err(Found { error, .. }) if error.kind == ErrorKind::NotAllowed => {
            return Err(Failure::field("url", error.message));
        }
        Err(Found { error, databases }) => {
            let problem = ConnectionProblem { code: code(error.kind), message: error.message };
            failed(problem, transport, databases, took)
        }
    }))
}

fn works(report: ConnectionReport, took: Duration) -> ConnectionTest {
    let missing = report.unreadable.into_iter().map(|(kind, model, error)| MissingRight {
        model: model.to_owned(),
        entity: kind.entities().first().copied(),
        message: error.message,
    });
    ConnectionTest {
        works: true,
        problem: None,
        version: Some(report.version),
        transport: Some(report.transport),
        missing: missing.collect(),
        databases: Vec::new(),
        notes: report.notes,
        credential_ends: report.credential_ends,
        took_ms: millis(took),
    }
}

fn failed(
    problem: ConnectionProblem,
    transport: TransportChoice,
    databases: Vec<String>,
    took: Duration,
) -> ConnectionTest {
    ConnectionTest {
        works: false,
        problem: Some(problem),
        version: None,
        transport: Some(transport),
        missing: Vec::new(),
        databases,
        notes: Vec::new(),
        credential_ends: None,
        took_ms: millis(took),
    }
}

fn millis(took: Duration) -> u64 {
    u64::try_from(took.as_millis()).unwrap_or(u64::MAX)
}

fn code(kind: ErrorKind) -> ConnectionProblemCode {
    match kind {
        ErrorKind::Dns => ConnectionProblemCode::Dns,
        ErrorKind::NotConfigured | ErrorKind::NotAllowed | ErrorKind::Unreachable => ConnectionProblemCode::Unreachable,
        ErrorKind::Timeout => ConnectionProblemCode::Timeout,
        ErrorKind::Tls => ConnectionProblemCode::Tls,
        ErrorKind::NotOdoo => ConnectionProblemCode::NotOdoo,
        ErrorKind::VersionTooOld => ConnectionProblemCode::VersionTooOld,
        ErrorKind::UnknownDatabase => ConnectionProblemCode::UnknownDatabase,
        ErrorKind::WrongCredentials => ConnectionProblemCode::WrongCredentials,
        ErrorKind::NoApi => ConnectionProblemCode::NoApi,
        ErrorKind::MissingRights => ConnectionProblemCode::MissingRights,
        ErrorKind::Refused => ConnectionProblemCode::OdooError,
        ErrorKind::BadAnswer => ConnectionProblemCode::BadAnswer,
    }
}
