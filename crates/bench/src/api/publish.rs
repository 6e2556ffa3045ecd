//! Keeps publishing: every ten seconds a deal gets another value in Odoo and is read again.

use super::people::Reader;
use crate::error::{Error, Result};
use crate::rig::StandIn;
use reqwest::Client;
use serde_json::json;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};

const EVERY: Duration = Duration::from_secs(10);

#[derive(Debug)]
pub struct Publisher<'a> {
    pub odoo: &'a StandIn,
    pub http: Client,
    /// Of our server.
    pub url: String,
    pub admin: Reader,
    /// Deals in Odoo.
    pub deals: Vec<i64>,
    /// The next value; goes on over all loops, or nothing would change.
    pub next: AtomicI64,
}

impl Publisher<'_> {
    /// Never ends by itself.
    pub async fn go_on(&self) -> Result<()> {
        let mut ticks = interval(EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while !self.deals.is_empty() {
            ticks.tick().await;
            let amount = self.next.fetch_add(1, Ordering::Relaxed);
            let at = usize::try_from(amount).unwrap_or_default() % self.deals.len();
            let Some(deal) = self.deals.get(at) else { break };
            let change = json!({"model": "crm.lead", "ids": [deal], "values": {"expected_revenue": amount}});
            self.odoo.hand.tell("write", change).await?;
            let address = format!("{}/api/sync/records/odoo_opportunity_{deal}/resync", self.url);
            let request = self.http.post(address).header("Cookie", &self.admin.cookie);
            request.header("Origin", &self.url).header("X-SalesCommand", "1").send().await?.error_for_status()?;
        }
        Err(Error::wrong("there are no deals to change"))
    }
}
