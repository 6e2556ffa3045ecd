//! Who works here: Odoo users, employees, sales teams and their members.

use super::SourceId;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    pub name: String,
    /// Lower case; people are linked to their Odoo user by it.
    pub login: String,
    pub email: Option<String>,
    /// Portal users are no staff.
    pub portal: bool,
    pub archived: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Employee {
    pub name: String,
    pub user: Option<SourceId>,
    /// The employee who leads this one. May form loops, also to oneself.
    pub manager: Option<SourceId>,
    pub archived: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    pub name: String,
    pub leader: Option<SourceId>,
    pub archived: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamMember {
    pub team: SourceId,
    pub user: SourceId,
    /// A former member.
    pub archived: bool,
}
