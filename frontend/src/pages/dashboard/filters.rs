//! Which period and whose deals: chips, and choices for those who read more than their own.

use super::address::{chosen, own_span, with_period};
use crate::{
    api::{name_of, named},
    components::picker::{Choice, Picker},
    format,
    frame::span_words,
    state::{asked::Asked, window::use_room},
    words::{Words, words},
};
use leptos::prelude::*;
use shared::{
    dashboard::OverviewQuery,
    deals::{DealFilters, DealOption},
    figures::PeriodName,
};

const CHIP: &str = "inline-flex h-7 shrink-0 items-center rounded-control px-2.5 text-13 font-medium whitespace-nowrap text-muted hover:text-ink \
     aria-pressed:bg-panel aria-pressed:text-ink aria-pressed:shadow-card";

pub fn bar(query: Memo<OverviewQuery>, filters: Asked<DealFilters>, go: Callback<OverviewQuery>) -> AnyView {
    let w = words();
    let chip = move |period: PeriodName| {
        view! {
            <button
                type="button"
                class=CHIP
                aria-pressed=move || query.with(|query| chosen(query) == Some(period)).to_string()
                on:click=move |_| go.run(with_period(query.get_untracked(), period))
            >
                {(w.numbers.period_name)(period)}
            </button>
        }
        .into_any()
    };
    let own = move || {
        query
            .with(own_span)
            .map(|span| view! { <button type="button" class=CHIP aria-pressed="true">{span_words(span, w)}</button> })
    };
    // A phone has no room for all of them side by side.
    let phone = use_room().phone;
    let periods = PeriodName::ALL.map(|period| Choice {
        id: name_of(period),
        name: (w.numbers.period_name)(period).to_owned(),
        hint: None,
    });
    let periods = periods.to_vec();
    let by_name = Memo::new(move |_| {
        query.with(|query| chosen(query).map(name_of).or_else(|| own_span(query).map(|span| span_words(span, w))))
    });
    let choose_period = Callback::new(move |id: Option<String>| {
        if let Some(period) = id.as_deref().and_then(named) {
            go.run(with_period(query.get_untracked(), period));
        }
    });
    let options = move |list: fn(&DealFilters) -> &[DealOption], none: &'static str| {
        Memo::new(move |_| filters.here().map(|filters| choices(list(&filters), none, w)).unwrap_or_default())
    };
    let picker = move |label: &'static str,
                       choices: Memo<Vec<Choice>>,
                       chosen: Memo<Option<String>>,
                       choose: Callback<Option<String>>| {
        // One value is no choice; one that is chosen can be taken back all the same.
        let offered = Memo::new(move |_| choices.with(|choices| choices.len() > 1) || chosen.with(Option::is_some));
        move || {
            offered
                .get()
                .then(|| view! { <Picker label choices chosen clearable=true on_choose=move |id| choose.run(id) /> })
        }
    };
    let people = options(|filters| &filters.salespeople, w.accounts.nobody);
    let teams = options(|filters| &filters.teams, w.deals.no_team);
    let (person, team) = (
        Memo::new(move |_| query.with(|query| query.salesperson.clone())),
        Memo::new(move |_| query.with(|query| query.team.clone())),
    );
    let choose_person =
        Callback::new(move |salesperson| go.run(OverviewQuery { salesperson, ..query.get_untracked() }));
    let choose_team = Callback::new(move |team| go.run(OverviewQuery { team, ..query.get_untracked() }));
    view! {
        <div class="flex shrink-0 items-center gap-2 px-4 py-2 max-md:overflow-x-auto md:flex-wrap">
            {move || if phone.get() {
                view! { <Picker label=w.deals.period choices=Signal::stored(periods.clone()) chosen=by_name on_choose=move |id| choose_period.run(id) /> }.into_any()
            } else {
                view! {
                    <div role="group" aria-label=w.deals.period class="flex shrink-0 rounded-control bg-pressed p-0.5">
                        {PeriodName::ALL.map(chip).collect_view()} {own}
                    </div>
                }
                .into_any()
            }}
            <div role="group" aria-label=w.accounts.filters class="flex shrink-0 items-center gap-1.5">
                {picker(w.accounts.salesperson, people, person, choose_person)}
                {picker(w.deals.team, teams, team, choose_team)}
            </div>
        </div>
    }
    .into_any()
}

fn choices(options: &[DealOption], none: &'static str, w: &Words) -> Vec<Choice> {
    let choice = |option: &DealOption| Choice {
        id: option.id.clone(),
        name: option.name.clone().unwrap_or_else(|| none.to_owned()),
        hint: Some(format::count(option.deals, w.lang)),
    };
    options.iter().map(choice).collect()
}
