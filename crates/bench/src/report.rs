//! The table of a measurement, beside the budgets that it is held to.

use crate::error::{Error, Result};
use crate::lake::Space;
use crate::measure::Took;
use crate::rig::Run;
use crate::serve::Memory;
use crate::sync::{Case, Table, Wanted, Who};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

const END: &str = "<!-- end of what bench has written -->";

fn begin(bench: &str) -> String {
    format!("<!-- written by cargo xtask bench {bench} -->")
}

#[derive(Debug, Default)]
pub struct Figures {
    pub date: DateTime<Utc>,
    pub mongod: String,
    pub tables: Vec<Table>,
    pub space: BTreeMap<Who, BTreeMap<&'static str, Space>>,
    pub serving: Memory,
    pub serving_demo: Memory,
}

const CASES: [(Case, &str); 4] = [
    (Case::Import, "Full import"),
    (Case::Unchanged, "Nothing changed"),
    (Case::Changed, "1 % changed"),
    (Case::Deleted, "Mass deletion"),
];
const NAMES: [(Who, &str); 3] = [(Who::Ours, "SalesCommand"), (Who::Copy, "Python script"), (Who::Floor, "floor")];

pub fn in_short(run: &Run) -> String {
    let Took { wall, cpu, peak } = run.took;
    format!("{wall:.2} s, {cpu:.2} s of CPU, {peak:.0} MiB, mongod {:.2} s, Odoo {:.2} s", run.mongod_cpu, run.odoo_cpu)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match (values.len() % 2, values.get(middle)) {
        (1, Some(value)) => *value,
        (_, Some(value)) => (value + values.get(middle - 1).unwrap_or(value)) / 2.0,
        (_, None) => f64::NAN,
    }
}

impl Table {
    fn median(&self, case: Case, who: Who, of: impl Fn(&Run) -> f64) -> f64 {
        median(self.runs.get(&(case, who)).into_iter().flatten().map(of).collect())
    }

    fn wall(&self, case: Case, who: Who) -> f64 {
        self.median(case, who, |run| run.took.wall)
    }

    fn is_paced(&self) -> bool {
        self.pace != "fast"
    }
}

/// Lines of Markdown.
pub fn write(wanted: &Wanted, figures: &Figures) -> String {
    let mut page = Page::default();
    page.head(&wanted.commit, figures.date, &figures.mongod);
    page.line(format_args!("Medians of {}.\n", wanted.runs));
    for table in &figures.tables {
        page.table(table, wanted);
    }
    page.space(figures);
    page.serving(figures, wanted);
    page.budgets(figures);
    page.end()
}

#[derive(Default)]
pub struct Page(String);

impl Page {
    /// What was measured when, on what.
    pub fn head(&mut self, commit: &str, date: DateTime<Utc>, mongod: &str) {
        let day = date.format("%Y-%m-%d");
        self.line(format_args!("Commit {commit}, {day}, MongoDB {mongod}, {}.\n", machine()));
    }

    pub fn end(self) -> String {
        self.0
    }

    pub fn line(&mut self, line: impl std::fmt::Display) {
        // Writing to a string does not fail.
        let _ = writeln!(self.0, "{line}");
    }

    fn table(&mut self, table: &Table, wanted: &Wanted) {
        let how = match table.is_paced() {
            true => "Paced like the Odoo 18 that was measured (30 ms a call, 0.16 ms a row, 2 workers)",
            false => "Unpaced: the stand-in answers as fast as it can, on the same two processors",
        };
        self.line(format_args!(
            "### {how}\n\n{} rows ({}); expected revenue {}, the same in Odoo, in ours and in the script's copy.\n",
            table.facts.total(),
            wanted.scale,
            table.facts.revenue
        ));
        self.line("| Case | Who | Wall s | of the floor | CPU s | Peak MiB | mongod CPU s | stand-in CPU s | Wall s of each run |");
        self.line("|---|---|--:|--:|--:|--:|--:|--:|---|");
        for (case, title) in CASES {
            for (who, name) in NAMES {
                let wall = table.wall(case, who);
                let each = table.runs.get(&(case, who)).into_iter().flatten();
                let each: Vec<String> = each.map(|run| format!("{:.2}", run.took.wall)).collect();
                self.line(format_args!(
                    "| {title} | {name} | {wall:.2} | {:.2} × | {:.2} | {:.0} | {:.2} | {:.2} | {} |",
                    wall / table.wall(case, Who::Floor),
                    table.median(case, who, |run| run.took.cpu),
                    table.median(case, who, |run| run.took.peak),
                    table.median(case, who, |run| run.mongod_cpu),
                    table.median(case, who, |run| run.odoo_cpu),
                    each.join(" · ")
                ));
            }
        }
        self.line("");
    }

    fn space(&mut self, figures: &Figures) {
        self.line("### Space on disk after the first import, with indexes\n");
        self.line("| Who | Zone | Versions | MiB | Bytes a version |\n|---|---|--:|--:|--:|");
        for (who, name) in NAMES {
            for (zone, space) in figures.space.get(&who).into_iter().flatten() {
                self.line(format_args!(
                    "| {name} | {zone} | {:.0} | {:.1} | {:.0} |",
                    space.rows,
                    space.size,
                    space.size * 1024.0 * 1024.0 / space.rows.max(1.0)
                ));
            }
        }
        if let Some(zones) = figures.space.get(&Who::Ours) {
            let raw = zones.get("raw").copied().unwrap_or_default();
            let all: f64 =
                ["raw", "canonical", "serving"].iter().filter_map(|zone| zones.get(zone)).map(|z| z.size).sum();
            self.line(format_args!(
                "\nAll three zones together: {:.0} bytes a version, {:.1} MiB for 100,000 records.\n",
                all * 1024.0 * 1024.0 / raw.rows.max(1.0),
                all * 100_000.0 / raw.rows.max(1.0)
            ));
        }
    }

