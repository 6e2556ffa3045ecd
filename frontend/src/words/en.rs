//! English.

use super::{
    Lang, admin,
    catalogue::{Account, Accounts, Auth, Failure, Figure, Frame, Picker, Sync, Time, Waiting, Words},
};
use shared::{
    EntityType, ProblemCode,
    auth::UserRole,
    sync::{RunState, SyncErrorCode, SyncMode},
};

fn many(number: &str, count: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if count == 1 { one } else { many })
}

fn role(role: UserRole) -> &'static str {
    match role {
        UserRole::AccountManager => "Account manager",
        UserRole::SalesManager => "Sales manager",
        UserRole::Admin => "Admin",
        UserRole::SuperAdmin => "Super admin",
    }
}

fn entity(entity: EntityType) -> &'static str {
    match entity {
        EntityType::Account => "accounts",
        EntityType::Contact => "contacts",
        EntityType::Opportunity => "deals",
        EntityType::Lead => "leads",
        EntityType::User => "users",
        EntityType::Employee => "employees",
        EntityType::Team => "teams",
        EntityType::TeamMember => "team members",
        EntityType::Stage => "stages",
        EntityType::Industry => "industries",
        EntityType::Country => "countries",
        EntityType::Currency => "currencies",
        EntityType::CurrencyRate => "currency rates",
        EntityType::Company => "companies",
    }
}

fn error(code: SyncErrorCode) -> &'static str {
    match code {
        SyncErrorCode::NotConfigured => "No Odoo is configured.",
        SyncErrorCode::Unreachable => "Odoo cannot be reached.",
        SyncErrorCode::Timeout => "Odoo did not answer in time.",
        SyncErrorCode::NotOdoo => "The address answers, but it is not Odoo.",
        SyncErrorCode::VersionTooOld => "This Odoo is too old; version 17 or later is needed.",
        SyncErrorCode::UnknownDatabase => "Odoo does not know the database.",
        SyncErrorCode::WrongCredentials => "Odoo refuses the login.",
        SyncErrorCode::MissingRights => "The Odoo login may not read everything that is needed.",
        SyncErrorCode::OtherDatabase => "The data came from another Odoo database.",
        SyncErrorCode::OdooError => "Odoo reported an error.",
        SyncErrorCode::BadAnswer => "Odoo's answer could not be understood.",
        SyncErrorCode::RestoredFromBackup => {
            "Odoo seems to be older than before, as if restored from a backup; everything was compared and nothing deleted."
        }
        SyncErrorCode::DeletionsHeld => "Unusually many records are gone in Odoo; their deletion is held back.",
        SyncErrorCode::LeaseLost => "Another process took over.",
        SyncErrorCode::Internal => "Something failed on our side; the log says what.",
    }
}

fn problem(code: ProblemCode) -> &'static str {
    match code {
        ProblemCode::Unauthenticated => "Your session has ended. Sign in again.",
        ProblemCode::WrongCredentials => "E-mail and password do not match.",
        ProblemCode::Forbidden => "You may not do this.",
        ProblemCode::PendingApproval => "An admin has not approved your account yet.",
        ProblemCode::CrossSite => "The request did not come from this app. Reload the page and try again.",
        ProblemCode::NotFound => "It is not there, or not yours to see.",
        ProblemCode::MethodNotAllowed => {
            "The server does not know this request. Reload the page: there may be a newer version."
        }
        ProblemCode::Conflict => "This cannot be done right now.",
        ProblemCode::ChangedMeanwhile => "Somebody has changed this meanwhile. Load it again.",
        ProblemCode::VersionRequired => "The server does not know which version was changed. Load it again.",
        ProblemCode::SnapshotExpired => "The data have moved on since this was opened. Load it again.",
        ProblemCode::TooSlow => "The connection is too slow: the request did not arrive in time. Try again.",
        ProblemCode::TooLarge => "That is more than the server takes at once.",
        ProblemCode::UnsupportedMediaType => "The server cannot read this kind of request. Reload the page.",
        ProblemCode::WrongHost => "The server does not answer under this address. Ask an admin for the right one.",
        ProblemCode::MalformedBody => "The request arrived damaged. Try again.",
        ProblemCode::InvalidFields => "Something in the request was not right.",
        ProblemCode::TooManyRequests => "Too many attempts. Wait a moment.",
        ProblemCode::Internal => "Something failed on our side.",
        ProblemCode::Unavailable => "The server is starting or its database is away. Try again in a moment.",
    }
}

