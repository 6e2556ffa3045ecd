//! What was done to a record, and each field before and after.

use super::when;
use crate::{
    components::Icon,
    words::{Words, words},
};
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use shared::explorer::{ChangeKind, FieldChange};

pub fn change_mark(change: ChangeKind, w: &Words) -> impl IntoView + use<> {
    let (icon, class) = match change {
        ChangeKind::Inserted => (Icon::Plus, "text-positive"),
        ChangeKind::Updated => (Icon::Pencil, "text-info"),
        ChangeKind::Deleted => (Icon::Trash2, "text-negative"),
        ChangeKind::Revived => (Icon::RotateCcw, "text-positive"),
    };
    view! {
        <span class=format!("inline-flex items-center gap-1.5 font-medium whitespace-nowrap {class}")>
            {icon.sized("size-3.5 shrink-0")} {(w.admin.change)(change)}
        </span>
    }
}

/// `expected_revenue` as `Expected revenue`.
fn field_name(field: &str) -> String {
    let words = field.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A moment as people write it; all else as it is kept.
fn legible(text: &str, moment: impl Fn(DateTime<Utc>) -> String) -> String {
    let is_moment = text.ends_with('Z') && text.contains('T');
    text.parse().ok().filter(|_| is_moment).map_or_else(|| text.to_owned(), moment)
}

/// Old → new, field by field. Of a first version there is no old value to show.
pub fn field_changes(fields: &[FieldChange], first: bool) -> Option<impl IntoView + use<>> {
    let w = words();
    let value = |value: Option<&String>, class: &'static str| match value {
        Some(text) => {
            let shown = legible(text, |at| when(at, w));
            view! { <span dir="auto" title=text.clone() class=format!("figures min-w-0 break-words {class}")>{shown}</span> }.into_any()
        }
        None => view! { <span class="text-faint">{w.admin.empty_value}</span> }.into_any(),
    };
    let rows: Vec<_> = fields
        .iter()
        .map(|change| {
            let old = (!first).then(|| {
                view! {
                    {value(change.old.as_ref(), "text-muted line-through decoration-line-control")}
                    <span class="mt-0.5 inline-flex text-faint">{Icon::ArrowRight.sized("size-3.5 shrink-0")}<span class="sr-only">{w.admin.becomes}</span></span>
                }
            });
            view! {
                <dt class="text-muted">{field_name(&change.field)}</dt>
                <dd class="flex min-w-0 flex-wrap gap-x-2" data-field=change.field.clone()>{old} {value(change.new.as_ref(), "")}</dd>
            }
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! { <dl class="grid grid-cols-[minmax(7rem,auto)_minmax(0,1fr)] gap-x-6 gap-y-1 text-13">{rows}</dl> }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_moments_are_written_in_another_way_than_they_are_kept() {
        let moment = |at: DateTime<Utc>| at.format("%H:%M").to_string();
        assert_eq!(legible("2026-10-21T09:30:00Z", moment), "09:30");
        for kept in ["2026-12-15", "12400", "Zeltplatz T Z", "TZ", ""] {
            assert_eq!(legible(kept, moment), kept);
        }
    }

    #[test]
    fn a_fields_name_is_written_as_people_write() {
        assert_eq!(field_name("expected_revenue"), "Expected revenue");
        assert_eq!(field_name(""), "");
    }
}
