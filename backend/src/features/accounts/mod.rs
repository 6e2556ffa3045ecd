//! Accounts that the caller may see, with the figures over the deals that they may see.

mod around;
mod filters;
mod get;
mod list;
mod query;
mod view;

pub(super) use around::timeline;
pub(super) use view::option as filter_option;

use crate::{
    http::{Caller, Done, Failure, ReadSales},
    state::State,
};
use domain::{Scope, canonical::SourceId, facts::serving_id};
use shared::{
    EntityType,
    activities::{LoggedEntity, LoggedType},
};
use store::activities::Sight;
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig) {
    // Before the record, which would take "filters" for an id.
    config.service(list::list).service(filters::filters).service(get::get);
    around::routes(config);
}

/// Who looks at an account is in its log, once an hour.
async fn viewed(caller: &Caller<ReadSales>, state: &State, scope: &Scope, id: SourceId) -> Result<(), Failure> {
    if let Some((name, tokens)) = state.store.accounts().label(scope, &caller.moment, id).await? {
        let id = serving_id(EntityType::Account, id);
        let viewed = Done::new(LoggedType::AccountViewed, LoggedEntity::Account, id, name);
        caller.did(Done { sight: Sight::Record(tokens), hourly: true, ..viewed });
    }
    Ok(())
}
