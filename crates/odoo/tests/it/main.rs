//! The connector against recordings of a real Odoo 18, a stand-in Odoo, and peers that misbehave.

mod bad_input;
mod connect;
mod cut;
mod mapping;
mod reading;
mod recorded;
mod rejected;
