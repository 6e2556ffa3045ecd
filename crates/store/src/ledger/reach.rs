//! Who may see what, as numbers: each distinct set of tokens is asked of the scope once per request, not once per row.

use super::sets::Sets;
use domain::{Scope, Token};

/// Number of a set of tokens within one ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct TokenSet(u32);

#[derive(Debug, Clone, Default)]
pub(super) struct TokenSets(Sets<Token>);

impl TokenSets {
    pub(super) fn number(&mut self, tokens: &[Token]) -> TokenSet {
        TokenSet(self.0.number(tokens))
    }

    pub(super) fn len(&self) -> usize {
        self.0.all().len()
    }
}

/// What a scope admits of one snapshot.
#[derive(Debug)]
pub(crate) struct Reach(Inside);

#[derive(Debug)]
enum Inside {
    Everything,
    /// By number of the set.
    Admitted(Vec<bool>),
}

impl Reach {
    pub(super) fn new(scope: &Scope, sets: &TokenSets) -> Self {
        Self(match scope.tokens() {
            None => Inside::Everything,
            Some(_) => Inside::Admitted(sets.0.all().iter().map(|tokens| scope.admits(tokens)).collect()),
        })
    }

    pub(crate) fn admits(&self, set: TokenSet) -> bool {
        match &self.0 {
            Inside::Everything => true,
            Inside::Admitted(sets) => {
                usize::try_from(set.0).ok().and_then(|at| sets.get(at)).copied().unwrap_or_default()
            }
        }
    }
}