pub static WORDS: Words = Words {
    lang: Lang::English,
    time: Time {
        months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
        point: '.',
        hour: "h",
        just_now: "just now",
        minutes_ago: |minutes| format!("{minutes} min ago"),
        hours_ago: |hours| format!("{hours} h ago"),
        days_ago: |days| if days == 1 { "1 day ago".to_owned() } else { format!("{days} days ago") },
    },
    frame: Frame {
        loading: "Loading",
        skip: "Skip to content",
        accounts: "Accounts",
        sync_runs: "Sync runs",
        navigation: "Main",
        you: "You",
        unfold: "Unfold sidebar",
        fold: "Fold sidebar",
        theme: "Theme",
        light: "Light",
        dark: "Dark",
        system: "System",
        language: "Language",
        search: "Search accounts",
    },
    auth: Auth {
        role,
        sign_out: "Sign out",
        sign_out_failed: "Signing out failed. Try again.",
        sign_in: "Sign in",
        sign_in_hint: "With your work e-mail and password.",
        email: "E-mail",
        password: "Password",
        signing_in: "Signing in",
        no_cookie: "You were signed in, but the browser did not keep the session. Allow cookies for this site.",
        wrong_credentials: "E-mail and password do not match.",
        wait: |seconds| {
            if seconds < 60 {
                format!("Too many attempts. Try again in {}.", many(&seconds.to_string(), seconds, "second", "seconds"))
            } else {
                let minutes = seconds.div_ceil(60);
                format!("Too many attempts. Try again in {}.", many(&minutes.to_string(), minutes, "minute", "minutes"))
            }
        },
        already_set_up: "This installation is already set up. Sign in instead.",
        wrong_token: "The setup token is not valid any more. It holds for an hour and for one use; ask the server for another one.",
        set_up: "Set up SalesCommand",
        set_up_hint: "Create the first super admin of this installation.",
        token: "Setup token",
        token_hint: "The server shows it at its first start; it holds for an hour.",
        name: "Your name",
        email_hint: "The same as your login in Odoo, so that your deals are found.",
        password_hint: "At least 12 characters.",
        create: "Create super admin",
    },
    waiting: Waiting {
        title: "Waiting for approval",
        why: "An admin has not approved your account yet. Once they have, your accounts appear here.",
        rejected: "Not approved",
        rejected_why: "An admin has declined your account. Ask them if you think that this is a mistake.",
        look_again: "Look again",
    },
    failure: Failure {
        offline: "The server cannot be reached. Check your connection.",
        timed_out: "The server did not answer in time.",
        unreadable: "The answer could not be read. A proxy may be in between, or a new version is being installed.",
        problem,
        retry: "Try again",
        code: "Code for support:",
        no_start: "The app could not start",
        no_page: "No page here",
        no_page_why: "The address may be mistyped, or the page has moved.",
        to_accounts: "Go to accounts",
        admins_only: "For admins only",
        admins_only_why: "Ask an admin if you need to know about the sync.",
    },
    figure: Figure {
        no_rate: "No exchange rate is known",
        no_rate_short: "not converted",
        not_converted: |sums| format!("{sums} not converted"),
        not_converted_why: |sums| format!("No exchange rate is known, so this is not part of the figure:\n{sums}"),
    },
    picker: Picker {
        clear: |filter| format!("Clear {}", filter.to_lowercase()),
        find: "Find",
        nothing: "Nothing found",
    },
    accounts: Accounts {
        title: "Accounts",
        name: "Account",
        industry: "Industry",
        salesperson: "Salesperson",
        country: "Country",
        pipeline: "Pipeline",
        weighted: "Weighted",
        won: "Won",
        open_deals: "Open deals",
        open_short: "Open",
        total: "Total",
        accounts: |number, count| many(number, count, "account", "accounts"),
        deals: |number, count| many(number, count, "deal", "deals"),
        found: |number, count| many(number, count, "account found", "accounts found"),
        filters: "Filters",
        clear: "Clear",
        clear_filters: "Clear filters",
        order: "Sort",
        ascending: "Ascending; turn around",
        descending: "Descending; turn around",
        view: "View",
        cards: "Cards",
        table: "Table",
        not_renewed: "The list could not be renewed.",
        more_failed: "More could not be loaded.",
        failed: "Accounts could not be loaded",
        no_match: "No account matches",
        no_match_why: "Nothing in your reach fits the search and the filters.",
        none: "No accounts in your reach",
        none_why: "No account and no deal in Odoo has you, or anybody you lead, as its salesperson.",
        none_yet: "No accounts yet",
        none_yet_why: "The first sync with Odoo has not finished. Accounts appear here by themselves.",
        not_linked: "You are not linked to Odoo",
        not_linked_why: |email| {
            format!(
                "No Odoo user has {email} as its login, so there are no deals to show. Ask an admin to correct the login in Odoo."
            )
        },
        no_industry: "No industry",
        no_country: "No country",
        nobody: "No salesperson",
        your_deals: "Your deals only",
        your_deals_why: "Other people have deals here too. The figures are your part.",
    },
    account: Account {
        details: "Account details",
        gone: "This account is not there",
        gone_why: "It was deleted in Odoo, or it is not in your reach.",
        back: "Back to the list",
        failed: "The account could not be loaded",
        archived: "Archived",
        previous: "Previous account",
        next: "Next account",
        beside: "Show beside the list",
        full: "Show on the whole page",
        close: "Close",
        show_rows: "Show the deals behind this figure",
        deals: "Deals",
        open: "Open",
        won: "Won",
        no_won: "No deal won yet",
        no_open: "No open deals",
        deal: "Deal",
        closes: "Closes",
        closed: "Closed",
        expected: "Expected",
        weighted: "Weighted",
        sum: "Sum",
        no_date: "No expected closing date",
        no_closing: "No closing date",
        parent: "Part of",
        email: "E-mail",
        phone: "Phone",
        website: "Website",
        address: "Address",
        in_odoo: "Open in Odoo",
    },
    sync: Sync {
        title: "Sync with Odoo",
        not_configured: "No Odoo connected",
        refused: "Odoo refuses the login",
        syncing: "Syncing",
        failed: "Sync failed",
        never: "Not synced yet",
        preparing: "Preparing figures",
        no_connection: "No connection",
        no_status: "Status not available",
        all_runs: "All runs",
        now: "Sync now",
        now_full: "Full sync",
        not_configured_why: "No Odoo is configured. An admin can set the address and the login.",
        refused_why: "Odoo refuses the login of the integration. An admin has to renew its key.",
        last_success: "Last complete sync",
        next_run: "Next run",
        last_run: "Last run",
        nothing_changed: "Nothing had changed.",
        kind: "Kind",
        kind_of_run: "Scope",
        new: "New",
        changed: "Changed",
        deleted: "Deleted",
        left_out: "Left out",
        held_short: "Held",
        held_title: "Deletions are held back",
        no_history: "The runs could not be loaded",
        no_runs: "No runs yet",
        no_runs_why: "The first one starts by itself once Odoo is configured.",
        started: "Started",
        result: "Result",
        took: "Took",
        read: "Read",
        older: "Load older",
        unchanged: "Nothing changed",
        unchanged_short: "Unchanged",
        issues: "Issues",
        without_value: "Taken without the value",
        as_of: |clock| format!("As of {clock}"),
        synced: |ago| format!("Synced {ago}"),
        reading: |what| format!("Reading {what}"),
        read_of: |read, expected| format!("{read} of {expected}"),
        held: |count, what| format!("{count} {what} gone in Odoo, deletion held back"),
        every: |minutes| {
            format!(
                "Every {} Odoo is compared with what is shown here.",
                many(&minutes.to_string(), minutes.into(), "minute", "minutes")
            )
        },
        since: |moment| format!("since {moment}"),
        generation: |number| format!("Generation {number}"),
        entity,
        mode: |mode| match mode {
            SyncMode::Delta => "Changes",
            SyncMode::Full => "Everything",
            SyncMode::Records => "Some records",
            SyncMode::Users => "Users",
            SyncMode::Departments => "Departments",
        },
        state: |state| match state {
            RunState::InProgress => "Running",
            RunState::Success => "Success",
            RunState::Partial => "Partial",
            RunState::Failed => "Failed",
        },
        error,
    },
    admin: &admin::en::WORDS,
};
