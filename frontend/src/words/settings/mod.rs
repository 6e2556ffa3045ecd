//! What has to be said about the settings of the organisation.

pub mod en;
pub mod id;

use shared::figures::ForecastCategory;

#[derive(Debug)]
pub struct Settings {
    pub title: &'static str,
    // The calendar and the currency.
    pub calendar: &'static str,
    pub calendar_why: &'static str,
    pub time_zone: &'static str,
    pub time_zone_hint: &'static str,
    pub time_zone_wrong: &'static str,
    pub currency: &'static str,
    pub currency_hint: &'static str,
    pub currency_wrong: &'static str,
    pub fiscal_month: &'static str,
    // When deals rot.
    pub rotting: &'static str,
    pub rotting_why: &'static str,
    pub rotting_days: &'static str,
    pub rotting_days_hint: &'static str,
    pub rotting_wrong: &'static str,
    pub own_limits: &'static str,
    pub own_limits_why: &'static str,
    pub no_stages: &'static str,
    // What is forecast.
    pub forecast: &'static str,
    pub forecast_why: &'static str,
    pub counts_as: &'static str,
    pub category: fn(ForecastCategory) -> &'static str,
    // When a goal is on track.
    pub thresholds: &'static str,
    pub thresholds_why: &'static str,
    pub on_track: &'static str,
    pub on_track_wrong: &'static str,
    pub at_risk: &'static str,
    pub at_risk_wrong: &'static str,
    pub early_share: &'static str,
    pub early_share_wrong: &'static str,
    pub early_days: &'static str,
    pub early_days_wrong: &'static str,
    // What an account's health weighs.
    pub weights: &'static str,
    pub weights_why: &'static str,
    pub weight_good_wrong: &'static str,
    pub weight_bad_wrong: &'static str,
    pub defaults: &'static str,
    // What stands in the menus.
    pub menus: &'static str,
    pub menus_why: &'static str,
    pub menus_wrong: &'static str,
    pub menu_fixed: &'static str,
    pub not_usable: &'static str,
    pub page: &'static str,
    pub unsaved: &'static str,
    // The sync.
    pub sync: &'static str,
    pub sync_why: &'static str,
    pub sync_link: &'static str,
}
