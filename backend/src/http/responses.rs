//! The problem answers of operations as the OpenAPI document names them: one type for each kind of operation.

use shared::{
    Problem,
    accounts::AccountSort,
    activities::LoggedSource,
    around::{ContactKind, TouchKind},
    deals::{DealShow, DealSort},
    figures::PeriodName,
    goals::GoalStatus,
    list::Direction,
};
use std::collections::BTreeMap;
use utoipa::{
    IntoResponses, PartialSchema, ToSchema,
    openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder},
};

pub(crate) const PROBLEM_JSON: &str = "application/problem+json";

const ALWAYS: [u16; 4] = [405, 421, 500, 503];

macro_rules! problems {
    ($($(#[$doc:meta])* $name:ident: $($status:literal)*;)+) => {
        $(
            $(#[$doc])*
            #[derive(Debug)]
            pub(crate) struct $name;

            impl IntoResponses for $name {
                fn responses() -> BTreeMap<String, RefOr<Response>> {
                    [$($status),*].iter().chain(&ALWAYS).map(|status: &u16| (status.to_string(), problem(*status))).collect()
                }
            }
        )+
    };
}

problems! {
    /// Anybody may ask.
    OpenProblems: ;
    /// Reading something about oneself.
    PersonProblems: 401 403;
    /// A stream that stays open.
    StreamProblems: 401 403 429;
    /// Reading one record.
    OneProblems: 401 403 404;
    /// Reading a list.
    ListProblems: 401 403 410 422;
    /// Reading a list of something that is named in the path.
    RowsProblems: 401 403 404 410 422;
    /// A form without a session: signing in.
    FormProblems: 400 401 403 408 409 413 415 422 429;
    /// An action of admins.
    AdminProblems: 400 401 403 408 409 413 415 422;
    /// An action on one record that takes no body.
    ActionProblems: 401 403 404 409 422;
    /// A change of one record of many, by its version.
    ChangeOneProblems: 400 401 403 404 408 409 412 413 415 422 428;
    /// A change of one record, by its version.
    ChangeProblems: 400 401 403 408 409 412 413 415 422 428;
}

fn problem(status: u16) -> RefOr<Response> {
    let description = match status {
        400 => "`malformed_body`: the body is not valid JSON",
        401 => "`unauthenticated` or `wrong_credentials`",
        403 => "`forbidden`, `pending_approval` or `cross_site`",
        404 => "`not_found`: not there, or not visible to the caller",
        405 => "`method_not_allowed`, with `Allow`",
        408 => "`too_slow`: the body did not arrive in time",
        409 => "`conflict`: the present state does not allow this",
        410 => "`snapshot_expired`: the list must be started again",
        412 => "`changed_meanwhile`: `If-Match` names a version that is not the present one",
        413 => "`too_large`: more than 1 MB",
        415 => "`unsupported_media_type`: the body must be JSON",
        421 => "`wrong_host`: the request names another host",
        422 => "`invalid_fields`, each named in `fields`",
        428 => "`version_required`: `If-Match` is missing",
        429 => "`too_many_requests`, with `Retry-After`",
        503 => "`unavailable`, with `Retry-After`",
        _ => "`internal`: the cause is in the log under `request_id`",
    };
    let schema = Ref::from_schema_name(Problem::name());
    let content = ContentBuilder::new().schema(Some(schema)).build();
    ResponseBuilder::new().description(description).content(PROBLEM_JSON, content).build().into()
}

/// The schemas that the answers above and the parameters of queries refer to: they are not collected from the operations.
pub(crate) fn more_schemas() -> Vec<(String, RefOr<utoipa::openapi::Schema>)> {
    let mut schemas = vec![
        (Problem::name().into_owned(), Problem::schema()),
        (AccountSort::name().into_owned(), AccountSort::schema()),
        (Direction::name().into_owned(), Direction::schema()),
        (ContactKind::name().into_owned(), ContactKind::schema()),
        (TouchKind::name().into_owned(), TouchKind::schema()),
        (DealShow::name().into_owned(), DealShow::schema()),
        (DealSort::name().into_owned(), DealSort::schema()),
        (PeriodName::name().into_owned(), PeriodName::schema()),
        (<LoggedSource as ToSchema>::name().into_owned(), LoggedSource::schema()),
        (GoalStatus::name().into_owned(), GoalStatus::schema()),
    ];
    Problem::schemas(&mut schemas);
    schemas
}
