//! Sign-in, the signed-in person, roles.

use crate::navigation::NavItem;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// What a person may do. Ordered: a later one may do all that an earlier one may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum UserRole {
    AccountManager,
    SalesManager,
    Admin,
    SuperAdmin,
}

impl UserRole {
    pub const ALL: &'static [Self] = &[Self::AccountManager, Self::SalesManager, Self::Admin, Self::SuperAdmin];

    pub fn name(self) -> &'static str {
        match self {
            Self::AccountManager => "account_manager",
            Self::SalesManager => "sales_manager",
            Self::Admin => "admin",
            Self::SuperAdmin => "super_admin",
        }
    }
}

impl fmt::Display for UserRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for UserRole {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .iter()
            .copied()
            .find(|role| role.name() == name)
            .ok_or_else(|| "one of account_manager, sales_manager, admin, super_admin".to_owned())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ApprovalStatus {
    Pending,
    Approved,
    Rejected,
}

/// Why a person sees no sales data, where that is so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NoReach {
    /// No Odoo user has this person's e-mail address as its login.
    NotLinked,
}

#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LoginRequest {
    #[cfg_attr(feature = "openapi", schema(format = "email"))]
    pub email: String,
    #[cfg_attr(feature = "openapi", schema(format = "password"))]
    pub password: String,
}

impl fmt::Debug for LoginRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LoginRequest(..)")
    }
}

/// First super admin of a fresh installation, made with the one-time setup token.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetupRequest {
    pub token: String,
    pub email: String,
    pub name: String,
    /// At least 12 characters.
    pub password: String,
}

impl fmt::Debug for SetupRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SetupRequest(..)")
    }
}

/// The signed-in person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    pub id: String,
    pub email: String,
    pub name: String,
    pub role: UserRole,
    pub is_super_admin: bool,
    pub approval_status: ApprovalStatus,
    pub odoo_matched: bool,
    /// Name of the linked Odoo user, from Odoo's own record.
    pub odoo_salesperson_name: Option<String>,
    pub odoo_team_name: Option<String>,
    /// Present when the person can see no sales data.
    pub no_reach: Option<NoReach>,
    /// What the person may do, for showing and hiding controls. The server decides again on each request.
    pub may: Vec<Permission>,
    /// What stands in the menu, in its order. A page that is not in it opens by its address all the same.
    pub navigation: Vec<NavItem>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    ReadSales,
    /// What is kept here about records in reach: how sure a deal is.
    WriteSales,
    ReadSyncStatus,
    ReadSyncHistory,
    TriggerSync,
    /// Run details, record histories, held deletions and quarantine; to decide about them; the interval.
    ManageSync,
    /// Connections with their settings and their test.
    ManageIntegrations,
    /// Health and sizes of the data lake.
    ReadDataLake,
    ManageJobs,
    /// Calendar, currency and rules of the organisation.
    ManageSettings,
    /// To set goals: for oneself and one's people, admins for all.
    ManageGoals,
    /// To take the whole activity log out as a file.
    ExportActivities,
}
