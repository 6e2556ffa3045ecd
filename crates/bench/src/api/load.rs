//! Load: an open loop, where requests come when they come, and a closed one that goes as fast as answers do.

use super::asks::Ask;
use crate::error::{Error, Result};
use crate::measure::float;
use futures::StreamExt;
use futures::stream::FuturesUnordered;
use reqwest::Client;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;
use tokio::time::timeout;

/// Under load an answer that takes longer is none.
const PATIENCE: Duration = Duration::from_secs(5);
/// Requests under way; more are not sent, and count as not answered.
const MOST_UNDER_WAY: usize = 500;

/// Who asks a server for what; the header says who.
#[derive(Debug)]
pub struct Target {
    pub http: Client,
    pub url: String,
    pub header: &'static str,
    /// By number of the reader.
    pub credentials: Vec<String>,
}

impl Target {
    /// However long it takes.
    pub async fn answer(&self, ask: &Ask) -> Result<Vec<u8>> {
        let credential = self.credentials.get(ask.reader).ok_or_else(|| Error::wrong("no such reader"))?;
        let request = self.http.get(format!("{}{}", self.url, ask.path)).header(self.header, credential);
        Ok(request.send().await?.error_for_status()?.bytes().await?.to_vec())
    }

    async fn is_answered(&self, ask: &Ask) -> bool {
        timeout(PATIENCE, self.answer(ask)).await.is_ok_and(|answer| answer.is_ok())
    }
}

/// What came of a load.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Load {
    /// Milliseconds from when a request was due until its answer was there; in order.
    took: Vec<f64>,
    pub unanswered: usize,
    pub seconds: f64,
}

impl Load {
    /// Of 100; what was not answered took longer than anything.
    pub fn percentile(&self, of_hundred: f64) -> f64 {
        let all = float(i64::try_from(self.took.len() + self.unanswered).unwrap_or(i64::MAX));
        let rank = (all * of_hundred / 100.0).ceil().max(1.0);
        let at = (0..).zip(&self.took).find(|(at, _): &(i64, _)| float(at + 1) >= rank);
        at.map_or(f64::INFINITY, |(_, took)| *took)
    }

    pub fn answered(&self) -> usize {
        self.took.len()
    }

    pub fn per_second(&self) -> f64 {
        float(i64::try_from(self.took.len()).unwrap_or(i64::MAX)) / self.seconds
    }
}

/// `rate` requests a second, whether the earlier ones have been answered or not.
pub async fn open(target: &Target, asks: &[Ask], rate: u32, seconds: u64) -> Result<Load> {
    let (due, mut ticks) = mpsc::unbounded_channel();
    let began = Instant::now();
    // A thread of its own: the timers of the runtime are a millisecond coarse.
    let clock = std::thread::spawn(move || {
        let count = u64::from(rate) * seconds;
        for at in (0..count).filter_map(|tick| u32::try_from(tick).ok()) {
            let at = began + Duration::from_secs(1) * at / rate;
            std::thread::sleep(at.saturating_duration_since(Instant::now()));
            if due.send(at).is_err() {
                break;
            }
        }
    });
    let mut load = Load::default();
    let mut under_way = FuturesUnordered::new();
    let mut asks = asks.iter().cycle();
    let mut is_over = false;
    while !is_over || !under_way.is_empty() {
        tokio::select! {
            tick = ticks.recv(), if !is_over => match (tick, asks.next()) {
                (Some(_), Some(_)) if under_way.len() >= MOST_UNDER_WAY => load.unanswered += 1,
                (Some(due), Some(ask)) => {
                    under_way.push(async move { target.is_answered(ask).await.then(|| due.elapsed()) });
                }
                _ => is_over = true,
            },
            Some(answered) = under_way.next() => load.count(answered),
        }
    }
    clock.join().map_err(|_| Error::wrong("the clock of the load broke"))?;
    Ok(load.end(began))
}

/// So many at a time, each as soon as an earlier one is answered.
pub async fn closed(target: &Target, asks: &[Ask], at_a_time: usize, seconds: u64) -> Result<Load> {
    let began = Instant::now();
    let end = began + Duration::from_secs(seconds);
    let asks = futures::stream::iter(asks.iter().cycle().take_while(|_| Instant::now() < end));
    let mut answers = asks
        .map(|ask| async move {
            let asked = Instant::now();
            target.is_answered(ask).await.then(|| asked.elapsed())
        })
        .buffer_unordered(at_a_time);
    let mut load = Load::default();
    while let Some(answered) = answers.next().await {
        load.count(answered);
    }
    drop(answers);
    Ok(load.end(began))
}

impl Load {
    fn count(&mut self, answered: Option<Duration>) {
        match answered {
            Some(took) => self.took.push(took.as_secs_f64() * 1_000.0),
            None => self.unanswered += 1,
        }
    }

    fn end(mut self, began: Instant) -> Self {
        self.took.sort_by(f64::total_cmp);
        self.seconds = began.elapsed().as_secs_f64();
        self
    }
}

#[cfg(test)]
mod tests {
    use super::Load;

    #[test]
    fn of_a_hundred_answers_the_95th_is_the_percentile_and_what_was_not_answered_comes_last() {
        let took: Vec<f64> = (1_i32..=100).map(f64::from).collect();
        let load = Load { took: took.clone(), ..Load::default() };
        assert_eq!((load.percentile(50.0), load.percentile(95.0), load.percentile(99.0)), (50.0, 95.0, 99.0));
        let load = Load { took, unanswered: 10, ..Load::default() };
        assert_eq!((load.percentile(50.0), load.percentile(95.0)), (55.0, f64::INFINITY));
    }
}
