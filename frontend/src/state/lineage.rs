//! Which figure is open to what it is made of: a part of the address, so that it can be linked.

use crate::{api::Source, dom, route::Query};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use web_sys::HtmlElement;

/// Parameter of every page's address.
pub const EXPLAIN: &str = "explain";

#[derive(Debug, Clone, Copy)]
pub struct Lineage {
    pub source: Memo<Option<Source>>,
    go: Callback<Option<Source>>,
    /// What had the focus when the panel was opened.
    from: StoredValue<Option<HtmlElement>, LocalStorage>,
}

impl Lineage {
    pub fn new() -> Self {
        let location = use_location();
        let navigate = StoredValue::new_local(use_navigate());
        let (path, search) = (location.pathname, location.search);
        let source =
            Memo::new(move |_| search.with(|search| Query::parse(search).get(EXPLAIN).and_then(Source::parse)));
        let go = Callback::new(move |source: Option<Source>| {
            let text = source.map(|source| source.text());
            let query = Query::parse(&search.get_untracked()).with(EXPLAIN, text.as_deref()).text();
            let path = path.get_untracked();
            let to = if query.is_empty() { path } else { format!("{path}?{query}") };
            let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
            navigate.with_value(|navigate| navigate(&to, options));
        });
        Self { source, go, from: StoredValue::new_local(None) }
    }

    pub fn is_open(self) -> bool {
        self.source.with_untracked(Option::is_some)
    }

    pub fn open(self, source: Source) {
        self.from.set_value(dom::focused());
        self.go.run(Some(source));
    }

    /// The focus goes back to the figure, also when the page has drawn it anew meanwhile.
    pub fn close(self) {
        let source = self.source.get_untracked();
        self.go.run(None);
        let from = self.from.get_value();
        request_animation_frame(move || match (from.filter(|from| from.is_connected()), source) {
            (Some(from), _) => dom::focus(&from),
            (None, Some(source)) => {
                let shown = dom::focus_first(&format!("[data-explain=\"{}\"]", source.newest().text()));
                if !shown {
                    dom::focus_first("#main");
                }
            }
            (None, None) => {}
        });
    }
}

pub fn use_lineage() -> Lineage {
    expect_context()
}
