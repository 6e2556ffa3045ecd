//! Where days and years begin, and in which currency sums are told.

use super::sheet::{Sheet, change_organisation, chosen};
use crate::{
    components::{
        field::Field,
        picker::{Choice, Picker},
    },
    dom,
    state::session::use_client,
    words::words,
};
use leptos::prelude::*;
use shared::settings::{OrganisationForm, OrganisationSettings};

const ZONES: &str = "zones";

fn typed(now: &OrganisationSettings, zone: &str, currency: &str, fiscal_month: u32) -> OrganisationForm {
    let text = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let set = now.set.clone();
    // A stage that is gone in Odoo would be refused.
    let is_known = |stage: &str| now.stages.iter().any(|known| known.stage.id == stage);
    OrganisationForm {
        time_zone: chosen(text(zone), Some(&now.time_zone), set.time_zone),
        currency: chosen(text(currency).map(|code| code.to_uppercase()), now.currency.as_ref(), set.currency),
        fiscal_month: chosen(Some(fiscal_month), Some(&now.fiscal_month), set.fiscal_month),
        rotting_days: set.rotting_days,
        stages: set.stages.into_iter().filter(|limit| is_known(&limit.stage)).collect(),
    }
}

pub fn calendar(now: RwSignal<OrganisationSettings>, again: Callback<()>) -> AnyView {
    let w = words();
    let s = w.settings;
    let client = use_client();
    let sheet = Sheet::new(s.calendar);
    let (zone, currency) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let month = RwSignal::new(None::<String>);
    let fill = Callback::new(move |()| {
        now.with_untracked(|now| {
            zone.set(now.time_zone.clone());
            currency.set(now.currency.clone().unwrap_or_default());
            month.set(Some(now.fiscal_month.to_string()));
        });
    });
    fill.run(());
    let save = Callback::new(move |()| {
        let form = now.with_untracked(|now| {
            let month = month.with_untracked(|month| month.as_ref().and_then(|month| month.parse().ok()));
            typed(now, &zone.get_untracked(), &currency.get_untracked(), month.unwrap_or(now.fiscal_month))
        });
        change_organisation(client, sheet, now, Ok(form), fill);
    });
    let mut zones = dom::time_zones();
    let in_force = now.with_untracked(|now| now.time_zone.clone());
    if !zones.contains(&in_force) {
        zones.insert(0, in_force);
    }
    let months = w.time.months.iter().zip(1..);
    let months = months.map(|(name, at): (_, u32)| Choice { id: at.to_string(), name: (*name).to_owned(), hint: None });
    let months: Vec<Choice> = months.collect();
    let fields = view! {
        <div class="grid gap-x-4 gap-y-2 md:grid-cols-2">
            <Field name="time_zone" label=s.time_zone autocomplete="off" value=zone hint=s.time_zone_hint error=sheet.error("time_zone", s.time_zone_wrong) free=true list=ZONES />
            <Field name="currency" label=s.currency autocomplete="off" value=currency hint=s.currency_hint error=sheet.error("currency", s.currency_wrong) free=true />
        </div>
        <datalist id=ZONES>{zones.into_iter().map(|zone| view! { <option value=zone></option> }).collect_view()}</datalist>
        <div>
            <Picker
                label=s.fiscal_month
                choices=Signal::stored(months)
                chosen=month
                on_choose=move |chosen| {
                    month.set(chosen);
                    sheet.touch();
                }
            />
        </div>
    };
    sheet.draw(s.calendar_why, fields.into_any(), save, again)
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::{
        accounts::Named,
        figures::ForecastCategory,
        settings::{StageForm, StageSettings},
    };

    #[test]
    fn only_what_was_changed_is_set_and_the_other_forms_part_is_kept() {
        let stage = Named { id: "odoo_stage_1".to_owned(), name: "New".to_owned() };
        let limit = |stage: &str| StageForm { stage: stage.to_owned(), rotting_days: Some(14), forecast: None };
        let now = OrganisationSettings {
            version: 3,
            time_zone: "Asia/Dubai".to_owned(),
            currency: Some("USD".to_owned()),
            fiscal_month: 1,
            rotting_days: 20,
            stages: vec![StageSettings {
                stage,
                is_won: false,
                rotting_days: 14,
                forecast: ForecastCategory::Pipeline,
            }],
            set: OrganisationForm {
                rotting_days: Some(20),
                stages: vec![limit("odoo_stage_1"), limit("odoo_stage_9")],
                ..OrganisationForm::default()
            },
        };
        let kept = OrganisationForm {
            rotting_days: Some(20),
            stages: vec![limit("odoo_stage_1")],
            ..OrganisationForm::default()
        };
        assert_eq!(typed(&now, " Asia/Dubai ", "usd", 1), kept);
        let changed = OrganisationForm { currency: Some("EUR".to_owned()), fiscal_month: Some(4), ..kept };
        assert_eq!(typed(&now, "", "eur", 4), changed);
    }
}
