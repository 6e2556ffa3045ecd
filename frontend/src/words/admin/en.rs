//! English, for admins.

use super::Admin;
use shared::{
    data_lake::LakeConcern,
    explorer::{ChangeKind, HeldVerdict},
    integrations::{ConnectionProblemCode, SecretKind, TransportChoice},
    jobs::{JobName, JobState, Schedule},
    sync::Indicator,
};

fn many(number: &str, count: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if count == 1 { one } else { many })
}

fn indicator(indicator: Indicator) -> &'static str {
    match indicator {
        Indicator::NotConfigured => "Not connected",
        Indicator::NeedsRefresh => "Key needs renewal",
        Indicator::Syncing => "Syncing",
        Indicator::Error => "Failing",
        Indicator::Warning => "Needs attention",
        Indicator::Connected => "Connected",
    }
}

fn concern(concern: LakeConcern) -> &'static str {
    match concern {
        LakeConcern::Empty => "Nothing was read yet.",
        LakeConcern::Stale => "The last runs failed, or none has succeeded for three intervals.",
        LakeConcern::NotCompared => "Not every record was compared with Odoo within two days.",
        LakeConcern::DeletionsHeld => "Deletions are held back and wait for a decision.",
        LakeConcern::RecordsQuarantined => "Some records were refused and are in quarantine.",
        LakeConcern::Drifted => "The last sample found records that differ from Odoo.",
    }
}

fn connection_problem(code: ConnectionProblemCode) -> &'static str {
    match code {
        ConnectionProblemCode::Dns => "No server has this name. Check the address for typing errors.",
        ConnectionProblemCode::Unreachable => {
            "The server is known, but nobody answers there. Check the port and the firewall."
        }
        ConnectionProblemCode::Timeout => "The server did not answer in time.",
        ConnectionProblemCode::Tls => "The server's certificate is not valid, or it does not speak https.",
        ConnectionProblemCode::NotOdoo => "Something answers at this address, but it is not Odoo.",
        ConnectionProblemCode::VersionTooOld => "This Odoo is too old; version 17 or later is needed.",
        ConnectionProblemCode::UnknownDatabase => "Odoo does not know this database.",
        ConnectionProblemCode::WrongCredentials => {
            "Odoo refuses the login: the user name or the key is wrong, or the key has ended."
        }
        ConnectionProblemCode::NoApi => "The plan of this Odoo has no external API.",
        ConnectionProblemCode::MissingRights => "The login works, but may not read all that is needed.",
        ConnectionProblemCode::OdooError => "Odoo answered with an error of its own.",
        ConnectionProblemCode::BadAnswer => "Odoo's answer could not be understood.",
    }
}

fn transport_name(transport: TransportChoice) -> &'static str {
    match transport {
        TransportChoice::Auto => "Automatic",
        TransportChoice::Jsonrpc => "JSON-RPC",
        TransportChoice::Xmlrpc => "XML-RPC",
        TransportChoice::Json2 => "JSON-2 (Odoo 19)",
    }
}

fn secret_kind(kind: SecretKind) -> &'static str {
    match kind {
        SecretKind::ApiKey => "API key",
        SecretKind::Password => "Password",
    }
}

fn change(change: ChangeKind) -> &'static str {
    match change {
        ChangeKind::Inserted => "New",
        ChangeKind::Updated => "Changed",
        ChangeKind::Deleted => "Deleted",
        ChangeKind::Revived => "Back again",
    }
}

fn job_name(name: JobName) -> &'static str {
    match name {
        JobName::Sync => "Sync with Odoo",
        JobName::SyncUsers => "Sync of users",
        JobName::SyncDepartments => "Sync of departments",
        JobName::Resync => "Reading single records again",
        JobName::FullCompare => "Comparison of every record",
        JobName::DriftSample => "Sample of random records",
        JobName::Audit => "Audit of rows and figures",
        JobName::KpiSnapshots => "History of the goals",
        JobName::Retention => "Removal of old versions",
        JobName::Alerts => "Alerts",
    }
}

fn job_state(state: JobState) -> &'static str {
    match state {
        JobState::Waiting => "Waiting",
        JobState::Running => "Running",
        JobState::Done => "Done",
        JobState::Dead => "Given up",
    }
}

fn scheduled(schedule: Schedule) -> String {
    match schedule {
        Schedule::Off => "Not by itself".to_owned(),
        Schedule::Every { minutes: 60 } => "Every hour".to_owned(),
        Schedule::Every { minutes } => {
            format!("Every {}", many(&minutes.to_string(), minutes.into(), "minute", "minutes"))
        }
        Schedule::Daily { hour } => format!("Daily at {hour:02}:00"),
    }
}

