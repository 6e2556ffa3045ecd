//! Theme, language and folded sidebar, remembered by this browser.

use super::window::Room;
use crate::{dom, words::Lang};
use leptos::prelude::*;

const THEME: &str = "theme";
const LANGUAGE: &str = "language";
const FOLDED: &str = "sidebar";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    Light,
    Dark,
    System,
}

impl Theme {
    /// As `theme.js` reads it before the first paint; the system's theme has no name there.
    fn name(self) -> Option<&'static str> {
        match self {
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
            Self::System => None,
        }
    }
}

#[derive(Debug, Clone, Copy)]
pub struct Choices {
    pub theme: RwSignal<Theme>,
    pub lang: RwSignal<Lang>,
    /// In a wide window.
    folded: RwSignal<bool>,
    /// In a narrow window, where it begins folded and is unfolded for a look.
    unfolded_narrow: RwSignal<bool>,
}

impl Choices {
    /// As remembered; the language else as the browser asks for it.
    pub fn recall() -> Self {
        let theme = match dom::recall(THEME).as_deref() {
            Some("light") => Theme::Light,
            Some("dark") => Theme::Dark,
            _ => Theme::System,
        };
        let browser = window().navigator().language().unwrap_or_default();
        let lang = Lang::from_tag(&dom::recall(LANGUAGE).unwrap_or(browser));
        dom::set_root_attribute("lang", Some(lang.tag()));
        Self {
            theme: RwSignal::new(theme),
            lang: RwSignal::new(lang),
            folded: RwSignal::new(dom::recall(FOLDED).is_some()),
            unfolded_narrow: RwSignal::new(false),
        }
    }

    pub fn set_theme(self, theme: Theme) {
        dom::set_root_attribute("data-theme", theme.name());
        match theme.name() {
            Some(name) => dom::remember(THEME, name),
            None => dom::forget(THEME),
        }
        self.theme.set(theme);
    }

    pub fn set_lang(self, lang: Lang) {
        dom::remember(LANGUAGE, lang.tag());
        dom::set_root_attribute("lang", Some(lang.tag()));
        self.lang.set(lang);
    }

    pub fn is_folded(self, room: Room) -> bool {
        if room.narrow.get() { !self.unfolded_narrow.get() } else { self.folded.get() }
    }

    /// Remembered only for wide windows.
    pub fn fold(self, folded: bool, room: Room) {
        if room.narrow.get_untracked() {
            self.unfolded_narrow.set(!folded);
            return;
        }
        if folded {
            dom::remember(FOLDED, "folded");
        } else {
            dom::forget(FOLDED);
        }
        self.folded.set(folded);
    }
}

pub fn use_choices() -> Choices {
    expect_context()
}
