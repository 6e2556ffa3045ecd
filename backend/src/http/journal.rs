//! The one place that writes what people do here into the activity log: after the answer, and only where it went well.

use crate::state::State;
use actix_web::{
    Error, HttpMessage, HttpRequest,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::StatusCode,
    middleware::Next,
    web::Data,
};
use shared::activities::{LoggedDetails, LoggedEntity, LoggedType};
use std::sync::{Arc, Mutex, PoisonError};
use store::{
    activities::{Deed, Sight},
    people::PersonRecord,
};

/// What a request has to tell. Each has its own.
#[derive(Debug, Clone, Default)]
pub(crate) struct Journal(Arc<Mutex<Vec<Deed>>>);

impl Journal {
    pub(crate) fn of(request: &HttpRequest) -> Self {
        request.extensions().get::<Self>().cloned().unwrap_or_default()
    }

    pub(crate) fn write(&self, deed: Deed) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(deed);
    }

    fn take(&self) -> Vec<Deed> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What was done, before it is said by whom.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) activity_type: LoggedType,
    pub(crate) entity_type: LoggedEntity,
    /// Absent: whoever does it.
    pub(crate) entity: Option<(String, String)>,
    pub(crate) sight: Sight,
    pub(crate) hourly: bool,
}

impl Done {
    pub(crate) fn new(activity_type: LoggedType, entity_type: LoggedEntity, id: String, title: String) -> Self {
        Self { activity_type, entity_type, entity: Some((id, title)), sight: Sight::Own, hourly: false }
    }

    pub(crate) fn oneself(activity_type: LoggedType) -> Self {
        Self { activity_type, entity_type: LoggedEntity::User, entity: None, sight: Sight::Own, hourly: false }
    }

    /// Deeds of the audit that are activities too.
    pub(crate) fn known_as(action: &str, subject: &str) -> Option<Self> {
        let (activity_type, entity_type) = match action {
            "organisation_changed"
            | "goal_thresholds_changed"
            | "health_weights_changed"
            | "navigation_changed"
            | "sync_times_changed"
            | "activity_log_changed" => (LoggedType::SettingsChanged, LoggedEntity::Settings),
            "connection_changed" | "connection_enabled" | "connection_disabled" => {
                (LoggedType::SettingsChanged, LoggedEntity::Integration)
            }
            "sync_started" | "full_sync_started" => (LoggedType::SyncStarted, LoggedEntity::Integration),
            _ => return None,
        };
        // `settings/organisation`
        let title = subject.rsplit_once('/').map_or(subject, |(_, name)| name).to_owned();
        Some(Self::new(activity_type, entity_type, title.clone(), title))
    }

    pub(crate) fn by(self, person: &PersonRecord) -> Deed {
        let (entity_id, title) = self.entity.unwrap_or_else(|| (person.id.to_string(), person.name.clone()));
        Deed {
            activity_type: self.activity_type,
            title,
            entity_type: self.entity_type,
            entity_id,
            by: (person.id, person.name.clone()),
            details: LoggedDetails::default(),
            sight: self.sight,
            hourly: self.hourly,
        }
    }
}

/// A log that cannot be written does not undo what was done.
pub(crate) async fn keep_journal(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let journal = Journal::default();
    request.extensions_mut().insert(journal.clone());
    let state = request.app_data::<Data<State>>().cloned();
    let answer = next.call(request).await?;
    let went_well = answer.status().is_success() || answer.status() == StatusCode::NOT_MODIFIED;
    if let Some(state) = state.filter(|_| went_well) {
        for deed in journal.take() {
            if let Err(error) = state.store.activities().note(deed).await {
                tracing::error!(%error, "a deed could not be put into the activity log");
            }
        }
    }
    Ok(answer)
}
