//! Secrets at rest: each is encrypted with a data key of the database, which lies there wrapped by the master key.

use crate::{
    Result, StoreError,
    collections::{SETTINGS, open},
    secret,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use db::Db;
use mongodb::{
    Collection,
    bson::{Binary, Document, doc, spec::BinarySubtype},
};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{fmt, str::FromStr};

/// 256 bits that never lie in the database nor in a backup of it.
#[derive(Clone, PartialEq, Eq)]
pub struct MasterKey([u8; 32]);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be 32 random bytes, as base64 (44 characters) or as hexadecimal digits (64)")]
pub struct NoMasterKey;

impl MasterKey {
    pub fn random() -> Result<Self> {
        Ok(Self(secret::random_bytes()?))
    }

    /// For the file that it is kept in, and nothing else.
    pub fn expose(&self) -> String {
        STANDARD.encode(self.0)
    }

    /// Says which key this is without saying anything about it.
    fn name(&self) -> String {
        let hash = Sha256::digest([b"salescommand master key ".as_slice(), &self.0].concat());
        hex::encode(hash.get(..8).unwrap_or_default())
    }
}

impl FromStr for MasterKey {
    type Err = NoMasterKey;

    fn from_str(text: &str) -> Result<Self, NoMasterKey> {
        let text = text.trim();
        let bytes = if text.len() == 64 { hex::decode(text).ok() } else { STANDARD.decode(text).ok() };
        bytes.and_then(|bytes| bytes.try_into().ok()).map(Self).ok_or(NoMasterKey)
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(..)")
    }
}

/// An encrypted secret as it lies in the database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sealed {
    /// Which master key wrapped the data key that it was encrypted with.
    key: String,
    bytes: Binary,
}

#[derive(Debug, Clone)]
pub(crate) struct Vault {
    settings: Collection<Document>,
    master: Option<MasterKey>,
}

impl Vault {
    pub(crate) fn new(db: &Db, master: Option<MasterKey>) -> Self {
        Self { settings: open(db, SETTINGS), master }
    }

    /// `place` is bound to the secret: it can be opened for the same place only.
    pub(crate) async fn seal(&self, place: &str, secret: &str) -> Result<Sealed> {
        let master = self.master.as_ref().ok_or(StoreError::NoMasterKey)?;
        let key = self.data_key(master).await?;
        let bytes = encrypt(&key, place, secret.as_bytes())?;
        Ok(Sealed { key: master.name(), bytes: binary(bytes) })
    }

    /// Without looking inside.
    pub(crate) fn opens(&self, sealed: &Sealed) -> bool {
        self.master.as_ref().is_some_and(|master| master.name() == sealed.key)
    }

    /// An error when it was sealed under another master key, or changed since.
    pub(crate) async fn unseal(&self, place: &str, sealed: &Sealed) -> Result<String> {
        let master = self.master.as_ref().ok_or(StoreError::NoMasterKey)?;
        if sealed.key != master.name() {
            return Err(StoreError::OtherMasterKey);
        }
        let key = self.data_key(master).await?;
        let plain = decrypt(&key, place, &sealed.bytes.bytes)?;
        String::from_utf8(plain).map_err(|_| StoreError::OtherMasterKey)
    }

    /// Made when it is first needed; the same for all processes that have the same master key.
    async fn data_key(&self, master: &MasterKey) -> Result<[u8; 32]> {
        let id = format!("data_key:{}", master.name());
        if let Some(key) = self.stored(master, &id).await? {
            return Ok(key);
        }
        let wrapped = binary(encrypt(&master.0, &id, &secret::random_bytes()?)?);
        let generate = doc! { "$setOnInsert": { "wrapped": wrapped } };
        match self.settings.update_one(doc! { "_id": &id }, generate).upsert(true).await.map_err(db::DbError::from) {
            Err(e) if !e.is_duplicate() => return Err(e.into()),
            _ => {}
        }
        self.stored(master, &id).await?.ok_or(StoreError::Shape { collection: SETTINGS })
    }

    async fn stored(&self, master: &MasterKey, id: &str) -> Result<Option<[u8; 32]>> {
        let Some(row) = self.settings.find_one(doc! { "_id": id }).await? else { return Ok(None) };
        let shape = StoreError::Shape { collection: SETTINGS };
        let Ok(wrapped) = row.get_binary_generic("wrapped") else { return Err(shape) };
        let key = decrypt(&master.0, id, wrapped)?;
        key.try_into().map(Some).map_err(|_| shape)
    }
}

fn binary(bytes: Vec<u8>) -> Binary {
    Binary { subtype: BinarySubtype::Generic, bytes }
}

fn aead(key: &[u8; 32]) -> Result<LessSafeKey> {
    UnboundKey::new(&CHACHA20_POLY1305, key).map(LessSafeKey::new).map_err(|_| StoreError::OtherMasterKey)
}

/// A random nonce, then what was encrypted under it.
fn encrypt(key: &[u8; 32], place: &str, plain: &[u8]) -> Result<Vec<u8>> {
    let mut nonce = [0; NONCE_LEN];
    getrandom::fill(&mut nonce).map_err(|_| StoreError::NoRandomness)?;
    let mut sealed = plain.to_vec();
    aead(key)?
        .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(place), &mut sealed)
        .map_err(|_| StoreError::NoRandomness)?;
    Ok([nonce.as_slice(), &sealed].concat())
}

fn decrypt(key: &[u8; 32], place: &str, sealed: &[u8]) -> Result<Vec<u8>> {
    let (nonce, sealed) = sealed.split_at_checked(NONCE_LEN).ok_or(StoreError::OtherMasterKey)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| StoreError::OtherMasterKey)?;
    let mut bytes = sealed.to_vec();
    let plain =
        aead(key)?.open_in_place(nonce, Aad::from(place), &mut bytes).map_err(|_| StoreError::OtherMasterKey)?;
    Ok(plain.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_opens_with_its_own_key_for_its_own_place_and_unchanged_only() {
        let (key, other) = ([7; 32], [8; 32]);
        let sealed = encrypt(&key, "here", b"hunter2").unwrap();
        assert_eq!(decrypt(&key, "here", &sealed).unwrap(), b"hunter2");
        assert!(!sealed.windows(7).any(|bytes| bytes == b"hunter2"));
        assert!(decrypt(&other, "here", &sealed).is_err());
        assert!(decrypt(&key, "there", &sealed).is_err());
        for position in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[position] ^= 1;
            assert!(decrypt(&key, "here", &changed).is_err(), "{position}");
        }
        assert!(decrypt(&key, "here", &sealed[..5]).is_err());
        assert_ne!(encrypt(&key, "here", b"hunter2").unwrap(), sealed);
    }

    #[test]
    fn a_master_key_is_read_from_base64_or_hexadecimal_digits_and_never_shown() {
        let digits = "00".repeat(31) + "ff";
        let key: MasterKey = format!(" {digits}\n").parse().unwrap();
        assert_eq!(key.expose(), "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAP8=");
        assert_eq!(key.expose().parse::<MasterKey>().unwrap(), key);
        assert_eq!(format!("{key:?}"), "MasterKey(..)");
        for bad in ["", "secret", "00", &"zz".repeat(32), &digits[2..]] {
            assert_eq!(bad.parse::<MasterKey>(), Err(NoMasterKey), "{bad}");
        }
    }
}
