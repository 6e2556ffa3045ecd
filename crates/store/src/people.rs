//! The people who sign in: who they are, what they may do, which Odoo user they are.

use crate::{
    Result, StoreError,
    collections::{SESSIONS, USERS, open},
};
use db::Db;
use domain::{Org, Person, canonical::SourceId};
use futures::TryStreamExt;
use mongodb::{
    Collection,
    bson::{Document, doc, serialize_to_document},
    options::ReturnDocument,
};
use serde::{Deserialize, Serialize};
use shared::auth::{ApprovalStatus, UserRole};
use std::fmt;
use uuid::Uuid;

/// A password's hash in PHC format; never shown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PasswordHash(pub String);

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(..)")
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthProvider {
    Password,
    Microsoft,
}

/// What Odoo knows of a person. Follows Odoo: worked out from the organisation at each request, kept for other readers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OdooLink {
    pub odoo_matched: bool,
    pub odoo_user_id: Option<SourceId>,
    pub odoo_department_id: Option<SourceId>,
    pub odoo_department_name: Option<String>,
    pub odoo_salesperson_name: Option<String>,
    pub odoo_team_id: Option<SourceId>,
    pub odoo_team_name: Option<String>,
}

impl OdooLink {
    /// The Odoo user with this login. E-mail addresses are unique here and a login that two users have links nobody, so
    /// that an Odoo user is never two people.
    pub fn of(email: &str, org: &Org) -> Self {
        let Some(user) = org.user_by_login(email) else { return Self::default() };
        let team = org.team_of(user);
        Self {
            odoo_matched: true,
            odoo_user_id: Some(user),
            odoo_department_id: None,
            odoo_department_name: None,
            odoo_salesperson_name: org.users.get(&user).map(|user| user.name.clone()),
            odoo_team_id: team,
            odoo_team_name: team.and_then(|team| org.teams.get(&team)).map(|team| team.name.clone()),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRecord {
    #[serde(rename = "_id", with = "uuid::serde::hyphenated")]
    pub id: Uuid,
    /// Lower case, without blanks around it; unique.
    pub email: String,
    pub name: String,
    pub role: UserRole,
    pub approval_status: ApprovalStatus,
    /// True exactly for the role of that name.
    pub is_super_admin: bool,
    /// Not deactivated.
    pub is_active: bool,
    pub auth_provider: AuthProvider,
    #[serde(flatten)]
    pub odoo: OdooLink,
}

impl PersonRecord {
    /// What decides about the person's reach: `Scope::of(&person.access(&org), &org)`.
    pub fn access(&self, org: &Org) -> Person {
        Person {
            role: self.role,
            approval: self.approval_status,
            is_active: self.is_active,
            odoo_user: OdooLink::of(&self.email, org).odoo_user_id,
        }
    }
}

#[derive(Debug, Clone)]
pub struct NewPerson {
    pub email: String,
    pub name: String,
    pub role: UserRole,
    pub approval_status: ApprovalStatus,
    pub auth_provider: AuthProvider,
    pub password_hash: Option<PasswordHash>,
}

impl NewPerson {
    /// An approved super admin who signs in with a password.
    pub fn super_admin(email: &str, name: &str, password_hash: PasswordHash) -> Self {
        Self {
            email: email.to_owned(),
            name: name.to_owned(),
            role: UserRole::SuperAdmin,
            approval_status: ApprovalStatus::Approved,
            auth_provider: AuthProvider::Password,
            password_hash: Some(password_hash),
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct Credentials {
    #[serde(flatten)]
    person: PersonRecord,
    password_hash: Option<PasswordHash>,
}

pub(crate) fn normal(email: &str) -> String {
    email.trim().to_lowercase()
}

/// The document of a new person, and the person.
pub(crate) fn record(new: NewPerson) -> Result<(PersonRecord, Document)> {
    let person = PersonRecord {
        id: Uuid::new_v4(),
        email: normal(&new.email),
        name: new.name,
        role: new.role,
        approval_status: new.approval_status,
        is_super_admin: new.role == UserRole::SuperAdmin,
        is_active: true,
        auth_provider: new.auth_provider,
        odoo: OdooLink::default(),
    };
    let credentials = Credentials { person, password_hash: new.password_hash };
    let document = serialize_to_document(&credentials).map_err(|_| StoreError::Shape { collection: USERS })?;
    Ok((credentials.person, document))
}

/// The name of a taken address stays out of the error.
pub(crate) fn taken(error: db::DbError) -> StoreError {
    if error.is_duplicate() { StoreError::EmailTaken } else { error.into() }
}

pub(crate) fn super_admins() -> Document {
    doc! { "is_super_admin": true, "is_active": true }
}

#[derive(Debug, Clone)]
pub struct People {
    users: Collection<PersonRecord>,
    sessions: Collection<Document>,
}

impl People {
    pub(crate) fn new(db: &Db) -> Self {
        Self { users: open(db, USERS), sessions: open(db, SESSIONS) }
    }

    pub async fn create(&self, new: NewPerson) -> Result<PersonRecord> {
        let (person, document) = record(new)?;
        let users = self.users.clone_with_type::<Document>();
        users.insert_one(document).await.map_err(|error| taken(error.into()))?;
        Ok(person)
    }

    pub async fn find(&self, id: Uuid) -> Result<Option<PersonRecord>> {
        Ok(self.users.find_one(doc! { "_id": id.to_string() }).await?)
    }

    /// Case does not matter.
    pub async fn find_by_email(&self, email: &str) -> Result<Option<PersonRecord>> {
        Ok(self.users.find_one(doc! { "email": normal(email) }).await?)
    }

    /// The person with the hash to check a password against; absent for people who sign in elsewhere.
    pub async fn find_credentials(&self, email: &str) -> Result<Option<(PersonRecord, Option<PasswordHash>)>> {
        let users = self.users.clone_with_type::<Credentials>();
        let found = users.find_one(doc! { "email": normal(email) }).await?;
        Ok(found.map(|credentials| (credentials.person, credentials.password_hash)))
    }

    /// By e-mail address, those after `after`.
    pub async fn list(&self, after: Option<&str>, limit: u32) -> Result<Vec<PersonRecord>> {
        let filter = after.map_or_else(Document::new, |email| doc! { "email": { "$gt": email } });
        let found = self.users.find(filter).sort(doc! { "email": 1 }).limit(i64::from(limit)).await?;
        Ok(found.try_collect().await?)
    }

    /// Everybody who is let in, in no order.
    pub async fn approved(&self) -> Result<Vec<PersonRecord>> {
        let found = self.users.find(doc! { "approval_status": "approved", "is_active": true }).await?;
        Ok(found.try_collect().await?)
    }

    /// Active ones.
    pub async fn count_super_admins(&self) -> Result<u64> {
        Ok(self.users.count_documents(super_admins()).await?)
    }

    /// `None` when there is no such person.
    pub async fn set_role(&self, id: Uuid, role: UserRole) -> Result<Option<PersonRecord>> {
        self.set(id, doc! { "role": role.name(), "is_super_admin": role == UserRole::SuperAdmin }).await
    }

    pub async fn set_password_hash(&self, id: Uuid, hash: &PasswordHash) -> Result<Option<PersonRecord>> {
        self.set(id, doc! { "password_hash": &hash.0 }).await
    }

    /// The person cannot sign in any more and is signed out everywhere.
    pub async fn deactivate(&self, id: Uuid) -> Result<Option<PersonRecord>> {
        let person = self.set(id, doc! { "is_active": false }).await?;
        self.sessions.delete_many(doc! { "person": id.to_string() }).await?;
        Ok(person)
    }

    /// Brings the seven Odoo fields up to date with the organisation; writes only when something differs.
    pub async fn follow_odoo(&self, person: PersonRecord, org: &Org) -> Result<PersonRecord> {
        let odoo = OdooLink::of(&person.email, org);
        if odoo == person.odoo {
            return Ok(person);
        }
        let fields = serialize_to_document(&odoo).map_err(|_| StoreError::Shape { collection: USERS })?;
        self.set(person.id, fields).await?;
        Ok(PersonRecord { odoo, ..person })
    }

    async fn set(&self, id: Uuid, fields: Document) -> Result<Option<PersonRecord>> {
        let update = self.users.find_one_and_update(doc! { "_id": id.to_string() }, doc! { "$set": fields });
        Ok(update.return_document(ReturnDocument::After).await?)
    }
}
