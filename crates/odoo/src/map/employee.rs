//! `hr.employee`, or its public twin, and `hr.department`: who reports to whom, and where.

use super::row::Row;
use domain::canonical::{Department, Employee};

pub(crate) fn employee(row: &mut Row<'_>) -> Employee {
    Employee {
        name: row.name("name"),
        user: row.id("user_id"),
        manager: row.id("parent_id"),
        department: row.id("department_id"),
        job_title: row.text("job_title"),
        work_email: row.email("work_email"),
        work_phone: row.text("work_phone"),
        archived: row.archived(),
    }
}

pub(crate) fn department(row: &mut Row<'_>) -> Department {
    Department {
        name: row.name("name"),
        parent: row.id("parent_id"),
        manager: row.id("manager_id"),
        company: row.id("company_id"),
        archived: row.archived(),
    }
}
