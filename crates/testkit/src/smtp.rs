//! A real mail server (Python's aiosmtpd) that takes mails on loopback and shows them.
//!
//! `SALESCOMMAND_TEST_SMTP_PYTHON` names a Python that has aiosmtpd; unset, it is the one that `cargo xtask test` set up.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test without a mail server fails at once and says why")]

use std::{
    env,
    io::{BufRead, BufReader, Lines},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    sync::{Arc, Mutex},
    thread,
};

const SERVER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/peers/smtp/server.py");
const MISSING: &str = "a Python with aiosmtpd (cargo xtask test sets it up below target/tools)";

/// A mail as it came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    pub from: String,
    pub to: Vec<String>,
    /// Head and text, line ends as on the wire.
    pub data: String,
}

/// Ends with the value.
#[derive(Debug)]
pub struct MailServer {
    pub url: String,
    busy: PathBuf,
    mails: Arc<Mutex<Vec<Mail>>>,
    process: Child,
}

impl MailServer {
    /// `directory`: where a file may lie that says that it is busy.
    ///
    /// # Panics
    /// When there is no mail server to test with.
    pub fn start(directory: &Path) -> Self {
        let busy = directory.join("mail-server-is-busy");
        let mut server = Command::new(python());
        let mut process =
            server.arg(SERVER).arg(&busy).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect(MISSING);
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let port: u16 = lines.next().and_then(Result::ok).and_then(|line| line.parse().ok()).expect(MISSING);
        let mails = Arc::default();
        let into = Arc::clone(&mails);
        thread::spawn(move || collect(lines, &into));
        Self { url: format!("smtp://127.0.0.1:{port}"), busy, mails, process }
    }

    /// So far, in the order in which they came.
    pub fn mails(&self) -> Vec<Mail> {
        self.mails.lock().unwrap().clone()
    }

    /// Whether it takes no mail for the time being.
    pub fn set_busy(&self, busy: bool) {
        match busy {
            true => std::fs::write(&self.busy, "").unwrap(),
            false => std::fs::remove_file(&self.busy).unwrap(),
        }
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ended_already = self.process.kill();
        let _ended_already = self.process.wait();
    }
}

fn collect(lines: Lines<BufReader<ChildStdout>>, into: &Mutex<Vec<Mail>>) {
    for line in lines.map_while(Result::ok) {
        let mail: serde_json::Value = serde_json::from_str(&line).expect("a line of JSON for each mail");
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let to = mail.get("to").and_then(serde_json::Value::as_array).into_iter().flatten().map(text).collect();
        let of = |name: &str| mail.get(name).map(text).unwrap_or_default();
        into.lock().unwrap().push(Mail { from: of("from"), to, data: of("data") });
    }
}

fn python() -> PathBuf {
    let set_up = crate::database::target_dir().join("tools/python-smtp/bin/python");
    env::var_os("SALESCOMMAND_TEST_SMTP_PYTHON").map_or(set_up, PathBuf::from)
}
