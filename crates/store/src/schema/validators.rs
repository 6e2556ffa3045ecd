//! `$jsonSchema` of each collection: the last wall against a document that no reader could understand.

use super::indexes::covers;
use mongodb::bson::{Bson, Document, doc};

/// Fields of a collection that must be there, with the BSON types they may have.
struct Shape {
    collection: &'static str,
    required: &'static [(&'static str, &'static [&'static str])],
}

const SHAPES: &[Shape] = &[
    Shape {
        collection: "raw_*",
        required: &[
            ("_id", &["string"]),
            ("source", &["string"]),
            ("instance", &["string"]),
            ("model", &["string"]),
            ("id", &["long"]),
            ("from", &["long"]),
            ("run", &["string"]),
            ("fetched_at", &["date"]),
        ],
    },
    Shape {
        collection: "canonical_*",
        required: &[
            ("_id", &["string"]),
            ("key", &["string"]),
            ("model", &["string"]),
            ("id", &["long"]),
            ("from", &["long"]),
            ("to", &["long"]),
            ("is_active", &["bool"]),
            ("archived", &["bool"]),
            ("source", &["object"]),
            ("content_hash", &["string"]),
            ("refs", &["array"]),
            ("record", &["object"]),
        ],
    },
    Shape {
        collection: "data_lake_serving",
        required: &[
            ("_id", &["string"]),
            ("key", &["string"]),
            ("entity_type", &["string"]),
            ("serving_id", &["string"]),
            ("id", &["long"]),
            ("from", &["long"]),
            ("to", &["long"]),
            ("source", &["string"]),
            ("last_aggregated", &["date"]),
            ("is_active", &["bool"]),
            ("visible_to", &["array"]),
            ("hash", &["string"]),
            ("data", &["object"]),
        ],
    },
    Shape { collection: "lake", required: &[("_id", &["string"]), ("generation", &["long"]), ("highest", &["long"])] },
    Shape {
        collection: "generations",
        required: &[("_id", &["long"]), ("run", &["string"]), ("stamped_at", &["date"]), ("published_at", &["date"])],
    },
    Shape {
        collection: "sync_logs",
        required: &[
            ("_id", &["string"]),
            ("state", &["string"]),
            ("mode", &["string"]),
            ("started_at", &["string"]),
            ("entities", &["array"]),
        ],
    },
    Shape {
        collection: "held_deletions",
        required: &[
            ("_id", &["string"]),
            ("kind", &["string"]),
            ("entity", &["string"]),
            ("id", &["long"]),
            ("since", &["date"]),
            ("reason", &["string"]),
        ],
    },
    Shape {
        collection: "quarantine",
        required: &[
            ("_id", &["string"]),
            ("kind", &["string"]),
            ("entity", &["string"]),
            ("id", &["long"]),
            ("since", &["date"]),
            ("reasons", &["array"]),
            ("tries", &["long"]),
            ("from", &["long"]),
        ],
    },
    Shape { collection: "asks", required: &[("_id", &["string"]), ("at", &["date"])] },
    Shape {
        collection: "drift_samples",
        required: &[("_id", &["string"]), ("at", &["date"]), ("ends_at", &["date"]), ("kinds", &["array"])],
    },
    Shape { collection: "alerts", required: &[("_id", &["string"]), ("at", &["date"])] },
    Shape {
        collection: "audit",
        required: &[("_id", &["string"]), ("at", &["date"]), ("actor", &["string"]), ("action", &["string"])],
    },
    Shape {
        collection: "activities",
        required: &[
            ("_id", &["string"]),
            ("activity_type", &["string"]),
            ("title", &["string"]),
            ("entity_type", &["string"]),
            ("entity_id", &["string"]),
            ("user_id", &["string", "null"]),
            ("user_name", &["string", "null"]),
            ("source", &["string"]),
            ("metadata", &["object"]),
            ("timestamp", &["date"]),
            ("visible_to", &["array"]),
        ],
    },
    Shape {
        collection: "integrations",
        required: &[
            ("_id", &["string"]),
            ("integration_type", &["string"]),
            ("version", &["long"]),
            ("enabled", &["bool"]),
            ("config", &["object"]),
            ("configured_by", &["string"]),
            ("changed_at", &["date"]),
            ("sync_status", &["string", "null"]),
            ("last_sync", &["date", "null"]),
            ("error_message", &["string", "null"]),
        ],
    },
    Shape { collection: "settings", required: &[("_id", &["string"])] },
    Shape {
        collection: "goals",
        required: &[
            ("_id", &["string"]),
            ("version", &["long"]),
            ("name", &["string", "null"]),
            ("metric", &["string"]),
            ("target", &["string"]),
            ("currency", &["string", "null"]),
            ("won_target", &["string", "null"]),
            ("assignee", &["string"]),
            ("span", &["string"]),
            ("from", &["string"]),
            ("until", &["string"]),
            ("created_by", &["string"]),
            ("created_at", &["date"]),
        ],
    },
    Shape {
        collection: "targets",
        required: &[
            ("_id", &["string"]),
            ("version", &["long"]),
            ("role", &["string"]),
            ("metric", &["string"]),
            ("target", &["string"]),
            ("currency", &["string", "null"]),
            ("won_target", &["string", "null"]),
            ("span", &["string"]),
            ("from", &["string"]),
            ("until", &["string"]),
            ("created_by", &["string"]),
            ("created_at", &["date"]),
        ],
    },
    Shape {
        collection: "deal_forecasts",
        required: &[
            ("_id", &["string"]),
            ("deal", &["long"]),
            ("version", &["long"]),
            ("category", &["string", "null"]),
            ("set_by", &["string"]),
            ("set_at", &["date"]),
        ],
    },
    Shape {
        collection: "serving_kpi_snapshots",
        required: &[
            ("_id", &["string"]),
            ("date", &["string"]),
            ("goal", &["string"]),
            ("metric", &["string"]),
            ("assignee", &["string"]),
            ("target", &["string"]),
            ("currency", &["string", "null"]),
            ("actual", &["string", "null"]),
            ("achievement", &["string", "null"]),
            ("status", &["string"]),
            ("generation", &["long"]),
        ],
    },
    Shape {
        collection: "users",
        required: &[
            ("_id", &["string"]),
            ("email", &["string"]),
            ("name", &["string"]),
            ("role", &["string"]),
            ("approval_status", &["string"]),
            ("is_super_admin", &["bool"]),
            ("is_active", &["bool"]),
            ("auth_provider", &["string"]),
            ("password_hash", &["string", "null"]),
            ("odoo_matched", &["bool"]),
            ("odoo_user_id", &["long", "null"]),
            ("odoo_department_id", &["long", "null"]),
            ("odoo_department_name", &["string", "null"]),
            ("odoo_salesperson_name", &["string", "null"]),
            ("odoo_team_id", &["long", "null"]),
            ("odoo_team_name", &["string", "null"]),
        ],
    },
    Shape {
        collection: "sessions",
        required: &[
            ("_id", &["string"]),
            ("person", &["string"]),
            ("started_at", &["date"]),
            ("used_at", &["date"]),
            ("ends_at", &["date"]),
        ],
    },
    Shape {
        collection: "setup_tokens",
        required: &[("_id", &["string"]), ("issued_at", &["date"]), ("ends_at", &["date"])],
    },
];

/// Empty for a collection without a validator.
pub(super) fn of(collection: &str) -> Document {
    let Some(shape) = SHAPES.iter().find(|shape| covers(shape.collection, collection)) else { return Document::new() };
    let properties: Document = shape
        .required
        .iter()
        .map(|(field, types)| (field.to_string(), Bson::Document(doc! { "bsonType": types.to_vec() })))
        .collect();
    let required: Vec<_> = shape.required.iter().map(|(field, _)| *field).collect();
    doc! { "$jsonSchema": { "bsonType": "object", "required": required, "properties": properties } }
}
