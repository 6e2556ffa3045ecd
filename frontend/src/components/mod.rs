//! Building blocks of all screens. None of them knows the API.

pub mod button;
pub mod figure;
pub mod icon;
pub mod mark;
pub mod note;
pub mod picker;
pub mod popover;
pub mod skeleton;
pub mod tile;
pub mod virtual_rows;

pub use icon::Icon;
