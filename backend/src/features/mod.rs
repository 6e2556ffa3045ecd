//! The slices of the API, one per noun, and the document that describes them all.

mod accounts;
mod activities;
mod alerts;
pub(crate) mod auth;
mod choices;
mod config;
mod dashboard;
mod data_lake;
pub(crate) mod events;
mod figures;
pub(crate) mod goals;
mod health;
mod industries;
mod integrations;
mod jobs;
mod openapi;
mod opportunities;
mod reading;
mod search;
mod setup;
mod sync;
mod wire;

use crate::http::{Failure, more_schemas, routed_path};
use actix_web::{
    App, HttpResponse,
    web::{Bytes, Data},
};
use shared::ProblemCode;
use std::collections::BTreeSet;
use utoipa::openapi::{
    InfoBuilder, OpenApi, PathItem,
    path::Operation,
    security::{ApiKey, ApiKeyValue, SecurityScheme},
};
use utoipa_actix_web::{AppExt, service_config::ServiceConfig};

pub(crate) fn routes(config: &mut ServiceConfig) {
    auth::routes(config);
    setup::routes(config);
    accounts::routes(config);
    industries::routes(config);
    search::routes(config);
    opportunities::routes(config);
    activities::routes(config);
    dashboard::routes(config);
    figures::routes(config);
    goals::routes(config);
    config::routes(config);
    sync::routes(config);
    integrations::routes(config);
    data_lake::routes(config);
    jobs::routes(config);
    alerts::routes(config);
    events::routes(config);
    health::routes(config);
    openapi::routes(config);
}

/// The API's description, OpenAPI 3.1.
pub fn document() -> OpenApi {
    let (_, mut api) = App::new().into_utoipa_app().configure(routes).split_for_parts();
    api.info = InfoBuilder::new()
        .title("SalesCommand")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(DESCRIPTION))
        .build();
    let components = api.components.get_or_insert_default();
    components.schemas.extend(more_schemas());
    let session = ApiKeyValue::with_description(
        "__Host-salescommand",
        "Set by `POST /api/auth/login`; named `salescommand` on loopback without TLS.",
    );
    components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(session)));
    api
}

const DESCRIPTION: &str = "Sales intelligence over Odoo: figures that are right, fresh, explained, and cut to what the caller may see.\n\n\
    Unsafe methods need the header `X-SalesCommand`, a JSON body where there is one, and `Sec-Fetch-Site: same-origin` or this server's own `Origin`. \
    Errors are RFC 9457 problem documents; `code` is a closed set.";

/// The document as it is served, and which methods each path takes.
#[derive(Debug)]
pub(crate) struct ApiIndex {
    document: Bytes,
    methods: Vec<(String, BTreeSet<&'static str>)>,
}

impl ApiIndex {
    pub(crate) fn new() -> Result<Self, serde_json::Error> {
        let api = document();
        let methods = api.paths.paths.iter().map(|(path, item)| (path.clone(), methods(item))).collect();
        Ok(Self { document: api.to_json()?.into(), methods })
    }

    pub(crate) fn document(&self) -> Bytes {
        self.document.clone()
    }

    /// `GET, POST`, where the path exists at all.
    fn allowed(&self, path: &str) -> Option<String> {
        let (_, methods) = self.methods.iter().find(|(template, _)| fits(template, path))?;
        Some(methods.iter().copied().collect::<Vec<_>>().join(", "))
    }
}

fn methods(item: &PathItem) -> BTreeSet<&'static str> {
    let of = |name: &'static str, operation: &Option<Operation>| operation.as_ref().map(|_| name);
    [
        of("GET", &item.get),
        of("POST", &item.post),
        of("PUT", &item.put),
        of("PATCH", &item.patch),
        of("DELETE", &item.delete),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn fits(template: &str, path: &str) -> bool {
    let (template, path): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len()
        && template.iter().zip(path).all(|(part, given)| part.starts_with('{') || *part == given)
}

/// What no operation took: a known path with another method, or nothing of ours.
pub(crate) async fn unknown(
    request: actix_web::HttpRequest,
    state: Data<crate::state::State>,
) -> Result<HttpResponse, Failure> {
    match state.api.allowed(routed_path(&request)) {
        Some(allowed) if !allowed.split(", ").any(|method| method == request.method().as_str()) => {
            Err(Failure::method_not_allowed(allowed))
        }
        _ => Err(ProblemCode::NotFound.into()),
    }
}
