//! Where things are: the repository and the folders below its target directory.

use crate::failure::{About, Failure, Result};
use std::env;
use std::path::{Path, PathBuf};

#[derive(Clone, Debug)]
pub struct Project {
    pub root: PathBuf,
    pub target: PathBuf,
}

impl Project {
    /// The workspace around the current directory. The directory at compile time is only the second guess:
    /// a clone may have been moved since.
    pub fn find() -> Result<Self> {
        let here = env::current_dir().about("the current directory")?;
        let root = here
            .ancestors()
            .chain(Path::new(env!("CARGO_MANIFEST_DIR")).ancestors())
            .find(|dir| dir.join("crates/xtask/Cargo.toml").is_file() && dir.join("Cargo.lock").is_file())
            .ok_or_else(|| Failure::new("this is not a clone of SalesCommand").by_hand("run it inside the repository"))?
            .to_path_buf();
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(dir) => here.join(dir),
            None => root.join("target"),
        };
        Ok(Self { root, target })
    }

    pub fn tools(&self) -> PathBuf {
        self.target.join("tools")
    }

    pub fn log(&self, name: &str) -> PathBuf {
        self.target.join("logs").join(format!("{name}.log"))
    }

    pub fn node_bin(&self) -> PathBuf {
        self.root.join("node_modules/.bin")
    }

    pub fn site(&self) -> PathBuf {
        self.target.join("site")
    }

    /// A binary of the dev profile, as the demo and the end-to-end tests run it.
    pub fn binary(&self, name: &str) -> PathBuf {
        self.target.join("debug").join(name)
    }

    pub fn shown<'a>(&self, path: &'a Path) -> std::path::Display<'a> {
        path.strip_prefix(&self.root).unwrap_or(path).display()
    }
}

/// `PATH` with some folders before all others.
pub fn path_with(first: &[PathBuf]) -> Result<std::ffi::OsString> {
    let old = env::var_os("PATH").unwrap_or_default();
    let all = first.iter().cloned().chain(env::split_paths(&old));
    env::join_paths(all).map_err(|error| Failure::new(error.to_string()).within("PATH"))
}

pub fn find_in_path(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|dir| dir.join(name)).find(|path| path.is_file())
}
