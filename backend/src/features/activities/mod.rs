//! The activity feed as its readers may see it: a list, what it can be filtered by, and a file for admins.

mod csv;
mod export;
mod filters;
mod list;
mod query;

use crate::http::Caller;
use domain::{Moment, Scope};
use store::activities::FeedReader;
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(list::list).service(filters::filters).service(export::export);
}

fn reader<'a, N>(caller: &Caller<N>, scope: &'a Scope, moment: &'a Moment) -> FeedReader<'a> {
    FeedReader { scope, person: caller.person.id, moment }
}
