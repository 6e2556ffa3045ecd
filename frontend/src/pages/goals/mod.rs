//! Goals: the board with their progress, setting them, and the targets of roles.

mod address;
mod card;
mod form;
mod history;
pub mod look;
mod report;
mod tiles;

use crate::{
    api::{ApiError, Goals, name_of},
    components::{
        Icon,
        answered::answered,
        button::{Button, Weight},
        confirm::Confirm,
        note::{Note, explain},
        picker::{Choice, picker},
    },
    dom,
    frame::TopBar,
    route::Page,
    state::{
        asked::Asked,
        session::{may, use_client, use_me},
        sync::use_sync,
    },
    words::{Words, words},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use shared::{
    auth::Permission,
    figures::PeriodName,
    goals::{Goal, GoalQuery},
};
use std::sync::Arc;
use web_sys::HtmlElement;

/// What the form beside the board is about.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Editing {
    New,
    Change(Arc<Goal>),
    NewTarget,
}

/// What is to be deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Doomed {
    id: String,
    version: i64,
    is_target: bool,
}

#[derive(Debug, Clone, Copy)]
struct Desk {
    seen: Asked<Goals>,
    editing: RwSignal<Option<Editing>>,
    doomed: RwSignal<Option<Doomed>>,
    asking: RwSignal<bool>,
    failed: RwSignal<Option<ApiError>>,
    /// What had the focus when the form was opened.
    from: StoredValue<Option<HtmlElement>, LocalStorage>,
}

impl Desk {
    fn edit(self, editing: Editing) {
        self.from.set_value(dom::focused());
        self.failed.set(None);
        self.editing.set(Some(editing));
    }

    fn doom(self, doomed: Doomed) {
        self.failed.set(None);
        self.doomed.set(Some(doomed));
        self.asking.set(true);
    }

    fn close(self) {
        self.editing.try_set(None);
        let from = self.from.try_get_value().flatten();
        request_animation_frame(move || match from.filter(|from| from.is_connected()) {
            Some(from) => dom::focus(&from),
            None => drop(dom::focus_first("#main")),
        });
    }

    fn saved(self) {
        self.close();
        self.again();
    }

    fn again(self) {
        self.seen.again();
    }
}

#[component]
pub fn GoalsPage() -> impl IntoView {
    let w = words();
    let search = use_location().search;
    let query = Memo::new(move |_| search.with(|search| address::parse(search)));
    let navigate = StoredValue::new_local(use_navigate());
    let go = Callback::new(move |query: GoalQuery| {
        let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate.with_value(|navigate| navigate(&Page::Goals.with(&address::text(&query)), options));
    });
    let (client, renewals) = (use_client(), use_sync().renewals());
    let seen = Asked::start(
        move |line| async move {
            // The page may be left before this runs.
            let asked = query.try_get_untracked().ok_or(ApiError::Aborted)?;
            client.goals(&asked, true, &line).await
        },
        move || (query.get(), renewals.get()),
    );
    let desk = Desk {
        seen,
        editing: RwSignal::new(None),
        doomed: RwSignal::new(None),
        asking: RwSignal::new(false),
        failed: RwSignal::new(None),
        from: StoredValue::new_local(None),
    };
    let manages = may(&use_me(), Permission::ManageGoals);
    let told = move || desk.failed.with(|error| error.as_ref().map(|error| explain(error, w)));
    view! {
        <TopBar title=w.goals.title />
        <main id="main" tabindex="-1" class="relative flex min-h-0 flex-1 flex-col">
            <div class="flex shrink-0 flex-wrap items-center gap-2 px-4 py-2">
                {filters(query, seen, go, w)}
                <span class="flex-1"></span>
                {manages.then(|| view! {
                    <Button weight=Weight::Primary icon=Icon::Plus label=w.goals.new on_press=move || desk.edit(Editing::New) />
                })}
            </div>
            <p role="alert" class="px-4 text-13 text-negative empty:hidden">{told}</p>
            <div class="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto px-4 pb-6">
                {answered(seen, w.goals.failed, move |seen| shown(&seen, &query.get_untracked(), go, desk, w))}
            </div>
            {move || desk.editing.get().map(|editing| form::form(&editing, desk))}
        </main>
        {question(desk, w)}
    }
}

