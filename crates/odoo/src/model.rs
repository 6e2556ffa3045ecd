//! Which models and fields of Odoo are read for each kind, and which of them a record cannot do without.

use domain::canonical::Kind;
use serde_json::{Value, json};

/// A field that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    /// Without it a figure, an owner or a state would be wrong: a kind is not read when the field may not be read, and a
    /// record is rejected when its value cannot be understood.
    pub(crate) essential: bool,
}

#[derive(Debug)]
pub(crate) struct Model {
    pub(crate) name: &'static str,
    /// Has the same ids and fields, for users without rights on the first.
    pub(crate) stand_in: Option<&'static str>,
    pub(crate) fields: &'static [Field],
    /// Conditions that every row of the kind fulfils, for models that hold more than the kind.
    pub(crate) filter: Option<fn() -> Value>,
    /// When a row is of, for kinds that are read from a horizon on.
    pub(crate) dated: Option<&'static str>,
    /// Changed by Odoo without a new `write_date`, and looked at in each sweep.
    pub(crate) silent: Option<&'static str>,
    /// Few rows that also change without a new `write_date`: always read as a whole.
    pub(crate) always_whole: bool,
    /// Belongs to a module that an Odoo with sales may lack.
    pub(crate) optional: bool,
    /// Has a form of its own in Odoo's interface.
    pub(crate) linked: bool,
}

impl Model {
    pub(crate) fn is_essential(&self, field: &str) -> bool {
        self.fields.iter().any(|f| f.name == field && f.essential)
    }
}

pub(crate) const WRITE_DATE: &str = "write_date";
pub(crate) const PROBABILITY: &str = "probability";

const fn must(name: &'static str) -> Field {
    Field { name, essential: true }
}

const fn may(name: &'static str) -> Field {
    Field { name, essential: false }
}

const fn model(name: &'static str, fields: &'static [Field]) -> Model {
    Model {
        name,
        stand_in: None,
        fields,
        filter: None,
        dated: None,
        silent: None,
        always_whole: false,
        optional: false,
        linked: true,
    }
}

const fn optional(name: &'static str, fields: &'static [Field]) -> Model {
    Model { optional: true, ..model(name, fields) }
}

static COMPANY: Model =
    model("res.company", &[must("name"), must("partner_id"), must("currency_id"), must("parent_id"), may(WRITE_DATE)]);
static CURRENCY: Model =
    model("res.currency", &[must("name"), must("decimal_places"), must("active"), may(WRITE_DATE)]);
static CURRENCY_RATE: Model = Model {
    linked: false,
    ..model(
        "res.currency.rate",
        &[must("currency_id"), must("company_id"), must("name"), must("rate"), may(WRITE_DATE)],
    )
};
static COUNTRY: Model = model("res.country", &[must("name"), must("code"), may(WRITE_DATE)]);
static INDUSTRY: Model = model("res.partner.industry", &[must("name"), must("active"), may(WRITE_DATE)]);
/// Name and e-mail of a user are its partner's: renaming the partner does not touch the user.
static USER: Model = Model {
    always_whole: true,
    ..model(
        "res.users",
        &[must("name"), must("login"), must("share"), must("active"), may("email"), may("partner_id"), may(WRITE_DATE)],
    )
};
static DEPARTMENT: Model = optional(
    "hr.department",
    &[must("name"), may("parent_id"), may("manager_id"), may("company_id"), may("active"), may(WRITE_DATE)],
);
/// Newer versions of Odoo keep department and job in another model, and show them here all the same.
static EMPLOYEE: Model = Model {
    stand_in: Some("hr.employee.public"),
    ..optional(
        "hr.employee",
        &[
            must("name"),
            must("user_id"),
            must("parent_id"),
            must("active"),
            may("department_id"),
            may("job_title"),
            may("work_email"),
            may("work_phone"),
            may(WRITE_DATE),
        ],
    )
};
static TEAM: Model = model("crm.team", &[must("name"), must("user_id"), must("active"), may(WRITE_DATE)]);
static TEAM_MEMBER: Model = Model {
    linked: false,
    ..model("crm.team.member", &[must("crm_team_id"), must("user_id"), must("active"), may(WRITE_DATE)])
};
static STAGE: Model =
    model("crm.stage", &[must("name"), must("sequence"), must("is_won"), may("fold"), may(WRITE_DATE)]);
static LOST_REASON: Model = optional("crm.lost.reason", &[must("name"), may("active"), may(WRITE_DATE)]);
static TAG: Model = optional("crm.tag", &[must("name"), may(WRITE_DATE)]);
static ACTIVITY_TYPE: Model =
    optional("mail.activity.type", &[must("name"), may("category"), may("active"), may(WRITE_DATE)]);
