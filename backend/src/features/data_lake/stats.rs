//! `GET /api/data-lake/stats`: how much of what is in which zone.

use crate::{
    http::{Caller, Failure, PersonProblems, ReadDataLake},
    state::State,
};
use actix_web::{
    get,
    web::{Data, Json},
};
use domain::canonical::Kind;
use shared::{
    EntityType,
    data_lake::{DataLakeStats, EntityStats},
};
use source::Source;
use std::collections::BTreeMap;

/// Sizes of the data lake
#[utoipa::path(
    tag = "data lake",
    responses((status = 200, description = "The sizes", body = DataLakeStats), PersonProblems),
    security(("session" = []))
)]
#[get("/api/data-lake/stats")]
pub(super) async fn stats(_caller: Caller<ReadDataLake>, state: Data<State>) -> Result<Json<DataLakeStats>, Failure> {
    let lake = state.store.lake().await?;
    // Without a connection there never was anything to count.
    let odoo = state.connection.mapper().await.ok();
    let model = |entity: EntityType| {
        let kind = Kind::ALL.iter().find(|kind| kind.entities().contains(&entity))?;
        Some(odoo.as_ref()?.model(*kind))
    };
    let sizes = state.store.sizes(model).await?;
    let held: BTreeMap<_, _> = state.store.held().await?.into_iter().map(|line| (line.entity, line.count)).collect();
    let quarantined = state.store.quarantine_counts().await?;
    let entities = sizes.into_iter().map(|sizes| EntityStats {
        entity: sizes.entity,
        raw_versions: sizes.raw_versions,
        canonical: sizes.active + sizes.deleted,
        serving: sizes.serving,
        active: sizes.active,
        deleted: sizes.deleted,
        held: held.get(&sizes.entity).copied().unwrap_or_default(),
        quarantined: quarantined.get(&sizes.entity).copied().unwrap_or_default(),
    });
    Ok(Json(DataLakeStats {
        generation: lake.generation,
        published_at: lake.published_at,
        compared_at: lake.compared_at,
        drift: super::drift(&state).await?,
        entities: entities.collect(),
    }))
}
