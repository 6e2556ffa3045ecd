//! Which pages stand in the menu, role by role.

use crate::auth::{Permission, UserRole};
use serde::{Deserialize, Serialize};

/// A page that the menu can lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NavItem {
    Dashboard,
    Accounts,
    Opportunities,
    Goals,
    Activities,
    /// The connection to Odoo, and with it what is held back, quarantine and jobs.
    Odoo,
    SyncRuns,
    Settings,
}

impl NavItem {
    /// In the order of the menu.
    pub const ALL: [Self; 8] = [
        Self::Dashboard,
        Self::Accounts,
        Self::Opportunities,
        Self::Goals,
        Self::Activities,
        Self::Odoo,
        Self::SyncRuns,
        Self::Settings,
    ];

    /// Without it the page says nothing, whatever the menu shows.
    pub fn needs(self) -> Permission {
        match self {
            Self::Dashboard | Self::Accounts | Self::Opportunities | Self::Goals | Self::Activities => {
                Permission::ReadSales
            }
            Self::Odoo => Permission::ManageIntegrations,
            Self::SyncRuns => Permission::ReadSyncHistory,
            Self::Settings => Permission::ManageSettings,
        }
    }

    /// Stays in the menu of all who may use it, so that nobody is locked out of where the menu is set.
    pub fn is_fixed(self) -> bool {
        self == Self::Settings
    }
}

/// What the menu shows, for every role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NavigationSettings {
    /// 0 while the defaults hold. Send it as `If-Match: "<version>"`.
    pub version: i64,
    /// From the one that may least to the one that may most.
    pub roles: Vec<RoleNavigation>,
}

/// The menu of a role. It hides, and neither opens nor closes a page: who has the address of a hidden page and may read it, reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoleNavigation {
    pub role: UserRole,
    /// In the order of the menu.
    pub shown: Vec<NavItem>,
    /// All that the role may use, and so all that can be shown.
    pub usable: Vec<NavItem>,
}

/// Body of `PUT /api/config/navigation`: replaces all; a role that is absent sees all that it may use.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NavigationForm {
    #[serde(default)]
    pub roles: Vec<RoleMenu>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RoleMenu {
    pub role: UserRole,
    /// At least one, and only what the role may use; that of a role that may change the settings holds them.
    pub shown: Vec<NavItem>,
}
