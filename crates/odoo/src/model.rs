//! Which models and fields of Odoo are read for each kind, and which of them a record cannot do without.

use domain::canonical::Kind;
use serde_json::{Map, Value, json};
use source::Unknown;

/// A field that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    /// Without it a figure, an owner or a state would be wrong: a kind is not read when the field may not be read, and a
    /// record is rejected when its value cannot be understood.
    pub(crate) essential: bool,
    /// What a canonical record calls it, where it goes into one and may be missing.
    pub(crate) known_as: Option<&'static str>,
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
    /// What a row leaves open. A value that one of two fields gives is known while one of them is there.
    pub(crate) fn unknown(&self, row: &Map<String, Value>) -> Vec<Unknown> {
        let names = || self.fields.iter().filter_map(|field| Some((field.name, field.known_as?)));
        let is_known = |wanted: &str| names().any(|(name, known_as)| known_as == wanted && row.contains_key(name));
        let unknown = names().filter(|(_, known_as)| !is_known(known_as));
        unknown.map(|(field, of_record)| Unknown { field, of_record }).collect()
    }

    pub(crate) fn is_essential(&self, field: &str) -> bool {
        self.fields.iter().any(|f| f.name == field && f.essential)
    }
}

pub(crate) const WRITE_DATE: &str = "write_date";
pub(crate) const PROBABILITY: &str = "probability";

const fn must(name: &'static str) -> Field {
    Field { name, essential: true, known_as: None }
}

const fn may(name: &'static str) -> Field {
    may_as(name, name)
}

const fn may_as(name: &'static str, known_as: &'static str) -> Field {
    Field { name, essential: false, known_as: Some(known_as) }
}

/// When a row was written, where no record tells it.
const WRITTEN: Field = Field { name: WRITE_DATE, essential: false, known_as: None };

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
    model("res.company", &[must("name"), must("partner_id"), must("currency_id"), must("parent_id"), WRITTEN]);
static CURRENCY: Model = model("res.currency", &[must("name"), must("decimal_places"), must("active"), WRITTEN]);
static CURRENCY_RATE: Model = Model {
    linked: false,
    ..model("res.currency.rate", &[must("currency_id"), must("company_id"), must("name"), must("rate"), WRITTEN])
};
static COUNTRY: Model = model("res.country", &[must("name"), must("code"), WRITTEN]);
static INDUSTRY: Model = model("res.partner.industry", &[must("name"), must("active"), WRITTEN]);
/// Name and e-mail of a user are its partner's: renaming the partner does not touch the user.
static USER: Model = Model {
    always_whole: true,
    ..model(
        "res.users",
        &[
            must("name"),
            must("login"),
            must("share"),
            must("active"),
            may("email"),
            may_as("partner_id", "partner"),
            WRITTEN,
        ],
    )
};
static DEPARTMENT: Model = optional(
    "hr.department",
    &[
        must("name"),
        may_as("parent_id", "parent"),
        may_as("manager_id", "manager"),
        may_as("company_id", "company"),
        may_as("active", "archived"),
        WRITTEN,
    ],
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
            may_as("department_id", "department"),
            may("job_title"),
            may("work_email"),
            may("work_phone"),
            WRITTEN,
        ],
    )
};
static TEAM: Model = model("crm.team", &[must("name"), must("user_id"), must("active"), WRITTEN]);
static TEAM_MEMBER: Model = Model {
    linked: false,
    ..model("crm.team.member", &[must("crm_team_id"), must("user_id"), must("active"), WRITTEN])
};
static STAGE: Model =
    model("crm.stage", &[must("name"), must("sequence"), must("is_won"), may_as("fold", "folded"), WRITTEN]);
static LOST_REASON: Model = optional("crm.lost.reason", &[must("name"), may_as("active", "archived"), WRITTEN]);
static TAG: Model = optional("crm.tag", &[must("name"), WRITTEN]);
static ACTIVITY_TYPE: Model =
    optional("mail.activity.type", &[must("name"), may("category"), may_as("active", "archived"), WRITTEN]);
static PARTNER: Model = model(
    "res.partner",
    &[
        must("name"),
        must("is_company"),
        must("commercial_partner_id"),
        must("user_id"),
        must("active"),
        may_as("type", "kind"),
        may_as("parent_id", "parent"),
        may("email"),
        may("phone"),
        may("website"),
        may("street"),
        may("zip"),
        may("city"),
        may_as("country_id", "country"),
        may_as("industry_id", "industry"),
        may_as("function", "job_title"),
        may_as("customer_rank", "is_customer"),
        may_as("supplier_rank", "is_supplier"),
        WRITTEN,
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
            may_as("partner_name", "lead_company"),
            may_as("contact_name", "lead_contact"),
            may_as("email_from", "lead_email"),
            may_as("lost_reason_id", "lost_reason"),
            may_as("tag_ids", "tags"),
            may_as("recurring_revenue_monthly", "recurring_monthly"),
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
        may_as("team_id", "team"),
        may_as("opportunity_id", "deal"),
        may_as("create_date", "created_at"),
        WRITTEN,
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
            may_as("name", "number"),
            may_as("team_id", "team"),
            may_as("ref", "reference"),
            may_as("invoice_origin", "origin"),
            may_as("reversed_entry_id", "reverses"),
            may_as("create_date", "created_at"),
            may_as(WRITE_DATE, "changed_at"),
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
            may_as("company_id", "company"),
            WRITTEN,
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
            may_as("company_id", "company"),
            may_as("name", "number"),
            may("state"),
            may_as("reconciled_invoice_ids", "invoices"),
            may_as("invoice_ids", "invoices"),
            WRITTEN,
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
            may_as("activity_type_id", "activity_type"),
            may("summary"),
            may_as("active", "done"),
            may_as("date_done", "done_on"),
            may_as("create_date", "created_at"),
            WRITTEN,
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
            may_as("mail_activity_type_id", "activity_type"),
            may_as("author_id", "author"),
            may_as("email_from", "author_email"),
            may("subject"),
            may_as("body", "excerpt"),
            WRITTEN,
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
        may_as("allday", "all_day"),
        may_as("opportunity_id", "deal"),
        may_as("res_model", "on"),
        may_as("res_id", "on"),
        may_as("partner_ids", "partners"),
        may_as("active", "archived"),
        WRITTEN,
    ],
);
static ATTENDEE: Model = Model {
    linked: false,
    ..optional("calendar.attendee", &[must("event_id"), must("partner_id"), must("state"), WRITTEN])
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
