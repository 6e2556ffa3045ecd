//! One deal, with what its versions tell of its way here.

use super::{Deals, SaidForecast};
use crate::{Result, StoreError, collections::SERVING, gate::Gate, ledger::View};
use chrono::{DateTime, Utc};
use domain::{
    Moment, Scope,
    canonical::{SourceId, Stage},
    facts::{DealFact, Fact, Link},
    metrics::Worth,
};
use shared::{EntityType, figures::ForecastCategory};
use std::collections::HashMap;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DealDetail {
    pub id: SourceId,
    pub fact: DealFact,
    pub worth: Worth,
    /// Calendar days in its stage.
    pub stage_age: Option<i64>,
    pub is_overdue: bool,
    pub is_rotting: bool,
    /// Days in its stage after which a deal rots.
    pub rotting_days: u32,
    /// Where the record lives in its source.
    pub url: Option<String>,
    /// Oldest first; the last one is the present stage.
    pub stages: Vec<StageStay>,
    /// How often the closing day was moved to a later one.
    pub pushes: u64,
    /// How often the expected revenue was changed.
    pub amount_changes: u64,
    /// The lake knows the deal since then; what was before is not in the history.
    pub known_since: Option<DateTime<Utc>>,
    pub forecast: SaidForecast,
    /// What its stage is set to.
    pub forecast_of_stage: ForecastCategory,
    /// The account is in the reader's reach too.
    pub account_is_visible: bool,
}

/// From when to when a deal was in a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageStay {
    pub stage: Option<Link>,
    /// As the source says it; absent where it does not.
    pub since: Option<DateTime<Utc>>,
    /// Absent for the present one.
    pub until: Option<DateTime<Utc>>,
}

pub(super) async fn find(deals: Deals<'_>, scope: &Scope, moment: &Moment, id: SourceId) -> Result<Option<DealDetail>> {
    let snapshot = deals.store.inner.ledger.at(moment.generation).await?;
    let view = View::new(&snapshot, scope, moment);
    let Some((row, worth)) = view.deals().find(|(row, _)| row.id == id) else {
        return Ok(None);
    };
    let gate = Gate::new(deals.store);
    let shown = gate.versions(scope, moment, EntityType::Opportunity, [(id, row.from)]).await?.pop();
    let shown = shown.ok_or(StoreError::SnapshotExpired)?;
    let url = gate.url(&shown, moment.generation, EntityType::Opportunity).await?;
    let past = gate.past(&shown, moment.generation, EntityType::Opportunity).await?;
    let known_since = match past.first() {
        Some((from, _)) => deals.store.generation(*from).await?.map(|generation| generation.stamped_at),
        None => None,
    };
    let Fact::Deal(fact) = shown.data else { return Err(StoreError::Shape { collection: SERVING }) };
    let versions: Vec<_> = past.into_iter().filter_map(|(_, fact)| as_deal(fact)).collect();
    let account = snapshot.account(row.account);
    let input = snapshot.input(row);
    Ok(Some(DealDetail {
        id,
        worth,
        stage_age: input.stage_age(moment),
        is_overdue: input.is_overdue(moment),
        is_rotting: input.is_rotting(moment),
        rotting_days: moment.rules.rotting_days(row.stage),
        url,
        stages: stays(&versions, &snapshot.references.stages),
        pushes: steps(&versions, |old, new| old.close_on.zip(new.close_on).is_some_and(|(old, new)| old < new)),
        amount_changes: steps(&versions, |old, new| old.expected_revenue != new.expected_revenue),
        known_since,
        forecast: deals.said(id).await?,
        forecast_of_stage: moment.rules.forecast_of_stage(row.stage),
        account_is_visible: account.is_some_and(|family| view.admits(family.account.visible_to)),
        fact,
    }))
}

fn as_deal(fact: Fact) -> Option<DealFact> {
    match fact {
        Fact::Deal(deal) => Some(deal),
        _ => None,
    }
}

fn steps(versions: &[DealFact], is_one: impl Fn(&DealFact, &DealFact) -> bool) -> u64 {
    let count = versions.windows(2).filter(|pair| matches!(pair, [old, new] if is_one(old, new))).count();
    u64::try_from(count).unwrap_or_default()
}

/// Stages are called as they are called today.
fn stays(versions: &[DealFact], stages: &HashMap<SourceId, Stage>) -> Vec<StageStay> {
    let mut stays: Vec<StageStay> = Vec::new();
    for version in versions {
        let mut stage = version.stage.clone();
        if let Some(link) = &mut stage
            && let Some(known) = stages.get(&link.id)
        {
            link.name.clone_from(&known.name);
        }
        let since = version.stage_changed_at;
        match stays.last_mut() {
            Some(last) if last.stage == stage => {}
            last => {
                if let Some(last) = last {
                    last.until = since;
                }
                stays.push(StageStay { stage, since, until: None });
            }
        }
    }
    stays
}
