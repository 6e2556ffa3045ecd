//! What lives longer than a page: who is signed in, the sync's state, the window, small choices of this browser. And how
//! pages hold what they have asked for.

pub mod asked;
pub mod choices;
pub mod lineage;
mod live;
pub mod one;
pub mod paged;
pub mod session;
pub mod switches;
pub mod sync;
pub mod unsaved;
pub mod window;
