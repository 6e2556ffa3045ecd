//! The key that wraps the keys of all stored secrets: from the environment, from a file of it, or generated beside the data.

use crate::{config::MasterKeySource, start_error::StartError};
use std::{
    fs,
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};
use store::MasterKey;

/// On loopback, where no key is configured: below the data directory, readable by its owner only.
const FILE: &str = "master-key";

pub(crate) fn load(source: &MasterKeySource, data_dir: &Path) -> Result<MasterKey, StartError> {
    match source {
        MasterKeySource::Given(key) => Ok(key.clone()),
        MasterKeySource::File(path) => read(path).map_err(|source| StartError::File { path: path.clone(), source }),
        MasterKeySource::Generated => {
            let path = data_dir.join(FILE);
            read_or_generate(&path).map_err(|source| StartError::File { path, source })
        }
    }
}

fn read(path: &Path) -> io::Result<MasterKey> {
    fs::read_to_string(path)?.parse().map_err(|wrong| io::Error::new(io::ErrorKind::InvalidData, wrong))
}

fn read_or_generate(path: &Path) -> io::Result<MasterKey> {
    match read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        found => return found,
    }
    if let Some(directory) = path.parent() {
        fs::create_dir_all(directory)?;
    }
    let key = MasterKey::random().map_err(io::Error::other)?;
    // Complete before it has its name, and the first of several processes wins.
    let draft = path.with_extension(format!("{}.new", uuid::Uuid::new_v4().simple()));
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
    writeln!(file, "{}", key.expose())?;
    file.sync_all()?;
    let named = fs::hard_link(&draft, path);
    fs::remove_file(&draft)?;
    match named {
        Ok(()) => {
            tracing::info!(path = %path.display(), "generated the master key; keep it apart from backups of the data");
            Ok(key)
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => read(path),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_generated_key_is_private_and_stays_the_same() {
        let directory = std::env::temp_dir().join(format!("salescommand-key-{}", uuid::Uuid::new_v4()));
        let keys: Vec<_> = std::thread::scope(|scope| {
            let threads: Vec<_> =
                (0..8).map(|_| scope.spawn(|| load(&MasterKeySource::Generated, &directory).unwrap())).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(keys.iter().all(|key| *key == keys[0]));
        let files: Vec<_> = fs::read_dir(&directory).unwrap().map(|file| file.unwrap()).collect();
        assert_eq!(files.len(), 1);
        assert_eq!(files[0].metadata().unwrap().permissions().mode() & 0o777, 0o600);
        let named = MasterKeySource::File(directory.join(FILE));
        assert_eq!(load(&named, Path::new("/nowhere")).unwrap(), keys[0]);
        fs::write(directory.join(FILE), "not a key").unwrap();
        let error = load(&named, Path::new("/nowhere")).unwrap_err().to_string();
        assert!(error.contains("must be 32 random bytes") && !error.contains("not a key"), "{error}");
        fs::remove_dir_all(&directory).unwrap();
    }
}
