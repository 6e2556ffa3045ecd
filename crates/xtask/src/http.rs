//! The least of an HTTP client: short JSON requests to servers that this process has started on loopback.

use crate::failure::{About, Failure, Result};
use serde_json::Value;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// `name=value` of the first cookie that was set.
    pub cookie: Option<String>,
    pub body: Value,
}

/// `host` is what the request says; the connection goes to `address`. HTTP/1.0 keeps the answer in one plain piece.
pub fn send(
    address: SocketAddr,
    host: &str,
    request: &str,
    headers: &[(&str, &str)],
    body: Option<&Value>,
) -> Result<Answer> {
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(2)).about(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let body = body.map(Value::to_string).unwrap_or_default();
    let mut text = format!("{request} HTTP/1.0\r\nHost: {host}\r\nConnection: close\r\nAccept: application/json\r\n");
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    if !body.is_empty() {
        text.push_str(&format!("Content-Type: application/json\r\nContent-Length: {}\r\n", body.len()));
    }
    stream.write_all(format!("{text}\r\n{body}").as_bytes()).about(address)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).about(address)?;
    parse(&String::from_utf8_lossy(&answer)).ok_or_else(|| Failure::new(format!("{address} does not speak HTTP")))
}

fn parse(answer: &str) -> Option<Answer> {
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.strip_prefix("HTTP/1.")?.split(' ').nth(1)?.parse().ok()?;
    let cookie = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let set = name.eq_ignore_ascii_case("set-cookie");
        set.then(|| value.split(';').next().unwrap_or_default().trim().to_owned())
    });
    Some(Answer { status, cookie, body: serde_json::from_str(body).unwrap_or(Value::Null) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_of_an_answer_is_its_name_and_value_alone() {
        let answer = parse("HTTP/1.1 200 OK\r\nset-cookie: session=a=b; HttpOnly; Path=/\r\n\r\n{}").unwrap();
        assert_eq!(answer.cookie.as_deref(), Some("session=a=b"));
    }

    #[test]
    fn an_answer_has_a_status_and_json_or_nothing() {
        let answer = parse("HTTP/1.1 201 Created\r\nA: b\r\n\r\n{\"a\": 1}").unwrap();
        assert_eq!((answer.status, answer.body), (201, serde_json::json!({"a": 1})));
        let empty = parse("HTTP/1.0 204 No Content\r\n\r\n").unwrap();
        assert_eq!((empty.status, empty.body), (204, Value::Null));
        assert!(parse("SSH-2.0-server").is_none());
    }
}
