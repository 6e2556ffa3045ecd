//! Setting and changing a goal, and setting the target of a role: beside the board, on a phone over it.

use super::{Desk, Editing, look};
use crate::{
    api::ApiError,
    components::{
        Icon,
        button::{IconButton, Weight},
        field::{Field, Refusal},
        note::explain,
        picker::{Choice, picker},
        value::{hundredfold, hundredth},
    },
    dom,
    state::session::use_client,
    words::{Words, words},
};
use chrono::NaiveDate;
use leptos::{html, prelude::*, task::spawn_local};
use rust_decimal::Decimal;
use shared::{
    auth::UserRole,
    goals::{Goal, GoalForm, GoalMetric, GoalPatch, GoalSpan, GoalUnit, TargetCreate},
};

/// What is typed.
#[derive(Debug, Clone, Copy)]
struct Form {
    name: RwSignal<String>,
    metric: RwSignal<GoalMetric>,
    target: RwSignal<String>,
    won_target: RwSignal<String>,
    /// An assignee's id, of a target the name of a role.
    whose: RwSignal<Option<String>>,
    span: RwSignal<GoalSpan>,
    from: RwSignal<String>,
    /// The last day, as people count; the API wants the first one after it.
    last: RwSignal<String>,
    busy: RwSignal<bool>,
    nobody: RwSignal<bool>,
    failed: RwSignal<Option<ApiError>>,
}

impl Form {
    fn new(goal: Option<&Goal>, today: NaiveDate) -> Self {
        let number = |number: Decimal, unit| {
            let shown = if unit == GoalUnit::Share { hundredfold(number) } else { number };
            shown.normalize().to_string()
        };
        let metric = goal.map_or(GoalMetric::Won, |goal| goal.metric);
        let target = goal.map(|goal| number(goal.target, metric.unit())).unwrap_or_default();
        let won = goal.and_then(|goal| goal.won_target).map(|won| number(won, GoalUnit::Money)).unwrap_or_default();
        let last = goal.and_then(|goal| goal.period.until.pred_opt()).map(|day| day.to_string()).unwrap_or_default();
        Self {
            name: RwSignal::new(goal.and_then(|goal| goal.name.clone()).unwrap_or_default()),
            metric: RwSignal::new(metric),
            target: RwSignal::new(target),
            won_target: RwSignal::new(won),
            whose: RwSignal::new(goal.map(|goal| goal.assignee.id.clone())),
            span: RwSignal::new(goal.map_or(GoalSpan::Month, |goal| goal.period.span)),
            from: RwSignal::new(goal.map_or(today, |goal| goal.period.from).to_string()),
            last: RwSignal::new(last),
            busy: RwSignal::new(false),
            nobody: RwSignal::new(false),
            failed: RwSignal::new(None),
        }
    }

    fn typed(self) -> Option<GoalForm> {
        let metric = self.metric.get_untracked();
        let until = self.last.with_untracked(|last| last.parse::<NaiveDate>().ok()).and_then(|last| last.succ_opt());
        Some(GoalForm {
            name: Some(self.name.get_untracked()),
            metric,
            target: self.target.with_untracked(|text| sent(text, metric.unit())),
            assignee: self.whose.get_untracked()?,
            span: self.span.get_untracked(),
            from: self.from.with_untracked(|from| from.parse().ok())?,
            until: until.filter(|_| self.span.get_untracked() == GoalSpan::Days),
            won_target: (metric == GoalMetric::Coverage).then(|| self.won_target.get_untracked()),
        })
    }

    fn error(self, name: &'static str) -> Signal<Option<String>> {
        let failed = self.failed;
        Signal::derive(move || failed.with(|error| error.as_ref()?.field(name).map(|field| field.message.clone())))
    }
}

/// Shares are typed in per cent.
fn sent(text: &str, unit: GoalUnit) -> String {
    if unit == GoalUnit::Share { hundredth(text) } else { text.trim().to_owned() }
}

