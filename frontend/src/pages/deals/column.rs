//! One stage on the board: its sums, its cards that scroll by themselves, or folded to a line.

use super::{
    Address,
    board::{Board, NO_STAGE},
    look::{closing, stage_age, worth},
    totals,
};
use crate::{
    api::ApiError,
    components::{
        Icon,
        button::IconButton,
        figure::{Size, money_figure, not_converted},
        note::explain,
        skeleton::bone,
        tile::{Shape, tile},
        virtual_rows::VirtualRows,
    },
    dom, format,
    route::Page,
    state::paged::{Paged, Phase, Piece},
    words::words,
};
use leptos::prelude::*;
use shared::{
    ProblemCode,
    deals::{BoardColumn, DealItem, DealQuery, DealShow},
};
use std::sync::Arc;

/// Of a card with the gap below it.
const CARD: i32 = 92;
const GAP: i32 = 8;
/// Cards from the end at which more are asked for.
const AHEAD: usize = 12;

#[component]
pub fn Column(board: Board, address: Memo<Address>, open: Memo<Option<String>>, stage: String) -> impl IntoView {
    let cards = cards_of(board, &stage);
    let id = stage.clone();
    let column = Memo::new(move |_| board.column(&id));
    let folded = Memo::new(move |_| column.with(|column| column.as_ref().is_some_and(|it| board.is_folded(it))));
    let fold = Callback::new({
        let stage = stage.clone();
        move |fold: bool| {
            board.switches.set(&stage, fold);
            // The button that was pressed is gone; the other one stands in its place.
            let other = format!("[data-column=\"{stage}\"] button");
            request_animation_frame(move || {
                dom::focus_first(&other);
            });
        }
    });
    let no_stage = words().deals.no_stage;
    let label = {
        let stage = stage.clone();
        Signal::derive(move || column.with(|column| name(column.as_deref(), &stage, no_stage)))
    };
    view! {
        <section
            class="flex shrink-0 flex-col rounded-card bg-side"
            class=("w-72", move || !folded.get())
            class=("w-10", folded)
            aria-label=label
            data-column=stage
            data-folded=move || folded.get().then_some("")
        >
            {move || if folded.get() {
                (move || column.get().map(|column| narrow(&column, fold))).into_any()
            } else {
                view! {
                    {move || column.get().map(|column| head(&column, board, fold))}
                    <Cards board cards address open label />
                }
                .into_any()
            }}
        </section>
    }
}

fn name(column: Option<&BoardColumn>, stage: &str, no_stage: &str) -> String {
    match column.and_then(|column| column.stage.as_ref()) {
        Some(named) => named.name.clone(),
        None if stage == NO_STAGE => no_stage.to_owned(),
        None => stage.to_owned(),
    }
}

/// The column's cards: the board brings the first ones, the list of this stage goes on.
fn cards_of(board: Board, stage: &str) -> Paged<Arc<DealItem>> {
    let id = stage.to_owned();
    let cards = Paged::waiting({
        let stage = stage.to_owned();
        move |cursor, line| {
            let query =
                DealQuery { stage: Some(stage.clone()), cursor, limit: Some(100), ..board.request.get_untracked() };
            async move {
                let page = board.client.deals(&query, &line).await?.page;
                let items = page.items.into_iter().map(Arc::new).collect();
                Ok::<_, ApiError>(Piece { items, total: Some(page.total), next_cursor: page.next_cursor })
            }
        }
    });
    board.cards.update(|all| {
        all.insert(id.clone(), cards);
    });
    let gone = id.clone();
    on_cleanup(move || {
        board.cards.try_update(|all| all.remove(&gone));
    });
    Effect::new(move |_| {
        if let Some(column) = board.column(&id) {
            cards.put(Piece {
                items: column.items.iter().cloned().map(Arc::new).collect(),
                total: Some(column.deals),
                next_cursor: column.next_cursor.clone(),
            });
        }
    });
    cards
}

