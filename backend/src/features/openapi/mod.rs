//! `GET /api/openapi.json`: the description of this API, made from the types that it uses.

use crate::{http::OpenProblems, state::State};
use actix_web::{HttpResponse, get, web::Data};
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(openapi);
}

/// This document
#[utoipa::path(tag = "probes", responses((status = 200, description = "OpenAPI 3.1", content_type = "application/json"), OpenProblems), security(()))]
#[get("/api/openapi.json")]
async fn openapi(state: Data<State>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(("cache-control", "no-cache"))
        .content_type("application/json")
        .body(state.api.document())
}
