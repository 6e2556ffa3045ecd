//! The browser's app: reads the API, shows accounts and their figures.
#![recursion_limit = "512"]

mod api;
mod app;
mod chunks;
mod components;
mod dom;
mod format;
mod frame;
mod listing;
mod pages;
mod route;
mod state;
mod words;

fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(app::App);
}
