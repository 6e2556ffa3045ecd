//! Which rows of a long list are in view: only those are in the document.

use crate::dom::{self, Size};
use leptos::{html, prelude::*};
use std::ops::Range;
use wasm_bindgen::JsCast;

/// Rows that are kept ready above and below what is seen.
const AHEAD: i32 = 6;

/// A list that scrolls inside its own box, in rows of equal height with one or more items each.
#[derive(Debug, Clone, Copy)]
pub struct VirtualRows {
    pub container: NodeRef<html::Div>,
    pub size: ReadSignal<Size>,
    top: RwSignal<i32>,
    count: Signal<usize>,
    columns: Signal<usize>,
    row_height: Signal<i32>,
    /// Height of what sticks at the top and at the bottom of the box.
    covered: (i32, i32),
}

impl VirtualRows {
    pub fn new(
        count: Signal<usize>,
        covered: (i32, i32),
        row_height: Signal<i32>,
        columns: impl Fn(Size) -> usize + Send + Sync + 'static,
    ) -> Self {
        let container = NodeRef::new();
        let size = dom::watch_size(container);
        let columns = Memo::new(move |_| columns(size.get()).max(1)).into();
        Self { container, size, top: RwSignal::new(0), count, columns, row_height, covered }
    }

    pub fn columns(self) -> usize {
        self.columns.get()
    }

    pub fn on_scroll(self) {
        if let Some(container) = self.container.get_untracked() {
            self.top.set(container.scroll_top());
        }
    }

    /// To the start, for another list.
    pub fn rewind(self) {
        if let Some(container) = self.container.get_untracked() {
            container.set_scroll_top(0);
        }
        self.top.set(0);
    }

    /// Numbers of the rows (not of the items) in view.
    pub fn rows(self) -> Memo<Range<usize>> {
        Memo::new(move |_| {
            let rows = self.count.get().div_ceil(self.columns.get());
            in_view(self.top.get(), self.size.get().height, self.row_height.get(), rows)
        })
    }

    /// Numbers of the items in view.
    pub fn items(self) -> Memo<Range<usize>> {
        let rows = self.rows();
        Memo::new(move |_| {
            let (columns, count) = (self.columns.get(), self.count.get());
            let rows = rows.get();
            rows.start * columns..(rows.end * columns).min(count)
        })
    }

    /// Height of the rows above the view, and of those below it, in pixels.
    pub fn spacers(self) -> Memo<(i32, i32)> {
        let rows = self.rows();
        Memo::new(move |_| {
            let all = self.count.get().div_ceil(self.columns.get());
            let Range { start, end } = rows.get();
            let height = self.row_height.get();
            (pixels(start, height), pixels(all.saturating_sub(end), height))
        })
    }

    /// Scrolls no further than needed to show the item.
    pub fn reveal(self, item: usize) {
        let Some(container) = self.container.get_untracked() else { return };
        let height = self.row_height.get_untracked();
        let row_top = pixels(item / self.columns.get_untracked(), height);
        let room = container.client_height() - self.covered.0 - self.covered.1;
        let top = container.scroll_top();
        if row_top < top {
            container.set_scroll_top(row_top);
        } else if row_top + height > top + room {
            container.set_scroll_top(row_top + height - room);
        }
        self.on_scroll();
    }

    /// Moves the focus between items by the arrow keys, Home and End. Items carry `data-item` with their number.
    pub fn on_key(self, event: &web_sys::KeyboardEvent) {
        if event.ctrl_key() || event.meta_key() || event.alt_key() || dom::is_typing(event.target()) {
            return;
        }
        let here = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
            .and_then(|target| target.closest("[data-item]").ok().flatten())
            .and_then(|item| item.get_attribute("data-item"))
            .and_then(|number| number.parse().ok());
        let Some(here) = here else { return };
        let columns = self.columns.get_untracked();
        if let Some(to) = step(&event.key(), here, columns, self.count.get_untracked()) {
            event.prevent_default();
            self.focus(to);
        }
    }

    /// Shows the item and gives it the focus once it is in the document.
    pub fn focus(self, item: usize) {
        self.reveal(item);
        let link = format!("[data-item=\"{item}\"] a");
        let Some(container) = self.container.get_untracked() else { return };
        // A neighbour is there already; what is further away is drawn first.
        if !dom::focus_first_in(&container, &link) {
            request_animation_frame(move || {
                dom::focus_first_in(&container, &link);
            });
        }
    }
}

fn pixels(rows: usize, height: i32) -> i32 {
    i32::try_from(rows).unwrap_or(i32::MAX).saturating_mul(height)
}

fn in_view(top: i32, box_height: i32, row_height: i32, rows: usize) -> Range<usize> {
    let row_height = row_height.max(1);
    let first = top / row_height - AHEAD;
    let last = (top + box_height.max(row_height)) / row_height + 1 + AHEAD;
    let end = usize::try_from(last).unwrap_or(0).min(rows);
    usize::try_from(first).unwrap_or(0).min(end)..end
}

/// Where a key leads from an item; `None` for other keys and where there is nothing further.
fn step(key: &str, here: usize, columns: usize, count: usize) -> Option<usize> {
    let to = match key {
        "ArrowDown" => here.checked_add(columns)?,
        "ArrowUp" => here.checked_sub(columns)?,
        "ArrowRight" if columns > 1 => here.checked_add(1)?,
        "ArrowLeft" if columns > 1 => here.checked_sub(1)?,
        "Home" => 0,
        "End" => count.checked_sub(1)?,
        _ => return None,
    };
    (to < count).then_some(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_rows_in_view_and_a_few_around_are_drawn() {
        assert_eq!(in_view(0, 720, 36, 10_000), 0..27);
        assert_eq!(in_view(36_000, 720, 36, 10_000), 994..1_027);
        assert_eq!(in_view(359_280, 720, 36, 10_000), 9_974..10_000);
    }

    #[test]
    fn a_short_list_is_drawn_whole_and_an_empty_one_not_at_all() {
        assert_eq!(in_view(0, 720, 36, 5), 0..5);
        assert_eq!(in_view(0, 720, 36, 0), 0..0);
        assert_eq!(in_view(50_000, 720, 36, 5), 5..5);
    }

    #[test]
    fn the_first_drawing_before_the_box_is_measured_shows_something() {
        assert_eq!(in_view(0, 0, 36, 100), 0..8);
    }

    #[test]
    fn arrows_move_by_row_and_by_column() {
        assert_eq!(step("ArrowDown", 2, 4, 10), Some(6));
        assert_eq!(step("ArrowDown", 7, 4, 10), None);
        assert_eq!(step("ArrowUp", 2, 4, 10), None);
        assert_eq!(step("ArrowUp", 6, 4, 10), Some(2));
        assert_eq!(step("ArrowRight", 3, 4, 10), Some(4));
        assert_eq!(step("ArrowRight", 3, 1, 10), None);
        assert_eq!(step("End", 3, 1, 10), Some(9));
        assert_eq!(step("Home", 3, 1, 10), Some(0));
        assert_eq!(step("a", 3, 1, 10), None);
    }
}
