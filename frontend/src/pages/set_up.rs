//! The first super admin of a fresh installation, made with the one-time token from the server's log.

use super::entrance::{Entrance, Submit};
use crate::{
    api::{ApiError, visitor},
    components::{
        field::{Field, Refusal},
        note::explain,
    },
    route::{Page, Query},
    state::session::{Who, use_session},
    words::words,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_meta::Title;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use shared::{ProblemCode, auth::SetupRequest};

#[component]
pub fn SetUpPage() -> impl IntoView {
    let w = words();
    let session = use_session();
    let navigate = use_navigate();
    let given = Query::parse(&use_location().search.get_untracked()).get("token").unwrap_or_default().to_owned();
    let token = RwSignal::new(given);
    let (name, email, password) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<ApiError>);
    let field = move |name: &'static str| {
        Signal::derive(move || failed.with(|error| error.as_ref()?.field(name).map(|field| field.message.clone())))
    };
    let refusal = Signal::derive(move || {
        failed.with(|error| {
            let error = error.as_ref()?;
            let text = match error.code() {
                Some(ProblemCode::InvalidFields) => return None,
                Some(ProblemCode::TooManyRequests) => return error.retry_after().map(w.auth.wait),
                Some(ProblemCode::Conflict) => w.auth.already_set_up,
                Some(ProblemCode::WrongCredentials) => w.auth.wrong_token,
                _ => explain(error, w),
            };
            Some(text.to_owned())
        })
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let navigate = navigate.clone();
        let request = SetupRequest {
            token: token.get_untracked().trim().to_owned(),
            email: email.get_untracked().trim().to_owned(),
            name: name.get_untracked().trim().to_owned(),
            password: password.get_untracked(),
        };
        spawn_local(async move {
            match visitor::set_up(&request).await {
                // The server signs the new person in.
                Ok(()) => {
                    session.learn().await;
                    let target = match session.who.get_untracked() {
                        Who::Person(_) => session.home(),
                        _ => Page::SignIn("").path(),
                    };
                    navigate(&target, NavigateOptions { replace: true, ..NavigateOptions::default() });
                }
                Err(error) => {
                    failed.try_set(Some(error));
                }
            }
            busy.try_set(false);
        });
    };
    view! {
        <Title text=w.auth.set_up />
        <Entrance title=w.auth.set_up hint=Some(w.auth.set_up_hint)>
            <form class="flex flex-col gap-3" on:submit=submit>
                <Field name="token" label=w.auth.token autocomplete="off" value=token hint=w.auth.token_hint error=field("token") first=true />
                <Field name="name" label=w.auth.name autocomplete="name" value=name error=field("name") />
                <Field name="email" label=w.auth.email kind="email" autocomplete="username" value=email hint=w.auth.email_hint error=field("email") />
                <Field name="password" label=w.auth.password kind="password" autocomplete="new-password" value=password hint=w.auth.password_hint error=field("password") />
                <Refusal text=refusal />
                <Submit label=w.auth.create.to_owned() busy />
            </form>
        </Entrance>
    }
}
