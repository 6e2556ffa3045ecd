//! After how many days in its stage an open deal rots: in any stage, and in single ones.

use super::{
    sheet::{Sheet, change_organisation, chosen, days},
    stages::{all, set_of},
};
use crate::{components::field::Field, state::session::use_client, words::words};
use leptos::prelude::*;
use shared::settings::{MOST_ROTTING_DAYS, OrganisationForm, OrganisationSettings, StageForm};

const DEFAULT: &str = "rotting_days";

/// Of the limits that are typed, by their stages; else the names of the fields that are wrong.
fn typed(
    now: &OrganisationSettings,
    usual: &str,
    stages: &[(String, String)],
) -> Result<OrganisationForm, Vec<String>> {
    let limit = |text: &str| days(text, MOST_ROTTING_DAYS).ok().filter(|days| *days != Some(0));
    let mut wrong = Vec::new();
    let usual = limit(usual);
    if usual.is_none() {
        wrong.push(DEFAULT.to_owned());
    }
    let mut limits = Vec::new();
    for (stage, text) in stages {
        match limit(text) {
            Some(rotting_days) => limits.push(StageForm { rotting_days, ..set_of(now, stage) }),
            None => wrong.push(stage.clone()),
        }
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let rotting_days = chosen(usual.flatten(), Some(&now.rotting_days), now.set.rotting_days);
    Ok(OrganisationForm { rotting_days, stages: all(now, limits), ..now.set.clone() })
}

pub fn rotting(now: RwSignal<OrganisationSettings>, again: Callback<()>) -> AnyView {
    let w = words();
    let s = w.settings;
    let client = use_client();
    let sheet = Sheet::new(s.rotting);
    let usual = RwSignal::new(String::new());
    let stages: Vec<_> = now.with_untracked(|now| {
        let open = now.stages.iter().filter(|stage| !stage.is_won);
        open.map(|stage| (stage.stage.clone(), RwSignal::new(String::new()))).collect()
    });
    let limits: Vec<_> = stages.iter().map(|(stage, text)| (stage.id.clone(), *text)).collect();
    let limits = StoredValue::new(limits);
    let fill = Callback::new(move |()| {
        now.with_untracked(|now| {
            usual.set(now.rotting_days.to_string());
            limits.with_value(|limits| {
                for (stage, text) in limits {
                    let own = set_of(now, stage).rotting_days;
                    text.set(own.map(|days| days.to_string()).unwrap_or_default());
                }
            });
        });
    });
    fill.run(());
    let save = Callback::new(move |()| {
        let texts = limits.with_value(|limits| {
            limits.iter().map(|(stage, text)| (stage.clone(), text.get_untracked())).collect::<Vec<_>>()
        });
        let form = now.with_untracked(|now| typed(now, &usual.get_untracked(), &texts));
        change_organisation(client, sheet, now, form, fill);
    });
    let none = stages.is_empty().then(|| view! { <p class="text-13 text-muted">{s.no_stages}</p> });
    let rows = stages.into_iter().map(|(stage, text)| {
        let error = sheet.error(&stage.id, s.rotting_wrong);
        view! { <Field name=stage.id label=stage.name autocomplete="off" value=text error free=true /> }
    });
    let rows = rows.collect_view();
    let fields = view! {
        <div class="grid gap-x-4 md:grid-cols-2">
            <Field name=DEFAULT label=s.rotting_days autocomplete="off" value=usual hint=s.rotting_days_hint error=sheet.error(DEFAULT, s.rotting_wrong) free=true />
        </div>
        <fieldset class="flex flex-col gap-2">
            <legend class="text-13 font-medium">{s.own_limits}</legend>
            <p class="text-12 text-muted text-pretty">{s.own_limits_why}</p>
            {none}
            <div class="grid gap-x-4 gap-y-1 md:grid-cols-3">{rows}</div>
        </fieldset>
    };
    sheet.draw(s.rotting_why, fields.into_any(), save, again)
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::{accounts::Named, figures::ForecastCategory, settings::StageSettings};

    fn now() -> OrganisationSettings {
        let stage = |id: &str, is_won| StageSettings {
            stage: Named { id: id.to_owned(), name: id.to_owned() },
            is_won,
            rotting_days: 30,
            forecast: ForecastCategory::Pipeline,
        };
        OrganisationSettings {
            version: 1,
            time_zone: "Asia/Dubai".to_owned(),
            currency: None,
            fiscal_month: 4,
            rotting_days: 30,
            stages: vec![stage("new", false), stage("proposal", false), stage("won", true)],
            set: OrganisationForm {
                fiscal_month: Some(4),
                stages: vec![limit("gone", 9), limit("won", 8), limit("new", 7)],
                ..OrganisationForm::default()
            },
        }
    }

    fn limit(stage: &str, rotting_days: u32) -> StageForm {
        StageForm { stage: stage.to_owned(), rotting_days: Some(rotting_days), forecast: None }
    }

    fn texts(new: &str, proposal: &str) -> [(String, String); 2] {
        [("new".to_owned(), new.to_owned()), ("proposal".to_owned(), proposal.to_owned())]
    }

    #[test]
    fn an_empty_limit_is_that_of_any_stage_and_the_other_forms_part_is_kept() {
        let form = typed(&now(), "30", &texts("", " 60 ")).unwrap();
        let kept = OrganisationForm { fiscal_month: Some(4), ..OrganisationForm::default() };
        assert_eq!(form, OrganisationForm { stages: vec![limit("proposal", 60), limit("won", 8)], ..kept.clone() });
        let form = typed(&now(), "45", &texts("7", "")).unwrap();
        let stages = vec![limit("new", 7), limit("won", 8)];
        assert_eq!(form, OrganisationForm { rotting_days: Some(45), stages, ..kept });
    }

    #[test]
    fn each_limit_that_is_no_number_of_days_is_named() {
        let wrong = typed(&now(), "0", &texts("3651", "soon")).unwrap_err();
        assert_eq!(wrong, ["rotting_days", "new", "proposal"]);
    }
}
