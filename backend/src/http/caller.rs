//! Who asks: `Caller<Need>` in a handler's signature is the demand, checked before the handler runs.

use super::{Done, Failure, Journal, session_token};
use crate::state::State;
use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, web::Data};
use domain::{Moment, Org, Scope};
use futures::future::LocalBoxFuture;
use secrecy::{ExposeSecret, SecretString};
use shared::{
    ProblemCode,
    auth::{ApprovalStatus, Permission, UserRole},
};
use std::{marker::PhantomData, sync::Arc};
use store::{StoreError, people::PersonRecord, sessions::Session};
use tokio::sync::watch;

/// What an operation demands of its caller.
pub(crate) trait Need: 'static {
    /// `None`: to be signed in is enough, approved or not.
    const PERMISSION: Option<Permission>;
}

macro_rules! needs {
    ($($(#[$doc:meta])* $name:ident => $permission:expr;)+) => {
        $(
            $(#[$doc])*
            #[derive(Debug)]
            pub(crate) struct $name;

            impl Need for $name {
                const PERMISSION: Option<Permission> = $permission;
            }
        )+
    };
}

needs! {
    /// Also people who wait for their approval: they see their own profile, and why they see nothing else.
    SignedIn => None;
    ReadSales => Some(Permission::ReadSales);
    /// What the platform itself keeps about records that the caller may see.
    WriteSales => Some(Permission::WriteSales);
    ReadSyncStatus => Some(Permission::ReadSyncStatus);
    ReadSyncHistory => Some(Permission::ReadSyncHistory);
    TriggerSync => Some(Permission::TriggerSync);
    ManageSync => Some(Permission::ManageSync);
    ManageIntegrations => Some(Permission::ManageIntegrations);
    ReadDataLake => Some(Permission::ReadDataLake);
    ManageJobs => Some(Permission::ManageJobs);
    ManageSettings => Some(Permission::ManageSettings);
    ManageGoals => Some(Permission::ManageGoals);
    ExportActivities => Some(Permission::ExportActivities);
}

const PERMISSIONS: [Permission; 12] = [
    Permission::ReadSales,
    Permission::WriteSales,
    Permission::ReadSyncStatus,
    Permission::ReadSyncHistory,
    Permission::TriggerSync,
    Permission::ManageSync,
    Permission::ManageIntegrations,
    Permission::ReadDataLake,
    Permission::ManageJobs,
    Permission::ManageSettings,
    Permission::ManageGoals,
    Permission::ExportActivities,
];

/// The least role that has it.
fn least(permission: Permission) -> UserRole {
    match permission {
        Permission::ReadSales | Permission::WriteSales | Permission::ReadSyncStatus => UserRole::AccountManager,
        Permission::ManageGoals => UserRole::SalesManager,
        // Histories name records that not everybody may see.
        Permission::ReadSyncHistory
        | Permission::TriggerSync
        | Permission::ManageSync
        | Permission::ManageIntegrations
        | Permission::ReadDataLake
        | Permission::ManageJobs
        | Permission::ManageSettings
        | Permission::ExportActivities => UserRole::Admin,
    }
}

/// Of an approved person with this role.
pub(crate) fn role_may(role: UserRole, permission: Permission) -> bool {
    role >= least(permission)
}

/// All that a person may do now.
pub(crate) fn permissions(person: &PersonRecord) -> Vec<Permission> {
    PERMISSIONS.into_iter().filter(|permission| check(person, Some(*permission)).is_ok()).collect()
}

fn check(person: &PersonRecord, needed: Option<Permission>) -> Result<(), ProblemCode> {
    if !person.is_active {
        return Err(ProblemCode::Forbidden);
    }
    let Some(permission) = needed else { return Ok(()) };
    match person.approval_status {
        ApprovalStatus::Pending => Err(ProblemCode::PendingApproval),
        ApprovalStatus::Approved if role_may(person.role, permission) => Ok(()),
        ApprovalStatus::Approved | ApprovalStatus::Rejected => Err(ProblemCode::Forbidden),
    }
}

/// A signed-in person who meets the demand, with the one moment and the scope of this request.
#[derive(Debug)]
pub(crate) struct Caller<N> {
    pub(crate) person: PersonRecord,
    pub(crate) moment: Moment,
    pub(crate) org: Arc<Org>,
    journal: Journal,
    need: PhantomData<N>,
}

impl<N> Caller<N> {
    /// What this person may see, by the organisation of today; of lists that were begun earlier too.
    pub(crate) fn scope(&self) -> Scope {
        Scope::of(&self.person.access(&self.org), &self.org)
    }

    /// For the activity log, once the request has been answered well.
    pub(crate) fn did(&self, done: Done) {
        self.journal.write(done.by(&self.person));
    }
}

impl<N: Need> Caller<N> {
    async fn of(request: HttpRequest) -> Result<Self, Failure> {
        let state =
            request.app_data::<Data<State>>().ok_or_else(|| Failure::internal("the application has no state"))?;
        let token = session_token(&request, &state.origin).ok_or(ProblemCode::Unauthenticated)?;
        let mut caller = Self::with(state, state.store.sessions().find(token.expose_secret())).await?;
        caller.journal = Journal::of(&request);
        let span = tracing::Span::current();
        span.record("person.id", tracing::field::display(caller.person.id));
        span.record("generation", caller.moment.generation);
        Ok(caller)
    }

    /// The same demand once more, of a request that is being answered for long.
    pub(crate) async fn again(state: &State, token: &SecretString) -> Result<Self, Failure> {
        Self::with(state, state.store.sessions().look(token.expose_secret())).await
    }

    async fn with(
        state: &State,
        session: impl Future<Output = Result<Option<Session>, StoreError>>,
    ) -> Result<Self, Failure> {
        let person = async {
            let session = session.await?.ok_or(ProblemCode::Unauthenticated)?;
            let person = state.store.people().find(session.person).await?.ok_or(ProblemCode::Unauthenticated)?;
            check(&person, N::PERMISSION)?;
            Ok::<_, Failure>(person)
        };
        let (person, moment) = tokio::join!(person, state.store.moment());
        // Who is refused does not hear what else went wrong.
        let (person, moment) = (person?, moment?);
        let org = state.store.org(&moment).await?;
        Ok(Self { person, moment, org, journal: Journal::default(), need: PhantomData })
    }
}

impl<N: Need> FromRequest for Caller<N> {
    type Error = Failure;
    type Future = LocalBoxFuture<'static, Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let (says, _) = watch::channel(false);
        request.extensions_mut().insert(Verdict(Some(says.subscribe())));
        let request = request.clone();
        Box::pin(async move {
            let caller = Self::of(request).await?;
            says.send_replace(true);
            Ok(caller)
        })
    }
}

/// What is wrong with a request is for those who may make it: the parts of one are read side by side, and a complaint
/// about any waits until the caller is known.
#[derive(Debug, Clone, Default)]
pub(crate) struct Verdict(Option<watch::Receiver<bool>>);

impl Verdict {
    /// Operations name their caller first. One without a caller is for everybody.
    pub(crate) fn awaited(request: &HttpRequest) -> Self {
        request.extensions().get::<Self>().cloned().unwrap_or_default()
    }

    pub(crate) async fn before<T>(self, read: Result<T, Failure>) -> Result<T, Failure> {
        if let (Err(_), Some(mut says)) = (&read, self.0) {
            // An error: the caller was refused, and that is the answer.
            let _refused = says.wait_for(|is_known| *is_known).await;
        }
        read
    }
}
