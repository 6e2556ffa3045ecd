//! Every path of the app and the reading and writing of query strings.

use shared::navigation::NavItem;

/// First segments, as the router and the links need them.
pub const SIGN_IN: &str = "sign-in";
pub const SETUP: &str = "setup";
pub const ACCOUNTS: &str = "accounts";
pub const DASHBOARD: &str = "dashboard";
pub const OPPORTUNITIES: &str = "opportunities";
pub const GOALS: &str = "goals";
pub const ACTIVITIES: &str = "activities";
pub const ADMIN: &str = "admin";
pub const SYNC: &str = "sync";
pub const ODOO: &str = "odoo";
pub const HELD: &str = "held";
pub const QUARANTINE: &str = "quarantine";
pub const JOBS: &str = "jobs";
pub const SETTINGS: &str = "settings";
pub const RECORDS: &str = "records";
pub const HEALTH: &str = "health";
pub const PROFILE: &str = "profile";

/// Parameter of the opportunities page: the deal that is open beside the list.
pub const OPEN_DEAL: &str = "deal";

/// Parameter of the sign-in page: where to go afterwards.
pub const TO: &str = "to";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page<'a> {
    /// With the address to return to.
    SignIn(&'a str),
    Setup,
    Dashboard,
    Accounts,
    Account(&'a str),
    Opportunities,
    Opportunity(&'a str),
    Goals,
    Activities,
    SyncRuns,
    /// The connection to Odoo and what came of it.
    Odoo,
    Held,
    Quarantine,
    Jobs,
    /// What admins decide for the organisation.
    Settings,
    /// How the system is.
    Health,
    /// Of the signed-in person.
    Profile,
    /// History of one record.
    Record(&'a str),
}

impl From<NavItem> for Page<'_> {
    fn from(item: NavItem) -> Self {
        match item {
            NavItem::Dashboard => Self::Dashboard,
            NavItem::Accounts => Self::Accounts,
            NavItem::Opportunities => Self::Opportunities,
            NavItem::Goals => Self::Goals,
            NavItem::Activities => Self::Activities,
            NavItem::Odoo => Self::Odoo,
            NavItem::SyncRuns => Self::SyncRuns,
            NavItem::Settings => Self::Settings,
        }
    }
}

impl Page<'_> {
    pub fn path(self) -> String {
        match self {
            Self::SignIn("" | "/") => format!("/{SIGN_IN}"),
            Self::SignIn(to) => format!("/{SIGN_IN}?{TO}={}", encode(to)),
            Self::Setup => format!("/{SETUP}"),
            Self::Dashboard => format!("/{DASHBOARD}"),
            Self::Accounts => format!("/{ACCOUNTS}"),
            Self::Account(id) => format!("/{ACCOUNTS}/{}", encode(id)),
            Self::Opportunities => format!("/{OPPORTUNITIES}"),
            Self::Opportunity(id) => format!("/{OPPORTUNITIES}/{}", encode(id)),
            Self::Goals => format!("/{GOALS}"),
            Self::Activities => format!("/{ACTIVITIES}"),
            Self::SyncRuns => format!("/{ADMIN}/{SYNC}"),
            Self::Odoo => format!("/{ADMIN}/{ODOO}"),
            Self::Held => format!("/{ADMIN}/{HELD}"),
            Self::Quarantine => format!("/{ADMIN}/{QUARANTINE}"),
            Self::Jobs => format!("/{ADMIN}/{JOBS}"),
            Self::Settings => format!("/{ADMIN}/{SETTINGS}"),
            Self::Health => format!("/{ADMIN}/{HEALTH}"),
            Self::Profile => format!("/{PROFILE}"),
            Self::Record(id) => format!("/{ADMIN}/{RECORDS}/{}", encode(id)),
        }
    }

    /// With a query string that comes without its question mark.
    pub fn with(self, query: &str) -> String {
        if query.is_empty() { self.path() } else { format!("{}?{query}", self.path()) }
    }
}

/// Where to go after signing in: only inside this app, whatever the address bar says; else `home`.
pub fn safe_target(to: Option<&str>, home: String) -> String {
    to.filter(|to| to.starts_with('/') && !to.starts_with("//") && !to.contains(['\\', '\n', '\r', '\t']))
        .filter(|to| !to.starts_with(&Page::SignIn("").path()) && !to.starts_with(&Page::Setup.path()))
        .map_or(home, ToOwned::to_owned)
}

/// The pairs of a query string, in their order; the first value of a name counts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// With or without the leading question mark.
    pub fn parse(search: &str) -> Self {
        let pairs = search.trim_start_matches('?').split('&').filter(|pair| !pair.is_empty());
        Self(
            pairs
                .map(|pair| {
                    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                    (decode(name), decode(value))
                })
                .collect(),
        )
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Sets or, with `None` or an empty value, removes.
    #[must_use]
    pub fn with(mut self, name: &str, value: Option<&str>) -> Self {
        self.0.retain(|(key, _)| key != name);
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.0.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    /// Without the question mark.
    pub fn text(&self) -> String {
        let pairs: Vec<_> = self.0.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        pairs.join("&")
    }
}

/// Percent-encodes all but RFC 3986's unreserved characters.
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Forgiving: what is no escape stays as it is, what is no UTF-8 becomes the replacement character.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let ahead: Vec<u8> = rest.clone().take(2).collect();
                let escaped = std::str::from_utf8(&ahead).ok().filter(|hex| hex.len() == 2);
                match escaped.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                    Some(escaped) => {
                        bytes.push(escaped);
                        rest.nth(1);
                    }
                    None => bytes.push(b'%'),
                }
            }
            other => bytes.push(other),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_string_survives_reading_and_writing() {
        let query = Query::parse("?q=M%C3%BCller%20%26%20Co&view=table&flag");
        assert_eq!(query.get("q"), Some("Müller & Co"));
        assert_eq!(query.get("view"), Some("table"));
        assert_eq!(query.get("flag"), Some(""));
        assert_eq!(query.get("sort"), None);
        assert_eq!(query.text(), "q=M%C3%BCller%20%26%20Co&view=table&flag=");
    }

    #[test]
    fn an_empty_value_is_taken_out_of_the_address() {
        let query = Query::parse("q=a&view=table").with("q", Some("")).with("sort", Some("won"));
        assert_eq!(query.text(), "view=table&sort=won");
    }

    #[test]
    fn a_broken_escape_stays_as_it_is() {
        assert_eq!(Query::parse("q=100%").get("q"), Some("100%"));
        assert_eq!(Query::parse("q=%zz+x").get("q"), Some("%zz x"));
    }

    #[test]
    fn sign_in_never_leads_out_of_the_app() {
        let safe_target = |to| safe_target(to, "/goals".to_owned());
        for outside in ["https://evil.test/", "//evil.test", "/\\evil.test", "javascript:alert(1)", ""] {
            assert_eq!(safe_target(Some(outside)), "/goals", "{outside}");
        }
        assert_eq!(safe_target(None), "/goals");
        assert_eq!(safe_target(Some("/accounts/odoo_account_14?view=table")), "/accounts/odoo_account_14?view=table");
    }

    #[test]
    fn sign_in_does_not_return_to_itself() {
        let home = || "/goals".to_owned();
        assert_eq!(safe_target(Some("/sign-in?to=/accounts"), home()), "/goals");
        assert_eq!(safe_target(Some("/setup"), home()), "/goals");
    }

    #[test]
    fn paths_carry_their_target_and_query() {
        assert_eq!(Page::SignIn("/accounts?q=a").path(), "/sign-in?to=%2Faccounts%3Fq%3Da");
        assert_eq!(Page::SignIn("/").path(), "/sign-in");
        assert_eq!(Page::Record("odoo_opportunity_42").path(), "/admin/records/odoo_opportunity_42");
        assert_eq!(Page::Account("odoo_account_14").with("view=table"), "/accounts/odoo_account_14?view=table");
    }
}
