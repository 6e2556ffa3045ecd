//! Columns of what hangs on accounts: invoices, and what was done or is planned with a customer.

use super::{
    doers::{DoerSet, DoerSets},
    pieces::{Name, Place, Placed},
    reach::{TokenSet, TokenSets},
    rows::{Book, BookPage, Books, Kept, Served, ServedLink},
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    canonical::{InvoiceKind, InvoiceState, Kind, PaymentState, RecordRef, SourceId},
    facts::{Deed, Instalment, Invited, accepted},
    metrics::{Due, InvoiceInput, Touch},
};
use rust_decimal::Decimal;
use serde::Deserialize;
use shared::{EntityType, around::TouchKind};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct InvoiceRow {
    /// 0: no account.
    pub(crate) account: SourceId,
    pub(crate) id: SourceId,
    pub(crate) from: i64,
    /// Whom it is made out to; 0: nobody.
    pub(crate) partner: SourceId,
    /// 0: nobody.
    pub(crate) salesperson: SourceId,
    pub(crate) team: Option<SourceId>,
    untaxed: Decimal,
    residual: Decimal,
    pub(crate) invoice_date: Option<NaiveDate>,
    due_on: Option<NaiveDate>,
    instalments: Box<[Due]>,
    book: Book,
    pub(crate) visible_to: TokenSet,
    kind: InvoiceKind,
    pub(crate) state: InvoiceState,
    payment_state: PaymentState,
}

impl InvoiceRow {
    pub(super) fn input<'a>(&'a self, books: &'a Books) -> InvoiceInput<'a> {
        let page = books.page(self.book);
        InvoiceInput {
            kind: self.kind,
            state: self.state,
            payment_state: self.payment_state,
            currency: page.currency,
            currency_code: &page.code,
            company: page.company,
            untaxed: self.untaxed,
            residual: self.residual,
            invoice_date: self.invoice_date,
            due_on: self.due_on,
            instalments: &self.instalments,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TouchRow {
    /// 0: no account.
    pub(crate) account: SourceId,
    pub(crate) id: SourceId,
    pub(crate) from: i64,
    pub(crate) touch: Touch,
    pub(crate) entity: EntityType,
    pub(crate) kind: TouchKind,
    pub(crate) visible_to: TokenSet,
    /// Those for whom it counts when it is done.
    pub(crate) doers: DoerSet,
}

impl Placed for InvoiceRow {
    fn account(&self) -> SourceId {
        self.account
    }

    fn name(&self) -> Name {
        (EntityType::Invoice, self.id)
    }
}

impl Placed for TouchRow {
    fn account(&self) -> SourceId {
        self.account
    }

    fn name(&self) -> Name {
        (self.entity, self.id)
    }
}

/// `kind` of invoices and of messages: no word has two meanings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Word {
    Invoice,
    CreditNote,
    Email,
    EmailOut,
    Comment,
    Other,
}

#[derive(Debug, Deserialize)]
pub(super) struct HungData {
    account: Option<ServedLink>,
    salesperson: Option<ServedLink>,
    team: Option<ServedLink>,
    partner: Option<SourceId>,
    kind: Option<Word>,
    activity_type: Option<ServedLink>,
    company: Option<SourceId>,
    currency: Option<SourceId>,
    currency_code: Option<String>,
    untaxed: Option<Decimal>,
    residual: Option<Decimal>,
    invoice_date: Option<NaiveDate>,
    pub(super) due_on: Option<NaiveDate>,
    #[serde(default)]
    instalments: Vec<Instalment>,
    at: Option<DateTime<Utc>>,
    state: Option<InvoiceState>,
    payment_state: Option<PaymentState>,
    pub(super) done: Option<bool>,
    pub(super) user: Option<ServedLink>,
    archived: Option<bool>,
    stop: Option<DateTime<Utc>>,
    pub(super) on: Option<ServedLink>,
    author: Option<SourceId>,
    organiser: Option<ServedLink>,
    #[serde(default)]
    attendees: Vec<Invited>,
}

impl Kept for HungData {
    const ENTITIES: &'static [EntityType] =
        &[EntityType::Invoice, EntityType::Activity, EntityType::Message, EntityType::Event];
    const FIELDS: &'static [&'static str] = &[
        "data.account.id",
        "data.salesperson.id",
        "data.team.id",
        "data.partner",
        "data.kind",
        "data.activity_type.id",
        "data.company",
        "data.currency",
        "data.currency_code",
        "data.untaxed",
        "data.residual",
        "data.invoice_date",
        "data.due_on",
        "data.instalments",
        "data.at",
        "data.state",
        "data.payment_state",
        "data.done",
        "data.user.id",
        "data.archived",
        "data.stop",
        "data.on.id",
        "data.author",
        "data.organiser.id",
        "data.attendees",
    ];
}

impl Served<HungData> {
    pub(super) fn place(&self) -> Place {
        (self.account(), (self.entity_type, self.id))
    }

