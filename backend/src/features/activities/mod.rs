//! The activity log as its readers may see it: a list, what it can be filtered by, and a file for admins.

mod csv;
mod export;
mod filters;
mod list;
mod query;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(list::list).service(filters::filters).service(export::export);
}
