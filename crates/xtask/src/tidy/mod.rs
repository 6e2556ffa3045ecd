//! Holds the order of the house that the compiler cannot see.

mod graph;
mod text;
mod trace;
pub mod tree;

use crate::failure::{Failure, Result};
use crate::project::Project;
use crate::say;
use std::fmt::{self, Display};
use tree::Tree;

/// One thing that is not as it should be, and where.
#[derive(Debug, PartialEq, Eq)]
pub struct Complaint {
    place: String,
    what: String,
}

impl Complaint {
    fn new(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self { place: place.into(), what: what.into() }
    }
}

impl Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

pub fn run(project: &Project) -> Result<()> {
    let tree = Tree::load(&project.root)?;
    let packages = graph::packages(project)?;
    let mut complaints = graph::check(&packages);
    complaints.extend(text::check(&tree));
    complaints.extend(trace::check(&tree));
    for complaint in &complaints {
        say::line(format_args!("  {complaint}"));
    }
    if complaints.is_empty() { Ok(()) } else { Err(Failure::new(format!("{} complaints", complaints.len()))) }
}

/// Libraries with an example in their documentation, which nextest does not run.
pub fn packages_with_examples(project: &Project) -> Result<Vec<String>> {
    let tree = Tree::load(&project.root)?;
    let packages = graph::packages(project)?;
    Ok(packages
        .into_iter()
        .filter(|package| package.name != crate::app::PACKAGE)
        .filter(|package| {
            tree.files.iter().any(|file| {
                file.path.starts_with(&format!("{}/src/", package.dir))
                    && file.text.lines().map(str::trim).any(|line| line == "/// ```" || line == "//! ```")
            })
        })
        .map(|package| package.name)
        .collect())
}
