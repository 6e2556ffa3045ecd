//! Who works here: Odoo users, employees, departments, sales teams and their members.

use super::SourceId;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    pub name: String,
    /// Lower case; people are linked to their Odoo user by it.
    pub login: String,
    pub email: Option<String>,
    /// The partner row that stands for the user: the author of messages, the attendee of meetings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner: Option<SourceId>,
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<SourceId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job_title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work_email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work_phone: Option<String>,
    pub archived: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Department {
    pub name: String,
    pub parent: Option<SourceId>,
    /// An employee.
    pub manager: Option<SourceId>,
    pub company: Option<SourceId>,
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
