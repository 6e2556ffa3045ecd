//! The records that are derived together: a commercial entity with everything that hangs on it.

use crate::canonical::{
    Activity, Attendee, Deal, Event, Invoice, InvoiceLine, Message, Order, Partner, Payment, Record, SourceId,
};
use std::collections::BTreeMap;

/// A canonical record with what the lake knows of its life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member<T> {
    pub id: SourceId,
    pub record: T,
    /// False once it is gone in Odoo.
    pub is_active: bool,
}

/// All partners of some commercial entities and all that hangs on them, directly or not, plus what hangs on nobody.
///
/// Complete families only: what is missing here would be missing in the account's visibility. `parents` names the
/// partners outside the family that its accounts have as parents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Family {
    pub partners: Vec<Member<Partner>>,
    pub deals: Vec<Member<Deal>>,
    pub orders: Vec<Member<Order>>,
    pub invoices: Vec<Member<Invoice>>,
    pub lines: Vec<Member<InvoiceLine>>,
    pub payments: Vec<Member<Payment>>,
    pub activities: Vec<Member<Activity>>,
    pub messages: Vec<Member<Message>>,
    pub events: Vec<Member<Event>>,
    pub attendees: Vec<Member<Attendee>>,
    pub parents: BTreeMap<SourceId, String>,
}

impl Family {
    /// Reference records belong to no family and are passed over.
    pub fn add(&mut self, id: SourceId, record: Record, is_active: bool) {
        macro_rules! member {
            ($list:ident, $record:expr) => {
                self.$list.push(Member { id, record: $record, is_active })
            };
        }
        match record {
            Record::Partner(partner) => member!(partners, partner),
            Record::Deal(deal) => member!(deals, deal),
            Record::Order(order) => member!(orders, order),
            Record::Invoice(invoice) => member!(invoices, invoice),
            Record::InvoiceLine(line) => member!(lines, line),
            Record::Payment(payment) => member!(payments, payment),
            Record::Activity(activity) => member!(activities, activity),
            Record::Message(message) => member!(messages, message),
            Record::Event(event) => member!(events, event),
            Record::Attendee(attendee) => member!(attendees, attendee),
            Record::Company(_)
            | Record::Currency(_)
            | Record::CurrencyRate(_)
            | Record::Country(_)
            | Record::Industry(_)
            | Record::User(_)
            | Record::Department(_)
            | Record::Employee(_)
            | Record::Team(_)
            | Record::TeamMember(_)
            | Record::Stage(_)
            | Record::LostReason(_)
            | Record::Tag(_)
            | Record::ActivityType(_) => {}
        }
    }
}
