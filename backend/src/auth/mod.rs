//! How people prove who they are: passwords, and a limit on how often one may try.

mod attempts;
mod passwords;

pub(crate) use attempts::{Attempts, Source};
pub(crate) use passwords::{PasswordError, Passwords};
