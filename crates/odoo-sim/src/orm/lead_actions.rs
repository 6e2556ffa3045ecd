//! The buttons of a deal: won, lost, archive and back, convert.

use serde_json::{Map, Value as Json, json};

use crate::errors::OdooError;
use crate::model::{Model, model};
use crate::orm::Writer;
use crate::orm::write::Values;
use crate::value::Value;

fn values(json: Json) -> Values {
    match json {
        Json::Object(map) => map,
        _ => Map::new(),
    }
}

impl Writer<'_> {
    pub(crate) fn set_won(&mut self, ids: &[i64]) -> Result<(), OdooError> {
        let leads = model("crm.lead");
        self.archive(leads, ids, false)?;
        for id in ids {
            let stage = self.won_stage(self.lead(*id, "team_id").as_ref());
            let mut won = json!({"probability": 100});
            if let (Some(stage), Some(won)) = (stage, won.as_object_mut()) {
                won.insert("stage_id".into(), json!(stage));
            }
            self.write(leads, &[*id], values(won))?;
        }
        Ok(())
    }

    /// Archives, then writes what came along (`lost_reason_id`).
    pub(crate) fn set_lost(&mut self, ids: &[i64], along: Values) -> Result<(), OdooError> {
        if self.db.version.is_new() && ids.iter().any(|id| self.is_won_stage(self.lead(*id, "stage_id").as_ref())) {
            let words = "A lead in a Won stage cannot be lost. Move it to another stage first.";
            return Err(OdooError::user(words));
        }
        self.archive(model("crm.lead"), ids, true)?;
        if along.is_empty() { Ok(()) } else { self.write(model("crm.lead"), ids, along) }
    }

    /// `action_archive` and `action_unarchive`: rows that are there already are left alone.
    pub(crate) fn archive(&mut self, of: &'static Model, ids: &[i64], away: bool) -> Result<(), OdooError> {
        if let Some(missing) = ids.iter().find(|id| !self.db.table(of).contains(**id)) {
            return Err(OdooError::missing(of.name, &[*missing], self.caller.uid));
        }
        let active = |id: &i64| self.db.row(of, *id).is_some_and(|row| row.named(of, "active").is_true());
        let ids: Vec<i64> = ids.iter().copied().filter(|id| active(id) == away).collect();
        if ids.is_empty() {
            return Ok(());
        }
        self.write(of, &ids, values(json!({"active": !away})))?;
        if of.name != "crm.lead" {
            return Ok(());
        }
        if away {
            // From 19 on a won deal that is put away stays won.
            let stays = |id: &i64| self.db.version.is_new() && self.is_won_stage(self.lead(*id, "stage_id").as_ref());
            let ids: Vec<i64> = ids.into_iter().filter(|id| !stays(id)).collect();
            return self.write(of, &ids, values(json!({"probability": 0, "automated_probability": 0})));
        }
        self.write(of, &ids, values(json!({"lost_reason_id": false})))?;
        for id in ids {
            let probability = Value::Float(self.automated_probability(id));
            self.set_silently(of, id, "automated_probability", probability.clone());
            self.set_silently(of, id, "probability", probability);
            if !self.is_won_stage(self.lead(id, "stage_id").as_ref()) {
                self.set_silently(of, id, "date_closed", Value::Empty);
            }
            self.refresh_lead(id);
        }
        Ok(())
    }

    /// Each row to the other state.
    pub(crate) fn toggle_active(&mut self, of: &'static Model, ids: &[i64]) -> Result<(), OdooError> {
        for id in ids {
            let active = self.db.row(of, *id).is_some_and(|row| row.named(of, "active").is_true());
            self.archive(of, &[*id], active)?;
        }
        Ok(())
    }

    pub(crate) fn convert_opportunity(&mut self, ids: &[i64], partner: Option<i64>) -> Result<(), OdooError> {
        let mut changes = values(json!({
            "type": "opportunity",
            "date_conversion": crate::clock::format_seconds(self.caller.now),
        }));
        if let Some(partner) = partner {
            changes.insert("partner_id".into(), json!(partner));
        }
        self.write(model("crm.lead"), ids, changes)
    }
}
