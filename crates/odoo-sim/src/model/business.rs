//! Invoices and payments, orders, activities, messages and meetings; and the models that describe other ones.

use super::specs::{Extra, NOTHING, Spec, active_inverse, computed, inverse, recorded, related};
use super::unrecorded::{API_KEY, ATTENDEE, IR_MODEL, MOVE_LINE, PAYMENT};
use super::{Compute, Source};

const fn stored(name: &'static str) -> Extra {
    Extra(name, Source::Stored)
}

pub(super) static SPECS: &[Spec] = &[
    Spec {
        name: "hr.employee.public",
        label: "Public Employee",
        order: "name",
        fields_get: recorded!("hr.employee"),
        keep: &[
            "name",
            "active",
            "user_id",
            "parent_id",
            "coach_id",
            "department_id",
            "company_id",
            "job_title",
            "work_email",
            "work_phone",
            "mobile_phone",
            "work_contact_id",
            "address_id",
            "color",
        ],
        extras: &[inverse("child_ids", "hr.employee", "parent_id")],
        view: Some("hr.employee"),
        ..NOTHING
    },
    Spec {
        name: "account.move",
        label: "Journal Entry",
        order: "date desc, name desc, invoice_date desc, id desc",
        fields_get: recorded!("account.move"),
        extras: &[
            computed("company_currency_id", Compute::CompanyCurrency),
            inverse("line_ids", "account.move.line", "move_id"),
            inverse("reversal_move_ids", "account.move", "reversed_entry_id"),
            Extra("matched_payment_ids", Source::ManyInverse { model: "account.payment", field: "invoice_ids" }),
        ],
        defaults: r#"{"move_type": "entry", "state": "draft", "payment_state": "not_paid", "auto_post": "no", "name": "/"}"#,
        restrict: &[("account.move", "reversed_entry_id")],
        cascade: &[("account.move.line", "move_id")],
        thread: true,
        ..NOTHING
    },
    Spec {
        name: "account.move.line",
        label: "Journal Item",
        order: "date desc, id desc",
        fields_get: MOVE_LINE,
        extras: &[
            stored("account_type"),
            related("move_name", "move_id", "name"),
            related("parent_state", "move_id", "state"),
            related("move_type", "move_id", "move_type"),
            related("ref", "move_id", "ref"),
            related("invoice_date", "move_id", "invoice_date"),
            computed("company_currency_id", Compute::CompanyCurrency),
        ],
        defaults: r#"{"display_type": "payment_term", "account_type": "asset_receivable"}"#,
        ..NOTHING
    },
    Spec {
        name: "account.payment",
        label: "Payments",
        order: "date desc, name desc",
        fields_get: PAYMENT,
        extras: &[stored("reconciled_invoice_ids"), computed("company_currency_id", Compute::CompanyCurrency)],
        defaults: r#"{"payment_type": "inbound", "partner_type": "customer", "state": "draft"}"#,
        thread: true,
        ..NOTHING
    },
    Spec {
        name: "sale.order",
        label: "Sales Order",
        order: "date_order desc, id desc",
        fields_get: recorded!("sale.order"),
        defaults: r#"{"state": "draft", "invoice_status": "no"}"#,
        thread: true,
        ..NOTHING
    },
    Spec {
        name: "mail.activity.type",
        label: "Activity Type",
        order: "sequence, id",
        fields_get: recorded!("mail.activity.type"),
        defaults: r#"{"active": true, "category": "default", "sequence": 10, "delay_unit": "days",
            "delay_from": "previous_activity", "chaining_type": "suggest"}"#,
        restrict: &[("mail.activity", "activity_type_id")],
        ..NOTHING
    },
    Spec {
        name: "mail.activity",
        label: "Activity",
        order: "date_deadline ASC, id ASC",
        rec_name: "summary",
        fields_get: recorded!("mail.activity"),
        extras: &[
            computed("state", Compute::ActivityState),
            related("activity_category", "activity_type_id", "category"),
        ],
        defaults: r#"{"active": true}"#,
        ..NOTHING
    },
    Spec {
        name: "mail.message",
        label: "Message",
        order: "id desc",
        rec_name: "record_name",
        fields_get: recorded!("mail.message"),
        extras: &[computed("preview", Compute::Preview), inverse("child_ids", "mail.message", "parent_id")],
        defaults: r#"{"message_type": "comment"}"#,
        ..NOTHING
    },
    Spec {
        name: "calendar.event",
        label: "Calendar Event",
        order: "start desc",
        fields_get: recorded!("calendar.event"),
        extras: &[
            inverse("attendee_ids", "calendar.attendee", "event_id"),
            active_inverse("activity_ids", "mail.activity", "calendar_event_id"),
            related("partner_id", "user_id", "partner_id"),
        ],
        defaults: r#"{"active": true, "show_as": "busy"}"#,
        cascade: &[("calendar.attendee", "event_id")],
        thread: true,
        ..NOTHING
    },
    Spec {
        name: "calendar.attendee",
        label: "Calendar Attendee Information",
        order: "create_date ASC, id",
        rec_name: "common_name",
        fields_get: ATTENDEE,
        extras: &[related("email", "partner_id", "email"), related("phone", "partner_id", "phone")],
        defaults: r#"{"state": "needsAction"}"#,
        ..NOTHING
    },
    Spec { name: "res.users.apikeys", label: "Users API Keys", order: "id", fields_get: API_KEY, ..NOTHING },
    Spec {
        name: "ir.model",
        label: "Models",
        order: "model",
        fields_get: IR_MODEL,
        cascade: &[("mail.activity", "res_model_id")],
        ..NOTHING
    },
];
