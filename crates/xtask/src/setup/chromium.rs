//! A Chromium with its driver, for the tests in a browser.

use crate::failure::{Failure, Result};
use crate::project::{Project, find_in_path};
use crate::tools::DEBIAN_CHROMIUM;
use std::path::PathBuf;

#[derive(Debug)]
pub struct Chromium {
    pub browser: PathBuf,
    pub driver: PathBuf,
}

const BY_HAND: &str = "install Chromium and chromedriver of the same version, so that both are in PATH";

pub fn ensure(project: &Project) -> Result<Chromium> {
    if let Some(found) = find() {
        return Ok(found);
    }
    super::apt::install(project, &DEBIAN_CHROMIUM).map_err(|failure| failure.by_hand(BY_HAND))?;
    find().ok_or_else(|| Failure::new("no chromium in PATH after its installation").by_hand(BY_HAND))
}

fn find() -> Option<Chromium> {
    let browser = ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(find_in_path)?;
    Some(Chromium { browser, driver: find_in_path("chromedriver")? })
}
