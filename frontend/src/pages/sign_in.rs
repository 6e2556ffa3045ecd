//! Signing in, and going on to where the person wanted to go.

use super::entrance::{Entrance, Submit};
use crate::{
    api::{ApiError, visitor},
    components::{
        field::{Field, Refusal},
        note::explain,
    },
    route::{Query, TO, safe_target},
    state::session::{Who, use_session},
    words::{Words, words},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_meta::Title;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use shared::{ProblemCode, auth::LoginRequest};

#[component]
pub fn SignInPage() -> impl IntoView {
    let w = words();
    let session = use_session();
    let navigate = use_navigate();
    let search = use_location().search;
    let (email, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let busy = RwSignal::new(false);
    let refused = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        if matches!(session.who.get(), Who::Person(_)) {
            let target = safe_target(Query::parse(&search.get_untracked()).get(TO), session.home());
            navigate(&target, NavigateOptions { replace: true, ..NavigateOptions::default() });
        }
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let request =
            LoginRequest { email: email.get_untracked().trim().to_owned(), password: password.get_untracked() };
        spawn_local(async move {
            let answer = visitor::sign_in(&request).await;
            match answer {
                Ok(()) => {
                    refused.try_set(None);
                    session.learn().await;
                    // A cookie that the browser does not keep would lead back here without a word.
                    match session.who.get_untracked() {
                        Who::Nobody => refused.try_set(Some(w.auth.no_cookie.to_owned())),
                        Who::Failed(error) => refused.try_set(Some(say(&error, w))),
                        Who::Person(_) | Who::Unknown => None,
                    };
                }
                Err(error) => {
                    refused.try_set(Some(say(&error, w)));
                }
            }
            busy.try_set(false);
        });
    };
    view! {
        <Title text=w.auth.sign_in />
        <Entrance title=w.auth.sign_in hint=Some(w.auth.sign_in_hint)>
            <form class="flex flex-col gap-3" on:submit=submit>
                <Field name="email" label=w.auth.email kind="email" autocomplete="username" value=email first=true />
                <Field name="password" label=w.auth.password kind="password" autocomplete="current-password" value=password />
                <Refusal text=refused />
                <Submit label=Signal::derive(move || if busy.get() { w.auth.signing_in } else { w.auth.sign_in }.to_owned()) busy />
            </form>
        </Entrance>
    }
}

fn say(error: &ApiError, w: &Words) -> String {
    match (error.code(), error.retry_after()) {
        (Some(ProblemCode::WrongCredentials), _) => w.auth.wrong_credentials.to_owned(),
        (Some(ProblemCode::TooManyRequests), Some(seconds)) => (w.auth.wait)(seconds),
        _ => explain(error, w).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;
    use shared::Problem;

    fn problem(code: ProblemCode, retry_after: Option<u64>) -> ApiError {
        let problem = Problem {
            kind: "about:blank".to_owned(),
            title: String::new(),
            status: 401,
            code,
            request_id: "r1".to_owned(),
            fields: Vec::new(),
        };
        ApiError::Problem { problem, retry_after }
    }

    #[test]
    fn each_refusal_is_said_in_words() {
        let w = Lang::English.words();
        assert_eq!(say(&problem(ProblemCode::WrongCredentials, None), w), "E-mail and password do not match.");
        assert_eq!(
            say(&problem(ProblemCode::TooManyRequests, Some(90)), w),
            "Too many attempts. Try again in 2 minutes."
        );
        assert_eq!(
            say(&problem(ProblemCode::TooManyRequests, Some(20)), w),
            "Too many attempts. Try again in 20 seconds."
        );
        assert_eq!(say(&ApiError::Offline, w), "The server cannot be reached. Check your connection.");
    }
}