    /// 0: what hangs on no account is in no account's figures; an invoice and what was done still count for their people.
    fn account(&self) -> SourceId {
        self.data.account.as_ref().map_or(0, |account| account.id)
    }

    /// `None` when a field is missing that every invoice has.
    pub(super) fn invoice(&self, sets: &mut TokenSets, books: &mut Books) -> Option<InvoiceRow> {
        let data = &self.data;
        let code = data.currency_code.clone()?;
        Some(InvoiceRow {
            account: self.account(),
            id: self.id,
            from: self.from,
            partner: data.partner.unwrap_or_default(),
            salesperson: data.salesperson.as_ref().map_or(0, |link| link.id),
            team: data.team.as_ref().map(|link| link.id),
            untaxed: data.untaxed?,
            residual: data.residual?,
            invoice_date: data.invoice_date,
            due_on: data.due_on,
            instalments: data.instalments.iter().map(|part| Due { on: part.due_on, residual: part.residual }).collect(),
            book: books.number(BookPage { company: data.company, currency: data.currency, code }),
            visible_to: self.tokens(sets),
            kind: match data.kind? {
                Word::CreditNote => InvoiceKind::CreditNote,
                _ => InvoiceKind::Invoice,
            },
            state: data.state?,
            payment_state: data.payment_state?,
        })
    }

    /// A cancelled meeting, or one without an end, is none; nor is an activity that Odoo keeps when it is done, because
    /// its message is one.
    pub(super) fn touch(&self, sets: &mut TokenSets, doers: &mut DoerSets) -> Option<TouchRow> {
        let account = self.account();
        let (touch, kind) = match self.entity_type {
            EntityType::Activity if self.data.done == Some(true) => return None,
            EntityType::Activity => (Touch::Planned { due: self.data.due_on }, TouchKind::Planned),
            EntityType::Event if self.data.archived == Some(true) => return None,
            EntityType::Event => (Touch::Meeting { ends: self.data.stop? }, TouchKind::Meeting),
            _ => (Touch::Done { at: self.data.at }, self.message_kind()),
        };
        // Without an account it counts for who did it, where it hangs on a record at all.
        if account == 0 && (self.data.on.is_none() || kind == TouchKind::Planned) {
            return None;
        }
        let doers = doers.number(&Deed::new(touch, self.doers()).doers);
        let (id, from, entity, visible_to) = (self.id, self.from, self.entity_type, self.tokens(sets));
        Some(TouchRow { account, id, from, touch, entity, kind, visible_to, doers })
    }

    fn doers(&self) -> impl Iterator<Item = RecordRef> {
        let HungData { on, author, organiser, attendees, .. } = &self.data;
        let author = author.map(|author| RecordRef::new(Kind::Partner, author));
        let organiser = organiser.as_ref().map(|user| RecordRef::new(Kind::User, user.id));
        author.into_iter().chain(organiser).chain(accepted(attendees)).filter(|_| on.is_some())
    }

    /// That an activity was done says more than how it was told.
    fn message_kind(&self) -> TouchKind {
        match self.data.kind {
            _ if self.data.activity_type.is_some() => TouchKind::Activity,
            Some(Word::Email) => TouchKind::EmailIn,
            Some(Word::EmailOut) => TouchKind::EmailOut,
            Some(Word::Comment) => TouchKind::Comment,
            _ => TouchKind::Activity,
        }
    }
}
