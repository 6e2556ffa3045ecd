//! Where one status of a goal ends and the next begins.

use super::sheet::{Sheet, days};
use crate::{
    components::{
        field::Field,
        value::{hundredfold, hundredth},
    },
    state::session::use_client,
    words::words,
};
use leptos::{prelude::*, task::spawn_local};
use rust_decimal::Decimal;
use shared::goals::{GoalThresholds, ThresholdsForm};

const MOST_DAYS: u32 = 366;
const EARLY_DAYS: &str = "early_days";

/// Shares in per cent, then the days.
fn typed([on_track, at_risk, early_share, early_days]: [&str; 4]) -> Result<ThresholdsForm, Vec<String>> {
    let share = |text: &str| Some(hundredth(text)).filter(|text| !text.is_empty());
    Ok(ThresholdsForm {
        on_track: share(on_track),
        at_risk: share(at_risk),
        early_share: share(early_share),
        early_days: days(early_days, MOST_DAYS).map_err(|()| vec![EARLY_DAYS.to_owned()])?,
    })
}

pub fn thresholds(found: &GoalThresholds, again: Callback<()>) -> AnyView {
    let w = words();
    let s = w.settings;
    let client = use_client();
    let sheet = Sheet::new(s.thresholds);
    let version = RwSignal::new(found.version);
    let texts: [RwSignal<String>; 4] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let [on_track, at_risk, early_share, early_days] = texts;
    let fill = move |now: &GoalThresholds| {
        let share = |share: Decimal| hundredfold(share).normalize().to_string();
        on_track.set(share(now.on_track));
        at_risk.set(share(now.at_risk));
        early_share.set(share(now.early_share));
        early_days.set(now.early_days.to_string());
    };
    fill(found);
    let save = Callback::new(move |()| {
        let texts = texts.map(|text| text.get_untracked());
        let Some(form) = sheet.begin(typed(texts.each_ref().map(String::as_str))) else { return };
        spawn_local(async move {
            let answer = client.change_goal_thresholds(version.get_untracked(), &form).await;
            if let Some(fresh) = sheet.end(answer)
                && version.try_set(fresh.version).is_none()
            {
                fill(&fresh);
            }
        });
    });
    let fields = view! {
        <div class="grid gap-x-4 gap-y-1 md:grid-cols-2">
            <Field name="on_track" label=s.on_track autocomplete="off" value=on_track error=sheet.error("on_track", s.on_track_wrong) free=true />
            <Field name="at_risk" label=s.at_risk autocomplete="off" value=at_risk error=sheet.error("at_risk", s.at_risk_wrong) free=true />
            <Field name="early_share" label=s.early_share autocomplete="off" value=early_share error=sheet.error("early_share", s.early_share_wrong) free=true />
            <Field name=EARLY_DAYS label=s.early_days autocomplete="off" value=early_days error=sheet.error(EARLY_DAYS, s.early_days_wrong) free=true />
        </div>
    };
    sheet.draw(s.thresholds_why, fields.into_any(), save, again)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_typed_in_per_cent_and_what_is_empty_is_a_default() {
        let form = typed(["90", "62.5", "", " 5 "]).unwrap();
        let expected = ThresholdsForm {
            on_track: Some("0.9".to_owned()),
            at_risk: Some("0.625".to_owned()),
            early_share: None,
            early_days: Some(5),
        };
        assert_eq!(form, expected);
        assert_eq!(typed(["much", "", "", ""]).unwrap().on_track.as_deref(), Some("much"));
        assert_eq!(typed(["", "", "", "367"]), Err(vec!["early_days".to_owned()]));
    }
}
