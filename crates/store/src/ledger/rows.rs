//! What the ledger keeps of an account and of an opportunity, and the documents that it is read from.

use super::reach::{TokenSet, TokenSets};
use chrono::{DateTime, Utc};
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
    /// Neither archived nor a pure vendor.
    pub(crate) is_listed: bool,
    pub(crate) visible_to: TokenSet,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DealRow {
    pub(crate) id: SourceId,
    pub(crate) from: i64,
    /// 0: no account.
    pub(crate) account: SourceId,
    /// 0: nobody.
    pub(crate) salesperson: SourceId,
    pub(super) expected_revenue: Decimal,
    pub(super) weighted_revenue: Decimal,
    pub(super) closed_at: Option<DateTime<Utc>>,
    pub(super) book: Book,
    pub(crate) visible_to: TokenSet,
    pub(crate) state: DealState,
}

impl DealRow {
    pub(super) fn order(&self) -> (SourceId, SourceId) {
        (self.account, self.id)
    }

    pub(super) fn input<'a>(&self, books: &'a Books) -> DealInput<'a> {
        let page = books.page(self.book);
        DealInput {
            state: self.state,
            currency: page.currency,
            currency_code: &page.code,
            company: page.company,
            expected_revenue: self.expected_revenue,
            weighted_revenue: self.weighted_revenue,
            closed_at: self.closed_at,
        }
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
    account: Option<ServedLink>,
    state: Option<DealState>,
    company: Option<SourceId>,
    currency: Option<SourceId>,
    currency_code: Option<String>,
    expected_revenue: Option<Decimal>,
    weighted_revenue: Option<Decimal>,
    closed_at: Option<DateTime<Utc>>,
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
        "data.account.id",
        "data.state",
        "data.company",
        "data.currency",
        "data.currency_code",
        "data.expected_revenue",
        "data.weighted_revenue",
        "data.closed_at",
    ];
}

impl Served<ServedData> {
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
            is_listed: !data.archived? && !data.vendor?,
            visible_to,
        })
    }

    /// `None` when a field is missing that every opportunity has.
    pub(super) fn deal(&self, visible_to: TokenSet, books: &mut Books) -> Option<DealRow> {
        let data = &self.data;
        let code = data.currency_code.clone()?;
        Some(DealRow {
            id: self.id,
            from: self.from,
            account: data.account.as_ref().map_or(0, |link| link.id),
            salesperson: data.salesperson.as_ref().map_or(0, |link| link.id),
            expected_revenue: data.expected_revenue?,
            weighted_revenue: data.weighted_revenue?,
            closed_at: data.closed_at,
            book: books.number(BookPage { company: data.company, currency: data.currency, code }),
            visible_to,
            state: data.state?,
        })
    }
}
