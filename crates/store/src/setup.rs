//! The first super admin of a fresh installation: by a token that is good once, for an hour, or by configuration.

use crate::{
    Result, SecretToken,
    collections::{SETTINGS, SETUP_TOKENS, USERS, open},
    people::{self, NewPerson, PersonRecord},
    secret,
    sessions::after,
};
use db::{Db, DbError, Tx};
use mongodb::{
    Collection,
    bson::{Document, doc},
};
use std::time::Duration;

const GOOD_FOR: Duration = Duration::from_secs(60 * 60);
/// Written by every transaction that makes a first super admin, so that two of them collide.
const GUARD: &str = "first_super_admin";

/// What came of an attempt to become the first super admin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Redeemed {
    Created(PersonRecord),
    /// Wrong, used, or too old.
    BadToken,
    /// There is a super admin already.
    AlreadySetUp,
}

#[derive(Debug, Clone)]
pub struct Setup {
    db: Db,
    tokens: Collection<Document>,
    users: Collection<Document>,
    settings: Collection<Document>,
}

impl Setup {
    pub(crate) fn new(db: &Db) -> Self {
        Self { db: db.clone(), tokens: open(db, SETUP_TOKENS), users: open(db, USERS), settings: open(db, SETTINGS) }
    }

    /// A new token; earlier ones are not good any more. For the terminal and a file of mode 0600, never for a log.
    pub async fn issue(&self) -> Result<SecretToken> {
        let token = SecretToken::random()?;
        let id = token.hash();
        let issued = vec![doc! { "$set": { "issued_at": "$$NOW", "ends_at": after("$$NOW", GOOD_FOR) } }];
        self.tokens.update_one(doc! { "_id": &id }, issued).upsert(true).await?;
        self.tokens.delete_many(doc! { "_id": { "$ne": &id } }).await?;
        Ok(token)
    }

    /// Makes the first super admin and uses the token up, both or neither.
    pub async fn redeem(&self, token: &str, new: NewPerson) -> Result<Redeemed> {
        let id = secret::hash(token);
        self.create_first(Some(&id), new).await
    }

    /// For a super admin named by the configuration; `None` when there is one already.
    pub async fn create_first_super_admin(&self, new: NewPerson) -> Result<Option<PersonRecord>> {
        Ok(match self.create_first(None, new).await? {
            Redeemed::Created(person) => Some(person),
            Redeemed::BadToken | Redeemed::AlreadySetUp => None,
        })
    }

    async fn create_first(&self, token: Option<&String>, new: NewPerson) -> Result<Redeemed> {
        let (person, document) = people::record(NewPerson { role: shared::auth::UserRole::SuperAdmin, ..new })?;
        let document = &document;
        let created = self
            .db
            .transaction(|mut tx| Box::pin(async move { self.try_create(&mut tx, token, document).await }))
            .await;
        match created {
            Ok(Refusal::None) => Ok(Redeemed::Created(person)),
            Ok(Refusal::BadToken) => Ok(Redeemed::BadToken),
            Ok(Refusal::AlreadySetUp) => Ok(Redeemed::AlreadySetUp),
            Err(error) => Err(people::taken(error)),
        }
    }

    async fn try_create(
        &self,
        tx: &mut Tx<'_, '_>,
        token: Option<&String>,
        person: &Document,
    ) -> Result<Refusal, DbError> {
        let passed = doc! { "$inc": { "version": 1_i64 } };
        self.settings.update_one(doc! { "_id": GUARD }, passed).upsert(true).session(tx.session()).await?;
        if let Some(id) = token {
            let good = doc! { "_id": id, "$expr": { "$gt": ["$ends_at", "$$NOW"] } };
            if self.tokens.delete_one(good).session(tx.session()).await?.deleted_count == 0 {
                return Ok(Refusal::BadToken);
            }
        }
        if self.users.find_one(people::super_admins()).session(tx.session()).await?.is_some() {
            return Ok(Refusal::AlreadySetUp);
        }
        self.users.insert_one(person).session(tx.session()).await?;
        Ok(Refusal::None)
    }
}

enum Refusal {
    None,
    BadToken,
    AlreadySetUp,
}
