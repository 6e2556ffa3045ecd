//! Building blocks of all screens. None of them knows the API.

pub mod answered;
pub mod bars;
pub mod button;
pub mod confirm;
pub mod facts;
pub mod field;
pub mod figure;
pub mod health;
pub mod icon;
pub mod mark;
pub mod note;
pub mod nothing;
pub mod opens;
pub mod outside;
pub mod picker;
pub mod popover;
pub mod skeleton;
pub mod slide_over;
pub mod switch;
pub mod ticks;
pub mod tile;
pub mod tone;
pub mod value;
pub mod virtual_rows;

pub use icon::Icon;