fn shown(seen: &Goals, query: &GoalQuery, go: Callback<GoalQuery>, desk: Desk, w: &'static Words) -> AnyView {
    let (g, board) = (w.goals, &seen.board);
    let body = if board.items.is_empty() {
        let filtered = *query != GoalQuery::default();
        let (title, text) = if filtered { (g.no_match, g.no_match_why) } else { (g.none, g.none_why) };
        view! { <Note icon=Icon::Target title text /> }.into_any()
    } else {
        let cards = board.items.iter().map(|goal| card::card(goal.clone(), desk, w)).collect_view();
        view! { <ul class="grid shrink-0 grid-cols-1 gap-3 md:grid-cols-2 xl:grid-cols-3" data-goals="">{cards}</ul> }
            .into_any()
    };
    view! {
        {tiles::tiles(board, w)}
        {tiles::chips(board, query, go, w)}
        {body}
        {seen.report.as_ref().and_then(|report| report::report(report, desk, w))}
    }
    .into_any()
}

/// Whose and of which period.
fn filters(query: Memo<GoalQuery>, seen: Asked<Goals>, go: Callback<GoalQuery>, w: &'static Words) -> AnyView {
    let periods: Vec<_> = [
        PeriodName::ThisMonth,
        PeriodName::ThisQuarter,
        PeriodName::ThisYear,
        PeriodName::LastMonth,
        PeriodName::LastQuarter,
        PeriodName::LastYear,
    ]
    .into_iter()
    .map(|period| Choice { id: name_of(period), name: (w.numbers.period_name)(period).to_owned(), hint: None })
    .collect();
    let whose = Memo::new(move |before: Option<&Vec<Choice>>| {
        let Some(seen) = seen.here() else { return Vec::new() };
        let board = &seen.board;
        let mut choices = before.cloned().unwrap_or_default();
        let mine = board.me.as_ref().map(|_| Choice { id: "me".to_owned(), name: w.goals.mine.to_owned(), hint: None });
        let assignees = board.items.iter().map(|goal| &goal.assignee).chain(&board.assignees);
        let named = assignees.map(|one| Choice { id: one.id.clone(), name: look::assignee(one, w), hint: None });
        for choice in mine.into_iter().chain(named) {
            if !choices.contains(&choice) {
                choices.push(choice);
            }
        }
        choices
    });
    let person = Memo::new(move |_| query.with(|query| query.assignee.clone()));
    let period = Memo::new(move |_| query.with(|query| query.period.map(name_of)));
    let choose_person = Callback::new(move |assignee| go.run(GoalQuery { assignee, ..query.get_untracked() }));
    let choose_period = Callback::new(move |id: Option<String>| {
        let period = id.and_then(|id| serde_json::from_value(id.into()).ok());
        go.run(GoalQuery { period, ..query.get_untracked() });
    });
    view! {
        {picker(w.goals.whose, whose, person, true, choose_person)}
        {picker(w.goals.period, Signal::stored(periods), period, true, choose_period)}
    }
    .into_any()
}

fn question(desk: Desk, w: &'static Words) -> AnyView {
    let client = use_client();
    let text = Signal::derive(move || {
        let is_target = desk.doomed.with(|doomed| doomed.as_ref().is_some_and(|doomed| doomed.is_target));
        if is_target { w.goals.delete_target_why } else { w.goals.delete_why }.to_owned()
    });
    let delete = move || {
        let Some(doomed) = desk.doomed.get_untracked() else { return };
        spawn_local(async move {
            let answer = match doomed.is_target {
                true => client.delete_target(&doomed.id, doomed.version).await,
                false => client.delete_goal(&doomed.id, doomed.version).await,
            };
            desk.failed.try_set(answer.err());
            desk.again();
        });
    };
    view! {
        <Confirm
            open=desk.asking
            title=w.goals.delete_title.to_owned()
            text
            action=w.goals.delete.to_owned()
            waiting=false
            on_confirm=delete
        />
    }
    .into_any()
}
