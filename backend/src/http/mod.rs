//! What every request has in common: who asks, from where, how answers and errors are written.

mod answers;
mod caller;
mod client;
mod extract;
mod fence;
mod fresh;
mod journal;
mod origin;
mod problem;
mod responses;
mod session_cookie;
mod site;
mod version;

pub(crate) use answers::Answers;
pub(crate) use caller::{
    Caller, ExportActivities, ManageGoals, ManageIntegrations, ManageJobs, ManageSettings, ManageSync, Need,
    ReadDataLake, ReadSales, ReadSyncHistory, ReadSyncStatus, SignedIn, TriggerSync, WriteSales, permissions, role_may,
};
pub(crate) use client::client_address;
pub(crate) use extract::{Body, Query};
pub(crate) use fence::{answer_all, is_api, limit_time, refuse_foreign, routed_path};
pub(crate) use fresh::Freshness;
pub(crate) use journal::{Done, Journal, keep_journal};
pub(crate) use origin::Origin;
pub(crate) use problem::Failure;
pub(crate) use responses::{
    ActionProblems, AdminProblems, ChangeOneProblems, ChangeProblems, FormProblems, ListProblems, OneProblems,
    OpenProblems, PROBLEM_JSON, PersonProblems, RowsProblems, StreamProblems, more_schemas,
};
pub(crate) use session_cookie::{SessionCookie, session_token};
pub(crate) use site::{Site, serve as serve_site};
pub(crate) use version::{IfMatch, created, passing, versioned};
