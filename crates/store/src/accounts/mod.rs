//! Accounts that a reader may see, with the figures over the deals that they may see.

pub mod around;
mod find;
mod fold;
mod list;
mod options;
mod query;

pub use find::{AccountDetail, DealDetail};
pub use list::{AccountEntry, AccountPage};
pub use options::AccountOptions;
pub use query::{AccountListQuery, Choice};

use crate::{
    Result, Store,
    cursor::{Cursor, CursorError},
    gate::Gate,
};
use domain::{Moment, Scope, Token, canonical::SourceId};
use shared::EntityType;

#[derive(Debug, Clone, Copy)]
pub struct Accounts<'a> {
    store: &'a Store,
}

impl<'a> Accounts<'a> {
    pub(crate) fn new(store: &'a Store) -> Self {
        Self { store }
    }

    /// Checks a continuation that came from outside. Then: `store.moment_at(cursor.generation())`, `list`.
    pub fn resume(&self, scope: &Scope, query: &AccountListQuery, cursor: &str) -> Result<Cursor, CursorError> {
        self.store.inner.cursors.verify(cursor, &query.identity(), scope)
    }

    /// A page of the accounts in scope, with the sums over the whole list. Archived accounts and pure vendors are left out.
    pub async fn list(
        &self,
        scope: &Scope,
        moment: &Moment,
        query: &AccountListQuery,
        cursor: Option<&Cursor>,
    ) -> Result<AccountPage> {
        list::list(self.store, scope, moment, query, cursor).await
    }

    /// One account in scope, archived ones and vendors too, with its open and won deals in scope.
    pub async fn find(&self, scope: &Scope, moment: &Moment, id: SourceId) -> Result<Option<AccountDetail>> {
        find::find(self.store, scope, moment, id).await
    }

    /// Name of an account in scope, and who sees it.
    pub async fn label(&self, scope: &Scope, moment: &Moment, id: SourceId) -> Result<Option<(String, Vec<Token>)>> {
        let snapshot = self.store.inner.ledger.at(moment.generation).await?;
        let Some(family) = snapshot.account(id) else { return Ok(None) };
        self.gate().label(scope, moment.generation, EntityType::Account, (id, family.account.from)).await
    }

    /// Values that the filters of the list can take, with the number of accounts in scope for each.
    pub async fn options(&self, scope: &Scope, moment: &Moment) -> Result<AccountOptions> {
        let snapshot = self.store.inner.ledger.at(moment.generation).await?;
        Ok(options::count(&snapshot, &snapshot.reach(scope)))
    }

    fn gate(&self) -> Gate<'a> {
        Gate::new(self.store)
    }
}
