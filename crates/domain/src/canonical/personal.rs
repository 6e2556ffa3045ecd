//! Which records tell of a person: what the erasure of that person has to look for.

use super::{Kind, Record};

impl Kind {
    /// Records of these kinds can hold somebody's e-mail address.
    pub const PERSONAL: &'static [Self] = &[Self::User, Self::Employee, Self::Partner, Self::Deal, Self::Message];

    /// The record is about one person, or about a company in its place: its whole history goes when that person is erased.
    pub fn is_person(self) -> bool {
        matches!(self, Self::User | Self::Employee | Self::Partner)
    }
}

impl Record {
    /// `email` in lower case.
    pub fn holds_address(&self, email: &str) -> bool {
        let is =
            |address: &Option<String>| address.as_deref().is_some_and(|address| address.eq_ignore_ascii_case(email));
        match self {
            Self::User(user) => user.login.eq_ignore_ascii_case(email) || is(&user.email),
            Self::Employee(employee) => is(&employee.work_email),
            Self::Partner(partner) => is(&partner.email),
            Self::Deal(deal) => is(&deal.lead_email),
            Self::Message(message) => is(&message.author_email),
            _ => false,
        }
    }
}
