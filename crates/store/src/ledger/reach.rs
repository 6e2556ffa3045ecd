//! Who may see what, as numbers: each distinct set of tokens is asked of the scope once per request, not once per row.

use domain::{Scope, Token};
use std::{collections::HashMap, sync::Arc};

/// Number of a set of tokens within one ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct TokenSet(u32);

/// All sets of tokens that rows of a snapshot carry, and some that rows of earlier ones carried.
#[derive(Debug, Clone, Default)]
pub(super) struct TokenSets {
    sets: Vec<Arc<[Token]>>,
    numbers: HashMap<Arc<[Token]>, TokenSet>,
}

impl TokenSets {
    pub(super) fn number(&mut self, tokens: &[Token]) -> TokenSet {
        if let Some(known) = self.numbers.get(tokens) {
            return *known;
        }
        let tokens: Arc<[Token]> = tokens.into();
        // 2^32 sets do not fit into memory; should it happen, the row takes the number of a set that no reach has.
        let number = TokenSet(u32::try_from(self.sets.len()).unwrap_or(u32::MAX));
        self.sets.push(Arc::clone(&tokens));
        self.numbers.insert(tokens, number);
        number
    }

    pub(super) fn len(&self) -> usize {
        self.sets.len()
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
            Some(_) => Inside::Admitted(sets.sets.iter().map(|tokens| scope.admits(tokens)).collect()),
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
