//! Who did it: one person under the names that they have here and in Odoo.

use super::{Activities, FeedReader};
use crate::{Result, people::OdooLink};
use domain::{
    Org,
    canonical::{Kind, RecordRef, SourceId},
    facts::{parse_serving_id, serving_id},
};
use futures::TryStreamExt;
use mongodb::bson::{Document, doc};
use serde::Deserialize;
use shared::{EntityType, activities::LogPerson};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// The names under which somebody does something.
#[derive(Debug, Default)]
pub(super) struct Doer {
    /// In the log.
    pub(super) logged: Vec<String>,
    /// In Odoo: the user, and the partner that stands for it.
    pub(super) by: Vec<String>,
}

impl Activities {
    /// `user` is the id of either; nobody does anything under a name that is neither.
    pub(super) async fn doer(&self, org: &Org, user: &str) -> Result<Doer> {
        let people = self.store.people();
        let named = parse_serving_id(user).filter(|(entity, _)| *entity == EntityType::User).map(|(_, id)| id);
        let (person, odoo_user) = match (Uuid::parse_str(user), named) {
            (Ok(id), _) => {
                let found = people.find(id).await?;
                (Some(id), found.and_then(|person| OdooLink::of(&person.email, org).odoo_user_id))
            }
            (_, Some(id)) => {
                let login = org.users.get(&id).map(|user| user.login.clone());
                let found = match login {
                    Some(login) => people.find_by_email(&login).await?,
                    None => None,
                };
                let linked = found.filter(|person| OdooLink::of(&person.email, org).odoo_user_id == Some(id));
                (linked.map(|person| person.id), Some(id))
            }
            _ => return Ok(Doer::default()),
        };
        let logged = person.map(|id| id.to_string()).into_iter().chain(odoo_user.map(user_id)).collect();
        let partner = odoo_user.and_then(|id| org.users.get(&id)?.partner);
        let by = [(Kind::User, odoo_user), (Kind::Partner, partner)];
        let by = by.into_iter().filter_map(|(kind, id)| Some(RecordRef::new(kind, id?).to_string())).collect();
        Ok(Doer { logged, by })
    }

    /// The organisation's users of Odoo, unless nothing of it is in the reader's reach, and whoever else the log names, by name.
    pub async fn doers(&self, reader: FeedReader<'_>) -> Result<Vec<LogPerson>> {
        let org = self.store.org(reader.moment).await?;
        let sees_anything = reader.scope.tokens().is_none_or(|tokens| !tokens.is_empty());
        let staff = org.users.iter().filter(|(_, user)| sees_anything && !user.portal && !user.archived);
        let mut names: BTreeMap<_, _> = staff.map(|(id, user)| (user_id(*id), user.name.clone())).collect();
        let linked = self.store.people().approved().await?.into_iter();
        let linked: HashMap<_, _> = linked
            .filter_map(|person| Some((person.id.to_string(), OdooLink::of(&person.email, &org).odoo_user_id?)))
            .collect();
        for Named { user, name } in self.named(reader.reach()).await? {
            let id = linked.get(&user).map(|id| user_id(*id)).unwrap_or(user);
            names.entry(id.clone()).or_insert_with(|| name.unwrap_or(id));
        }
        let mut people: Vec<_> = names.into_iter().map(|(id, name)| LogPerson { id, name }).collect();
        people.sort_by_cached_key(|person| (domain::text::fold(&person.name), person.id.clone()));
        Ok(people)
    }

    /// Whom the log names, with the newest name of each.
    async fn named(&self, reach: Document) -> Result<Vec<Named>> {
        let newest = doc! { "at": "$timestamp", "name": "$user_name" };
        let stages = [
            doc! { "$match": reach },
            doc! { "$match": { "user_id": { "$gt": "" } } },
            doc! { "$group": { "_id": "$user_id", "newest": { "$max": newest } } },
            doc! { "$project": { "name": "$newest.name" } },
        ];
        Ok(self.rows().aggregate(stages).with_type::<Named>().await?.try_collect().await?)
    }
}

#[derive(Debug, Deserialize)]
struct Named {
    #[serde(rename = "_id")]
    user: String,
    name: Option<String>,
}

pub(super) fn user_id(id: SourceId) -> String {
    serving_id(EntityType::User, id)
}
