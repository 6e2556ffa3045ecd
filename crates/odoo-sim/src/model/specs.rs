//! What the recordings of `fields_get` do not say: labels, orders, defaults, computed fields, what a deletion does.

use super::{Compute, Source};

#[derive(Debug)]
pub(crate) struct Extra(pub(super) &'static str, pub(super) Source);

#[derive(Debug)]
pub(crate) struct Spec {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) order: &'static str,
    pub(super) rec_name: &'static str,
    pub(super) fields_get: &'static str,
    /// Empty: every field that can be served.
    pub(super) keep: &'static [&'static str],
    pub(super) extras: &'static [Extra],
    /// A JSON object.
    pub(super) defaults: &'static str,
    pub(super) restrict: &'static [(&'static str, &'static str)],
    pub(super) cascade: &'static [(&'static str, &'static str)],
    /// Messages and activities hang on its records.
    pub(super) thread: bool,
    /// The model whose rows it shows, read only.
    pub(super) view: Option<&'static str>,
}

pub(super) const NOTHING: Spec = Spec {
    name: "",
    label: "",
    order: "id",
    rec_name: "name",
    fields_get: "{}",
    keep: &[],
    extras: &[],
    defaults: "{}",
    restrict: &[],
    cascade: &[],
    thread: false,
    view: None,
};

macro_rules! recorded {
    ($model:literal) => {
        include_str!(concat!("../../tests/fixtures/fields_get/", $model, ".json"))
    };
}
pub(super) use recorded;

pub(super) const fn inverse(name: &'static str, model: &'static str, field: &'static str) -> Extra {
    Extra(name, Source::Inverse { model, field, active_only: false })
}

pub(super) const fn active_inverse(name: &'static str, model: &'static str, field: &'static str) -> Extra {
    Extra(name, Source::Inverse { model, field, active_only: true })
}

pub(super) const fn related(name: &'static str, via: &'static str, target: &'static str) -> Extra {
    Extra(name, Source::Related { via, target })
}

pub(super) const fn computed(name: &'static str, compute: Compute) -> Extra {
    Extra(name, Source::Computed(compute))
}