fn choices<T: Copy>(all: &[T], id: fn(T) -> String, name: fn(T) -> &'static str) -> Vec<Choice> {
    all.iter().map(|one| Choice { id: id(*one), name: name(*one).to_owned(), hint: None }).collect()
}

pub fn form(editing: &Editing, desk: Desk) -> AnyView {
    let w = words();
    let g = w.goals;
    let seen = desk.seen.here();
    let board = seen.as_ref().map(|seen| &seen.board);
    let goal = match editing {
        Editing::Change(goal) => Some(goal.clone()),
        Editing::New | Editing::NewTarget => None,
    };
    let is_target = *editing == Editing::NewTarget;
    let form = Form::new(goal.as_deref(), board.map(|board| board.today).unwrap_or_default());
    let currency = board.and_then(|board| board.currency.clone());
    let whose = if is_target {
        choices(UserRole::ALL, |role| role.name().to_owned(), w.auth.role)
    } else {
        let assignees = board.into_iter().flat_map(|board| &board.assignees);
        assignees.map(|one| Choice { id: one.id.clone(), name: look::assignee(one, w), hint: None }).collect()
    };
    let title = match editing {
        Editing::New => g.new,
        Editing::Change(_) => g.change,
        Editing::NewTarget => g.new_target,
    };
    let heading = NodeRef::<html::H2>::new();
    Effect::new(move |_| {
        if let Some(heading) = heading.get() {
            dom::focus(&heading);
        }
    });
    let submit = submit(form, goal.clone(), is_target, desk);
    let metrics = choices(GoalMetric::ALL, |metric| metric.name().to_owned(), g.metric);
    let is_new = goal.is_none();
    let metric_id = Memo::new(move |_| Some(form.metric.get().name().to_owned()));
    let choose_metric = Callback::new(move |id: Option<String>| {
        if let Some(metric) = GoalMetric::ALL.iter().find(|metric| Some(metric.name()) == id.as_deref()) {
            form.metric.set(*metric);
        }
    });
    let choose_span = Callback::new(move |id: Option<String>| {
        if let Some(span) = GoalSpan::ALL.iter().find(|span| Some(span.name()) == id.as_deref()) {
            form.span.set(*span);
        }
    });
    let choose_whose = Callback::new(move |id| form.whose.set(id));
    let spans = choices(GoalSpan::ALL, |span| span.name().to_owned(), g.span);
    let span_id = Memo::new(move |_| Some(form.span.get().name().to_owned()));
    let unit = move || match form.metric.get().unit() {
        GoalUnit::Money => currency.clone(),
        GoalUnit::Share => Some(g.in_percent.to_owned()),
        GoalUnit::Times => Some("×".to_owned()),
        GoalUnit::Count | GoalUnit::Days => None,
    };
    let hint = move || {
        let what = if form.metric.get().is_limit() { g.limit } else { g.target };
        format!("{what} {}", unit().unwrap_or_default())
    };
    view! {
        <section
            id="goal-form"
            aria-labelledby="goal-form-name"
            class="enter-panel absolute inset-y-0 right-0 z-20 flex w-full flex-col bg-panel md:max-w-104 md:border-l md:border-line md:shadow-raised"
            on:keydown=move |event| if event.key() == "Escape" && !event.default_prevented() { desk.close() }
        >
            <div class="flex shrink-0 items-center gap-3 border-b border-line py-3 pr-3 pl-5">
                <h2 id="goal-form-name" node_ref=heading tabindex="-1" class="min-w-0 flex-1 truncate text-16 font-semibold tracking-tight focus-visible:outline-none">{title}</h2>
                <IconButton icon=Icon::X label=g.close on_press=move || desk.close() />
            </div>
            <form class="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto px-5 py-4" on:submit=submit>
                <div class="flex flex-wrap gap-2">
                    {is_new.then(|| picker(g.what, Signal::stored(metrics), metric_id, false, choose_metric))}
                    {picker(if is_target { g.role } else { g.whose }, Signal::stored(whose), form.whose, false, choose_whose)}
                </div>
                <p class="text-12 text-negative" role="alert">
                    {move || form.nobody.get().then_some(g.choose)} {move || form.error("assignee").get()}
                </p>
                <p class="-mb-2 text-12 text-muted">{hint}</p>
                <Field name="target" label=g.target autocomplete="off" value=form.target error=form.error("target") />
                {move || (form.metric.get() == GoalMetric::Coverage).then(|| view! {
                    <Field name="won_target" label=g.won_target autocomplete="off" value=form.won_target error=form.error("won_target") />
                })}
                <div>
                    {picker(g.period, Signal::stored(spans), span_id, false, choose_span)}
                </div>
                <Field name="from" label=g.from kind="date" autocomplete="off" value=form.from hint=g.from_hint error=form.error("from") />
                {move || (form.span.get() == GoalSpan::Days).then(|| view! {
                    <Field name="until" label=g.last kind="date" autocomplete="off" value=form.last error=form.error("until") />
                })}
                {(!is_target).then(|| view! {
                    <Field name="name" label=g.name autocomplete="off" value=form.name hint=g.name_hint error=form.error("name") free=true />
                })}
                <Refusal text=Signal::derive(move || refusal(form.failed, w)) />
                <div class="flex justify-end gap-2">
                    <button type="button" class=Weight::Plain.class() on:click=move |_| desk.close()>{w.admin.cancel}</button>
                    <button type="submit" class=Weight::Primary.class() aria-disabled=move || form.busy.get().then_some("true")>{w.admin.save}</button>
                </div>
            </form>
        </section>
    }
    .into_any()
}

