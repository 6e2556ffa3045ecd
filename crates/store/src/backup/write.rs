//! Taking a backup while the server runs: the own records in one snapshot, raw up to the generation that it shows.

use super::{BackupError, FORMAT, MANIFEST, Manifest, OWN_SETTINGS, Part, is_left_out, is_raw};
use crate::{
    Store,
    collections::{GENERATIONS, LAKE, LAKE_ID, LEASES, SETTINGS, open},
    lake::Lake,
    loader::LEASE,
};
use futures::TryStreamExt;
use mongodb::{
    ClientSession,
    bson::{Document, doc},
};
use serde::Deserialize;
use std::{
    fs::{DirBuilder, File, OpenOptions},
    io::{BufWriter, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

#[derive(Deserialize)]
struct Numbered {
    fence: i64,
}

impl Store {
    /// Writes a backup into `directory`, which is made, or is empty. For its owner's eyes only: it holds personal data.
    pub async fn back_up(&self, directory: &Path) -> Result<Manifest, BackupError> {
        prepare(directory)?;
        let mut names = self.db().database().list_collection_names().await?;
        names.retain(|name| !is_left_out(name));
        names.sort_unstable();
        let mut session = self.db().client().start_session().snapshot(true).await?;
        let taken_at = self.db().now().await?;
        let lake = open::<Lake>(self.db(), LAKE).find_one(doc! { "_id": LAKE_ID }).session(&mut session).await?;
        let generation = lake.unwrap_or_default().generation;
        let lease = open::<Numbered>(self.db(), LEASES).find_one(doc! { "_id": LEASE }).session(&mut session).await?;
        let fence = lease.map_or(0, |lease| lease.fence);
        let mut files = Vec::new();
        for name in names.iter().filter(|name| !is_raw(name)) {
            files.push(self.write_own(directory, name, generation, &mut session).await?);
        }
        for name in names.iter().filter(|name| is_raw(name)) {
            files.push(self.write_raw(directory, name, generation).await?);
        }
        let manifest = Manifest { format: FORMAT, taken_at, generation, fence, files };
        let text = serde_json::to_vec_pretty(&manifest).unwrap_or_default();
        let path = directory.join(MANIFEST);
        let written = create(&path).and_then(|mut file| file.write_all(&text).and_then(|()| file.sync_all()));
        written.map_err(|source| BackupError::File { path, source })?;
        Ok(manifest)
    }

    async fn write_own(
        &self,
        directory: &Path,
        name: &str,
        generation: i64,
        session: &mut ClientSession,
    ) -> Result<Part, BackupError> {
        let filter = match name {
            GENERATIONS => doc! { "_id": { "$lte": generation } },
            SETTINGS => doc! { "_id": { "$nin": OWN_SETTINGS } },
            _ => doc! {},
        };
        let mut writer = PartWriter::create(directory, name)?;
        let mut found =
            open::<Document>(self.db(), name).find(filter).sort(doc! { "_id": 1 }).session(&mut *session).await?;
        while let Some(document) = found.next(session).await.transpose()? {
            writer.write(&document)?;
        }
        writer.finish()
    }

    /// Raw rows of published generations do not change; only their number can, by retention or an erasure.
    async fn write_raw(&self, directory: &Path, name: &str, generation: i64) -> Result<Part, BackupError> {
        let published = doc! { "from": { "$lte": generation } };
        let rows = open::<Document>(self.db(), name);
        let before = rows.count_documents(published.clone()).await?;
        let mut writer = PartWriter::create(directory, name)?;
        let mut found = rows.find(published.clone()).sort(doc! { "_id": 1 }).await?;
        while let Some(document) = found.try_next().await? {
            writer.write(&document)?;
        }
        let part = writer.finish()?;
        let after = rows.count_documents(published).await?;
        if part.documents == before && before == after { Ok(part) } else { Err(BackupError::Disturbed) }
    }
}

fn prepare(directory: &Path) -> Result<(), BackupError> {
    let failed = |source| BackupError::File { path: directory.to_owned(), source };
    DirBuilder::new().recursive(true).mode(0o700).create(directory).map_err(failed)?;
    let mut inside = std::fs::read_dir(directory).map_err(failed)?;
    match inside.next() {
        Some(_) => Err(BackupError::DirectoryInUse(directory.to_owned())),
        None => Ok(()),
    }
}

fn create(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

struct PartWriter {
    part: Part,
    path: PathBuf,
    file: BufWriter<File>,
    hasher: blake3::Hasher,
}

impl PartWriter {
    fn create(directory: &Path, collection: &str) -> Result<Self, BackupError> {
        let part = Part { collection: collection.to_owned(), documents: 0, bytes: 0, blake3: String::new() };
        let path = directory.join(part.file());
        let file = create(&path).map_err(|source| BackupError::File { path: path.clone(), source })?;
        Ok(Self { part, path, file: BufWriter::new(file), hasher: blake3::Hasher::new() })
    }

    fn write(&mut self, document: &Document) -> Result<(), BackupError> {
        let bytes = document.to_vec().map_err(mongodb::error::Error::from)?;
        self.hasher.update(&bytes);
        self.part.documents += 1;
        self.part.bytes += u64::try_from(bytes.len()).unwrap_or_default();
        self.file.write_all(&bytes).map_err(|source| BackupError::File { path: self.path.clone(), source })
    }

    fn finish(mut self) -> Result<Part, BackupError> {
        let synced = self.file.flush().and_then(|()| self.file.get_ref().sync_all());
        synced.map_err(|source| BackupError::File { path: self.path.clone(), source })?;
        self.part.blake3 = self.hasher.finalize().to_hex().to_string();
        Ok(self.part)
    }
}
