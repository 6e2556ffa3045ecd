//! English, about activities.

use super::Feed;
use shared::activities::LoggedType as T;

fn kind(kind: T) -> &'static str {
    match kind {
        T::OpportunityCreated => "New deals",
        T::OpportunityUpdated => "Changed deals",
        T::StageChanged => "Stage changes",
        T::OpportunityWon => "Won deals",
        T::OpportunityLost => "Lost deals",
        T::ForecastChanged => "Forecasts of deals",
        T::AccountCreated => "New accounts",
        T::AccountUpdated => "Changed accounts",
        T::AccountViewed => "Viewed accounts",
        T::ContactCreated => "New contacts",
        T::ContactUpdated => "Changed contacts",
        T::SignedIn => "Sign-ins",
        T::SignedOut => "Sign-outs",
        T::GoalCreated => "New goals",
        T::GoalChanged => "Changed goals",
        T::GoalDeleted => "Deleted goals",
        T::TargetCreated => "New targets",
        T::TargetDeleted => "Deleted targets",
        T::SettingsChanged => "Changed settings",
        T::SyncStarted => "Started syncs",
        T::Call => "Calls",
        T::Email => "E-mails",
        T::Meeting => "Meetings",
        T::Task => "Tasks",
        T::Note => "Notes",
        T::Planned => "Plans",
    }
}

fn did(kind: T) -> &'static str {
    match kind {
        T::OpportunityCreated | T::AccountCreated | T::ContactCreated => "created",
        T::OpportunityUpdated | T::AccountUpdated | T::ContactUpdated => "changed",
        T::StageChanged => "moved",
        T::OpportunityWon => "won",
        T::OpportunityLost => "lost",
        T::ForecastChanged => "changed the forecast of",
        T::AccountViewed => "looked at",
        T::SignedIn => "signed in",
        T::SignedOut => "signed out",
        T::GoalCreated => "set the goal",
        T::GoalChanged => "changed the goal",
        T::GoalDeleted => "deleted the goal",
        T::TargetCreated => "set the target",
        T::TargetDeleted => "deleted the target",
        T::SettingsChanged => "changed the settings:",
        T::SyncStarted => "started a sync",
        T::Call => "called about",
        T::Email => "sent an e-mail about",
        T::Meeting => "met about",
        T::Task => "finished a task on",
        T::Note => "wrote a note on",
        T::Planned => "made a plan for",
    }
}

fn did_so(kind: T) -> &'static str {
    match kind {
        T::Call => "called",
        T::Email => "sent an e-mail",
        T::Meeting => "held a meeting",
        T::Task => "finished a task",
        T::Note => "wrote a note",
        T::Planned => "made a plan",
        other => did(other),
    }
}

fn became(kind: T) -> &'static str {
    match kind {
        T::OpportunityCreated | T::AccountCreated | T::ContactCreated => "is new",
        T::StageChanged => "moved",
        T::OpportunityWon => "was won",
        T::OpportunityLost => "was lost",
        _ => "was changed",
    }
}

fn field(name: &str) -> Option<&'static str> {
    Some(match name {
        "name" => "name",
        "expected_revenue" => "expected revenue",
        "probability" => "probability",
        "stage" => "stage",
        "salesperson" => "salesperson",
        "team" => "team",
        "account" => "account",
        "partner" => "contact",
        "close_on" => "closing day",
        "industry" => "industry",
        "country" => "country",
        "tags" => "tags",
        "email" => "e-mail",
        "phone" => "phone",
        "city" => "city",
        "job_title" => "job title",
        _ => return None,
    })
}

pub static WORDS: Feed = Feed {
    title: "Activities",
    today: "Today",
    yesterday: "Yesterday",
    kind,
    did,
    did_so,
    wrote: "wrote an e-mail about",
    became,
    from_to: |from, to| format!("from {from} to {to}"),
    field,
    settings: |name| match name {
        "organisation" => Some("organisation"),
        "goal_thresholds" => Some("goals"),
        "sync_times" => Some("sync times"),
        "activity_log" => Some("activity log"),
        _ => None,
    },
    somebody: "Somebody",
    salesperson: |name| format!("Salesperson {name}"),
    here: "Here",
    in_zone: |moment, zone| format!("{moment} ({zone})"),
    types: "Type",
    person: "Person",
    from: "From",
    last: "To",
    download: "Download CSV",
    failed: "The activities could not be loaded",
    no_match: "Nothing like that happened",
    no_match_why: "No activity in your reach matches the filters.",
    none: "Nothing happened yet",
    none_why: "Calls, e-mails, meetings, notes and changes of your accounts and deals will stand here.",
    none_yet: "Nothing is here yet",
    none_yet_why: "Activities come with the first sync. This page shows them by itself when it is done.",
};
