//! Goals with their progress: list, board, report, and setting them.

mod board;
mod create;
mod form;
mod history;
mod list;
mod measure;
mod one;
mod report;
mod sight;
pub(crate) mod snapshots;
mod target;
mod view;
mod wanted;

pub(super) use form::{AimForm, aim};
pub(super) use sight::Sight;
pub(super) use target::WonTargets;
pub(super) use view::{target, told_of_target};

use utoipa_actix_web::service_config::ServiceConfig;

/// Goals that can be set in all; with the targets of roles they are listed as a whole.
pub(super) const MOST_GOALS: u64 = 5_000;

pub(super) fn routes(config: &mut ServiceConfig) {
    // Before what takes any name.
    config
        .service(board::board)
        .service(report::report)
        .service(list::list)
        .service(create::create)
        .service(history::history)
        .service(one::get)
        .service(one::change)
        .service(one::delete);
}
