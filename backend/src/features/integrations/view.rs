//! A connection as it goes over the wire: all but its secret.

use crate::features::sync::SyncHealth;
use shared::integrations::{Integration, IntegrationType, OdooConnection};

pub(super) fn odoo(health: &SyncHealth) -> Integration {
    let record = health.connection.as_ref();
    Integration {
        integration_type: IntegrationType::Odoo,
        version: record.map_or(0, |record| record.version),
        enabled: record.is_some_and(|record| record.enabled),
        config: record.map(|record| OdooConnection {
            url: record.config.url.clone(),
            database: record.config.database.clone(),
            username: record.config.username.clone(),
            transport: record.config.transport,
            secret_kind: record.config.secret_kind,
            has_secret: record.secret_opens,
        }),
        configured_by: record.map(|record| record.configured_by),
        indicator: health.indicator(),
        sync_status: health.state(),
        last_sync: record.and_then(|record| record.last_sync),
        error_message: record.and_then(|record| record.error_message.clone()),
        changed_at: record.map(|record| record.changed_at),
    }
}
