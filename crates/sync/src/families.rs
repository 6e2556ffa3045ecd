//! Serving rows of touched families: derived whole, compared, and written where they differ.

use crate::changes::Families;
use domain::{
    canonical::{Deal, Kind, Partner, SourceId},
    facts::{Family, Member, References, ServingRow, derive},
};
use std::collections::{BTreeMap, BTreeSet};
use store::{Loader, Making, ServingName, StoreError, Target};

/// Families in memory at a time.
const AT_ONCE: usize = 1_000;

/// Rows derived for some families, and the names of all rows that their records could have.
#[derive(Default)]
struct Derived {
    rows: Vec<ServingRow>,
    names: BTreeSet<ServingName>,
}

/// Returns how many serving rows changed. `fresh`: there are none yet.
pub(crate) async fn refresh(
    loader: &mut Loader,
    target: &Target,
    families: &Families,
    fresh: bool,
) -> Result<u64, StoreError> {
    let store = loader.store().clone();
    let making = store.making(target.side);
    let references = making.references().await?;
    let mut changed = 0;
    let commercials: Vec<_> = families.commercials.iter().copied().collect();
    for chunk in commercials.chunks(AT_ONCE) {
        let derived = of_commercials(making, chunk, &references).await?;
        changed += loader.serve(target, derived.rows, &derived.names, fresh).await?;
    }
    let deals: Vec<_> = families.deals.iter().copied().collect();
    for chunk in deals.chunks(AT_ONCE) {
        let mut derived = Derived::default();
        derived.add(&Family { deals: making.deals(chunk).await?, ..Family::default() }, &references);
        changed += loader.serve(target, derived.rows, &derived.names, fresh).await?;
    }
    Ok(changed)
}

async fn of_commercials(
    making: Making<'_>,
    commercials: &[SourceId],
    references: &References,
) -> Result<Derived, StoreError> {
    let partners = making.partners_of(commercials).await?;
    let ids: Vec<_> = partners.iter().map(|member| member.id).collect();
    let deals = making.deals_on(&ids).await?;
    let parents: BTreeSet<_> = partners.iter().filter_map(|member| member.record.parent).collect();
    let names = making.partner_names(&parents).await?;
    let mut derived = Derived::default();
    for family in split(partners, deals, &names).values() {
        derived.add(family, references);
    }
    Ok(derived)
}

/// One family at a time: what happens to be loaded beside it must not show in its rows.
fn split(
    partners: Vec<Member<Partner>>,
    deals: Vec<Member<Deal>>,
    names: &BTreeMap<SourceId, String>,
) -> BTreeMap<SourceId, Family> {
    let commercials: BTreeMap<_, _> = partners.iter().map(|member| (member.id, member.record.commercial)).collect();
    let mut families: BTreeMap<SourceId, Family> = BTreeMap::new();
    for member in partners {
        let family = families.entry(member.record.commercial).or_default();
        let parent = member.record.parent;
        family.parents.extend(parent.and_then(|id| Some((id, names.get(&id)?.clone()))));
        family.partners.push(member);
    }
    for member in deals {
        if let Some(commercial) = member.record.partner.and_then(|id| commercials.get(&id)) {
            families.entry(*commercial).or_default().deals.push(member);
        }
    }
    families
}

impl Derived {
    fn add(&mut self, family: &Family, references: &References) {
        self.rows.extend(derive(family, references));
        let names = |kind: Kind, id: SourceId| kind.entities().iter().map(move |entity| (*entity, id));
        self.names.extend(family.partners.iter().flat_map(|member| names(Kind::Partner, member.id)));
        self.names.extend(family.deals.iter().flat_map(|member| names(Kind::Deal, member.id)));
    }
}
