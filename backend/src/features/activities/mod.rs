//! The activity log as its readers may see it: a list, what it can be filtered by, and a file for admins.

mod csv;
mod export;
mod filters;
mod list;
mod query;

use crate::http::Caller;
use domain::Scope;
use store::activities::LogReader;
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(list::list).service(filters::filters).service(export::export);
}

fn reader<'a, N>(caller: &Caller<N>, scope: &'a Scope) -> LogReader<'a> {
    LogReader { scope, person: caller.person.id, time_zone: caller.moment.time_zone }
}
