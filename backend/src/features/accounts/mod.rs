//! Accounts that the caller may see, with the figures over the deals that they may see.

mod around;
mod filters;
mod get;
mod list;
mod query;
mod view;

pub(super) use view::option as filter_option;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig) {
    // Before the record, which would take "filters" for an id.
    config.service(list::list).service(filters::filters).service(get::get);
    around::routes(config);
}
