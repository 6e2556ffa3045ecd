//! `mail.activity`, `mail.message`, `calendar.event` and its attendees: what is planned and what was done.

use super::row::Row;
use domain::canonical::{Activity, Attendance, Attendee, Event, Message, MessageKind};

const ATTENDANCE: &[(&str, Attendance)] = &[
    ("needsAction", Attendance::NeedsAction),
    ("tentative", Attendance::Tentative),
    ("declined", Attendance::Declined),
    ("accepted", Attendance::Accepted),
];

/// Older versions of Odoo delete an activity that is done, newer ones archive it.
pub(crate) fn activity(row: &mut Row<'_>) -> Activity {
    Activity {
        on: row.anchor("res_model", "res_id"),
        activity_type: row.id("activity_type_id"),
        summary: row.text("summary"),
        due_on: row.date("date_deadline"),
        user: row.id("user_id"),
        done: row.archived(),
        done_on: row.date("date_done"),
        created_at: row.datetime("create_date"),
    }
}

pub(crate) fn message(row: &mut Row<'_>) -> Message {
    Message {
        on: row.anchor("model", "res_id"),
        kind: match row.text("message_type").as_deref() {
            Some("email") => MessageKind::Email,
            Some("email_outgoing") => MessageKind::EmailOut,
            Some("comment") => MessageKind::Comment,
            _ => MessageKind::Other,
        },
        activity_type: row.id("mail_activity_type_id"),
        author: row.id("author_id"),
        author_email: row.address("email_from"),
        subject: row.text("subject"),
        excerpt: row.excerpt("body"),
        at: row.datetime("date"),
    }
}

pub(crate) fn event(row: &mut Row<'_>) -> Event {
    Event {
        name: row.name("name"),
        start: row.datetime("start"),
        stop: row.datetime("stop"),
        all_day: row.flag("allday"),
        organiser: row.id("user_id"),
        deal: row.id("opportunity_id"),
        on: row.anchor("res_model", "res_id"),
        partners: row.ids("partner_ids"),
        archived: row.archived(),
    }
}

pub(crate) fn attendee(row: &mut Row<'_>) -> Attendee {
    Attendee {
        event: row.required_id("event_id"),
        partner: row.id("partner_id"),
        state: row.choice("state", ATTENDANCE, Attendance::NeedsAction),
    }
}
