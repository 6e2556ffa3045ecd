//! Orders, invoices and payments: seen with the account, and without one by their own salesperson.

use super::{Derivation, Member, row};
use crate::{
    access::Token,
    canonical::{Invoice, Order, Payment, SourceId},
    facts::{Fact, Link, ServingRow, invoice, order},
};
use shared::EntityType;
use std::collections::BTreeSet;

impl Derivation<'_> {
    pub(super) fn business_rows(&self) -> Vec<ServingRow> {
        let orders = self.family.orders.iter().map(|member| self.order_row(member));
        let invoices = self.family.invoices.iter().map(|member| self.invoice_row(member));
        let payments = self.family.payments.iter().map(|member| self.payment_row(member));
        orders.chain(invoices).chain(payments).collect()
    }

    fn with_account(
        &self,
        commercial: Option<SourceId>,
        salesperson: Option<SourceId>,
    ) -> (Option<Link>, BTreeSet<Token>) {
        let account = commercial.and_then(|id| self.account_link(id));
        let own = salesperson.map(Token::User);
        let followed = account.iter().flat_map(|account| self.account_tokens(account.id));
        let visible_to = own.into_iter().chain(followed).collect();
        (account, visible_to)
    }

    fn order_row(&self, member: &Member<Order>) -> ServingRow {
        let order = &member.record;
        let (account, mut visible_to) = self.with_account(self.commercial_of(order.partner), order.salesperson);
        if account.is_none() {
            visible_to.extend(order.team.map(Token::Team));
        }
        row(EntityType::Order, member, visible_to, Fact::Order(order::fact(order, account, self.refs)))
    }

    fn invoice_row(&self, member: &Member<Invoice>) -> ServingRow {
        let invoice = &member.record;
        let (account, visible_to) = self.with_account(self.commercial_of_invoice(invoice), invoice.salesperson);
        let lines = self.lines.get(&member.id).map(Vec::as_slice).unwrap_or_default();
        let fact = invoice::fact(invoice, lines, account, self.refs);
        row(EntityType::Invoice, member, visible_to, Fact::Invoice(fact))
    }

    fn payment_row(&self, member: &Member<Payment>) -> ServingRow {
        let (account, visible_to) = self.with_account(self.commercial_of(member.record.partner), None);
        let fact = invoice::payment(&member.record, account, self.refs);
        row(EntityType::Payment, member, visible_to, Fact::Payment(fact))
    }
}