    fn serving(&mut self, figures: &Figures, wanted: &Wanted) {
        self.line("### Memory of `salescommand serve`, API and worker in one process\n");
        self.line("| Lake | ledger loaded, MiB | after a run, MiB | peak, MiB |\n|---|--:|--:|--:|");
        for (lake, memory) in [("demo company", figures.serving_demo), (wanted.scale.as_str(), figures.serving)] {
            let Memory { loaded, after_run, peak } = memory;
            self.line(format_args!("| {lake} | {loaded:.0} | {after_run:.0} | {peak:.0} |"));
        }
        self.line("");
    }

    fn budgets(&mut self, figures: &Figures) {
        self.line("### Budgets\n\n| What | Budget | Measured | |\n|---|---|--:|---|");
        for table in &figures.tables {
            let pace = if table.is_paced() { "paced" } else { "unpaced" };
            let ratio = |case| table.wall(case, Who::Ours) / table.wall(case, Who::Floor);
            let cpu = |who| table.median(Case::Import, who, |run| run.took.cpu);
            let peak = table.median(Case::Unchanged, Who::Ours, |run| run.took.peak);
            self.budget(format_args!("Full import, {pace}"), "1.4 × the floor", ratio(Case::Import), 1.4);
            let times = cpu(Who::Ours) / cpu(Who::Copy);
            self.budget(format_args!("CPU of a full import, {pace}"), "2 × the script's", times, 2.0);
            self.budget(format_args!("Nothing changed, {pace}"), "1.3 × Odoo's answers", ratio(Case::Unchanged), 1.3);
            self.budget(format_args!("Memory of that run, {pace}"), "150 MiB", peak, 150.0);
        }
        self.budget("Memory of API and worker, demo company", "60 MiB", figures.serving_demo.after_run, 60.0);
        self.budget("Memory of API and worker, whole lake", "120 MiB", figures.serving.after_run, 120.0);
    }

    pub fn budget(&mut self, what: impl std::fmt::Display, budget: &str, measured: f64, most: f64) {
        let verdict = if measured <= most { "met" } else { "**missed**" };
        self.line(format_args!("| {what} | ≤ {budget} | {measured:.2} | {verdict} |"));
    }
}

fn machine() -> String {
    let text = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let cpus = text("/proc/cpuinfo");
    let of = |text: &str, name: &str| {
        let line = text.lines().find(|line| line.starts_with(name));
        line.and_then(|line| Some(line.split_once(':')?.1.trim().to_owned())).unwrap_or_default()
    };
    let count = cpus.lines().filter(|line| line.starts_with("processor")).count();
    let memory = of(&text("/proc/meminfo"), "MemTotal");
    let gib =
        memory.split_whitespace().next().and_then(|kib| kib.parse::<f64>().ok()).unwrap_or_default() / 1024.0 / 1024.0;
    format!("{count} × {}, {gib:.0} GiB", of(&cpus, "model name"))
}

/// Replaces what an earlier measurement has written into the page, and nothing else.
pub fn put(page: &Path, bench: &str, text: &str) -> Result<()> {
    let old = std::fs::read_to_string(page)?;
    let new = replaced(&old, &begin(bench), text)
        .ok_or_else(|| Error::wrong(format!("{} has no place for it", page.display())))?;
    Ok(std::fs::write(page, new)?)
}

fn replaced(page: &str, begin: &str, text: &str) -> Option<String> {
    let (before, rest) = page.split_once(begin)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{begin}\n\n{}\n\n{END}{after}", text.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_median_is_the_one_in_the_middle() {
        assert_eq!(median(vec![3.0, 1.0, 2.0]).to_string(), "2");
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]).to_string(), "2.5");
        assert!(median(Vec::new()).is_nan());
    }

    #[test]
    fn a_page_keeps_what_people_wrote() {
        let other = format!("{}\nother\n{END}\n", begin("sync"));
        let page = format!("# Speed\n\n{other}{}\nold\n{END}\n\nWhy so.\n", begin("api"));
        let expected = format!("# Speed\n\n{other}{}\n\n| new |\n\n{END}\n\nWhy so.\n", begin("api"));
        assert_eq!(replaced(&page, &begin("api"), "| new |\n"), Some(expected));
        assert_eq!(replaced("# Speed", &begin("api"), "x"), None);
    }

    #[test]
    fn a_figure_above_its_budget_is_called_missed() {
        let mut page = Page::default();
        page.budget("Import", "1.4 × the floor", 1.401, 1.4);
        page.budget("Import", "1.4 × the floor", 1.399, 1.4);
        assert_eq!(
            page.0,
            "| Import | ≤ 1.4 × the floor | 1.40 | **missed** |\n| Import | ≤ 1.4 × the floor | 1.40 | met |\n"
        );
    }
}
