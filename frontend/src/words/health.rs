//! Words about the health of accounts.

use shared::health_score::{HealthState, ReasonKind};

#[derive(Debug)]
pub struct Health {
    pub title: &'static str,
    /// What every score begins with.
    pub start: &'static str,
    pub no_business_why: &'static str,
    /// What should have been paid by now.
    pub overdue: &'static str,
    /// In the order of the states.
    states: [&'static str; 4],
    /// In the order of the kinds.
    reasons: [&'static str; 11],
}

pub const EN: Health = Health {
    title: "Health",
    start: "to begin with",
    no_business_why: "No open deal, and nothing won or invoiced in 24 months",
    overdue: "Overdue",
    states: ["Healthy", "Watch", "At risk", "No business"],
    reasons: [
        "touched in the last 14 days",
        "touched in the last 30 days",
        "not touched for 60 days",
        "never touched",
        "an activity is planned",
        "open pipeline",
        "a deal won in the last 180 days",
        "all open deals rot",
        "overdue invoices",
        "many overdue invoices",
        "limit of the scale",
    ],
};

pub const ID: Health = Health {
    title: "Kesehatan",
    start: "sebagai awal",
    no_business_why: "Tidak ada peluang terbuka, dan tidak ada yang menang atau ditagih dalam 24 bulan",
    overdue: "Lewat jatuh tempo",
    states: ["Sehat", "Perhatikan", "Berisiko", "Tanpa bisnis"],
    reasons: [
        "dihubungi dalam 14 hari terakhir",
        "dihubungi dalam 30 hari terakhir",
        "tidak dihubungi selama 60 hari",
        "belum pernah dihubungi",
        "ada aktivitas yang direncanakan",
        "ada pipeline terbuka",
        "ada peluang menang dalam 180 hari terakhir",
        "semua peluang terbuka mandek",
        "ada faktur lewat jatuh tempo",
        "banyak faktur lewat jatuh tempo",
        "batas skala",
    ],
};

impl Health {
    pub fn state(&self, state: HealthState) -> &'static str {
        let [healthy, watch, at_risk, none] = self.states;
        match state {
            HealthState::Healthy => healthy,
            HealthState::Watch => watch,
            HealthState::AtRisk => at_risk,
            HealthState::NoBusiness => none,
        }
    }

    /// The same in every language, for marks in the document.
    pub fn id(&self, state: HealthState) -> &'static str {
        match state {
            HealthState::Healthy => "healthy",
            HealthState::Watch => "watch",
            HealthState::AtRisk => "at_risk",
            HealthState::NoBusiness => "no_business",
        }
    }

    pub fn reason(&self, kind: ReasonKind) -> &'static str {
        let [lately, month, long, never, next, pipeline, won, rotting, overdue, much, limit] = self.reasons;
        match kind {
            ReasonKind::TouchedLately => lately,
            ReasonKind::TouchedThisMonth => month,
            ReasonKind::LongUntouched => long,
            ReasonKind::NeverTouched => never,
            ReasonKind::NextActivity => next,
            ReasonKind::OpenPipeline => pipeline,
            ReasonKind::WonLately => won,
            ReasonKind::AllRotting => rotting,
            ReasonKind::Overdue => overdue,
            ReasonKind::MuchOverdue => much,
            ReasonKind::Limit => limit,
        }
    }
}
