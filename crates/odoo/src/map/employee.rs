//! `hr.employee`, or its public twin: who reports to whom.

use super::row::Row;
use domain::canonical::Employee;

pub(crate) fn employee(row: &mut Row<'_>) -> Employee {
    Employee { name: row.name("name"), user: row.id("user_id"), manager: row.id("parent_id"), archived: row.archived() }
}
