//! Initials on a hue that comes from the name: square for accounts, round for people.

use crate::format;
use leptos::prelude::*;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// 20 px, in table rows.
    Small,
    /// 36 px, on cards and in heads.
    Large,
    /// A person, 20 px.
    Person,
}

fn hue_class(name: &str) -> &'static str {
    match format::hue(name) {
        0 => "hue-0",
        1 => "hue-1",
        2 => "hue-2",
        3 => "hue-3",
        4 => "hue-4",
        5 => "hue-5",
        6 => "hue-6",
        _ => "hue-7",
    }
}

/// Decoration only: the name stands beside it.
pub fn tile(name: &str, shape: Shape) -> impl IntoView + use<> {
    let size = match shape {
        Shape::Small => "size-5 rounded-control text-11",
        Shape::Large => "size-9 rounded-card text-13",
        Shape::Person => "size-5 rounded-full text-11",
    };
    view! {
        <span
            class=format!("{} {size} inline-flex shrink-0 items-center justify-center font-medium leading-none select-none", hue_class(name))
            aria-hidden="true"
        >
            {format::initials(name)}
        </span>
    }
}
