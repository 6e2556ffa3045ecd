//! Which models and fields of Odoo are read for each kind, and which of them a record cannot do without.

use domain::canonical::Kind;

/// A field that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    /// Without it a figure, an owner or a state would be wrong: a kind is not read when the field may not be read, and a
    /// record is rejected when its value cannot be understood.
    pub(crate) essential: bool,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Model {
    pub(crate) name: &'static str,
    /// Has the same ids and fields, for users without rights on the first.
    pub(crate) stand_in: Option<&'static str>,
    pub(crate) fields: &'static [Field],
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
    Model { name, stand_in: None, fields, silent: None, always_whole: false, optional: false, linked: true }
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
    ..model("res.users", &[must("name"), must("login"), must("share"), must("active"), may("email"), may(WRITE_DATE)])
};
static EMPLOYEE: Model = Model {
    stand_in: Some("hr.employee.public"),
    optional: true,
    ..model("hr.employee", &[must("name"), must("user_id"), must("parent_id"), must("active"), may(WRITE_DATE)])
};
static TEAM: Model = model("crm.team", &[must("name"), must("user_id"), must("active"), may(WRITE_DATE)]);
static TEAM_MEMBER: Model = Model {
    linked: false,
    ..model("crm.team.member", &[must("crm_team_id"), must("user_id"), must("active"), may(WRITE_DATE)])
};
static STAGE: Model =
    model("crm.stage", &[must("name"), must("sequence"), must("is_won"), may("fold"), may(WRITE_DATE)]);
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
        ],
    )
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
    }
}
