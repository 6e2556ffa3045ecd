//! Keeps two runs of xtask out of each other's way, and remembers what is already done.

use crate::failure::{About, Result};
use crate::say;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

/// Held until dropped; the system lets go of it too when the process dies.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

pub fn exclusive(path: &Path) -> Result<Lock> {
    if let Some(dir) = path.parent() {
        fs::create_dir_all(dir).about(dir.display())?;
    }
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(path).about(path.display())?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            say::line(format_args!("  waiting for another xtask ({})", path.display()));
            file.lock().about(path.display())?;
        }
        Err(TryLockError::Error(error)) => return Err(error).about(path.display()),
    }
    Ok(Lock { _file: file })
}

/// Replaces a folder as a whole: a reader sees the old one or the new one, never half of one.
pub fn replace_folder(new: &Path, place: &Path) -> Result<()> {
    let old = beside(place, "old");
    remove_folder(&old)?;
    if place.exists() {
        fs::rename(place, &old).about(place.display())?;
    }
    fs::rename(new, place).about(place.display())?;
    remove_folder(&old)
}

/// A sibling for unfinished work: on the same file system, so that it can be renamed.
pub fn beside(place: &Path, what: &str) -> PathBuf {
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    place.with_file_name(format!(".{name}.{what}"))
}

pub fn remove_folder(dir: &Path) -> Result<()> {
    match fs::remove_dir_all(dir) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error).about(dir.display()),
        _ => Ok(()),
    }
}

/// A file that holds what a result was made from.
#[derive(Debug)]
pub struct Stamp {
    path: PathBuf,
    content: String,
}

impl Stamp {
    pub fn new(path: PathBuf, content: String) -> Self {
        Self { path, content }
    }

    pub fn is_current(&self) -> bool {
        fs::read_to_string(&self.path).is_ok_and(|found| found == self.content)
    }

    pub fn set(&self) -> Result<()> {
        if let Some(dir) = self.path.parent() {
            fs::create_dir_all(dir).about(dir.display())?;
        }
        fs::write(&self.path, &self.content).about(self.path.display())
    }

    pub fn clear(&self) -> Result<()> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error).about(self.path.display()),
            _ => Ok(()),
        }
    }
}

/// One number for the names and contents of files and folders, independent of times and of the order on disk.
pub fn fingerprint(root: &Path, inputs: &[&str]) -> Result<String> {
    let mut files = Vec::new();
    for input in inputs {
        collect(&root.join(input), &mut files)?;
    }
    files.sort();
    let mut hash = DefaultHasher::new();
    for file in files {
        hash.write(file.strip_prefix(root).unwrap_or(&file).as_os_str().as_encoded_bytes());
        hash.write_u8(0);
        hash.write(&fs::read(&file).about(file.display())?);
        hash.write_u8(0);
    }
    Ok(format!("{:016x}", hash.finish()))
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path).about(path.display())? {
            collect(&entry.about(path.display())?.path(), files)?;
        }
    } else if path.exists() {
        files.push(path.to_path_buf());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn empty_folder(name: &str) -> PathBuf {
        let dir = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
        remove_folder(&dir).unwrap();
        fs::create_dir_all(&dir).unwrap();
        dir
    }

    #[test]
    fn a_fingerprint_follows_content_and_names_but_not_times() {
        let dir = empty_folder("fingerprint");
        fs::create_dir(dir.join("src")).unwrap();
        fs::write(dir.join("src/a.rs"), "one").unwrap();
        let first = fingerprint(&dir, &["src", "missing"]).unwrap();
        fs::write(dir.join("src/a.rs"), "one").unwrap();
        assert_eq!(fingerprint(&dir, &["src", "missing"]).unwrap(), first);
        fs::write(dir.join("src/a.rs"), "two").unwrap();
        let changed = fingerprint(&dir, &["src"]).unwrap();
        assert_ne!(changed, first);
        fs::rename(dir.join("src/a.rs"), dir.join("src/b.rs")).unwrap();
        assert_ne!(fingerprint(&dir, &["src"]).unwrap(), changed);
        remove_folder(&dir).unwrap();
    }

    #[test]
    fn a_second_run_waits_until_the_first_lets_go() {
        let dir = empty_folder("lock");
        let path = dir.join("lock");
        let first = exclusive(&path).unwrap();
        let second = std::thread::spawn({
            let path = path.clone();
            move || exclusive(&path).map(|_| ())
        });
        assert!(OpenOptions::new().write(true).open(&path).unwrap().try_lock().is_err());
        drop(first);
        second.join().unwrap().unwrap();
        remove_folder(&dir).unwrap();
    }

    #[test]
    fn a_folder_is_replaced_as_a_whole() {
        let dir = empty_folder("replace");
        let (new, place) = (dir.join("new"), dir.join("place"));
        fs::create_dir(&new).unwrap();
        fs::write(new.join("two"), "").unwrap();
        fs::create_dir(&place).unwrap();
        fs::write(place.join("one"), "").unwrap();
        replace_folder(&new, &place).unwrap();
        assert!(place.join("two").exists());
        assert!(!place.join("one").exists());
        assert_eq!(fs::read_dir(&dir).unwrap().count(), 1);
        remove_folder(&dir).unwrap();
    }
}
