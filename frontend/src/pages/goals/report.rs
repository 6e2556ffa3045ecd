//! Targets of roles with what they come to; admins add and take them away here.

use super::{Desk, Doomed, Editing, look};
use crate::{
    components::{
        Icon,
        answered::Panel,
        button::{Button, IconButton},
        note::Note,
    },
    format,
    state::session::{may, use_me},
    words::Words,
};
use leptos::prelude::*;
use shared::{
    auth::Permission,
    goals::{GoalReport, TargetReport},
};

const HEAD: &str =
    "border-b border-line px-4 py-2 text-right text-12 font-medium whitespace-nowrap text-muted first:text-left";
const CELL: &str = "figures border-b border-line px-4 py-1.5 text-right whitespace-nowrap";

/// Nothing for who has no part in any and cannot set one.
pub fn report(report: &GoalReport, desk: Desk, w: &'static Words) -> Option<AnyView> {
    let manages = may(&use_me(), Permission::ManageSettings);
    if report.items.is_empty() && !manages {
        return None;
    }
    let add = manages.then(|| {
        view! { <Button icon=Icon::Plus label=w.goals.new_target on_press=move || desk.edit(Editing::NewTarget) /> }
            .into_any()
    });
    let table = table(report, manages, desk, w);
    Some(view! { <Panel title=w.goals.targets aside=add.into_any()>{table}</Panel> }.into_any())
}

fn table(report: &GoalReport, manages: bool, desk: Desk, w: &'static Words) -> AnyView {
    let g = w.goals;
    if report.items.is_empty() {
        return view! { <Note icon=Icon::Target title=g.no_targets text=g.no_targets_why /> }.into_any();
    }
    let heads = [g.role, g.target, g.together, g.actual, g.achievement, g.standing];
    let heads = heads.map(|head| view! { <th scope="col" class=HEAD>{head}</th> }).collect_view();
    let last = manages.then(|| view! { <th scope="col" class=HEAD><span class="sr-only">{g.delete}</span></th> });
    view! {
        <div class="focus-inset relative overflow-x-auto" tabindex="0" role="group" aria-label=g.targets>
            <table class="w-full border-separate border-spacing-0 text-13">
                <thead><tr>{heads} {last}</tr></thead>
                <tbody>{report.items.iter().map(|item| row(item, manages, desk, w)).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(item: &TargetReport, manages: bool, desk: Desk, w: &'static Words) -> AnyView {
    let (target, progress, counts) = (&item.target, &item.progress, &item.counts);
    let currency = target.currency.as_deref();
    let value = |number| look::value(target.metric, number, currency, w);
    let people = (w.goals.people)(&format::count(counts.total, w.lang), counts.total);
    let standing = [counts.on_track + counts.early + counts.achieved, counts.at_risk + counts.behind, counts.missed]
        .map(|count| format::count(count, w.lang))
        .join(" · ");
    let doomed = Doomed { id: target.id.clone(), version: target.version, is_target: true };
    view! {
        <tr data-target=target.id.clone()>
            <th scope="row" class="border-b border-line px-4 py-1.5 text-left font-normal">
                <span class="block font-medium">{(w.auth.role)(target.role)} " · " {(w.goals.metric)(target.metric)}</span>
                <span class="block text-12 text-muted">{look::period(&target.period, w)} " · " {people}</span>
            </th>
            <td class=CELL>{(w.goals.each)(&value(target.target))}</td>
            <td class=CELL data-together=item.together.to_string()>{value(item.together)}</td>
            <td class=CELL data-actual=progress.actual.map(|actual| actual.to_string())>
                {progress.actual.map_or_else(|| "–".to_owned(), value)}
            </td>
            <td class=CELL>{progress.achievement.map(|share| look::share(share, w))} " " {look::chip(progress.status, w)}</td>
            <td class=CELL>{standing}</td>
            {manages.then(|| view! {
                <td class=CELL><IconButton icon=Icon::Trash2 label=w.goals.delete on_press=move || desk.doom(doomed.clone()) /></td>
            })}
        </tr>
    }
    .into_any()
}
