//! One activity in a sentence: who did what, with which record of which account, and when.

use crate::{
    components::Icon,
    format,
    route::Page,
    words::{Words, words},
};
use leptos::prelude::*;
use shared::{
    activities::{LoggedActivity, LoggedEntity, LoggedSource, LoggedType, TouchDetails},
    goals::GoalMetric,
};

fn icon(entry: &LoggedActivity) -> Icon {
    use LoggedType as T;
    match entry.activity_type {
        T::OpportunityCreated | T::AccountCreated | T::ContactCreated => Icon::Plus,
        T::OpportunityUpdated | T::AccountUpdated | T::ContactUpdated => Icon::RefreshCw,
        T::StageChanged => Icon::SquareKanban,
        T::OpportunityWon => Icon::CircleCheck,
        T::OpportunityLost => Icon::CircleX,
        T::ForecastChanged => Icon::SlidersHorizontal,
        T::AccountViewed => Icon::Building2,
        T::SignedIn | T::SignedOut => Icon::LogOut,
        T::GoalCreated | T::GoalChanged | T::GoalDeleted | T::TargetCreated | T::TargetDeleted => Icon::Target,
        T::SettingsChanged => Icon::SlidersHorizontal,
        T::SyncStarted => Icon::RotateCcw,
        T::Call => Icon::Phone,
        T::Email => Icon::Mail,
        T::Meeting => Icon::Users,
        T::Task => Icon::Check,
        T::Note => Icon::Pencil,
        T::Planned => Icon::Hourglass,
    }
}

/// The record's name; a link where there is a page of it.
fn record(entry: &LoggedActivity, w: &'static Words) -> Option<AnyView> {
    let id = entry.entity_id.as_str();
    let title = match entry.entity_type {
        LoggedEntity::User | LoggedEntity::Activity | LoggedEntity::Integration => return None,
        LoggedEntity::Settings => (w.feed.settings)(&entry.title).map(ToOwned::to_owned),
        LoggedEntity::Goal | LoggedEntity::Target => {
            crate::api::named::<GoalMetric>(&entry.title).map(|metric| (w.goals.metric)(metric).to_owned())
        }
        _ => None,
    };
    let title = title.unwrap_or_else(|| entry.title.clone());
    let title = if title.is_empty() { w.around.untitled.to_owned() } else { title };
    Some(match entry.entity_type {
        LoggedEntity::Opportunity => link(Page::Opportunity(id).path(), title),
        LoggedEntity::Account => link(Page::Account(id).path(), title),
        LoggedEntity::Goal => link(Page::Goals.path(), title),
        _ => view! { <span dir="auto" class="font-medium">{title}</span> }.into_any(),
    })
}

fn link(path: String, name: String) -> AnyView {
    view! { <a href=path dir="auto" class="rounded-control text-accent underline">{name}</a> }.into_any()
}

fn sentence(entry: &LoggedActivity, w: &'static Words) -> AnyView {
    let kind = entry.activity_type;
    let record = record(entry, w);
    // Odoo does not tell who changed a record.
    if entry.source == LoggedSource::Odoo && entry.touch.is_none() {
        let moved = entry.metadata.from.as_ref().zip(entry.metadata.to.as_ref());
        let moved = moved.map(|(from, to)| format!(" {}", (w.feed.from_to)(from, to)));
        return view! { {record} " " {(w.feed.became)(kind)} {moved} }.into_any();
    }
    let who = entry.user_name.clone().unwrap_or_else(|| w.feed.somebody.to_owned());
    let incoming = kind == LoggedType::Email && entry.touch.as_ref().is_some_and(|touch| touch.is_incoming);
    let did = match record {
        None => (w.feed.did_so)(kind),
        Some(_) if incoming => w.feed.wrote,
        Some(_) => (w.feed.did)(kind),
    };
    view! { <span dir="auto" class="font-medium">{who}</span> " " {did} " " {record} }.into_any()
}

/// What more there is to say, piece by piece.
fn details(entry: &LoggedActivity, w: &'static Words) -> Vec<AnyView> {
    let text = |text: String| view! { <span dir="auto">{text}</span> }.into_any();
    let mut pieces = Vec::new();
    if let Some(TouchDetails { kind, subject, excerpt, due_on, is_overdue, .. }) = &entry.touch {
        pieces.extend(kind.clone().map(text));
        pieces.extend(due_on.map(|day| {
            let day = format::day(day, w);
            match is_overdue {
                true => view! { <span class="text-negative">{(w.around.overdue_since)(&day)}</span> }.into_any(),
                false => text((w.around.due_on)(&day)),
            }
        }));
        pieces.extend(subject.clone().map(text));
        pieces.extend(excerpt.clone().map(text));
    }
    let fields = entry.metadata.fields.iter();
    let fields: Vec<_> =
        fields.map(|field| (w.feed.field)(field).map_or_else(|| field.replace('_', " "), ToOwned::to_owned)).collect();
    pieces.extend((!fields.is_empty()).then(|| text(fields.join(", "))));
    pieces.extend(entry.account.as_ref().map(|account| link(Page::Account(&account.id).path(), account.name.clone())));
    if entry.source == LoggedSource::Odoo && entry.touch.is_none() {
        pieces.extend(entry.user_name.as_ref().map(|name| text((w.feed.salesperson)(name))));
    }
    pieces
}

pub fn row(entry: &LoggedActivity, zone: &str) -> AnyView {
    let w = words();
    let at = entry.local.and_utc();
    let exact = (w.feed.in_zone)(&format::moment(at, 0, w), zone);
    let source = if entry.source == LoggedSource::Odoo { "Odoo" } else { w.feed.here };
    let details = details(entry, w).into_iter().enumerate();
    let details = details.map(|(at, piece)| view! { {(at > 0).then_some(" · ")} {piece} }.into_any());
    view! {
        <li class="flex gap-3 border-b border-line px-4 py-2" data-entry=entry.id.clone() data-type=entry.activity_type.name()>
            <span class="mt-0.5 inline-flex text-muted">{icon(entry).small()}</span>
            <div class="min-w-0 flex-1">
                <p class="text-13 text-pretty wrap-anywhere">{sentence(entry, w)}</p>
                <p class="truncate text-12 text-muted empty:hidden">{details.collect_view()}</p>
            </div>
            <div class="shrink-0 text-right text-12 text-muted">
                <time class="figures block" datetime=entry.timestamp.to_rfc3339() title=exact>{format::clock(at, 0)}</time>
                <span>{source}</span>
            </div>
        </li>
    }
    .into_any()
}
