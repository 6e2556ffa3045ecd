//! How sure an open deal is in the forecast: as its stage, or as somebody says.

use crate::{
    api::{ApiError, name_of, named},
    components::{
        field::Refusal,
        note::explain,
        picker::{Choice, picker},
    },
    state::{asked::Answer, session::use_client},
    words::words,
};
use leptos::{prelude::*, task::spawn_local};
use shared::{
    accounts::DealState,
    deals::{DealDetail, DealForecast},
    figures::ForecastCategory,
};
use std::sync::Arc;

/// Not the name of a category.
const AS_STAGE: &str = "stage";

/// Stays in place while the deal is renewed.
pub fn forecast(id: Memo<String>, answer: RwSignal<Answer<DealDetail>>) -> AnyView {
    let (w, client) = (words(), use_client());
    let failed = RwSignal::new(None::<(String, ApiError)>);
    let now = Memo::new(move |_| {
        let is_open = |detail: &Arc<DealDetail>| detail.item.state == DealState::Open;
        answer.with(|answer| answer.here().filter(is_open).map(|detail| detail.forecast))
    });
    let chosen = Signal::derive(move || {
        now.get().map(|now| if now.is_own { name_of(now.category) } else { AS_STAGE.to_owned() })
    });
    let category = w.settings.category;
    let choice = |id: String, name: String| Choice { id, name, hint: None };
    let choices = Signal::derive(move || {
        let of_stage = now.get().map(|now| now.of_stage).unwrap_or_default();
        let as_stage = choice(AS_STAGE.to_owned(), (w.deals.as_stage)(category(of_stage)));
        let own = ForecastCategory::ALL.into_iter().map(|one| choice(name_of(one), category(one).to_owned()));
        [as_stage].into_iter().chain(own).collect::<Vec<_>>()
    });
    let choose = Callback::new(move |choice: Option<String>| {
        let Some(version) = now.get_untracked().map(|now| now.version) else { return };
        let (id, category) = (id.get_untracked(), choice.and_then(|name| named(&name)));
        failed.set(None);
        spawn_local(async move {
            match client.say_forecast(&id, version, category).await {
                Ok(fresh) => drop(answer.try_update(|answer| renew(answer, &id, fresh))),
                Err(error) => drop(failed.try_set(Some((id, error)))),
            }
        });
    });
    let refusal = Signal::derive(move || {
        failed.with(|failed| {
            let (of, error) = failed.as_ref()?;
            id.with(|id| id == of).then(|| explain(error, w).to_owned())
        })
    });
    let is_open = Memo::new(move |_| now.with(Option::is_some));
    view! {
        {move || is_open.get().then(|| view! {
            <div class="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-5 py-2.5" data-deal-forecast>
                {picker(w.deals.forecast, choices, chosen, false, choose)}
                <Refusal text=refusal />
            </div>
        })}
    }
    .into_any()
}

/// Unless another deal is shown by now.
fn renew(answer: &mut Answer<DealDetail>, id: &str, forecast: DealForecast) {
    if let Answer::Here(detail) = answer
        && detail.item.id == id
    {
        *detail = Arc::new(DealDetail { forecast, ..DealDetail::clone(detail) });
    }
}
