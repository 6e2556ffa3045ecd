//! Where Odoo is and how to sign in to it; the key goes in and never comes out.

use super::test::{Outcome, result};
use crate::{
    api::ApiError,
    components::{
        answered::{Panel, answered_once},
        button::{Button, Weight},
        field::{Field, Refusal},
        note::explain,
        picker::{Choice, Picker},
        switch::Switch,
    },
    state::{asked::Asked, session::use_client, sync::use_sync},
    words::{Words, words},
};
use leptos::{prelude::*, task::spawn_local};
use shared::{
    ProblemCode,
    integrations::{ConfiguredBy, Integration, OdooConnection, OdooConnectionForm, SecretKind, TransportChoice},
};

/// What is typed, kept while the connection's state is renewed.
#[derive(Debug, Clone, Copy)]
struct Form {
    /// Of the record that the form was filled from; later ones of somebody else are not written over.
    version: RwSignal<i64>,
    stored: RwSignal<Option<OdooConnection>>,
    url: RwSignal<String>,
    database: RwSignal<String>,
    username: RwSignal<String>,
    secret: RwSignal<String>,
    secret_kind: RwSignal<SecretKind>,
    transport: RwSignal<TransportChoice>,
    busy: RwSignal<bool>,
    failed: RwSignal<Option<ApiError>>,
    saved: RwSignal<bool>,
    outcome: RwSignal<Outcome>,
}

impl Form {
    fn new(odoo: &Integration) -> Self {
        let form = Self {
            version: RwSignal::new(0),
            stored: RwSignal::new(None),
            url: RwSignal::new(String::new()),
            database: RwSignal::new(String::new()),
            username: RwSignal::new(String::new()),
            secret: RwSignal::new(String::new()),
            secret_kind: RwSignal::new(SecretKind::ApiKey),
            transport: RwSignal::new(TransportChoice::Auto),
            busy: RwSignal::new(false),
            failed: RwSignal::new(None),
            saved: RwSignal::new(false),
            outcome: RwSignal::new(Outcome::None),
        };
        form.fill(odoo);
        form
    }

    fn fill(self, odoo: &Integration) {
        self.version.set(odoo.version);
        self.stored.set(odoo.config.clone());
        self.secret.set(String::new());
        if let Some(config) = &odoo.config {
            self.url.set(config.url.clone());
            self.database.set(config.database.clone());
            self.username.set(config.username.clone());
            self.secret_kind.set(config.secret_kind);
            self.transport.set(config.transport);
        }
    }

    fn typed(self) -> OdooConnectionForm {
        let trimmed = |signal: RwSignal<String>| signal.with_untracked(|text| text.trim().to_owned());
        OdooConnectionForm {
            url: trimmed(self.url),
            database: trimmed(self.database),
            username: trimmed(self.username),
            transport: self.transport.get_untracked(),
            secret_kind: self.secret_kind.get_untracked(),
            secret: Some(self.secret.get_untracked()).filter(|secret| !secret.is_empty()),
        }
    }

    fn field(self, name: &'static str) -> Signal<Option<String>> {
        let failed = self.failed;
        Signal::derive(move || failed.with(|error| error.as_ref()?.field(name).map(|field| field.message.clone())))
    }
}

/// A stored key goes only to where it belongs: anything else needs it typed again.
fn needs_secret(stored: Option<&OdooConnection>, typed: &OdooConnectionForm) -> bool {
    let place = |url: &str| url.trim_end_matches('/').to_owned();
    typed.secret.is_none()
        && stored.is_none_or(|stored| {
            !stored.has_secret
                || place(&stored.url) != place(&typed.url)
                || stored.database != typed.database
                || stored.username != typed.username
        })
}

/// Nothing was typed that is not in force already.
fn is_unchanged(stored: &OdooConnection, typed: &OdooConnectionForm) -> bool {
    !needs_secret(Some(stored), typed)
        && typed.secret.is_none()
        && stored.transport == typed.transport
        && stored.secret_kind == typed.secret_kind
}

#[component]
pub fn Connection(odoo: Asked<Integration>) -> impl IntoView {
    let w = words();
    answered_once(odoo, w.admin.no_connection, move |integration| {
        let form = Form::new(&integration);
        view! {
            <Panel title=w.admin.connection aside=view! { <Enabled odoo form /> }.into_any()>
                <Fields odoo form />
            </Panel>
        }
        .into_any()
    })
}

