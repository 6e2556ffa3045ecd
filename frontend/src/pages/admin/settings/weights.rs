//! How many points each reason adds to an account's health, or takes from it.

use super::sheet::Sheet;
use crate::{
    components::{button::Weight, field::Field},
    state::session::use_client,
    words::words,
};
use leptos::{prelude::*, task::spawn_local};
use shared::health_score::{HealthWeight, HealthWeights, HealthWeightsForm, MOST_POINTS, ReasonKind};

fn field(kind: ReasonKind) -> String {
    format!("points.{}", kind.name())
}

/// `-15`, `−15`, `+5`; nothing where nothing is typed.
fn points(text: &str, usual: i32) -> Result<Option<i32>, ()> {
    let text = text.trim().replace('−', "-");
    let range = if usual < 0 { -MOST_POINTS..=0 } else { 0..=MOST_POINTS };
    match text.as_str() {
        "" => Ok(None),
        text => text.parse().ok().filter(|points| range.contains(points)).map(Some).ok_or(()),
    }
}

/// What is usual or empty is not set; else the names of the fields that are wrong.
fn typed(weights: &[HealthWeight], texts: &[String]) -> Result<HealthWeightsForm, Vec<String>> {
    let (mut form, mut wrong) = (HealthWeightsForm::default(), Vec::new());
    for (weight, text) in weights.iter().zip(texts) {
        match points(text, weight.usual) {
            Ok(Some(points)) if points != weight.usual => drop(form.points.insert(weight.kind, points)),
            Ok(_) => {}
            Err(()) => wrong.push(field(weight.kind)),
        }
    }
    if wrong.is_empty() { Ok(form) } else { Err(wrong) }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

pub fn weights(found: &HealthWeights, again: Callback<()>) -> AnyView {
    let w = words();
    let s = w.settings;
    let client = use_client();
    let sheet = Sheet::new(s.weights);
    let version = RwSignal::new(found.version);
    let known = StoredValue::new(found.weights.clone());
    let texts: Vec<RwSignal<String>> = found.weights.iter().map(|_| RwSignal::new(String::new())).collect();
    let texts = StoredValue::new(texts);
    let fill = move |weights: &[HealthWeight], of: fn(&HealthWeight) -> i32| {
        texts.with_value(|texts| texts.iter().zip(weights).for_each(|(text, weight)| text.set(of(weight).to_string())));
    };
    fill(&found.weights, |weight| weight.points);
    let save = Callback::new(move |()| {
        let texts: Vec<_> = texts.with_value(|texts| texts.iter().map(|text| text.get_untracked()).collect());
        let Some(form) = sheet.begin(known.with_value(|known| typed(known, &texts))) else { return };
        spawn_local(async move {
            let answer = client.change_health_weights(version.get_untracked(), &form).await;
            if let Some(fresh) = sheet.end(answer)
                && version.try_set(fresh.version).is_none()
            {
                fill(&fresh.weights, |weight| weight.points);
            }
        });
    });
    let rows = found.weights.iter().zip(texts.get_value()).map(|(weight, value)| {
        let name = field(weight.kind);
        let error = sheet.error(&name, if weight.usual < 0 { s.weight_bad_wrong } else { s.weight_good_wrong });
        view! { <Field name label=capital(w.health.reason(weight.kind)) autocomplete="off" value error free=true /> }
    });
    let rows = rows.collect_view();
    let usual = move |_| {
        known.with_value(|known| fill(known, |weight| weight.usual));
        sheet.touch();
    };
    let fields = view! {
        <div class="grid gap-x-4 gap-y-1 md:grid-cols-2">{rows}</div>
        <div><button type="button" class=Weight::Quiet.class() on:click=usual>{s.defaults}</button></div>
    };
    sheet.draw(s.weights_why, fields.into_any(), save, again)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_have_the_sign_of_their_reason() {
        assert_eq!(points(" 20 ", 15), Ok(Some(20)));
        assert_eq!(points("+5", 15), Ok(Some(5)));
        assert_eq!(points("−15", -10), Ok(Some(-15)));
        assert_eq!(points("0", -10), Ok(Some(0)));
        assert_eq!(points("", -10), Ok(None));
        for (wrong, usual) in [("-1", 15), ("51", 15), ("1", -10), ("-51", -10), ("1.5", 15), ("many", 15)] {
            assert_eq!(points(wrong, usual), Err(()), "{wrong}");
        }
    }

    #[test]
    fn only_what_differs_from_the_usual_is_set_and_every_wrong_field_is_named() {
        let weight = |kind, usual| HealthWeight { kind, points: usual, usual };
        let weights =
            [weight(ReasonKind::WonLately, 15), weight(ReasonKind::Overdue, -10), weight(ReasonKind::AllRotting, -15)];
        let texts = |texts: [&str; 3]| texts.map(str::to_owned);
        let form = typed(&weights, &texts(["15", "-20", ""])).unwrap();
        assert_eq!(form.points.into_iter().collect::<Vec<_>>(), [(ReasonKind::Overdue, -20)]);
        let wrong = typed(&weights, &texts(["-15", "-20", "x"])).unwrap_err();
        assert_eq!(wrong, ["points.won_lately", "points.all_rotting"]);
    }
}
