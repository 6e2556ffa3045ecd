//! `res.partner`: companies, people and addresses.

use super::row::Row;
use domain::canonical::{Partner, PartnerKind};

pub(crate) fn partner(row: &mut Row<'_>) -> Partner {
    let kind = kind(row);
    Partner {
        name: name(row, kind),
        is_company: row.flag("is_company"),
        kind,
        parent: row.id("parent_id"),
        commercial: row.required_id("commercial_partner_id"),
        email: row.email("email"),
        phone: row.text("phone"),
        website: row.text("website"),
        street: row.text("street"),
        zip: row.text("zip"),
        city: row.text("city"),
        country: row.id("country_id"),
        industry: row.id("industry_id"),
        salesperson: row.id("user_id"),
        job_title: row.text("function"),
        is_customer: row.whole("customer_rank").is_some_and(|rank| rank > 0),
        is_supplier: row.whole("supplier_rank").is_some_and(|rank| rank > 0),
        archived: row.archived(),
    }
}

/// Odoo asks no name of an address.
fn name(row: &mut Row<'_>, kind: PartnerKind) -> String {
    match kind {
        PartnerKind::Contact => row.required_text("name"),
        PartnerKind::Invoice | PartnerKind::Delivery | PartnerKind::Other => row.text("name").unwrap_or_default(),
    }
}

fn kind(row: &mut Row<'_>) -> PartnerKind {
    match row.text("type").as_deref() {
        None | Some("contact") => PartnerKind::Contact,
        Some("invoice") => PartnerKind::Invoice,
        Some("delivery") => PartnerKind::Delivery,
        Some("other") => PartnerKind::Other,
        Some(_) => {
            row.drop("type", "is of an unknown kind and taken as another address");
            PartnerKind::Other
        }
    }
}
