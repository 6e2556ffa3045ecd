//! argon2id on a thread of its own, one at a time, with the same work whether the person exists or not.

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier},
};
use secrecy::{ExposeSecret, SecretString};
use std::{fmt, time::Duration};
use tokio::sync::{Semaphore, SemaphorePermit};

/// How long a hash may wait for those before it.
const PATIENCE: Duration = Duration::from_secs(10);

pub(crate) struct Passwords {
    /// Each hash takes 19 MiB and a core.
    one_at_a_time: Semaphore,
    /// Hash of something nobody knows, compared with when there is no person or no password.
    decoy: String,
}

/// The right to hash. While it is held, nobody else's password is looked at.
#[derive(Debug)]
pub(crate) struct Turn<'a>(#[expect(dead_code, reason = "held for its drop")] SemaphorePermit<'a>);

#[derive(Debug, thiserror::Error)]
pub(crate) enum PasswordError {
    #[error("too many passwords wait to be hashed")]
    Busy,
    #[error("hashing was cut off")]
    CutOff,
    #[error("argon2 failed: {0}")]
    Argon2(#[from] argon2::password_hash::Error),
    #[error("the operating system gives no random bytes")]
    NoRandomness,
}

impl Passwords {
    pub(crate) async fn new() -> Result<Self, PasswordError> {
        let mut unknown = [0; 32];
        getrandom::fill(&mut unknown).map_err(|_| PasswordError::NoRandomness)?;
        let decoy = hash(hex::encode(unknown).into()).await?;
        Ok(Self { one_at_a_time: Semaphore::new(1), decoy })
    }

    /// A PHC string with its own salt and parameters.
    pub(crate) async fn hash(&self, password: SecretString) -> Result<String, PasswordError> {
        let _turn = self.turn().await?;
        hash(password).await
    }

    /// False for `None`, after the same work.
    pub(crate) async fn verify(
        &self,
        _: &Turn<'_>,
        password: SecretString,
        stored: Option<String>,
    ) -> Result<bool, PasswordError> {
        let exists = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.decoy.clone());
        let verify =
            move || Argon2::default().verify_password(password.expose_secret().as_bytes(), stored.as_str()).is_ok();
        let fits = tokio::task::spawn_blocking(verify).await.map_err(|_| PasswordError::CutOff)?;
        Ok(fits && exists)
    }

    pub(crate) async fn turn(&self) -> Result<Turn<'_>, PasswordError> {
        let turn = tokio::time::timeout(PATIENCE, self.one_at_a_time.acquire()).await;
        turn.map_err(|_| PasswordError::Busy)?.map(Turn).map_err(|_| PasswordError::Busy)
    }
}

async fn hash(password: SecretString) -> Result<String, PasswordError> {
    let hash =
        move || Argon2::default().hash_password(password.expose_secret().as_bytes()).map(|hash| hash.to_string());
    Ok(tokio::task::spawn_blocking(hash).await.map_err(|_| PasswordError::CutOff)??)
}

impl fmt::Debug for Passwords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passwords")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_fits_its_own_hash_only() {
        let passwords = Passwords::new().await.unwrap();
        let stored = passwords.hash("correct horse battery".into()).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$"));
        let turn = passwords.turn().await.unwrap();
        assert!(passwords.verify(&turn, "correct horse battery".into(), Some(stored.clone())).await.unwrap());
        assert!(!passwords.verify(&turn, "correct horse batterY".into(), Some(stored)).await.unwrap());
        assert!(!passwords.verify(&turn, "correct horse battery".into(), None).await.unwrap());
    }
}
