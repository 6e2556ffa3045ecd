//! The buttons of invoices, orders, activities and meetings, and the log of a record, as they are called over the API.

use serde_json::{Value as Json, json};

use crate::errors::OdooError;
use crate::model::Model;
use crate::orm::Writer;
use crate::orm::invoice::Settled;
use crate::orm::thread::object;
use crate::orm::write::Values;

/// What such a method returns.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Outcome {
    Nothing,
    Json(Json),
    /// A recordset of another model, which the wire cannot carry as it is.
    Records(&'static str, Vec<i64>),
}

/// The named arguments of a method and how many must be there; None where the model has no such method.
pub(crate) fn action(of: &Model, method: &str) -> Option<(&'static [&'static str], usize)> {
    Some(match (of.name, method) {
        (_, "message_post") if of.has_thread() => {
            (&["ids", "body", "subject", "message_type", "subtype_xmlid", "body_is_html", "author_id", "email_from"], 1)
        }
        (_, "activity_schedule") if of.has_thread() => {
            (&["ids", "act_type_xmlid", "date_deadline", "summary", "note", "user_id", "activity_type_id"], 1)
        }
        ("mail.activity", "action_feedback") => (&["ids", "feedback", "attachment_ids"], 1),
        ("mail.activity", "action_done") => (&["ids"], 1),
        ("account.move", "action_post" | "button_draft" | "button_cancel") => (&["ids"], 1),
        ("account.payment", "action_post" | "action_cancel") => (&["ids"], 1),
        ("sale.order", "action_confirm" | "action_cancel" | "action_draft" | "action_quotation_sent") => (&["ids"], 1),
        ("calendar.attendee", "do_accept" | "do_decline" | "do_tentative") => (&["ids"], 1),
        _ => return None,
    })
}

impl Writer<'_> {
    /// `given` are the arguments by name.
    pub(crate) fn act(
        &mut self,
        of: &'static Model,
        method: &str,
        ids: &[i64],
        given: &Values,
    ) -> Result<Outcome, OdooError> {
        let text = |name: &str| given.get(name).and_then(Json::as_str).unwrap_or_default();
        let mut set = |values: Json| self.write(of, ids, object(values));
        match (of.name, method) {
            (_, "message_post") => {
                let id = ids.first().copied().unwrap_or_default();
                return Ok(Outcome::Json(json!(self.message_post(of, id, given)?)));
            }
            (_, "activity_schedule") => {
                return Ok(Outcome::Records("mail.activity", self.activity_schedule(of, ids, given)?));
            }
            ("mail.activity", "action_feedback" | "action_done") => {
                let message = self.activity_done(ids, text("feedback"))?;
                return Ok(Outcome::Json(message.map_or(json!(false), Json::from)));
            }
            ("account.move", "action_post") => {
                self.post_moves(ids)?;
                return Ok(Outcome::Json(json!(false)));
            }
            ("account.move", "button_draft") => set(json!({"state": "draft"}))?,
            ("account.move", "button_cancel") => set(json!({"state": "cancel"}))?,
            ("account.payment", "action_post") => {
                for id in ids {
                    self.settle(*id, Settled::WithoutEntry)?;
                }
            }
            ("account.payment", _) => set(json!({"state": "canceled"}))?,
            ("sale.order", _) => {
                let state = match method {
                    "action_confirm" => "sale",
                    "action_cancel" => "cancel",
                    "action_quotation_sent" => "sent",
                    _ => "draft",
                };
                let mut values = object(json!({"state": state}));
                if state == "sale" {
                    values.insert("date_order".into(), json!(crate::clock::format_seconds(self.caller.now)));
                }
                self.write(of, ids, values)?;
                return Ok(Outcome::Json(json!(true)));
            }
            ("calendar.attendee", _) => {
                let state = match method {
                    "do_accept" => "accepted",
                    "do_decline" => "declined",
                    _ => "tentative",
                };
                set(json!({"state": state}))?;
                return Ok(Outcome::Json(json!(true)));
            }
            _ => {}
        }
        Ok(Outcome::Nothing)
    }
}
