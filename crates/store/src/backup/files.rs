//! The files of a backup: checked as a whole before a byte of them is used.

use super::{BackupError, FORMAT, MANIFEST, Manifest, Part, is_raw};
use mongodb::bson::Document;
use std::{
    fs::File,
    io::{self, BufReader, Read},
    path::{Path, PathBuf},
};

/// A complete, undamaged backup.
#[derive(Debug)]
pub struct Backup {
    directory: PathBuf,
    manifest: Manifest,
}

impl Backup {
    /// Reads every file once and compares it with what the manifest says.
    pub fn open(directory: &Path) -> Result<Self, BackupError> {
        let no_backup = || BackupError::NoBackup(directory.to_owned());
        let text = std::fs::read(directory.join(MANIFEST)).map_err(|_| no_backup())?;
        let found = serde_json::from_slice::<Format>(&text).map_err(|_| no_backup())?.format;
        if found > FORMAT {
            return Err(BackupError::TooNew { found });
        }
        let manifest: Manifest = serde_json::from_slice(&text).map_err(|_| no_backup())?;
        let backup = Self { directory: directory.to_owned(), manifest };
        backup.manifest.files.iter().try_for_each(|part| backup.check(part))?;
        Ok(backup)
    }

    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    pub(super) fn raw(&self) -> impl Iterator<Item = &Part> {
        self.manifest.files.iter().filter(|part| is_raw(&part.collection))
    }

    pub(super) fn own(&self) -> impl Iterator<Item = &Part> {
        self.manifest.files.iter().filter(|part| !is_raw(&part.collection))
    }

    pub(super) fn documents(&self, part: &Part) -> Result<Documents, BackupError> {
        let path = self.directory.join(part.file());
        Ok(Documents { file: BufReader::new(opened(&path)?), path, left: part.documents })
    }

    fn check(&self, part: &Part) -> Result<(), BackupError> {
        let path = self.directory.join(part.file());
        let mut hasher = blake3::Hasher::new();
        let mut file = opened(&path)?;
        let bytes =
            io::copy(&mut file, &mut hasher).map_err(|source| BackupError::File { path: path.clone(), source })?;
        let whole = bytes == part.bytes && hasher.finalize().to_hex().as_str() == part.blake3;
        whole.then_some(()).ok_or(BackupError::Damaged(path))
    }
}

#[derive(serde::Deserialize)]
struct Format {
    format: u32,
}

fn opened(path: &Path) -> Result<File, BackupError> {
    File::open(path).map_err(|source| BackupError::File { path: path.to_owned(), source })
}

/// The documents of one file, in the order in which they were written.
pub(super) struct Documents {
    file: BufReader<File>,
    path: PathBuf,
    left: u64,
}

impl Documents {
    /// At most `most`; none after the last.
    pub(super) fn next(&mut self, most: usize) -> Result<Vec<Document>, BackupError> {
        let mut documents = Vec::new();
        while self.left > 0 && documents.len() < most {
            documents.push(self.one()?);
            self.left -= 1;
        }
        Ok(documents)
    }

    fn one(&mut self) -> Result<Document, BackupError> {
        Document::from_reader(Read::by_ref(&mut self.file)).map_err(|_| BackupError::Damaged(self.path.clone()))
    }
}
