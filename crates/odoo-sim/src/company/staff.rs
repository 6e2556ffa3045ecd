//! The rest of the house: departments with their managers, and colleagues who never sign in.

use chrono::{DateTime, Days, Utc};
use serde_json::json;

use super::generate::{Book, stamp};

/// Employee, name, title, department, manager.
const OTHERS: &[(i64, &str, &str, i64, i64)] = &[
    (60, "Greta Vogel", "Head of Finance", 6, 2),
    (61, "Owen Pryce", "Accountant", 6, 60),
    (62, "Leïla Moreau", "Accounts Receivable", 6, 60),
    (63, "Piotr Kowalczyk", "Warehouse Lead", 7, 2),
    (64, "Ana Ferreira", "Logistics", 7, 63),
    (65, "Nils Dahl", "Service Technician", 7, 63),
];

pub(super) fn build(book: &mut Book<'_>, today: DateTime<Utc>) {
    let departments = [
        (3, "Enterprise", json!(2), json!(20), 1, true),
        (4, "Mid-Market", json!(2), json!(21), 1, true),
        (5, "UK & Public Sector", json!(2), json!(22), 2, true),
        (6, "Finance", json!(1), json!(60), 1, true),
        (7, "Operations", json!(1), json!(63), 1, true),
        (8, "Field Service", json!(7), json!(false), 1, false),
    ];
    let written = stamp(today - Days::new(40));
    for (id, name, parent, manager, company, active) in departments {
        book.add(
            "hr.department",
            json!({"id": id, "name": name, "parent_id": parent, "manager_id": manager, "company_id": company,
                "active": active, "create_date": written, "write_date": written}),
        );
    }
    for (id, name, title, department, manager) in OTHERS {
        let login = name.to_lowercase().replace(' ', ".");
        book.add(
            "hr.employee",
            json!({"id": id, "name": name, "job_title": title, "department_id": department, "parent_id": manager,
                "company_id": 1, "work_email": format!("{login}@halden.example"),
                "work_phone": format!("+31 30 555 {id}00"), "create_date": written, "write_date": written}),
        );
    }
}