pub(super) static SPECS: &[Spec] = &[
    Spec {
        name: "res.partner",
        label: "Contact",
        order: "complete_name ASC, id DESC",
        fields_get: recorded!("res.partner"),
        extras: &[
            active_inverse("child_ids", "res.partner", "parent_id"),
            inverse("user_ids", "res.users", "partner_id"),
            inverse("employee_ids", "hr.employee", "work_contact_id"),
            inverse("ref_company_ids", "res.company", "partner_id"),
            computed("company_type", Compute::CompanyType),
            computed("currency_id", Compute::CompanyCurrency),
            related("parent_name", "parent_id", "name"),
        ],
        defaults: r#"{"active": true, "type": "contact", "lang": "en_US", "trust": "normal", "partner_share": true,
            "autopost_bills": "ask", "invoice_warn": "no-message", "sale_warn": "no-message"}"#,
        restrict: &[
            ("res.users", "partner_id"),
            ("res.company", "partner_id"),
            ("account.move", "partner_id"),
            ("sale.order", "partner_id"),
            ("sale.order", "partner_invoice_id"),
            ("sale.order", "partner_shipping_id"),
        ],
        cascade: &[("calendar.attendee", "partner_id")],
        thread: true,
        ..NOTHING
    },
    Spec {
        name: "crm.lead",
        label: "Lead/Opportunity",
        order: "priority desc, id desc",
        fields_get: recorded!("crm.lead"),
        extras: &[
            computed("company_currency", Compute::CompanyCurrency),
            computed("is_automated_probability", Compute::AutomatedProbability),
            inverse("order_ids", "sale.order", "opportunity_id"),
            active_inverse("calendar_event_ids", "calendar.event", "opportunity_id"),
        ],
        defaults: r#"{"active": true, "type": "opportunity", "priority": "0"}"#,
        thread: true,
        ..NOTHING
    },
    Spec {
        name: "res.users",
        label: "User",
        order: "name, login",
        rec_name: "login",
        fields_get: recorded!("res.users"),
        keep: &["active", "login", "partner_id", "company_id", "company_ids", "sale_team_id", "share", "signature"],
        extras: &[
            related("name", "partner_id", "name"),
            related("email", "partner_id", "email"),
            related("phone", "partner_id", "phone"),
            related("mobile", "partner_id", "mobile"),
            related("lang", "partner_id", "lang"),
            related("tz", "partner_id", "tz"),
            computed("employee_id", Compute::EmployeeOfUser),
            inverse("employee_ids", "hr.employee", "user_id"),
            active_inverse("crm_team_member_ids", "crm.team.member", "user_id"),
        ],
        defaults: r#"{"active": true, "share": false}"#,
        cascade: &[("crm.team.member", "user_id"), ("mail.activity", "user_id"), ("res.users.apikeys", "user_id")],
        ..NOTHING
    },
    Spec {
        name: "hr.employee",
        label: "Employee",
        order: "name",
        fields_get: recorded!("hr.employee"),
        extras: &[inverse("child_ids", "hr.employee", "parent_id")],
        defaults: r#"{"active": true, "employee_type": "employee", "marital": "single", "distance_home_work_unit": "kilometers"}"#,
        thread: true,
        ..NOTHING
    },
    Spec {
        name: "hr.department",
        label: "Department",
        order: "name",
        rec_name: "complete_name",
        fields_get: recorded!("hr.department"),
        extras: &[
            inverse("child_ids", "hr.department", "parent_id"),
            inverse("member_ids", "hr.employee", "department_id"),
            computed("total_employee", Compute::TotalEmployee),
        ],
        defaults: r#"{"active": true}"#,
        ..NOTHING
    },
    Spec {
        name: "crm.stage",
        label: "CRM Stages",
        order: "sequence, name, id",
        fields_get: recorded!("crm.stage"),
        defaults: r#"{"sequence": 1}"#,
        restrict: &[("crm.lead", "stage_id")],
        ..NOTHING
    },
    Spec {
        name: "crm.team",
        label: "Sales Team",
        order: "sequence ASC, create_date DESC, id DESC",
        fields_get: recorded!("crm.team"),
        extras: &[
            active_inverse("crm_team_member_ids", "crm.team.member", "crm_team_id"),
            inverse("crm_team_member_all_ids", "crm.team.member", "crm_team_id"),
            computed("member_ids", Compute::TeamMembers),
            computed("currency_id", Compute::TeamCurrency),
        ],
        defaults: r#"{"active": true, "sequence": 10, "use_opportunities": true}"#,
        cascade: &[("crm.team.member", "crm_team_id")],
        ..NOTHING
    },
    Spec {
        name: "crm.team.member",
        label: "Sales Team Member",
        order: "create_date ASC, id",
        rec_name: "user_id",
        fields_get: recorded!("crm.team.member"),
        extras: &[
            related("company_id", "user_id", "company_id"),
            related("name", "user_id", "name"),
            related("email", "user_id", "email"),
        ],
        defaults: r#"{"active": true, "assignment_max": 30}"#,
        ..NOTHING
    },
    Spec {
        name: "res.partner.industry",
        label: "Industry",
        order: "name",
        fields_get: recorded!("res.partner.industry"),
        defaults: r#"{"active": true}"#,
        ..NOTHING
    },
    Spec { name: "res.country", label: "Country", order: "name, id", fields_get: recorded!("res.country"), ..NOTHING },
    Spec {
        name: "res.currency",
        label: "Currency",
        order: "active desc, name",
        fields_get: recorded!("res.currency"),
        extras: &[
            inverse("rate_ids", "res.currency.rate", "currency_id"),
            computed("rate", Compute::Rate),
            computed("inverse_rate", Compute::InverseRate),
        ],
        defaults: r#"{"active": true, "decimal_places": 2, "rounding": 0.01, "position": "after"}"#,
        restrict: &[("res.company", "currency_id")],
        cascade: &[("res.currency.rate", "currency_id")],
        ..NOTHING
    },
    Spec {
        name: "res.currency.rate",
        label: "Currency Rate",
        order: "name desc, id",
        fields_get: recorded!("res.currency.rate"),
        extras: &[
            computed("company_rate", Compute::CompanyRate),
            computed("inverse_company_rate", Compute::InverseCompanyRate),
        ],
        ..NOTHING
    },
    Spec {
        name: "res.company",
        label: "Companies",
        order: "sequence, name",
        fields_get: recorded!("res.company"),
        keep: &["name", "partner_id", "currency_id", "parent_id", "active", "sequence"],
        extras: &[
            related("email", "partner_id", "email"),
            related("phone", "partner_id", "phone"),
            related("website", "partner_id", "website"),
            related("vat", "partner_id", "vat"),
            related("street", "partner_id", "street"),
            related("city", "partner_id", "city"),
            related("zip", "partner_id", "zip"),
            related("country_id", "partner_id", "country_id"),
            inverse("child_ids", "res.company", "parent_id"),
            Extra("user_ids", Source::ManyInverse { model: "res.users", field: "company_ids" }),
        ],
        defaults: r#"{"active": true, "sequence": 10}"#,
        restrict: &[("res.users", "company_id"), ("hr.employee", "company_id")],
        ..NOTHING
    },
    Spec {
        name: "ir.config_parameter",
        label: "System Parameter",
        order: "key",
        rec_name: "key",
        fields_get: recorded!("ir.config_parameter"),
        ..NOTHING
    },
    Spec {
        name: "crm.lost.reason",
        label: "Opp. Lost Reason",
        order: "id",
        fields_get: recorded!("crm.lost.reason"),
        defaults: r#"{"active": true}"#,
        restrict: &[("crm.lead", "lost_reason_id")],
        ..NOTHING
    },
    Spec { name: "crm.tag", label: "CRM Tag", order: "id", fields_get: recorded!("crm.tag"), ..NOTHING },
    Spec {
        name: "res.partner.category",
        label: "Partner Tags",
        order: "name, id",
        fields_get: recorded!("res.partner.category"),
        extras: &[
            inverse("child_ids", "res.partner.category", "parent_id"),
            Extra("partner_ids", Source::ManyInverse { model: "res.partner", field: "category_id" }),
        ],
        defaults: r#"{"active": true}"#,
        ..NOTHING
    },
];
