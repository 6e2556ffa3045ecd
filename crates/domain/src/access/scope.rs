//! The part of the lake that a reader may see, as a set of tokens that records carry.

use super::Org;
use crate::canonical::SourceId;
use shared::auth::{ApprovalStatus, UserRole};
use std::{collections::BTreeSet, fmt, str::FromStr};

/// What a record carries to say who may see it: its salesperson, its team, or everybody whom Odoo knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Token {
    User(SourceId),
    Team(SourceId),
    Everybody,
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(id) => write!(f, "u:{id}"),
            Self::Team(id) => write!(f, "t:{id}"),
            Self::Everybody => f.write_str("all"),
        }
    }
}

impl FromStr for Token {
    type Err = NoToken;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "all" {
            return Ok(Self::Everybody);
        }
        let (kind, id) = text.split_once(':').ok_or(NoToken)?;
        let id = id.parse().map_err(|_| NoToken)?;
        match kind {
            "u" => Ok(Self::User(id)),
            "t" => Ok(Self::Team(id)),
            _ => Err(NoToken),
        }
    }
}

/// The text is no token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a token is u:<user>, t:<team> or all")]
pub struct NoToken;

/// What decides about a person's reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person {
    pub role: UserRole,
    pub approval: ApprovalStatus,
    /// Not deactivated.
    pub is_active: bool,
    /// The linked Odoo user.
    pub odoo_user: Option<SourceId>,
}

/// Permission to read sales data. There are two ways to get one; no read works without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope(Inside);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Inside {
    Everything,
    Tokens(BTreeSet<Token>),
}

impl Scope {
    /// What this person may see, by the organisation of today (docs/numbers.md §8).
    pub fn of(person: &Person, org: &Org) -> Self {
        if !person.is_active || person.approval != ApprovalStatus::Approved {
            return Self(Inside::Tokens(BTreeSet::new()));
        }
        match (person.role, person.odoo_user) {
            (UserRole::Admin | UserRole::SuperAdmin, _) => Self(Inside::Everything),
            (_, None) => Self(Inside::Tokens(BTreeSet::new())),
            (UserRole::AccountManager, Some(user)) => Self::reaching([Token::User(user)].into()),
            (UserRole::SalesManager, Some(user)) => Self::reaching(org.reach_of_manager(user)),
        }
    }

    fn reaching(mut tokens: BTreeSet<Token>) -> Self {
        tokens.insert(Token::Everybody);
        Self(Inside::Tokens(tokens))
    }

    /// For the worker only: derives, compares, audits. The reason is for the reader of the code.
    pub fn whole_lake(_reason: &'static str) -> Self {
        Self(Inside::Everything)
    }

    /// A record is visible when one of its tokens is in reach.
    pub fn admits(&self, visible_to: &[Token]) -> bool {
        match &self.0 {
            Inside::Everything => true,
            Inside::Tokens(reach) => visible_to.iter().any(|token| reach.contains(token)),
        }
    }

    /// The tokens in reach; `None` means everything.
    pub fn tokens(&self) -> Option<&BTreeSet<Token>> {
        match &self.0 {
            Inside::Everything => None,
            Inside::Tokens(reach) => Some(reach),
        }
    }

    /// Equal for equal reaches, for ETags and cursors.
    pub fn fingerprint(&self) -> String {
        match &self.0 {
            Inside::Everything => "*".to_owned(),
            Inside::Tokens(reach) => reach.iter().map(Token::to_string).collect::<Vec<_>>().join(","),
        }
    }
}