#[component]
fn Enabled(odoo: Asked<Integration>, form: Form) -> impl IntoView {
    let w = words();
    let client = use_client();
    let sync = use_sync();
    let on = Signal::derive(move || odoo.here().is_some_and(|odoo| odoo.enabled));
    let off = Signal::derive(move || form.busy.get() || form.stored.with(Option::is_none));
    let change = move |enabled: bool| {
        form.busy.set(true);
        form.failed.set(None);
        spawn_local(async move {
            match client.enable_odoo(form.version.get_untracked(), enabled).await {
                Ok(fresh) => {
                    form.version.try_set(fresh.version);
                    odoo.put(fresh);
                    sync.ask();
                }
                Err(error) => {
                    form.failed.try_set(Some(error));
                }
            }
            form.busy.try_set(false);
        });
    };
    view! { <Switch label=w.admin.enabled on disabled=off on_change=change /> }
}

#[component]
fn Fields(odoo: Asked<Integration>, form: Form) -> impl IntoView {
    let w = words();
    let client = use_client();
    let sync = use_sync();
    let missing = RwSignal::new(false);
    let ready = move || {
        let typed = form.typed();
        let wanting = form.stored.with_untracked(|stored| needs_secret(stored.as_ref(), &typed));
        missing.set(wanting);
        form.saved.set(false);
        form.failed.set(None);
        (!wanting && !form.busy.get_untracked()).then_some(typed)
    };
    let save = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let Some(typed) = ready() else { return };
        form.busy.set(true);
        spawn_local(async move {
            match client.connect_odoo(form.version.get_untracked(), &typed).await {
                Ok(fresh) => {
                    form.fill(&fresh);
                    form.saved.try_set(true);
                    odoo.put(fresh);
                    sync.ask();
                }
                Err(error) => {
                    form.failed.try_set(Some(error));
                }
            }
            form.busy.try_set(false);
        });
    };
    let test = move || {
        let Some(typed) = ready() else { return };
        let in_force =
            form.stored.with_untracked(|stored| stored.as_ref().is_some_and(|stored| is_unchanged(stored, &typed)));
        form.busy.set(true);
        form.outcome.set(Outcome::Busy);
        spawn_local(async move {
            let outcome = match client.test_odoo((!in_force).then_some(typed)).await {
                Ok(test) => Outcome::Here(test),
                Err(error) => {
                    form.failed.try_set(Some(error));
                    Outcome::None
                }
            };
            form.outcome.try_set(outcome);
            form.busy.try_set(false);
        });
    };
    let secret_error = {
        let told = form.field("secret");
        Signal::derive(move || if missing.get() { Some(w.admin.secret_again.to_owned()) } else { told.get() })
    };
    let has_secret = form.stored.with_untracked(|stored| stored.as_ref().is_some_and(|stored| stored.has_secret));
    let by_environment =
        Signal::derive(move || odoo.here().is_some_and(|odoo| odoo.configured_by == Some(ConfiguredBy::Environment)));
    view! {
        <form class="flex flex-col gap-2 px-4 pt-3 pb-4" on:submit=save>
            {move || by_environment.get().then(|| view! { <p class="text-12 text-muted text-pretty">{w.admin.by_environment}</p> })}
            <Field name="url" label=w.admin.url autocomplete="off" value=form.url hint=w.admin.url_hint error=form.field("url") placeholder="https://odoo.example.com" />
            <div class="grid gap-x-3 gap-y-2 md:grid-cols-[9rem_minmax(0,1fr)]">
                <Field name="database" label=w.admin.database autocomplete="off" value=form.database error=form.field("database") />
                <Field name="username" label=w.admin.username autocomplete="off" value=form.username error=form.field("username") />
            </div>
            <Field
                name="secret"
                label=w.admin.secret
                kind="password"
                autocomplete="new-password"
                value=form.secret
                hint=w.admin.secret_hint
                error=secret_error
                free=true
                placeholder=if has_secret { w.admin.secret_stored } else { "" }
            />
            <div class="flex flex-wrap items-center gap-2"><Kind form /> <Transport form /></div>
            <Refusal text=Signal::derive(move || refusal(form.failed, w)) />
            <div class="mt-1 flex flex-wrap items-center justify-end gap-2">
                <p role="status" class="min-w-0 flex-1 text-12 text-positive">{move || form.saved.get().then_some(w.admin.saved)}</p>
                <Button label=w.admin.test disabled=form.busy on_press=test />
                <button type="submit" class=Weight::Primary.class() aria-disabled=move || form.busy.get().then_some("true")>{w.admin.save}</button>
            </div>
        </form>
        {result(form.outcome, w)}
    }
}

