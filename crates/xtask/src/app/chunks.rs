//! Which of the pieces that the app was cut into stay apart: each is a request more.

use super::Profile;
use crate::failure::{About, Failure, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// The script that fetches chunks.
pub const LOADER: &str = "__wasm_split.js";

/// The page that people see first: what it shares with others is needed at once.
pub const FIRST_PAGE: &str = "dashboard";

/// As it comes from the cut, with its names: a fifth of that is code. Less is not worth a request.
const SMALL: u64 = 100_000;

/// The pages' own chunks, `split_<page>.wasm`, and what two and more pages share, `chunk_<number>.wasm`.
#[derive(Debug)]
pub struct Chunks {
    /// They become part of the main module.
    pub joined: Vec<PathBuf>,
    pub apart: Vec<PathBuf>,
    /// Without the joined ones.
    pub loader: String,
}

impl Chunks {
    /// A quick build leaves all of them apart: there each asks the script whether it fits the main module.
    pub fn read(cut: &Path, profile: Profile) -> Result<Self> {
        let script = cut.join(LOADER);
        let mut chunks = Self {
            joined: Vec::new(),
            apart: Vec::new(),
            loader: fs::read_to_string(&script).about(script.display())?,
        };
        let first_page = loader_of(&chunks.loader, FIRST_PAGE).to_owned();
        if first_page.is_empty() {
            return Err(Failure::new(format!("{} loads no {FIRST_PAGE}", script.display())));
        }
        let mut pieces = Vec::new();
        for entry in fs::read_dir(cut).about(cut.display())? {
            pieces.push(entry.about(cut.display())?.path());
        }
        pieces.sort();
        for piece in pieces {
            let stem = piece.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            if stem.starts_with("split_") {
                chunks.apart.push(piece);
            } else if stem.starts_with("chunk_") {
                let name = format!("__{stem}");
                let small = fs::metadata(&piece).about(piece.display())?.len() < SMALL;
                if profile == Profile::Release && (small || needs(&first_page, &name)) {
                    chunks.loader = without(&chunks.loader, &name)?;
                    chunks.joined.push(piece);
                } else {
                    chunks.apart.push(piece);
                }
            }
        }
        Ok(chunks)
    }
}

/// The part of the script that loads the page's chunk and names those that it needs besides.
fn loader_of<'a>(script: &'a str, page: &str) -> &'a str {
    let after = script.split_once(&format!("__wasm_split_load_{page} = ")).map_or("", |(_, after)| after);
    after.split_once("export ").map_or(after, |(loader, _)| loader)
}

fn needs(loader: &str, chunk: &str) -> bool {
    loader.split(|char: char| !char.is_alphanumeric() && char != '_').any(|word| word == chunk)
}

/// The script without that chunk, which is there from the beginning.
fn without(script: &str, chunk: &str) -> Result<String> {
    let parts = script.split_once(&format!("const {chunk} = "));
    let parts = parts.and_then(|(before, after)| Some((before, after.split_once(", []);\n")?.1)));
    let (before, after) = parts.ok_or_else(|| Failure::new(format!("{LOADER} does not load {chunk} as expected")))?;
    let script = format!("{before}{after}");
    Ok(script
        .replace(&format!("{chunk}, "), "")
        .replace(&format!(", {chunk}]"), "]")
        .replace(&format!("[{chunk}]"), "[]"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = r#"import { initSync } from "./app.js";
const __chunk_1 = makeLoad(() => {
    const src = fetch(new URL("./chunk_1.wasm", import.meta.url));
}
, []);
const __chunk_11 = makeLoad(() => {
    const src = fetch(new URL("./chunk_11.wasm", import.meta.url));
}
, []);
export const __wasm_split_load_goals = wrapAsyncCb(makeLoad(() => {}
, [__chunk_1, __chunk_11]));
export const __wasm_split_load_dashboard = wrapAsyncCb(makeLoad(() => {}
, [__chunk_11]));
"#;

    #[test]
    fn the_script_tells_what_a_page_needs() {
        assert!(needs(loader_of(SCRIPT, "goals"), "__chunk_1"));
        assert!(needs(loader_of(SCRIPT, "goals"), "__chunk_11"));
        assert!(!needs(loader_of(SCRIPT, "dashboard"), "__chunk_1"));
        assert!(needs(loader_of(SCRIPT, "dashboard"), "__chunk_11"));
    }

    #[test]
    fn a_joined_chunk_is_never_fetched() {
        let first = without(SCRIPT, "__chunk_1").unwrap();
        assert!(!first.contains("chunk_1.wasm") && first.contains("chunk_11.wasm"), "{first}");
        assert_eq!(loader_of(&first, "goals"), "wrapAsyncCb(makeLoad(() => {}\n, [__chunk_11]));\n");
        let both = without(&first, "__chunk_11").unwrap();
        assert!(!both.contains("chunk_"), "{both}");
        assert_eq!(loader_of(&both, "dashboard"), "wrapAsyncCb(makeLoad(() => {}\n, []));\n");
    }

    #[test]
    fn a_script_of_another_shape_is_an_error() {
        assert!(without(SCRIPT, "__chunk_2").is_err());
        assert!(without("const __chunk_1 = makeLoad(() => {}, [__chunk_3]);\n", "__chunk_1").is_err());
    }

    #[test]
    fn what_the_first_page_needs_and_what_is_small_is_joined() {
        let dir = std::env::temp_dir().join(format!("xtask-chunks-{}", std::process::id()));
        fs::create_dir_all(&dir).unwrap();
        let script =
            format!("const __chunk_2 = makeLoad(\n, []);\n{}", SCRIPT.replace("[__chunk_1,", "[__chunk_1, __chunk_2,"));
        fs::write(dir.join(LOADER), script).unwrap();
        for (name, size) in [
            ("app", 9),
            ("chunk_1", 100_000),
            ("chunk_2", 99_999),
            ("chunk_11", 500_000),
            ("split_dashboard", 1),
            ("split_goals", 1),
        ] {
            fs::write(dir.join(format!("{name}.wasm")), vec![0; size]).unwrap();
        }
        let chunks = Chunks::read(&dir, Profile::Dev).unwrap();
        assert_eq!((chunks.joined.len(), chunks.apart.len()), (0, 5));
        let chunks = Chunks::read(&dir, Profile::Release).unwrap();
        let names = |files: &[PathBuf]| {
            files.iter().map(|file| file.file_stem().unwrap().to_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(names(&chunks.joined), ["chunk_11", "chunk_2"]);
        assert_eq!(names(&chunks.apart), ["chunk_1", "split_dashboard", "split_goals"]);
        assert_eq!(loader_of(&chunks.loader, "goals"), "wrapAsyncCb(makeLoad(() => {}\n, [__chunk_1]));\n");
        fs::remove_dir_all(&dir).unwrap();
    }
}
