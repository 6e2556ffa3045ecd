//! What the ledger keeps of an account and of an opportunity, and the documents that it is read from.

use super::{
    pieces::{Name, Place, Placed},
    reach::{TokenSet, TokenSets},
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{Token, canonical::SourceId, metrics::DealInput, text};
use rust_decimal::Decimal;
use serde::{Deserialize, de::DeserializeOwned};
use shared::{EntityType, accounts::DealState};
use std::sync::Arc;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AccountRow {
    pub(crate) id: SourceId,
    /// Generation that wrote this version: with the id it names the document.
    pub(crate) from: i64,
    /// As it is searched and sorted.
    pub(crate) folded: Arc<str>,
    pub(crate) industry: Option<SourceId>,
    pub(crate) country: Option<SourceId>,
    pub(crate) salesperson: Option<SourceId>,
    pub(crate) parent: Option<SourceId>,
    /// Neither archived nor a pure vendor.
    pub(crate) is_listed: bool,
    pub(crate) visible_to: TokenSet,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DealRow {
    pub(crate) id: SourceId,
    pub(crate) from: i64,
    /// As it is searched and sorted.
    pub(crate) folded: Arc<str>,
    /// 0: no account.
    pub(crate) account: SourceId,
    /// The person or address that it is with, or the account itself; 0: no partner.
    pub(crate) partner: SourceId,
    /// 0: nobody.
    pub(crate) salesperson: SourceId,
    pub(crate) team: Option<SourceId>,
    pub(crate) stage: Option<SourceId>,
    expected_revenue: Decimal,
    weighted_revenue: Decimal,
    /// Few deals have any.
    recurring: Option<Box<(Decimal, Decimal)>>,
    pub(crate) probability: Decimal,
    close_on: Option<NaiveDate>,
    closed_at: Option<DateTime<Utc>>,
    became_opportunity_at: Option<DateTime<Utc>>,
    stage_changed_at: Option<DateTime<Utc>>,
    book: Book,
    pub(crate) visible_to: TokenSet,
    pub(crate) state: DealState,
    closed_estimated: bool,
}

impl DealRow {
    /// Archived ones stand in no list unless they are asked for.
    pub(crate) fn is_listed(&self) -> bool {
        self.state != DealState::Archived
    }

    pub(super) fn input<'a>(&self, books: &'a Books) -> DealInput<'a> {
        let page = books.page(self.book);
        DealInput {
            id: self.id,
            state: self.state,
            stage: self.stage,
            currency: page.currency,
            currency_code: &page.code,
            company: page.company,
            expected_revenue: self.expected_revenue,
            weighted_revenue: self.weighted_revenue,
            recurring: self.recurring.as_deref().copied(),
            close_on: self.close_on,
            closed_at: self.closed_at,
            closed_estimated: self.closed_estimated,
            became_opportunity_at: self.became_opportunity_at,
            stage_changed_at: self.stage_changed_at,
            days: None,
        }
    }
}

impl Placed for DealRow {
    fn account(&self) -> SourceId {
        self.account
    }

    fn name(&self) -> Name {
        (EntityType::Opportunity, self.id)
    }
}

/// Number of a combination of company and currency: there are few, for many deals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Book(u32);

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct BookPage {
    pub(super) company: Option<SourceId>,
    pub(super) currency: Option<SourceId>,
    pub(super) code: String,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Books {
    pages: Vec<BookPage>,
}

/// For a number that no row has: an amount without currency is never converted.
static NO_PAGE: BookPage = BookPage { company: None, currency: None, code: String::new() };

impl Books {
    pub(super) fn number(&mut self, page: BookPage) -> Book {
        let at = self.pages.iter().position(|known| *known == page).unwrap_or_else(|| {
            self.pages.push(page);
            self.pages.len() - 1
        });
        Book(u32::try_from(at).unwrap_or_default())
    }

    pub(super) fn page(&self, book: Book) -> &BookPage {
        usize::try_from(book.0).ok().and_then(|at| self.pages.get(at)).unwrap_or(&NO_PAGE)
    }
}

/// A version in `data_lake_serving`, cut to what the ledger keeps of its data.
#[derive(Debug, Deserialize)]
pub(super) struct Served<D> {
    pub(super) entity_type: EntityType,
    pub(super) id: SourceId,
    pub(super) from: i64,
    pub(super) to: i64,
    pub(super) is_active: bool,
    visible_to: Vec<String>,
    pub(super) data: D,
}

impl<D> Served<D> {
    /// A token that cannot be read admits nobody.
    pub(super) fn tokens(&self, sets: &mut TokenSets) -> TokenSet {
        let tokens: Vec<Token> = self.visible_to.iter().filter_map(|token| token.parse().ok()).collect();
        sets.number(&tokens)
    }
}

/// What the ledger keeps of a kind of rows.
pub(super) trait Kept: DeserializeOwned + Send + Sync {
    const ENTITIES: &'static [EntityType];
    /// Fields of `data` to ask for.
    const FIELDS: &'static [&'static str];
}

