//! Checks what a list of accounts is asked for.

use crate::{features::choices::Asked, http::Failure};
use shared::{
    EntityType,
    accounts::{AccountQuery, AccountSort},
    list::Direction,
};
use store::accounts::AccountListQuery;

pub(super) fn read(asked: &AccountQuery) -> Result<AccountListQuery, Failure> {
    let mut wrong = Asked::default();
    let industry = wrong.choice("industry", asked.industry.as_deref(), EntityType::Industry);
    let salesperson = wrong.choice("salesperson", asked.salesperson.as_deref(), EntityType::User);
    let country = wrong.choice("country", asked.country.as_deref(), EntityType::Country);
    let limit = wrong.limit(asked.limit);
    wrong.search(asked.q.as_deref());
    wrong.end()?;
    let sort = asked.sort.unwrap_or_default();
    let usual = if sort == AccountSort::Name { Direction::Asc } else { Direction::Desc };
    Ok(AccountListQuery {
        q: asked.q.clone(),
        industry,
        salesperson,
        country,
        sort,
        direction: asked.direction.unwrap_or(usual),
        limit,
    })
}
