//! Records in the platform's own terms, one type for each kind; references are ids, names stay with their owners.

mod activity;
mod deal;
mod invoice;
mod kind;
mod order;
mod organisation;
mod partner;
mod personal;
mod record;
mod reference;

pub use activity::{Activity, Anchor, Attendance, Attendee, Event, Message, MessageKind};
pub use deal::{Deal, DealKind};
pub use invoice::{Invoice, InvoiceKind, InvoiceLine, InvoiceState, Payment, PaymentDirection, PaymentState};
pub use kind::{Kind, NoRecordRef, RecordRef};
pub use order::{Order, OrderState};
pub use organisation::{Department, Employee, Team, TeamMember, User};
pub use partner::{Partner, PartnerKind};
pub use record::Record;
pub use reference::{ActivityType, Company, Country, Currency, CurrencyRate, Industry, LostReason, Stage, Tag};

/// Id of a record in its source model.
pub type SourceId = i64;
