//! How well something is, always as colour and icon, beside a word.

use super::Icon;
use leptos::prelude::*;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Good,
    Busy,
    Warning,
    Bad,
    /// Not in use.
    Off,
}

impl Tone {
    pub fn text(self) -> &'static str {
        match self {
            Self::Good => "text-positive",
            Self::Busy => "text-accent",
            Self::Warning => "text-warning",
            Self::Bad => "text-negative",
            Self::Off => "text-muted",
        }
    }

    pub fn icon(self) -> Icon {
        match self {
            Self::Good => Icon::CircleCheck,
            Self::Busy => Icon::RefreshCw,
            Self::Warning | Self::Off => Icon::TriangleAlert,
            Self::Bad => Icon::CircleX,
        }
    }

    /// 14 px, turning while something goes on.
    pub fn mark(self) -> impl IntoView + use<> {
        let icon = match self {
            Self::Busy => self.icon().sized("spin size-3.5 shrink-0"),
            _ => self.icon().sized("size-3.5 shrink-0"),
        };
        view! { <span class=format!("inline-flex {}", self.text())>{icon}</span> }
    }
}

/// Icon and word in one colour.
pub fn toned(tone: Tone, word: String) -> impl IntoView + use<> {
    let icon = match tone {
        Tone::Busy => tone.icon().sized("spin size-3.5 shrink-0"),
        _ => tone.icon().sized("size-3.5 shrink-0"),
    };
    view! { <span class=format!("inline-flex items-center gap-1.5 whitespace-nowrap {}", tone.text())>{icon} {word}</span> }
}
