//! What an alert says: what is wrong, since when, what to do, and where.

use super::mailer::Mail;
use chrono::{DateTime, Utc};
use shared::alerts::AlertKind;
use store::Alert;

/// Whether people get a second mail when it is over.
pub(super) fn recovers(kind: AlertKind) -> bool {
    kind == AlertKind::SyncFailing
}

/// What is wrong.
pub(crate) fn sentence(alert: &Alert) -> String {
    let detail = &alert.detail;
    match alert.kind {
        AlertKind::SyncFailing => format!("The sync with Odoo has failed three times in a row or more: {detail}"),
        AlertKind::DeletionsHeld => {
            format!("Records are gone in Odoo, unusually many, and their deletion waits for an admin: {detail}")
        }
        AlertKind::Drift => {
            format!("A sample of random records differs from Odoo, and nothing explains it: {detail}")
        }
        AlertKind::CredentialEnds => format!("The API key of the integration user in Odoo ends at {detail}"),
    }
}

fn subject(kind: AlertKind) -> &'static str {
    match kind {
        AlertKind::SyncFailing => "The sync with Odoo fails",
        AlertKind::DeletionsHeld => "Deletions wait for an admin",
        AlertKind::Drift => "Records differ from Odoo",
        AlertKind::CredentialEnds => "Odoo's API key ends soon",
    }
}

/// Page of the app, and what to do there.
fn remedy(kind: AlertKind) -> (&'static str, &'static str) {
    match kind {
        AlertKind::SyncFailing => (
            "admin/odoo",
            "Test the connection: the test says exactly what is wrong. Figures stay as they were until the sync works again.",
        ),
        AlertKind::DeletionsHeld => (
            "admin/held",
            "Look at the list and release or reject them. Until then nothing is deleted, and the figures still count them.",
        ),
        AlertKind::Drift => (
            "admin/sync",
            "The next run reads the records again that differ. If this comes back, start a full compare and look at the history of the records.",
        ),
        AlertKind::CredentialEnds => (
            "admin/odoo",
            "Make a new key for the integration user in Odoo and enter it here before the old one ends; afterwards nothing is read any more.",
        ),
    }
}

/// To whom, the caller says.
pub(super) fn mail(alert: &Alert, link: &str) -> Mail<'static> {
    let (page, remedy) = remedy(alert.kind);
    let link = format!("{}/{page}", link.trim_end_matches('/'));
    let since = moment(alert.since);
    let id = format!("{}.{}", alert.kind.name(), alert.noticed_at.timestamp_millis());
    match alert.over_at {
        None => Mail {
            to: "",
            subject: format!("SalesCommand: {}", subject(alert.kind)),
            text: format!(
                "{}\n\nSince: {since}\nWhat to do: {remedy}\n{link}\n\nThis is the only mail about it while it lasts.\n",
                sentence(alert)
            ),
            id,
        },
        Some(over) => Mail {
            to: "",
            subject: "SalesCommand: The sync with Odoo works again".into(),
            text: format!(
                "The sync with Odoo works again.\n\nIt failed from {since} to {}. Nothing is to be done: what was missed has been read.\n{link}\n",
                moment(over)
            ),
            id: format!("{id}.over"),
        },
    }
}

fn moment(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d %H:%M UTC").to_string()
}
