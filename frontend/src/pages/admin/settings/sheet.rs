//! What every form of the settings has: which fields are wrong, how its last save went, and its button.

use crate::{
    api::{ApiError, Client},
    components::{answered::Panel, button::Weight, field::Refusal, note::explain},
    dom,
    state::unsaved::use_unsaved,
    words::{Words, words},
};
use leptos::{prelude::*, task::spawn_local};
use shared::{
    ProblemCode,
    settings::{OrganisationForm, OrganisationSettings},
};

#[derive(Debug, Clone, Copy)]
pub struct Sheet {
    title: &'static str,
    /// All that can be wrong at a place of its own.
    fields: StoredValue<Vec<String>>,
    wrong: RwSignal<Vec<String>>,
    busy: RwSignal<bool>,
    saved: RwSignal<bool>,
    /// Typed, and not saved yet.
    unsaved: RwSignal<bool>,
    failed: RwSignal<Option<ApiError>>,
}

impl Sheet {
    pub fn new(title: &'static str) -> Self {
        Self {
            title,
            fields: StoredValue::new(Vec::new()),
            wrong: RwSignal::new(Vec::new()),
            busy: RwSignal::new(false),
            saved: RwSignal::new(false),
            unsaved: use_unsaved().watch(),
            failed: RwSignal::new(None),
        }
    }

    /// The words while something is wrong with that field.
    pub fn error(self, field: &str, words: &'static str) -> Signal<Option<String>> {
        let name = field.to_owned();
        self.fields.update_value(|fields| fields.push(name.clone()));
        Signal::derive(move || self.wrong.with(|wrong| wrong.contains(&name)).then(|| words.to_owned()))
    }

    /// What was said about the last save is not about what is typed now.
    pub fn touch(self) {
        self.saved.set(false);
        self.unsaved.set(true);
    }

    /// The form to send, unless something in it is wrong already or another one is under way.
    pub fn begin<F>(self, form: Result<F, Vec<String>>) -> Option<F> {
        if self.busy.get_untracked() {
            return None;
        }
        self.saved.set(false);
        self.failed.set(None);
        match form {
            Ok(form) => {
                self.wrong.set(Vec::new());
                self.busy.set(true);
                Some(form)
            }
            Err(wrong) => {
                self.point(wrong);
                None
            }
        }
    }

    pub fn end<T>(self, answer: Result<T, ApiError>) -> Option<T> {
        self.busy.try_set(false);
        match answer {
            Ok(fresh) => {
                self.saved.try_set(true);
                self.unsaved.try_set(false);
                Some(fresh)
            }
            Err(error) => {
                if let ApiError::Problem { problem, .. } = &error {
                    let known = self.fields.try_get_value().unwrap_or_default();
                    let wrong = problem.fields.iter().map(|field| field.field.clone());
                    self.point(wrong.filter(|field| known.contains(field)).collect());
                }
                self.failed.try_set(Some(error));
                None
            }
        }
    }

    /// Marks the fields and leads to the first.
    fn point(self, wrong: Vec<String>) {
        self.wrong.try_set(wrong);
        let first = format!("section[aria-label='{}'] [aria-invalid=true]", self.title);
        request_animation_frame(move || {
            dom::focus_first(&first);
        });
    }

    /// What is wrong with a field stands at the field.
    fn refusal(self, w: &Words) -> Option<String> {
        let at_field = self.wrong.with(|wrong| !wrong.is_empty());
        self.failed.with(|error| error.as_ref().filter(|_| !at_field).map(|error| explain(error, w).to_owned()))
    }

    pub fn draw(self, why: &'static str, fields: AnyView, save: Callback<()>, again: Callback<()>) -> AnyView {
        let w = words();
        let busy = self.busy;
        let outdated = move || self.failed.with(|error| error.as_ref()?.code()) == Some(ProblemCode::ChangedMeanwhile);
        let submit = move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            save.run(());
        };
        let said = view! { <p role="status" class="text-12 text-positive">{move || self.saved.get().then_some(w.admin.saved)}</p> };
        view! {
            <Panel title=self.title aside=said.into_any()>
                <form class="flex flex-col gap-2 px-4 pt-3 pb-4" novalidate on:input=move |_| self.touch() on:submit=submit>
                    <p class="mb-1 text-12 text-muted text-pretty">{why}</p>
                    {fields}
                    <Refusal text=Signal::derive(move || self.refusal(w)) />
                    <div class="mt-1 flex flex-wrap justify-end gap-2">
                        {move || outdated().then(|| view! {
                            <button type="button" class=Weight::Plain.class() on:click=move |_| again.run(())>{w.admin.load_again}</button>
                        })}
                        <button type="submit" class=Weight::Primary.class() aria-disabled=move || busy.get().then_some("true")>{w.admin.save}</button>
                    </div>
                </form>
            </Panel>
        }
        .into_any()
    }
}

/// Sends a form of the organisation's record; `fill` shows what holds afterwards.
pub fn change_organisation(
    client: Client,
    sheet: Sheet,
    now: RwSignal<OrganisationSettings>,
    form: Result<OrganisationForm, Vec<String>>,
    fill: Callback<()>,
) {
    let Some(form) = sheet.begin(form) else { return };
    let version = now.with_untracked(|now| now.version);
    spawn_local(async move {
        if let Some(fresh) = sheet.end(client.change_organisation(version, &form).await)
            && now.try_set(fresh).is_none()
        {
            fill.run(());
        }
    });
}

/// What is typed; what was not changed stays as it was set or, where it never was, the default. Empty is the default.
pub fn chosen<T: PartialEq>(typed: Option<T>, in_force: Option<&T>, set: Option<T>) -> Option<T> {
    if typed.as_ref() == in_force { set } else { typed }
}

/// Whole days, or nothing where nothing is typed.
pub fn days(text: &str, most: u32) -> Result<Option<u32>, ()> {
    match text.trim() {
        "" => Ok(None),
        text => text.parse().ok().filter(|days| *days <= most).map(Some).ok_or(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_changed_stays_a_default_or_what_was_set() {
        assert_eq!(chosen(Some(4), Some(&1), None), Some(4));
        assert_eq!(chosen(Some(1), Some(&1), None), None);
        assert_eq!(chosen(Some(1), Some(&1), Some(1)), Some(1));
        assert_eq!(chosen(None, Some(&1), Some(1)), None);
        assert_eq!(chosen::<u32>(None, None, None), None);
    }

    #[test]
    fn days_are_whole_and_may_be_left_empty() {
        assert_eq!(days(" 30 ", 3_650), Ok(Some(30)));
        assert_eq!(days("", 3_650), Ok(None));
        assert_eq!(days(" ", 3_650), Ok(None));
        for wrong in ["3651", "-1", "7.5", "ten", "4294967297"] {
            assert_eq!(days(wrong, 3_650), Err(()), "{wrong}");
        }
    }
}