fn refusal(failed: RwSignal<Option<ApiError>>, w: &Words) -> Option<String> {
    failed.with(|error| {
        let error = error.as_ref()?;
        // What is wrong with a field stands at the field.
        let at_field = error.code() == Some(ProblemCode::InvalidFields)
            && ["url", "database", "username", "secret"].iter().any(|name| error.field(name).is_some());
        (!at_field).then(|| explain(error, w).to_owned())
    })
}

#[component]
fn Kind(form: Form) -> impl IntoView {
    let w = words();
    let choices = [("api_key", SecretKind::ApiKey), ("password", SecretKind::Password)];
    let named = choices.map(|(id, kind)| Choice {
        id: id.to_owned(),
        name: (w.admin.secret_kind)(kind).to_owned(),
        hint: None,
    });
    let chosen = Signal::derive(move || {
        let kind = form.secret_kind.get();
        choices.iter().find(|(_, choice)| *choice == kind).map(|(id, _)| (*id).to_owned())
    });
    let choose = move |id: Option<String>| {
        let choice = choices.iter().find(|(choice, _)| Some(*choice) == id.as_deref());
        form.secret_kind.set(choice.map(|(_, kind)| *kind).unwrap_or_default());
    };
    view! { <Picker label=w.admin.secret_kind_label choices=Signal::stored(named.to_vec()) chosen on_choose=choose /> }
}

#[component]
fn Transport(form: Form) -> impl IntoView {
    let w = words();
    let choices: Vec<_> = TransportChoice::ALL
        .iter()
        .map(|choice| Choice {
            id: choice.name().to_owned(),
            name: (w.admin.transport_name)(*choice).to_owned(),
            hint: None,
        })
        .collect();
    let chosen = Signal::derive(move || Some(form.transport.get().name().to_owned()));
    let choose = move |id: Option<String>| {
        let choice = TransportChoice::ALL.iter().copied().find(|choice| Some(choice.name()) == id.as_deref());
        form.transport.set(choice.unwrap_or_default());
    };
    view! { <Picker label=w.admin.transport choices=Signal::stored(choices) chosen on_choose=choose /> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_key_is_kept_only_for_the_place_it_belongs_to() {
        let stored = OdooConnection {
            url: "https://odoo.example.com".to_owned(),
            database: "golden".to_owned(),
            username: "sync".to_owned(),
            transport: TransportChoice::Auto,
            secret_kind: SecretKind::ApiKey,
            has_secret: true,
        };
        let typed = |url: &str, secret: Option<&str>| OdooConnectionForm {
            url: url.to_owned(),
            database: "golden".to_owned(),
            username: "sync".to_owned(),
            transport: TransportChoice::Xmlrpc,
            secret_kind: SecretKind::ApiKey,
            secret: secret.map(ToOwned::to_owned),
        };
        assert!(!needs_secret(Some(&stored), &typed("https://odoo.example.com", None)));
        assert!(!needs_secret(Some(&stored), &typed("https://odoo.example.com/", None)));
        assert!(!is_unchanged(&stored, &typed("https://odoo.example.com", None)));
        let same = OdooConnectionForm { transport: TransportChoice::Auto, ..typed("https://odoo.example.com", None) };
        assert!(is_unchanged(&stored, &same));
        assert!(!is_unchanged(&stored, &OdooConnectionForm { secret: Some("key".to_owned()), ..same }));
        assert!(needs_secret(Some(&stored), &typed("https://other.example.com", None)));
        assert!(!needs_secret(Some(&stored), &typed("https://other.example.com", Some("key"))));
        assert!(needs_secret(None, &typed("https://odoo.example.com", None)));
        let without = OdooConnection { has_secret: false, ..stored };
        assert!(needs_secret(Some(&without), &typed("https://odoo.example.com", None)));
    }
}
