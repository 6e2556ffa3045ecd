//! The repository's text files, as git sees them: what is ignored is not ours to judge.

use crate::failure::Result;
use crate::run;
use std::fs;
use std::path::Path;

#[derive(Debug)]
pub struct SourceFile {
    /// From the root, with `/`.
    pub path: String,
    pub text: String,
}

impl SourceFile {
    pub fn extension(&self) -> &str {
        self.path.rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    pub fn is_rust(&self) -> bool {
        self.extension() == "rs"
    }

    pub fn is_script(&self) -> bool {
        matches!(self.extension(), "ts" | "mjs" | "js")
    }
}

#[derive(Debug)]
pub struct Tree {
    pub files: Vec<SourceFile>,
}

impl Tree {
    pub fn load(root: &Path) -> Result<Self> {
        let mut git = run::command("git");
        git.arg("-C").arg(root).args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"]);
        let listed = run::output(&mut git)?;
        let files = listed
            .split('\0')
            // A file may be deleted and still in the index; a file that is no text is not ours to read.
            .filter_map(|path| {
                Some(SourceFile { path: path.to_owned(), text: fs::read_to_string(root.join(path)).ok()? })
            })
            .collect();
        Ok(Self { files })
    }

    pub fn find(&self, path: &str) -> Option<&SourceFile> {
        self.files.iter().find(|file| file.path == path)
    }
}

#[cfg(test)]
pub fn tree(files: &[(&str, &str)]) -> Tree {
    let file = |(path, text): &(&str, &str)| SourceFile { path: (*path).to_owned(), text: (*text).to_owned() };
    Tree { files: files.iter().map(file).collect() }
}
