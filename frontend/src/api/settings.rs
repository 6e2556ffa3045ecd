//! What admins decide for the organisation.

use super::{ApiError, Client, call::Line};
use gloo_net::http::Method;
use shared::{
    goals::{GoalThresholds, ThresholdsForm},
    health_score::{HealthWeights, HealthWeightsForm},
    navigation::{NavigationForm, NavigationSettings},
    paths,
    settings::{OrganisationForm, OrganisationSettings},
};

impl Client {
    pub async fn organisation(&self, line: &Line) -> Result<OrganisationSettings, ApiError> {
        self.get(paths::ORGANISATION, line).await
    }

    pub async fn change_organisation(
        &self,
        version: i64,
        form: &OrganisationForm,
    ) -> Result<OrganisationSettings, ApiError> {
        self.change(Method::PUT, paths::ORGANISATION, version, form).await
    }

    pub async fn goal_thresholds(&self, line: &Line) -> Result<GoalThresholds, ApiError> {
        self.get(paths::GOAL_THRESHOLDS, line).await
    }

    pub async fn change_goal_thresholds(
        &self,
        version: i64,
        form: &ThresholdsForm,
    ) -> Result<GoalThresholds, ApiError> {
        self.change(Method::PUT, paths::GOAL_THRESHOLDS, version, form).await
    }

    pub async fn health_weights(&self, line: &Line) -> Result<HealthWeights, ApiError> {
        self.get(paths::HEALTH_WEIGHTS, line).await
    }

    pub async fn change_health_weights(
        &self,
        version: i64,
        form: &HealthWeightsForm,
    ) -> Result<HealthWeights, ApiError> {
        self.change(Method::PUT, paths::HEALTH_WEIGHTS, version, form).await
    }

    pub async fn navigation(&self, line: &Line) -> Result<NavigationSettings, ApiError> {
        self.get(paths::NAVIGATION, line).await
    }

    pub async fn change_navigation(&self, version: i64, form: &NavigationForm) -> Result<NavigationSettings, ApiError> {
        self.change(Method::PUT, paths::NAVIGATION, version, form).await
    }
}
