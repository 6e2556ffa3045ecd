//! Changes that people and clerks make: buttons, payments, merges, and many records at once.

use std::time::Duration;

use serde_json::{Value as Json, json};

use super::{Control, object};
use crate::errors::OdooError;
use crate::orm::{self, Outcome, Settled};

impl Control {
    /// Presses a button or posts a message: `action_post`, `action_feedback`, `message_post`, … with its arguments by name.
    pub fn act(&self, model: &str, method: &str, ids: &[i64], arguments: Json) -> Result<Json, OdooError> {
        self.change(model, None, |writer, of| {
            if orm::action(of, method).is_none() {
                return Err(OdooError::user(format!("{} has no {method}", of.name)));
            }
            Ok(match writer.act(of, method, ids, &object(arguments))? {
                Outcome::Nothing => Json::Null,
                Outcome::Json(json) => json,
                Outcome::Records(_, ids) => json!(ids),
            })
        })
    }

    /// A customer's payment of these invoices; the id of the payment.
    pub fn pay(&self, invoices: &[i64], amount: f64, how: Settled) -> Result<i64, OdooError> {
        self.change("account.payment", None, |writer, _| writer.pay(invoices, amount, how))
    }

    /// The losers become `target`: what pointed to them points there, and they are gone.
    pub fn merge(&self, model: &str, target: i64, losers: &[i64]) -> Result<(), OdooError> {
        self.change(model, None, |writer, of| writer.merge(of, target, losers))
    }

    /// Writes the same values to every n-th record in one transaction; how many those were.
    pub fn write_every(&self, model: &str, every: usize, values: Json) -> Result<usize, OdooError> {
        self.change(model, None, |writer, of| {
            let ids: Vec<i64> = writer.db.table(of).iter().step_by(every.max(1)).map(|row| row.id).collect();
            writer.write(of, &ids, object(values))?;
            Ok(ids.len())
        })
    }

    /// Kills calls that take as long as this, as a real server does after 120 s; None: after 120 s.
    pub fn set_call_limit(&self, limit: Option<Duration>) {
        self.world.settings().call_limit = limit;
    }

    /// Deletes the first `count` records in one transaction; how many there were.
    pub fn unlink_first(&self, model: &str, count: usize) -> Result<usize, OdooError> {
        self.change(model, None, |writer, of| {
            let ids: Vec<i64> = writer.db.table(of).iter().take(count).map(|row| row.id).collect();
            writer.unlink(of, &ids)?;
            Ok(ids.len())
        })
    }
}