pub static WORDS: Admin = Admin {
    pages: "Administration",
    odoo: "Odoo",
    cancel: "Cancel",
    save: "Save",
    saved: "Saved",
    load_again: "Load again",
    connect: "Connect Odoo",
    indicator,
    behind: "At most",
    behind_minutes: |minutes| format!("{minutes} min behind Odoo"),
    employees: "People",
    employees_synced: |number, count| format!("{} synced", many(number, count, "employee", "employees")),
    never: "Never",
    identical: "Identical with Odoo",
    not_sampled: "No sample yet",
    compared: "Every record compared",
    generation: "Generation",
    concern,
    no_health: "The state of the lake could not be loaded",
    system_health: "System health",
    alerts: "Alerts",
    no_alerts: "Nothing is wrong",
    no_alerts_why: "What is wrong for longer than one run would stand here.",
    alerts_unknown: "The alerts could not be loaded",
    alerts_mailed: "Admins get alerts by e-mail too.",
    alerts_not_mailed: "No mail server is configured: alerts are shown here only.",
    sync_users: "Sync users",
    sync_departments: "Sync departments",
    started: "Started.",
    follows: "A run is under way; another follows as soon as it has ended.",
    changes: |number, count| many(number, count, "change", "changes"),
    in_lake: "Records in the lake",
    no_stats: "The counts could not be loaded",
    present: "Present",
    quarantined_short: "Quarantined",
    versions: "Versions",
    last_read: "Read last run",
    connection: "Connection",
    no_connection: "The connection could not be loaded",
    by_environment: "Set in the server's environment. What you save here takes its place.",
    enabled: "Enabled",
    url: "Address",
    url_hint: "With https, without a path.",
    database: "Database",
    username: "Login",
    secret: "API key",
    secret_hint: "An API key of the integration user, or its password. It is stored encrypted and never shown.",
    secret_stored: "Stored; leave empty to keep it",
    secret_again: "Enter the key: a stored one is never sent to another server, database or login.",
    secret_kind_label: "Kind of key",
    secret_kind,
    key_ends: "The key ends on",
    databases: "Databases there",
    transport: "Protocol",
    transport_name,
    test: "Test connection",
    testing: "Testing",
    works: "The connection works",
    connection_problem,
    all_readable: "All models can be read.",
    not_readable: "Cannot be read",
    interval: "Interval",
    no_settings: "The settings could not be loaded",
    every_minutes: "Compare with Odoo every",
    minutes: "minutes",
    interval_hint: "Between 5 and 60 minutes; it holds from the next run.",
    nightly: |hour, zone| format!("Every record is compared at {hour:02}:00, {zone}."),
    no_list: "The list could not be loaded",
    more: "Load more",
    select: "Select",
    select_all: "Select all",
    selected: |number| format!("{number} selected"),
    record: "Record",
    since: "Since",
    reason: "Reason",
    held: "Held deletions",
    decide: "Decide about them",
    held_total: |number, count| {
        if count == 1 {
            format!("{number} record is gone in Odoo and still shown here. Delete it here too, or keep it.")
        } else {
            format!("{number} records are gone in Odoo and still shown here. Delete them here too, or keep them.")
        }
    },
    no_held: "Nothing is held back",
    no_held_why: "Deletions of unusually many records at once wait here for a decision.",
    of_run: |moment| format!("Held since {moment}"),
    release: "Delete here too",
    reject: "Keep",
    release_run: "Delete all of this run",
    reject_run: "Keep all of this run",
    release_title: |number, count| format!("Delete {}?", many(number, count, "record", "records")),
    reject_title: |number, count| format!("Keep {}?", many(number, count, "record", "records")),
    release_text: "If Odoo still says that they are gone, the next run takes them out of all lists and figures.",
    reject_text: "They stay in all lists and figures although Odoo does not know them any more.",
    release_do: |number| format!("Delete {number}"),
    reject_do: |number| format!("Keep {number}"),
    released: |number, count| format!("{} released for deletion.", many(number, count, "record", "records")),
    rejected: |number, count| format!("{} kept.", many(number, count, "record", "records")),
    verdict: |verdict| match verdict {
        HeldVerdict::Released => "The next run deletes it",
        HeldVerdict::Rejected => "Kept",
    },
    quarantine: "Quarantine",
    quarantine_total: |number, count| {
        if count == 1 {
            format!("{number} record was refused. It is tried again when it changes in Odoo.")
        } else {
            format!("{number} records were refused. They are tried again when they change in Odoo.")
        }
    },
    no_quarantine: "Nothing is in quarantine",
    no_quarantine_why: "Records whose values cannot be right wait here, with the reason, until they are mended in Odoo.",
    retry: "Try again",
    retried: "Odoo is being asked again.",
    history: "History",
    see_history: "How this record changed",
    no_history: "The history could not be loaded",
    no_record: "No such record",
    no_record_why: "It was never read from Odoo, or its history is not kept any more.",
    gone: "Gone in Odoo",
    is_held: "Its deletion is held back",
    is_quarantined: "In quarantine",
    see_run: "Show the run",
    resync: "Ask Odoo again",
    asked_again: "Odoo is being asked; a change appears here.",
    change,
    empty_value: "empty",
    becomes: "becomes",
    changed_records: "Changed records",
    no_changed_records: "None",
    jobs: "Jobs",
    jobs_why: "These run in the background; most can also be started by hand.",
    no_jobs: "The jobs could not be loaded",
    job: "Job",
    schedule: "Runs",
    last: "Last",
    next: "Next",
    in_queue: "In queue",
    run_now: "Run now",
    never_ran: "Not yet",
    job_started: "Started.",
    job_ran_already: "It was already waiting or running; no second one was started.",
    dead_letters: "Given up",
    no_dead: "No job was given up.",
    attempts: |done, most| format!("{done} of {most} attempts"),
    job_name,
    job_state,
    scheduled,
};
