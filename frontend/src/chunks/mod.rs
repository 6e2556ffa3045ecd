//! Which page comes in which chunk of the download. What is named here is not in the first part of it.

#![expect(non_snake_case, reason = "a page is called here as it is called in its room")]

mod arrival;

use crate::{pages, route};
pub use arrival::fetch_first;
use arrival::{Arriving, Missing, Page, arriving};
use leptos::{prelude::*, wasm_split::wasm_split};
use shared::auth::Permission;

/// `chunk at FIRST_SEGMENT for Permission: room::Page, …;` gives each page as a component that shows it once its chunk is here.
macro_rules! chunks {
    ($($chunk:ident at $at:ident for $need:ident: $($room:ident::$page:ident),+;)+) => {
        $($(
            pub fn $page() -> AnyView {
                arriving(|| Box::pin(far::$page()))
            }
        )+)+

        /// The functions at which the build cuts the app in pieces.
        mod far {
            use super::*;

            $($(
                #[wasm_split($chunk, wasm_split_path = leptos::wasm_split, fallible)]
                pub fn $page() -> Result<Page, Missing> {
                    Ok(|| pages::$room::$page().into_any())
                }
            )+)+
        }

        /// First segment of the path, who may see it, the way to have it.
        const ALL: &[(&str, Permission, fn() -> Arriving)] =
            &[$($((route::$at, Permission::$need, || Box::pin(far::$page()))),+),+];
    };
}

chunks! {
    dashboard at DASHBOARD for ReadSales: dashboard::DashboardPage;
    accounts at ACCOUNTS for ReadSales: accounts::AccountsPage, account::AccountPanel;
    opportunities at OPPORTUNITIES for ReadSales: deals::DealsPage;
    goals at GOALS for ReadSales: goals::GoalsPage;
    activities at ACTIVITIES for ReadSales: activities::ActivitiesPage;
    admin at ADMIN for ReadSyncHistory: sync_runs::SyncRunsPage, admin::OdooPage, admin::HeldPage, admin::QuarantinePage,
        admin::JobsPage, admin::SettingsPage, admin::HealthPage, admin::RecordPage;
    profile at PROFILE for ReadSales: profile::ProfilePage;
}