/// Folded: name and number stand upright.
fn narrow(column: &BoardColumn, fold: Callback<bool>) -> AnyView {
    let w = words();
    let name = name(Some(column), NO_STAGE, w.deals.no_stage);
    view! {
        <button
            type="button"
            class="relative flex w-full flex-1 flex-col items-center gap-2 rounded-card py-3 text-13 text-muted focus-inset hover:bg-hover hover:text-ink"
            aria-expanded="false"
            title=w.deals.unfold
            on:click=move |_| fold.run(false)
        >
            {Icon::ChevronRight.small()}
            <span class="sr-only">{w.deals.unfold} " "</span>
            <span class="max-h-72 truncate font-medium text-ink [writing-mode:vertical-rl]">{name}</span>
            <span class="figures text-12" data-count=column.deals.to_string()>{format::count(column.deals, w.lang)}</span>
        </button>
    }
    .into_any()
}

fn head(column: &BoardColumn, board: Board, fold: Callback<bool>) -> AnyView {
    let w = words();
    let name = name(Some(column), NO_STAGE, w.deals.no_stage);
    let show = board.asked.here().and_then(|here| here.query.show).unwrap_or_default();
    // Of mixed deals only the sums that have any.
    let mixed = !totals::is_one_sum(show);
    let figures = totals::figures(&column.totals, if mixed { DealShow::All } else { show });
    let some = |figure: &shared::Figure| figure.count > 0 || !figure.not_converted.is_empty();
    let any = figures.iter().any(|(_, figure)| some(figure));
    let kept =
        figures.into_iter().enumerate().filter(|(place, (_, figure))| !mixed || some(figure) || (!any && *place < 2));
    let sums = kept.map(|(_, (measure, figure))| {
        view! {
            <div class="flex min-w-0 flex-col">
                <dt class="text-11 text-faint">{measure.label(w)}</dt>
                <dd class="min-w-0 leading-5">{money_figure(measure, &figure, Size::Small)} {not_converted(&figure.not_converted, true)}</dd>
            </div>
        }
        .into_any()
    });
    view! {
        <div class="shrink-0 px-3 pt-2 pb-2">
            <div class="flex items-center gap-2">
                <h2 class="min-w-0 truncate text-13 font-semibold" title=name.clone()>{name.clone()}</h2>
                <span class="figures flex-1 text-12 text-muted" data-count=column.deals.to_string()>{format::count(column.deals, w.lang)}</span>
                <IconButton icon=Icon::ChevronsLeft label=(w.deals.fold)(&name) on_press=move || fold.run(true) />
            </div>
            <dl class="grid min-h-9 auto-cols-fr grid-flow-col gap-3">{sums.collect_view()}</dl>
        </div>
    }
    .into_any()
}

#[component]
fn Cards(
    board: Board,
    cards: Paged<Arc<DealItem>>,
    address: Memo<Address>,
    open: Memo<Option<String>>,
    label: Signal<String>,
) -> impl IntoView {
    let w = words();
    let count = Signal::derive(move || cards.items.with(Vec::len));
    let rows = VirtualRows::new(count, (0, GAP), Signal::stored(CARD), |_| 1);
    let (items, spacers) = (rows.items(), rows.spacers());
    let in_view = Memo::new(move |_| {
        let range = items.get();
        cards.items.with(|cards| {
            let seen = cards.get(range).unwrap_or_default();
            seen.iter().map(|card| card.id.clone()).collect::<Vec<_>>()
        })
    });
    Effect::new(move |_| {
        let near = items.get().end + AHEAD >= count.get();
        if near && cards.phase.with(|phase| *phase == Phase::Ready) && cards.has_more() {
            cards.more();
        }
    });
    // Another question starts at its start; a newer answer to the same one does not move.
    Effect::new(move |before: Option<DealQuery>| {
        let request = board.request.get();
        if before.is_some_and(|before| before != request) {
            rows.rewind();
        }
        request
    });
    let failed = move || match cards.phase.get() {
        // Its generation is not kept any more: the board begins anew.
        Phase::MoreFailed(error) if error.code() == Some(ProblemCode::SnapshotExpired) => {
            Some((error, Callback::new(move |()| board.asked.again())))
        }
        Phase::MoreFailed(error) | Phase::Failed(error) => Some((error, Callback::new(move |()| cards.more()))),
        _ => None,
    };
    view! {
        <div
            node_ref=rows.container
            class="min-h-0 flex-1 overflow-y-auto px-2"
            on:scroll=move |_| rows.on_scroll()
            on:keydown=move |event| rows.on_key(&event)
        >
            <div style:height=move || format!("{}px", spacers.get().0)></div>
            <ul aria-label=label>
                <For each=move || in_view.get() key=Clone::clone let:id>
                    {card(cards, address, open, id)}
                </For>
            </ul>
            <div style:height=move || format!("{}px", spacers.get().1)></div>
            {move || (count.get() == 0).then(|| view! { <p class="px-1 py-2 text-12 text-faint">{w.deals.none_here}</p> })}
            {move || (cards.has_more() && failed().is_none()).then(|| view! { <div class="pulse mb-2 h-21 rounded-card border border-line bg-panel p-3" aria-hidden="true">{bone("h-3.5 w-3/4")}</div> })}
            {move || failed().map(|(error, again)| view! {
                <div role="alert" class="flex flex-col items-start gap-1 px-1 pb-3 text-12 text-muted">
                    <span>{w.accounts.more_failed} " " {explain(&error, w)}</span>
                    <button type="button" class="rounded-control font-medium text-accent hover:underline" on:click=move |_| again.run(())>{w.failure.retry}</button>
                </div>
            })}
        </div>
    }
}