#[derive(Debug, Deserialize)]
pub(super) struct ServedData {
    name: Option<String>,
    archived: Option<bool>,
    vendor: Option<bool>,
    industry: Option<ServedLink>,
    country: Option<ServedLink>,
    salesperson: Option<ServedLink>,
    parent: Option<ServedLink>,
    account: Option<ServedLink>,
    partner: Option<ServedLink>,
    team: Option<ServedLink>,
    stage: Option<ServedLink>,
    state: Option<DealState>,
    company: Option<SourceId>,
    currency: Option<SourceId>,
    currency_code: Option<String>,
    expected_revenue: Option<Decimal>,
    weighted_revenue: Option<Decimal>,
    recurring_monthly: Option<Decimal>,
    recurring_weighted: Option<Decimal>,
    probability: Option<Decimal>,
    close_on: Option<NaiveDate>,
    closed_at: Option<DateTime<Utc>>,
    closed_estimated: Option<bool>,
    became_opportunity_at: Option<DateTime<Utc>>,
    stage_changed_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct ServedLink {
    pub(super) id: SourceId,
}

impl Kept for ServedData {
    const ENTITIES: &'static [EntityType] = &[EntityType::Account, EntityType::Opportunity];
    const FIELDS: &'static [&'static str] = &[
        "data.name",
        "data.archived",
        "data.vendor",
        "data.industry.id",
        "data.country.id",
        "data.salesperson.id",
        "data.parent.id",
        "data.account.id",
        "data.partner.id",
        "data.team.id",
        "data.stage.id",
        "data.state",
        "data.company",
        "data.currency",
        "data.currency_code",
        "data.expected_revenue",
        "data.weighted_revenue",
        "data.recurring_monthly",
        "data.recurring_weighted",
        "data.probability",
        "data.close_on",
        "data.closed_at",
        "data.closed_estimated",
        "data.became_opportunity_at",
        "data.stage_changed_at",
    ];
}

impl Served<ServedData> {
    /// Of an opportunity.
    pub(super) fn place(&self) -> Place {
        (self.data.account.as_ref().map_or(0, |account| account.id), (self.entity_type, self.id))
    }

    /// `None` when a field is missing that every account has.
    pub(super) fn account(&self, visible_to: TokenSet) -> Option<AccountRow> {
        let data = &self.data;
        let id = |link: &Option<ServedLink>| link.as_ref().map(|link| link.id);
        Some(AccountRow {
            id: self.id,
            from: self.from,
            folded: text::fold(data.name.as_deref()?).into(),
            industry: id(&data.industry),
            country: id(&data.country),
            salesperson: id(&data.salesperson),
            parent: id(&data.parent),
            is_listed: !data.archived? && !data.vendor?,
            visible_to,
        })
    }

    /// `None` when a field is missing that every opportunity has.
    pub(super) fn deal(&self, visible_to: TokenSet, books: &mut Books) -> Option<DealRow> {
        let data = &self.data;
        let code = data.currency_code.clone()?;
        let id = |link: &Option<ServedLink>| link.as_ref().map(|link| link.id);
        Some(DealRow {
            id: self.id,
            from: self.from,
            folded: text::fold(data.name.as_deref()?).into(),
            account: id(&data.account).unwrap_or_default(),
            partner: id(&data.partner).unwrap_or_default(),
            salesperson: id(&data.salesperson).unwrap_or_default(),
            team: id(&data.team),
            stage: id(&data.stage),
            expected_revenue: data.expected_revenue?,
            weighted_revenue: data.weighted_revenue?,
            recurring: data.recurring_monthly.zip(data.recurring_weighted).map(Box::new),
            probability: data.probability?,
            close_on: data.close_on,
            closed_at: data.closed_at,
            closed_estimated: data.closed_estimated?,
            became_opportunity_at: data.became_opportunity_at,
            stage_changed_at: data.stage_changed_at,
            book: books.number(BookPage { company: data.company, currency: data.currency, code }),
            visible_to,
            state: data.state?,
        })
    }
}
