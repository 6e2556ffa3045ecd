//! The table of a measurement of the API, beside the budgets that it is held to.

use super::{Case, Figures, Measured, Wanted, Who};
use crate::measure::float;
use crate::report::Page;

pub fn in_short(one: &Measured) -> String {
    let Measured { case, who, open, closed, .. } = one;
    format!(
        "{} {who:?}: p50 {:.1} ms, p95 {:.1} ms, p99 {:.1} ms, {} not answered; {:.0} a second at most",
        case.title(),
        open.percentile(50.0),
        open.percentile(95.0),
        open.percentile(99.0),
        open.unanswered,
        closed.per_second()
    )
}

impl Measured {
    /// Milliseconds of the server's processor time for an answer.
    fn cpu_of_one(&self) -> f64 {
        self.cpu * 1_000.0 / answers(self)
    }
}

fn answers(one: &Measured) -> f64 {
    float(i64::try_from(one.closed.answered()).unwrap_or(i64::MAX))
}

/// Lines of Markdown.
pub fn write(wanted: &Wanted, figures: &Figures) -> String {
    let mut page = Page::default();
    page.head(&wanted.commit, figures.date, &figures.mongod);
    let rows: Vec<String> = figures.rows.iter().map(|(name, rows)| format!("{rows} {name}")).collect();
    page.line(format_args!("{}; {} s of each open loop, half of it of each other.\n", rows.join(", "), wanted.seconds));
    page.line("| Case | Who | req/s | p50 ms | p95 ms | p99 ms | not answered | generations | at most req/s | CPU ms a request | mongod CPU ms |");
    page.line("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    for one in &figures.measured {
        let who = match one.who {
            Who::Ours => "SalesCommand",
            Who::Anew => "… each answer anew",
            Who::Peer => "FastAPI",
        };
        page.line(format_args!(
            "| {} | {who} | {} | {:.1} | {:.1} | {:.1} | {} | {} | {:.0} | {:.2} | {:.2} |",
            one.case.title(),
            one.case.rate(),
            one.open.percentile(50.0),
            one.open.percentile(95.0),
            one.open.percentile(99.0),
            one.open.unanswered,
            one.published,
            one.closed.per_second(),
            one.cpu_of_one(),
            one.mongod_cpu * 1_000.0 / answers(one)
        ));
    }
    if figures.compared > 0 {
        page.line(format_args!("\n{} answers of both compared: no difference.", figures.compared));
    }
    let (ours, peer) = figures.memory;
    let peer = peer.map(|peer| format!(", of the FastAPI service {peer:.0} MiB")).unwrap_or_default();
    page.line(format_args!("\nMemory after all of it: API and worker {ours:.0} MiB{peer}.\n"));
    budgets(&mut page, figures);
    page.end()
}

fn budgets(page: &mut Page, figures: &Figures) {
    page.line("### Budgets\n\n| What | Budget | Measured | |\n|---|---|--:|---|");
    let find = |case, who| figures.measured.iter().find(|one| one.case == case && one.who == who);
    for case in Case::ALL {
        let Some(ours) = find(case, Who::Ours) else { continue };
        if let Some(most) = case.budget() {
            let what = format!("{}, {} a second, p95", case.title(), case.rate());
            page.budget(what, &format!("{most} ms"), ours.open.percentile(95.0), most);
        }
        if case == Case::Accounts {
            let Some(peer) = find(case, Who::Peer) else { continue };
            for (one, how) in [(Some(ours), ""), (find(case, Who::Anew), ", each answer anew")] {
                let Some(one) = one else { continue };
                let slower = peer.closed.per_second() / one.closed.per_second();
                page.budget(
                    format!("FastAPI's throughput in the list of accounts{how}"),
                    "⅓ of ours",
                    slower,
                    1.0 / 3.0,
                );
                let part = one.cpu_of_one() / peer.cpu_of_one();
                page.budget(format!("CPU of a list of accounts{how}"), "¼ of FastAPI's", part, 0.25);
            }
        }
    }
}
