//! How sure the deals of each open stage are in a forecast.

use super::{
    sheet::{Sheet, change_organisation},
    stages::{all, set_of},
};
use crate::{
    api::{name_of, named},
    components::picker::{Choice, Picker},
    state::session::use_client,
    words::words,
};
use leptos::prelude::*;
use shared::{
    figures::ForecastCategory,
    settings::{OrganisationForm, OrganisationSettings, StageForm},
};

fn typed(now: &OrganisationSettings, stages: &[(String, ForecastCategory)]) -> OrganisationForm {
    let usual = ForecastCategory::default();
    let form = |(stage, category): &(String, ForecastCategory)| StageForm {
        forecast: Some(*category).filter(|category| *category != usual),
        ..set_of(now, stage)
    };
    OrganisationForm { stages: all(now, stages.iter().map(form)), ..now.set.clone() }
}

pub fn forecast(now: RwSignal<OrganisationSettings>, again: Callback<()>) -> AnyView {
    let w = words();
    let s = w.settings;
    let client = use_client();
    let sheet = Sheet::new(s.forecast);
    let stages: Vec<_> = now.with_untracked(|now| {
        let open = now.stages.iter().filter(|stage| !stage.is_won);
        open.map(|stage| (stage.stage.clone(), RwSignal::new(None::<String>))).collect()
    });
    let chosen: Vec<_> = stages.iter().map(|(stage, chosen)| (stage.id.clone(), *chosen)).collect();
    let chosen = StoredValue::new(chosen);
    let fill = Callback::new(move |()| {
        now.with_untracked(|now| {
            chosen.with_value(|chosen| {
                for (stage, chosen) in chosen {
                    chosen.set(Some(name_of(set_of(now, stage).forecast.unwrap_or_default())));
                }
            });
        });
    });
    fill.run(());
    let save = Callback::new(move |()| {
        let category = |name: Option<String>| name.and_then(|name| named(&name)).unwrap_or_default();
        let stages = chosen.with_value(|chosen| {
            chosen.iter().map(|(stage, chosen)| (stage.clone(), category(chosen.get_untracked()))).collect::<Vec<_>>()
        });
        let form = now.with_untracked(|now| typed(now, &stages));
        change_organisation(client, sheet, now, Ok(form), fill);
    });
    let choices: Vec<_> = ForecastCategory::ALL
        .into_iter()
        .map(|category| Choice { id: name_of(category), name: (s.category)(category).to_owned(), hint: None })
        .collect();
    let choices = Signal::stored(choices);
    let none = stages.is_empty().then(|| view! { <p class="text-13 text-muted">{s.no_stages}</p> });
    let rows = stages.into_iter().map(|(stage, chosen)| {
        view! {
            <div role="group" aria-label=stage.name.clone() data-stage=stage.id class="flex items-center gap-2">
                <span dir="auto" class="min-w-0 flex-1 truncate text-13" title=stage.name.clone()>{stage.name.clone()}</span>
                <Picker
                    label=s.counts_as
                    choices=choices
                    chosen=chosen
                    on_choose=move |category| {
                        chosen.set(category);
                        sheet.touch();
                    }
                />
            </div>
        }
    });
    let fields = view! { {none} <div class="grid gap-x-8 gap-y-2 md:grid-cols-2">{rows.collect_view()}</div> };
    sheet.draw(s.forecast_why, fields.into_any(), save, again)
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::{accounts::Named, settings::StageSettings};

    fn set(stage: &str, rotting_days: Option<u32>, forecast: Option<ForecastCategory>) -> StageForm {
        StageForm { stage: stage.to_owned(), rotting_days, forecast }
    }

    #[test]
    fn days_of_a_stage_stay_and_pipeline_is_what_needs_not_be_set() {
        let stage = |id: &str, is_won| StageSettings {
            stage: Named { id: id.to_owned(), name: id.to_owned() },
            is_won,
            rotting_days: 30,
            forecast: ForecastCategory::Pipeline,
        };
        let now = OrganisationSettings {
            version: 1,
            time_zone: "Asia/Dubai".to_owned(),
            currency: None,
            fiscal_month: 1,
            rotting_days: 30,
            stages: vec![stage("new", false), stage("proposal", false), stage("won", true)],
            set: OrganisationForm {
                stages: vec![
                    set("new", Some(7), Some(ForecastCategory::Omitted)),
                    set("gone", Some(9), None),
                    set("won", Some(8), None),
                ],
                ..OrganisationForm::default()
            },
        };
        let chosen =
            [("new".to_owned(), ForecastCategory::Pipeline), ("proposal".to_owned(), ForecastCategory::BestCase)];
        let stages = vec![
            set("new", Some(7), None),
            set("proposal", None, Some(ForecastCategory::BestCase)),
            set("won", Some(8), None),
        ];
        assert_eq!(typed(&now, &chosen), OrganisationForm { stages, ..OrganisationForm::default() });
    }
}