fn card(cards: Paged<Arc<DealItem>>, address: Memo<Address>, open: Memo<Option<String>>, id: String) -> AnyView {
    let (of, number_of, path, is) = (id.clone(), id.clone(), id.clone(), id.clone());
    let deal = Memo::new(move |_| cards.items.with(|cards| cards.iter().find(|card| card.id == of).cloned()));
    let number = move || {
        let place = cards.items.with(|cards| cards.iter().position(|card| card.id == number_of));
        place.unwrap_or_default().to_string()
    };
    let selected = Memo::new(move |_| open.with(|open| open.as_deref() == Some(is.as_str())));
    let href = move || Page::Opportunities.with(&address.get().with_open(Some(&path)).text());
    view! {
        <li class="h-23 pb-2" data-deal=id data-item=number>
            <article
                class="relative flex h-full flex-col justify-center gap-0.5 rounded-card border bg-panel px-3 text-12 text-muted shadow-card hover:border-line-control"
                class=("border-accent", selected)
                class=("border-line", move || !selected.get())
            >
                {move || deal.get().map(|deal| content(&deal, href.clone()))}
            </article>
        </li>
    }
    .into_any()
}

fn content(deal: &DealItem, href: impl Fn() -> String + Send + Sync + 'static) -> AnyView {
    let w = words();
    let account = deal.account.as_ref().map(|account| account.name.clone()).or_else(|| deal.lead_company.clone());
    let none = account.is_none().then_some("text-faint");
    let account = account.unwrap_or_else(|| w.deals.no_account.to_owned());
    let person = deal.salesperson.as_ref().map(|person| {
        let name = person.name.clone();
        let title = name.clone();
        view! { <span class="shrink-0" title=title>{tile(&name, Shape::Person)} <span class="sr-only">{name}</span></span> }
    });
    let late = if deal.is_rotting && !deal.is_overdue { stage_age(deal, true) } else { closing(deal, false) };
    // Both at once: the day in words, the days in the stage as a mark.
    let both = (deal.is_rotting && deal.is_overdue).then(|| stage_age(deal, false));
    view! {
        <h3 dir="auto" class="truncate text-left text-13 font-medium text-ink">
            <a
                href=href
                data-noscroll=""
                title=deal.name.clone()
                class="after:absolute after:inset-0 after:rounded-card focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-offset-1 focus-visible:after:outline-accent"
            >
                {deal.name.clone()}
            </a>
        </h3>
        <div class="flex min-w-0 items-baseline gap-2">
            <span dir="auto" class=format!("min-w-0 flex-1 truncate text-left {}", none.unwrap_or_default()) title=account.clone()>{account.clone()}</span>
            <span class="relative shrink-0">{worth(deal, "text-13 font-medium text-ink")}</span>
        </div>
        <div class="flex h-5 min-w-0 items-center gap-2">
            <span class="relative flex min-w-0">{late}</span>
            <span class="relative flex min-w-0 flex-1">{both}</span>
            {person}
        </div>
    }
    .into_any()
}
