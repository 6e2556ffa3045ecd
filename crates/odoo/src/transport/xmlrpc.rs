//! XML-RPC over `/xmlrpc/2`, for an Odoo behind a proxy that lets nothing else through.

use super::TransportError;
use super::http::Http;
use super::rpc::{Rpc, Wire};
use super::xml::{self, Answer};
use crate::config::OdooConfig;
use async_trait::async_trait;
use reqwest::Client;
use reqwest::header::CONTENT_TYPE;
use serde_json::Value;

pub(crate) type XmlRpc = Rpc<XmlWire>;

#[derive(Debug)]
pub(crate) struct XmlWire {
    http: Http,
    database: String,
}

pub(crate) fn xmlrpc(config: &OdooConfig, client: Client) -> XmlRpc {
    let wire = XmlWire { http: Http::new(config, client), database: config.database().to_owned() };
    Rpc::over(wire, config.clone())
}

#[async_trait]
impl Wire for XmlWire {
    async fn ask(&self, service: &str, method: &str, args: &[Value]) -> Result<Value, TransportError> {
        let request = self.http.post(&format!("xmlrpc/2/{service}")).header(CONTENT_TYPE, "text/xml");
        let answer = self.http.send_rpc(request.body(xml::request(method, args))).await?;
        match xml::read(&answer)? {
            Answer::Value(value) => Ok(value),
            Answer::Fault { code, text } => Err(fault(code, &text, &self.database)),
        }
    }
}

/// By Odoo's numbers: 2 an error that people may read, 3 no access at all, 4 no right, 1 the rest as a traceback.
fn fault(code: i64, text: &str, database: &str) -> TransportError {
    match code {
        2 => TransportError::of_class("odoo.exceptions.UserError", "", database),
        3 => TransportError::of_class("odoo.exceptions.AccessDenied", "", database),
        4 => TransportError::of_class("odoo.exceptions.AccessError", "", database),
        _ => {
            let (class, message) = raised(text);
            let module = if class.contains('.') { "" } else { "builtins." };
            TransportError::of_class(&format!("{module}{class}"), message, database)
        }
    }
}

/// Class and message of the exception, which follow the last frame of the last traceback.
fn raised(traceback: &str) -> (&str, &str) {
    let frame = traceback.rfind("\n  File \"").and_then(|at| traceback.get(at + 1..));
    let mut rest = frame.unwrap_or(traceback);
    while rest.starts_with(' ') {
        rest = rest.split_once('\n').map_or("", |(_, later)| later);
    }
    let (class, message) = rest.split_at(rest.find([':', '\n']).unwrap_or(rest.len()));
    (class.trim(), message.trim_start_matches(':').trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRACEBACK: &str = "Traceback (most recent call last):\n  File \"a.py\", line 1, in f\nKeyError: 'nope'\n\nDuring \
        handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File \
        \"b.py\", line 2, in g\n    source text\npsycopg2.OperationalError: connection failed: FATAL:  database \"nope\" \
        does not exist\nDETAIL:  none\n\n";

    #[test]
    fn the_exception_is_the_one_that_was_raised_last() {
        let message = "connection failed: FATAL:  database \"nope\" does not exist\nDETAIL:  none";
        assert_eq!(raised(TRACEBACK), ("psycopg2.OperationalError", message));
        assert_eq!(raised("Traceback:\n  File \"a.py\"\nKeyError\n"), ("KeyError", ""));
        assert_eq!(raised("ValueError: x"), ("ValueError", "x"));
        assert_eq!(raised(""), ("", ""));
    }

    #[test]
    fn faults_have_the_classes_that_json_names() {
        let refused = |class: &str| TransportError::Refused(class.into());
        assert_eq!(fault(1, TRACEBACK, "nope"), TransportError::UnknownDatabase);
        assert_eq!(fault(1, "T\n  File \"a\"\nValueError: Invalid field", "db"), refused("builtins.ValueError"));
        assert_eq!(fault(2, "words", "db"), refused("odoo.exceptions.UserError"));
        assert_eq!(fault(3, "Access Denied", "db"), TransportError::WrongCredentials);
        assert_eq!(fault(4, "words", "db"), TransportError::NoRights);
        let conflict = "T\n  File \"a\"\npsycopg2.errors.SerializationFailure: could not serialize";
        assert!(fault(1, conflict, "db").is_passing());
    }
}
