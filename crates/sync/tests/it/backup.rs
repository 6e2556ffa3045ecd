//! Backup and restore: an empty lake becomes the one that was backed up, and nothing else does.

use crate::support::{World, company_source, put_deal};
use domain::canonical::Kind;
use shared::EntityType;
use std::path::{Path, PathBuf};
use store::backup::{Backup, BackupError};
use sync::SyncRunError;

struct Directory(PathBuf);

impl Directory {
    fn of(world: &World) -> Self {
        Self(std::env::temp_dir().join(format!("salescommand-backup-{}-{}", world.db.name(), std::process::id())))
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _never_made = std::fs::remove_dir_all(&self.0);
    }
}

async fn world_with_a_history() -> World {
    let world = World::imported().await;
    put_deal(&world.source, 100, |deal| deal.partner = Some(13));
    world.run().await;
    world.source.delete(Kind::Deal, 101);
    world.run().await;
    world
}

async fn refused(world: &World, directory: &Path) -> BackupError {
    match Backup::open(directory) {
        Err(error) => error,
        Ok(backup) => match world.pipeline().restore(&backup).await.unwrap_err() {
            SyncRunError::Backup(error) => error,
            other => panic!("{other:?}"),
        },
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_lake_is_restored_to_what_was_backed_up() {
    let world = world_with_a_history().await;
    let directory = Directory::of(&world);
    let manifest = world.store.back_up(&directory.0).await.unwrap();
    assert_eq!(manifest.generation, 3);
    put_deal(&world.source, 102, |deal| deal.name = "After the backup".into());
    let before = world.versions().await;
    world.run().await;

    let other = World::before_everything(world.source.clone()).await;
    let replayed = other.pipeline().restore(&Backup::open(&directory.0).unwrap()).await.unwrap();
    assert_eq!(replayed.generations, 3);
    assert_eq!(other.versions().await, before);
    let lake = other.store.lake().await.unwrap();
    assert_eq!((lake.generation, lake.highest), (3, 3));
    assert_eq!(other.store.runs().history(None, 10).await.unwrap().len(), 3);

    let run = other.run().await;
    assert_eq!(run.generation, Some(4), "and it goes on from there");
    assert_eq!(other.shows("odoo_opportunity_102", "name").await, "After the backup".into());
    let count = |counts: Vec<shared::sync::RecordCount>, entity| {
        counts.iter().find(|one| one.entity == entity).map(|one| one.count)
    };
    let deals = EntityType::Opportunity;
    let restored = count(other.store.counts().await.unwrap(), deals);
    assert_eq!(restored, count(world.store.counts().await.unwrap(), deals));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_taken_while_a_run_writes_holds_the_published_generation_only() {
    let world = World::imported().await;
    let directory = Directory::of(&world);
    let unpublished = mongodb::bson::doc! {
        "_id": "crm.lead/100:2", "source": "test", "instance": "main", "model": "deal", "id": 100_i64, "from": 2_i64,
        "run": "cut off", "fetched_at": mongodb::bson::DateTime::from_millis(0), "gone": true,
    };
    let raw = world.db.database().list_collection_names().await.unwrap();
    let raw = raw.iter().find(|name| name.starts_with("raw_") && name.contains("deal")).unwrap().clone();
    insert(&world, &raw, unpublished).await;
    let manifest = world.store.back_up(&directory.0).await.unwrap();
    let part = manifest.files.iter().find(|part| part.collection == raw).unwrap();
    let all = u64::try_from(world.collection(&raw).await.len()).unwrap();
    assert_eq!((manifest.generation, part.documents), (1, all - 1));
}

#[expect(clippy::disallowed_methods, reason = "the test does what a run that was cut off did")]
async fn insert(world: &World, collection: &str, document: mongodb::bson::Document) {
    world.db.database().collection(collection).insert_one(document).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lake_that_is_not_empty_is_left_alone() {
    let world = World::imported().await;
    let directory = Directory::of(&world);
    world.store.back_up(&directory.0).await.unwrap();
    let before = world.versions().await;
    assert!(matches!(refused(&world, &directory.0).await, BackupError::NotEmpty));
    assert_eq!(world.versions().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_or_unfinished_backup_is_refused_before_anything_is_written() {
    let world = World::imported().await;
    let directory = Directory::of(&world);
    world.store.back_up(&directory.0).await.unwrap();
    assert!(matches!(world.store.back_up(&directory.0).await, Err(BackupError::DirectoryInUse(_))));
    let empty = World::before_everything(company_source()).await;

    let file = directory.file("generations.bson");
    let whole = std::fs::read(&file).unwrap();
    let mut changed = whole.clone();
    *changed.last_mut().unwrap() ^= 1;
    for broken in [&changed[..], &whole[..whole.len() - 1], &[]] {
        std::fs::write(&file, broken).unwrap();
        assert!(matches!(refused(&empty, &directory.0).await, BackupError::Damaged(_)));
    }
    std::fs::remove_file(&file).unwrap();
    assert!(matches!(refused(&empty, &directory.0).await, BackupError::File { .. }));
    std::fs::write(&file, &whole).unwrap();

    let manifest = std::fs::read_to_string(directory.file("manifest.json")).unwrap();
    std::fs::write(directory.file("manifest.json"), manifest.replacen("\"format\": 1", "\"format\": 2", 1)).unwrap();
    assert!(matches!(refused(&empty, &directory.0).await, BackupError::TooNew { found: 2 }));
    std::fs::remove_file(directory.file("manifest.json")).unwrap();
    assert!(matches!(refused(&empty, &directory.0).await, BackupError::NoBackup(_)));
    assert_eq!(empty.store.lake().await.unwrap().generation, 0);
}
