//! Opportunities: the list, the board, one of them, what the filters can take.

use super::{ApiError, Client, call::Line, spelling::path};
use gloo_net::http::Method;
use shared::{
    deals::{Board, DealDetail, DealFilters, DealForecast, DealPage, DealQuery, ForecastForm},
    figures::ForecastCategory,
    paths,
};

impl Client {
    pub async fn deals(&self, query: &DealQuery, line: &Line) -> Result<DealPage, ApiError> {
        self.get(&path(paths::OPPORTUNITIES, query), line).await
    }

    pub async fn deal_board(&self, query: &DealQuery, line: &Line) -> Result<Board, ApiError> {
        self.get(&path(paths::OPPORTUNITY_BOARD, query), line).await
    }

    pub async fn deal(&self, id: &str, line: &Line) -> Result<DealDetail, ApiError> {
        self.get(&paths::opportunity(&crate::route::encode(id)), line).await
    }

    pub async fn say_forecast(
        &self,
        id: &str,
        version: i64,
        category: Option<ForecastCategory>,
    ) -> Result<DealForecast, ApiError> {
        let path = paths::forecast_category(&crate::route::encode(id));
        self.change(Method::PUT, &path, version, &ForecastForm { category }).await
    }

    pub async fn deal_filters(&self, line: &Line) -> Result<DealFilters, ApiError> {
        self.get(paths::OPPORTUNITY_FILTERS, line).await
    }
}
