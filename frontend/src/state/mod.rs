//! What lives longer than a page: who is signed in, the sync's state, the window, small choices of this browser.

pub mod choices;
pub mod session;
pub mod sync;
pub mod window;