fn submit(
    form: Form,
    goal: Option<std::sync::Arc<Goal>>,
    is_target: bool,
    desk: Desk,
) -> impl Fn(web_sys::SubmitEvent) {
    let client = use_client();
    move |event| {
        event.prevent_default();
        form.nobody.set(form.whose.with_untracked(Option::is_none));
        let Some(typed) = form.typed().filter(|_| !form.busy.get_untracked()) else { return };
        form.busy.set(true);
        form.failed.set(None);
        let goal = goal.clone();
        spawn_local(async move {
            let answer = match (goal, is_target.then(|| typed.assignee.parse().ok()).flatten()) {
                (Some(goal), _) => client.change_goal(&goal.id, goal.version, &patch(typed)).await.map(|_| ()),
                (None, Some(role)) => client.set_target(&target(typed, role)).await.map(|_| ()),
                (None, None) => client.set_goal(&typed).await.map(|_| ()),
            };
            form.busy.try_set(false);
            match answer {
                Ok(()) => desk.saved(),
                Err(error) => {
                    form.failed.try_set(Some(error));
                }
            }
        });
    }
}

fn patch(form: GoalForm) -> GoalPatch {
    GoalPatch {
        name: form.name,
        target: Some(form.target),
        assignee: Some(form.assignee),
        span: Some(form.span),
        from: Some(form.from),
        until: form.until,
        won_target: form.won_target,
    }
}

fn target(form: GoalForm, role: UserRole) -> TargetCreate {
    TargetCreate {
        role,
        metric: form.metric,
        target: form.target,
        span: form.span,
        from: form.from,
        until: form.until,
        won_target: form.won_target,
    }
}

/// What is wrong with a field stands at the field.
fn refusal(failed: RwSignal<Option<ApiError>>, w: &Words) -> Option<String> {
    failed.with(|error| {
        let error = error.as_ref()?;
        let fields = ["assignee", "target", "won_target", "from", "until", "name"];
        let at_field = fields.iter().any(|name| error.field(name).is_some());
        (!at_field).then(|| explain(error, w).to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_typed_in_per_cent_and_what_is_no_number_goes_as_it_is() {
        assert_eq!(sent(" 80 ", GoalUnit::Share), "0.8");
        assert_eq!(sent("66.67", GoalUnit::Share), "0.6667");
        assert_eq!(sent("much", GoalUnit::Share), "much");
        assert_eq!(sent(" 1250.50 ", GoalUnit::Money), "1250.50");
    }
}
