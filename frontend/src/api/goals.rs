//! Goals and the targets of roles.

use super::{ApiError, Client, call::Line, spelling::path};
use crate::route::encode;
use gloo_net::http::Method;
use shared::{
    goals::{Goal, GoalBoard, GoalForm, GoalHistory, GoalPatch, GoalQuery, GoalReport, RoleTarget, TargetCreate},
    paths,
};

/// What a screen shows of goals.
#[derive(Debug)]
pub struct Goals {
    pub board: GoalBoard,
    pub report: Option<GoalReport>,
}

impl Client {
    /// The board, and where it is wanted what the targets of roles come to.
    pub async fn goals(&self, query: &GoalQuery, with_report: bool, line: &Line) -> Result<Goals, ApiError> {
        let board = self.get(&path(paths::GOAL_BOARD, query), line).await?;
        let report = if with_report { Some(self.get(paths::GOAL_REPORT, line).await?) } else { None };
        Ok(Goals { board, report })
    }

    pub async fn goal_history(&self, id: &str, line: &Line) -> Result<GoalHistory, ApiError> {
        self.get(&paths::goal_history(&encode(id)), line).await
    }

    pub async fn set_goal(&self, form: &GoalForm) -> Result<Goal, ApiError> {
        self.post(paths::GOALS, form).await
    }

    pub async fn change_goal(&self, id: &str, version: i64, patch: &GoalPatch) -> Result<Goal, ApiError> {
        self.change(Method::PATCH, &paths::goal(&encode(id)), version, patch).await
    }

    pub async fn delete_goal(&self, id: &str, version: i64) -> Result<(), ApiError> {
        self.delete(&paths::goal(&encode(id)), version).await
    }

    pub async fn set_target(&self, form: &TargetCreate) -> Result<RoleTarget, ApiError> {
        self.post(paths::TARGETS, form).await
    }

    pub async fn delete_target(&self, id: &str, version: i64) -> Result<(), ApiError> {
        self.delete(&paths::target(&encode(id)), version).await
    }
}