static PARTNER: Model = model(
    "res.partner",
    &[
        must("name"),
        must("is_company"),
        must("commercial_partner_id"),
        must("user_id"),
        must("active"),
        may("type"),
        may("parent_id"),
        may("email"),
        may("phone"),
        may("website"),
        may("street"),
        may("zip"),
        may("city"),
        may("country_id"),
        may("industry_id"),
        may("function"),
        may("customer_rank"),
        may("supplier_rank"),
        may(WRITE_DATE),
    ],
);
static DEAL: Model = Model {
    silent: Some(PROBABILITY),
    ..model(
        "crm.lead",
        &[
            must("name"),
            must("type"),
            must("partner_id"),
            must("user_id"),
            must("team_id"),
            must("stage_id"),
            must("company_id"),
            must("expected_revenue"),
            must(PROBABILITY),
            must("active"),
            must("date_deadline"),
            must("date_closed"),
            must("date_conversion"),
            must("date_last_stage_update"),
            must("create_date"),
            must(WRITE_DATE),
            may("partner_name"),
            may("contact_name"),
            may("email_from"),
            may("lost_reason_id"),
            may("tag_ids"),
            may("recurring_revenue_monthly"),
        ],
    )
};
static ORDER: Model = optional(
    "sale.order",
    &[
        must("state"),
        must("partner_id"),
        must("user_id"),
        must("company_id"),
        must("currency_id"),
        must("amount_untaxed"),
        must("amount_total"),
        must("date_order"),
        may("name"),
        may("team_id"),
        may("opportunity_id"),
        may("create_date"),
        may(WRITE_DATE),
    ],
);
static INVOICE: Model = Model {
    filter: Some(|| json!([["move_type", "in", ["out_invoice", "out_refund"]]])),
    ..optional(
        "account.move",
        &[
            must("move_type"),
            must("state"),
            must("payment_state"),
            must("partner_id"),
            must("commercial_partner_id"),
            must("invoice_user_id"),
            must("company_id"),
            must("currency_id"),
            must("amount_untaxed_signed"),
            must("amount_total_signed"),
            must("amount_residual_signed"),
            must("amount_total"),
            must("amount_residual"),
            must("invoice_date"),
            must("invoice_date_due"),
            may("name"),
            may("team_id"),
            may("ref"),
            may("invoice_origin"),
            may("reversed_entry_id"),
            may("create_date"),
            may(WRITE_DATE),
        ],
    )
};
static INVOICE_LINE: Model = Model {
    filter: Some(|| {
        json!([["account_type", "=", "asset_receivable"], ["move_id.move_type", "in", ["out_invoice", "out_refund"]],])
    }),
    linked: false,
    ..optional(
        "account.move.line",
        &[
            must("move_id"),
            must("date_maturity"),
            must("balance"),
            must("amount_residual"),
            may("company_id"),
            may(WRITE_DATE),
        ],
    )
};
static PAYMENT: Model = Model {
    filter: Some(|| json!([["partner_type", "=", "customer"]])),
    ..optional(
        "account.payment",
        &[
            must("partner_id"),
            must("payment_type"),
            must("amount"),
            must("currency_id"),
            must("date"),
            may("company_id"),
            may("name"),
            may("state"),
            may("reconciled_invoice_ids"),
            may("invoice_ids"),
            may(WRITE_DATE),
        ],
    )
};
/// Without `state`, which Odoo works out from its own today.
static ACTIVITY: Model = Model {
    linked: false,
    ..optional(
        "mail.activity",
        &[
            must("res_model"),
            must("res_id"),
            must("user_id"),
            must("date_deadline"),
            may("activity_type_id"),
            may("summary"),
            may("active"),
            may("date_done"),
            may("create_date"),
            may(WRITE_DATE),
        ],
    )
};
static MESSAGE: Model = Model {
    filter: Some(|| {
        json!([
            ["model", "in", ["res.partner", "crm.lead", "account.move", "sale.order"]],
            "|",
            ["message_type", "in", ["email", "email_outgoing", "comment"]],
            ["mail_activity_type_id", "!=", false],
        ])
    }),
    dated: Some("date"),
    linked: false,
    ..optional(
        "mail.message",
        &[
            must("model"),
            must("res_id"),
            must("message_type"),
            must("date"),
            may("mail_activity_type_id"),
            may("author_id"),
            may("email_from"),
            may("subject"),
            may("body"),
            may(WRITE_DATE),
        ],
    )
};
static EVENT: Model = optional(
    "calendar.event",
    &[
        must("name"),
        must("start"),
        must("stop"),
        must("user_id"),
        may("allday"),
        may("opportunity_id"),
        may("res_model"),
        may("res_id"),
        may("partner_ids"),
        may("active"),
        may(WRITE_DATE),
    ],
);
static ATTENDEE: Model = Model {
    linked: false,
    ..optional("calendar.attendee", &[must("event_id"), must("partner_id"), must("state"), may(WRITE_DATE)])
};

pub(crate) fn model_of(kind: Kind) -> &'static Model {
    match kind {
        Kind::Company => &COMPANY,
        Kind::Currency => &CURRENCY,
        Kind::CurrencyRate => &CURRENCY_RATE,
        Kind::Country => &COUNTRY,
        Kind::Industry => &INDUSTRY,
        Kind::User => &USER,
        Kind::Employee => &EMPLOYEE,
        Kind::Team => &TEAM,
        Kind::TeamMember => &TEAM_MEMBER,
        Kind::Stage => &STAGE,
        Kind::Partner => &PARTNER,
        Kind::Deal => &DEAL,
        Kind::Department => &DEPARTMENT,
        Kind::LostReason => &LOST_REASON,
        Kind::Tag => &TAG,
        Kind::ActivityType => &ACTIVITY_TYPE,
        Kind::Order => &ORDER,
        Kind::Invoice => &INVOICE,
        Kind::InvoiceLine => &INVOICE_LINE,
        Kind::Payment => &PAYMENT,
        Kind::Activity => &ACTIVITY,
        Kind::Message => &MESSAGE,
        Kind::Event => &EVENT,
        Kind::Attendee => &ATTENDEE,
    }
}
