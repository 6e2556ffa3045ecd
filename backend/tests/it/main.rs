//! The whole server over HTTP, each test with its own database.

mod access;
mod accounts;
mod bad_input;
mod command_line;
mod configuration;
mod fences;
mod openapi;
mod setup;
mod sign_in;
mod site;
mod support;
mod sync;
