//! `res.users`: who can sign in to Odoo.

use super::row::Row;
use domain::canonical::User;

pub(crate) fn user(row: &mut Row<'_>) -> User {
    User {
        name: row.name("name"),
        login: row.required_text("login").to_lowercase(),
        email: row.email("email"),
        partner: row.id("partner_id"),
        portal: row.flag("share"),
        archived: row.archived(),
    }
}
