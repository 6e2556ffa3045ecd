//! Reference records of a generation as readers need them: rates, the organisation, names of filters.

use crate::{
    Result,
    collections::{INSTANCE, canonical, open},
};
use db::Db;
use domain::{
    Org,
    canonical::{Record, SourceId, Stage},
    facts::References,
    money::Rates,
};
use futures::{TryStreamExt, future::try_join_all};
use mongodb::bson::{Document, doc};
use serde::Deserialize;
use shared::EntityType;
use std::{collections::HashMap, sync::Arc};

const MONEY: [EntityType; 3] = [EntityType::Company, EntityType::Currency, EntityType::CurrencyRate];
const ORG: [EntityType; 4] = [EntityType::User, EntityType::Employee, EntityType::Team, EntityType::TeamMember];
const STAGES: [EntityType; 1] = [EntityType::Stage];
const INDUSTRIES: [EntityType; 1] = [EntityType::Industry];
const COUNTRIES: [EntityType; 1] = [EntityType::Country];

type Names = HashMap<SourceId, String>;

/// Each part is shared with the neighbouring generations in which it is the same.
#[derive(Debug, Clone, Default)]
pub(crate) struct LedgerReferences {
    pub(crate) rates: Arc<Rates>,
    pub(crate) org: Arc<Org>,
    pub(crate) stages: Arc<HashMap<SourceId, Stage>>,
    pub(crate) industries: Arc<Names>,
    pub(crate) countries: Arc<Names>,
}

impl LedgerReferences {
    pub(super) async fn whole(db: &Db, generation: i64) -> Result<Self> {
        let (rates, org, stages, industries, countries) = tokio::try_join!(
            read(db, &MONEY, generation),
            read(db, &ORG, generation),
            read(db, &STAGES, generation),
            read(db, &INDUSTRIES, generation),
            read(db, &COUNTRIES, generation),
        )?;
        Ok(Self {
            rates: Arc::new(rates.rates()),
            org: Arc::new(org.org),
            stages: Arc::new(stages.stages),
            industries: Arc::new(industries_of(industries)),
            countries: Arc::new(countries_of(countries)),
        })
    }

    /// Reads only the parts in which a row was opened or closed between the two generations.
    pub(super) async fn moved(&self, db: &Db, from: i64, to: i64) -> Result<Self> {
        let changed = |entities| any_changed(db, entities, from.min(to), from.max(to));
        let (money, org, stages, industries, countries) = tokio::try_join!(
            changed(&MONEY[..]),
            changed(&ORG),
            changed(&STAGES),
            changed(&INDUSTRIES),
            changed(&COUNTRIES)
        )?;
        let mut next = self.clone();
        if money {
            next.rates = Arc::new(read(db, &MONEY, to).await?.rates());
        }
        if org {
            next.org = Arc::new(read(db, &ORG, to).await?.org);
        }
        if stages {
            next.stages = Arc::new(read(db, &STAGES, to).await?.stages);
        }
        if industries {
            next.industries = Arc::new(industries_of(read(db, &INDUSTRIES, to).await?));
        }
        if countries {
            next.countries = Arc::new(countries_of(read(db, &COUNTRIES, to).await?));
        }
        Ok(next)
    }
}

fn industries_of(references: References) -> Names {
    references.industries.into_iter().map(|(id, industry)| (id, industry.name)).collect()
}

fn countries_of(references: References) -> Names {
    references.countries.into_iter().map(|(id, country)| (id, country.name)).collect()
}

#[derive(Deserialize)]
struct CanonicalRow {
    id: SourceId,
    record: Record,
}

async fn read(db: &Db, entities: &[EntityType], generation: i64) -> Result<References> {
    let mut all = References::default();
    for rows in try_join_all(entities.iter().map(|entity| rows(db, *entity, generation))).await? {
        for row in rows {
            all.insert(row.id, row.record);
        }
    }
    Ok(all)
}

async fn rows(db: &Db, entity: EntityType, generation: i64) -> Result<Vec<CanonicalRow>> {
    let there =
        doc! { "to": { "$gt": generation }, "from": { "$lte": generation }, "instance": INSTANCE, "is_active": true };
    let found =
        open::<CanonicalRow>(db, &canonical(entity)).find(there).projection(doc! { "id": 1, "record": 1 }).await?;
    let mut rows: Vec<_> = found.try_collect().await?;
    rows.sort_by_key(|row| row.id);
    Ok(rows)
}

async fn any_changed(db: &Db, entities: &[EntityType], low: i64, high: i64) -> Result<bool> {
    let changed = try_join_all(entities.iter().map(|entity| has_changed(db, *entity, low, high))).await?;
    Ok(changed.contains(&true))
}

async fn has_changed(db: &Db, entity: EntityType, low: i64, high: i64) -> Result<bool> {
    let rows = open::<Document>(db, &canonical(entity));
    for end in ["from", "to"] {
        let between = doc! { end: { "$gt": low, "$lte": high } };
        if rows.find_one(between).projection(doc! { "_id": 1 }).await?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}
