//! A door before which a call of the scripted source waits.

use tokio::sync::Semaphore;

/// Stops a call of the source until the test lets it go on.
#[derive(Debug)]
pub struct Door {
    reached: Semaphore,
    open: Semaphore,
}

impl Door {
    /// Returns when a call stands before the door.
    pub async fn reached(&self) {
        let _passed = self.reached.acquire().await;
    }

    pub fn open(&self) {
        self.open.add_permits(1_000);
    }

    pub(crate) fn closed() -> Self {
        Self { reached: Semaphore::new(0), open: Semaphore::new(0) }
    }

    pub(crate) async fn pass(&self) {
        self.reached.add_permits(1_000);
        let _passed = self.open.acquire().await;
    }
}
