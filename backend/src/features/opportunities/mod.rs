//! Opportunities that the caller may see: table, board, one by one.

mod board;
mod filters;
mod forecast;
mod get;
mod list;
mod query;
mod view;

pub(super) use view::item_of;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig) {
    // Before the record, which would take "board" for an id.
    config
        .service(list::list)
        .service(board::board)
        .service(filters::filters)
        .service(get::get)
        .service(forecast::change);
}
