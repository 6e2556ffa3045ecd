//! The little HTTP that Odoo's own server speaks: HTTP/1.0 answers, one call for each connection, no compression.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

#[derive(Debug, Default)]
pub(crate) struct HttpRequest {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) content_type: String,
    pub(crate) authorization: Option<String>,
    /// The value of `X-Odoo-Database`.
    pub(crate) database: Option<String>,
    pub(crate) body: Vec<u8>,
}

#[derive(Debug)]
pub(crate) struct HttpResponse {
    pub(crate) status: u16,
    pub(crate) content_type: &'static str,
    pub(crate) nosniff: bool,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
    /// Ends the connection after so many bytes of the body; 0 with `drop` sends nothing at all.
    pub(crate) cut: Option<usize>,
    pub(crate) drop: bool,
    pub(crate) date: String,
}

impl HttpResponse {
    pub(crate) fn new(status: u16, content_type: &'static str, body: impl Into<Vec<u8>>) -> Self {
        let body = body.into();
        let headers = Vec::new();
        Self { status, content_type, nosniff: false, headers, body, cut: None, drop: false, date: String::new() }
    }

    /// One of werkzeug's error pages.
    pub(crate) fn page(status: u16, description: &str) -> Self {
        let reason = reason(status);
        let page = format!(
            "<!doctype html>\n<html lang=en>\n<title>{status} {reason}</title>\n<h1>{reason}</h1>\n<p>{description}</p>\n"
        );
        Self::new(status, "text/html; charset=utf-8", page)
    }

    #[must_use]
    pub(crate) fn with(mut self, header: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((header, value.into()));
        self
    }

    fn bytes(&self) -> Vec<u8> {
        let nosniff = if self.nosniff { "X-Content-Type-Options: nosniff\r\n" } else { "" };
        let headers: String = self.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let head = format!(
            "HTTP/1.0 {} {}\r\nServer: Werkzeug/3.0.1 Python/3.12.1\r\nDate: {}\r\nContent-Length: {}\r\nContent-Type: \
             {}\r\n{headers}{nosniff}Connection: close\r\n\r\n",
            self.status,
            reason(self.status).to_uppercase(),
            self.date,
            self.body.len(),
            self.content_type,
        );
        let mut bytes = head.into_bytes();
        bytes.extend_from_slice(self.body.get(..self.cut.unwrap_or(self.body.len())).unwrap_or(&self.body));
        bytes
    }
}

pub(crate) fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        409 => "Conflict",
        415 => "Unsupported Media Type",
        422 => "Unprocessable Entity",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "Unknown",
    }
}

/// Serves until `stop` changes. `answer` is called once for each connection.
pub(crate) async fn serve<F, Fut>(listener: TcpListener, mut stop: watch::Receiver<bool>, answer: Arc<F>)
where
    F: Fn(HttpRequest) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = HttpResponse> + Send + 'static,
{
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stop.changed() => return,
        };
        let Ok((stream, _)) = accepted else {
            tokio::time::sleep(Duration::from_millis(10)).await;
            continue;
        };
        let answer = Arc::clone(&answer);
        let mut stop = stop.clone();
        tokio::spawn(async move {
            tokio::select! {
                _ = connection(stream, answer) => {}
                _ = stop.changed() => {}
            }
        });
    }
}

async fn connection<F, Fut>(stream: TcpStream, answer: Arc<F>) -> io::Result<()>
where
    F: Fn(HttpRequest) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = HttpResponse> + Send + 'static,
{
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    let Some(request) = read_request(&mut stream).await? else { return Ok(()) };
    let response = answer(request).await;
    if !response.drop {
        stream.write_all(&response.bytes()).await?;
    }
    stream.shutdown().await
}

/// None when the peer sent nothing.
async fn read_request(stream: &mut BufReader<TcpStream>) -> io::Result<Option<HttpRequest>> {
    let mut line = String::new();
    if stream.read_line(&mut line).await? == 0 {
        return Ok(None);
    }
    let mut words = line.split_whitespace();
    let mut request = HttpRequest {
        method: words.next().unwrap_or_default().to_owned(),
        path: words.next().unwrap_or_default().split('?').next().unwrap_or_default().to_owned(),
        ..HttpRequest::default()
    };
    let (mut length, mut chunked, mut expects) = (0usize, false, false);
    loop {
        let mut header = String::new();
        if stream.read_line(&mut header).await? == 0 || header.trim().is_empty() {
            break;
        }
        let Some((name, value)) = header.split_once(':') else { continue };
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse().unwrap_or(0),
            "content-type" => request.content_type = value.to_owned(),
            "authorization" => request.authorization = Some(value.to_owned()),
            "x-odoo-database" => request.database = Some(value.to_owned()),
            "transfer-encoding" => chunked = value.eq_ignore_ascii_case("chunked"),
            "expect" => expects = value.eq_ignore_ascii_case("100-continue"),
            _ => {}
        }
    }
    if expects {
        stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").await?;
    }
    if chunked {
        loop {
            let mut size = String::new();
            stream.read_line(&mut size).await?;
            let size = usize::from_str_radix(size.trim(), 16).unwrap_or(0);
            let mut chunk = vec![0; size];
            stream.read_exact(&mut chunk).await?;
            request.body.extend_from_slice(&chunk);
            stream.read_line(&mut String::new()).await?;
            if size == 0 {
                break;
            }
        }
    } else {
        request.body = vec![0; length];
        stream.read_exact(&mut request.body).await?;
    }
    Ok(Some(request))
}
