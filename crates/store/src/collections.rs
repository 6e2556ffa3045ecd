//! Names of the collections, and the only place that opens them.

use db::Db;
use mongodb::Collection;
use shared::EntityType;

pub(crate) const SERVING: &str = "data_lake_serving";
pub(crate) const LAKE: &str = "lake";
pub(crate) const GENERATIONS: &str = "generations";
pub(crate) const SYNC_LOGS: &str = "sync_logs";
pub(crate) const HELD: &str = "held_deletions";
pub(crate) const QUARANTINE: &str = "quarantine";
pub(crate) const ASKS: &str = "asks";
pub(crate) const ALERTS: &str = "alerts";
pub(crate) const DRIFT: &str = "drift_samples";
pub(crate) const AUDIT: &str = "audit";
/// What people did here and the sync found changed, entry by entry.
pub(crate) const ACTIVITIES: &str = "activities";
/// Of `db`; only looked at here.
pub(crate) const LEASES: &str = "leases";
pub(crate) const INTEGRATIONS: &str = "integrations";
pub(crate) const SETTINGS: &str = "settings";
/// What somebody is to reach, and what each person with a role is.
pub(crate) const GOALS: &str = "goals";
pub(crate) const TARGETS: &str = "targets";
/// How far each goal was on each day: history that nothing else could be made of again.
pub(crate) const KPI_SNAPSHOTS: &str = "serving_kpi_snapshots";
/// How sure single deals are, where somebody has said so.
pub(crate) const DEAL_FORECASTS: &str = "deal_forecasts";
pub(crate) const USERS: &str = "users";
pub(crate) const SESSIONS: &str = "sessions";
pub(crate) const SETUP_TOKENS: &str = "setup_tokens";

/// Version number of what is current: no version is closed by this generation.
pub(crate) const OPEN_END: i64 = 1 << 62;
/// The only Odoo of the lake.
pub(crate) const INSTANCE: &str = "main";
/// `_id` of the document in `lake`.
pub(crate) const LAKE_ID: &str = "main";

pub(crate) fn canonical(entity: EntityType) -> String {
    format!("canonical_{}", entity.plural())
}

/// Models whose own names would not say to a reader of the database what their rows are.
const CALLED: &[(&str, &str)] =
    &[("account.move", "invoice"), ("account.move.line", "invoice_line"), ("mail.activity.type", "activity_type")];

/// `crm.lead` of `odoo` → `raw_odoo_leads`. Two models may share a collection: their rows say which they are of.
pub(crate) fn raw(system: &str, model: &str) -> String {
    let called = CALLED.iter().find(|(known, _)| *known == model).map(|(_, name)| *name);
    let name = called.or_else(|| model.rsplit('.').next()).unwrap_or(model);
    let plural = match name.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None if name.ends_with('s') => name.to_owned(),
        None => format!("{name}s"),
    };
    format!("raw_{system}_{plural}")
}

#[expect(clippy::disallowed_methods, reason = "this is the place")]
pub(crate) fn open<T: Send + Sync>(db: &Db, name: &str) -> Collection<T> {
    db.database().collection(name)
}

#[cfg(test)]
mod tests {
    use super::raw;

    #[test]
    fn a_raw_collection_is_named_after_the_plural_of_its_model() {
        let cases = [
            ("res.partner", "raw_odoo_partners"),
            ("crm.lead", "raw_odoo_leads"),
            ("res.users", "raw_odoo_users"),
            ("res.country", "raw_odoo_countries"),
            ("res.currency.rate", "raw_odoo_rates"),
            ("crm.team.member", "raw_odoo_members"),
            ("mail.activity", "raw_odoo_activities"),
            ("mail.activity.type", "raw_odoo_activity_types"),
            ("account.move", "raw_odoo_invoices"),
            ("account.move.line", "raw_odoo_invoice_lines"),
        ];
        for (model, collection) in cases {
            assert_eq!(raw("odoo", model), collection);
        }
    }
}
