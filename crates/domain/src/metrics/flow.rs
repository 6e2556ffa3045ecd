//! What became of the pipeline between two moments: each deal by its two ends, so that the parts lead from the opening to the closing value exactly (docs/numbers.md §4).

use super::{DealInput, Sum, Tally};
use chrono::{DateTime, SubsecRound, Utc};
use rust_decimal::Decimal;
use shared::{accounts::DealState, figures::FigureName};
use std::collections::BTreeMap;

/// A deal at one of the two moments, as the reader finds it.
#[expect(clippy::large_enum_variant, reason = "made and dropped deal by deal, never kept")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlowEnd<'a> {
    /// Not in the lake: not yet, or not any more.
    Absent,
    /// There, and out of reach.
    Hidden,
    Seen(FlowDeal<'a>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlowDeal<'a> {
    pub deal: DealInput<'a>,
    /// Expected revenue by the rates of this moment; absent where there is none.
    pub value: Option<Decimal>,
    /// Left in by the filter.
    pub is_chosen: bool,
}

/// What a deal adds to a part of the flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlowShare<'a> {
    pub part: FigureName,
    /// In the deal's own currency; of the exchange rate: the amount that was converted anew.
    pub amount: Decimal,
    pub currency_code: &'a str,
    pub value: Option<Decimal>,
}

impl<'a> FlowEnd<'a> {
    /// Where it counts as open pipeline of the reader.
    fn open(self) -> Option<FlowDeal<'a>> {
        self.seen().filter(|seen| seen.is_chosen && seen.deal.state == DealState::Open)
    }

    fn seen(self) -> Option<FlowDeal<'a>> {
        match self {
            Self::Seen(seen) => Some(seen),
            Self::Absent | Self::Hidden => None,
        }
    }
}

impl<'a> FlowDeal<'a> {
    fn whole(&self, part: FigureName) -> FlowShare<'a> {
        let DealInput { expected_revenue: amount, currency_code, .. } = self.deal;
        FlowShare { part, amount, currency_code, value: self.value }
    }
}

/// What a deal adds: at most four parts. `again`: its opening amount by the rates of the second moment. `since`: when the data
/// of the first moment were read.
pub fn flow<'a>(
    from: FlowEnd<'a>,
    to: FlowEnd<'a>,
    again: Option<Decimal>,
    since: DateTime<Utc>,
) -> impl Iterator<Item = FlowShare<'a>> {
    // Odoo knows no parts of a second.
    let since = since.trunc_subsecs(0);
    let (opening, closing) = (from.open(), to.open());
    let change = match (opening, closing) {
        (Some(opening), Some(closing)) => changed(&opening, &closing, again),
        (None, Some(closing)) => [Some(closing.whole(entrance(from, &closing, since))), None],
        (Some(opening), None) => [Some(opening.whole(exit(to))), None],
        (None, None) => passed_through(from, to, since),
    };
    let [first, second] = change;
    let opening = opening.map(|deal| deal.whole(FigureName::FlowOpening));
    let closing = closing.map(|deal| deal.whole(FigureName::FlowClosing));
    [opening, first, second, closing].into_iter().flatten()
}

/// Open at both: the difference by the rates of the second moment, and what the rates did.
fn changed<'a>(opening: &FlowDeal<'a>, closing: &FlowDeal<'a>, again: Option<Decimal>) -> [Option<FlowShare<'a>>; 2] {
    let (old, new) = (&opening.deal, &closing.deal);
    let is_same_currency = old.currency_code == new.currency_code;
    let own = if is_same_currency { new.expected_revenue - old.expected_revenue } else { new.expected_revenue };
    let moved = closing.value.zip(again).map(|(closing, again)| closing - again);
    // Where neither end can be converted, the deal's own amounts tell.
    let told = match moved {
        None if is_same_currency && closing.value.is_none() => own,
        moved => moved.unwrap_or_default(),
    };
    let part = if told.is_sign_negative() { FigureName::FlowLowered } else { FigureName::FlowRaised };
    let difference =
        FlowShare { part, amount: own.abs(), currency_code: new.currency_code, value: moved.map(|moved| moved.abs()) };
    let rest = closing.value.unwrap_or_default() - opening.value.unwrap_or_default() - moved.unwrap_or_default();
    let exchange = FlowShare { value: Some(rest), ..opening.whole(FigureName::FlowExchange) };
    [(!told.is_zero()).then_some(difference), (!rest.is_zero()).then_some(exchange)]
}

fn entrance(from: FlowEnd<'_>, closing: &FlowDeal<'_>, since: DateTime<Utc>) -> FigureName {
    match from {
        FlowEnd::Absent if is_new(closing, since) => FigureName::FlowNew,
        FlowEnd::Seen(before) if before.deal.state != DealState::Open => FigureName::FlowReopened,
        FlowEnd::Absent | FlowEnd::Hidden | FlowEnd::Seen(_) => FigureName::FlowReceived,
    }
}

fn exit(to: FlowEnd<'_>) -> FigureName {
    match to {
        FlowEnd::Absent => FigureName::FlowRemoved,
        FlowEnd::Hidden => FigureName::FlowHandedOver,
        FlowEnd::Seen(after) => match after.deal.state {
            DealState::Won => FigureName::FlowWon,
            DealState::Lost => FigureName::FlowLost,
            DealState::Archived => FigureName::FlowArchived,
            DealState::Open => FigureName::FlowHandedOver,
        },
    }
}

/// Opened and closed in between: in and out with the same value.
fn passed_through<'a>(from: FlowEnd<'a>, to: FlowEnd<'a>, since: DateTime<Utc>) -> [Option<FlowShare<'a>>; 2] {
    let closed_since = |deal: &DealInput<'_>| deal.closed_at.is_none_or(|at| at >= since);
    let passed = |after: &FlowDeal<'_>| {
        let is_closed = after.deal.state != DealState::Open;
        after.is_chosen && is_closed && is_new(after, since) && closed_since(&after.deal)
    };
    match to.seen().filter(|after| from == FlowEnd::Absent && passed(after)) {
        Some(after) => [Some(after.whole(FigureName::FlowNew)), Some(after.whole(exit(to)))],
        None => [None, None],
    }
}

fn is_new(deal: &FlowDeal<'_>, since: DateTime<Utc>) -> bool {
    deal.deal.became_opportunity_at.is_some_and(|at| at >= since)
}

/// The parts of a flow, added up over deals.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FlowParts(BTreeMap<FigureName, Tally>);

static EMPTY: Tally = Tally { deals: 0, sum: Sum::EMPTY };

impl FlowParts {
    pub fn add(&mut self, share: &FlowShare<'_>) {
        self.0.entry(share.part).or_default().add(share.amount, share.currency_code, share.value);
    }

    pub fn part(&self, part: FigureName) -> &Tally {
        self.0.get(&part).unwrap_or(&EMPTY)
    }

    /// The opening value and all that came and went.
    pub fn balance(&self) -> Decimal {
        let signed = |part: FigureName| {
            let total = self.part(part).sum.total();
            if part.is_outflow() { -total } else { total }
        };
        FigureName::FLOW.into_iter().filter(|part| *part != FigureName::FlowClosing).map(signed).sum()
    }

    /// Whether they lead to the closing value, as they must.
    pub fn is_balanced(&self) -> bool {
        self.balance() == self.part(FigureName::FlowClosing).sum.total()
    }
}
