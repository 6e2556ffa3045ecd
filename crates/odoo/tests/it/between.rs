//! A peer between the connector and the stand-in: passes each call on byte by byte, unless a test has its own answer.

use odoo_sim::{Options, Sim, Version};
use shared::integrations::TransportChoice;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub const EACH: [TransportChoice; 3] = [TransportChoice::Jsonrpc, TransportChoice::Xmlrpc, TransportChoice::Json2];

/// A request as it came in.
#[derive(Debug, Clone)]
pub struct Asked {
    pub method: String,
    pub path: String,
    pub head: String,
    pub body: String,
}

impl Asked {
    /// Whether it calls this method of this model, in whichever protocol.
    pub fn calls(&self, model: &str, method: &str) -> bool {
        let in_body = |text: &str| {
            self.body.contains(&format!("\"{text}\"")) || self.body.contains(&format!("<string>{text}</string>"))
        };
        self.path.ends_with(&format!("/json/2/{model}/{method}")) || (in_body(model) && in_body(method))
    }
}

/// What a test makes of a request.
pub enum Answer {
    PassOn,
    Bytes(Vec<u8>),
}

pub struct Between {
    pub url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Between {
    pub async fn start(sim: &Sim, script: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let behind = sim.url.trim_start_matches("http://").trim_end_matches('/').to_owned();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (seen, script) = (Arc::clone(&asked), Arc::new(script));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, behind.clone(), Arc::clone(&seen), Arc::clone(&script)));
            }
        });
        Self { url, asked }
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    pub fn calls(&self, model: &str, method: &str) -> Vec<Asked> {
        self.asked().into_iter().filter(|asked| asked.calls(model, method)).collect()
    }
}

async fn serve(
    mut stream: TcpStream,
    behind: String,
    seen: Arc<Mutex<Vec<Asked>>>,
    script: Arc<impl Fn(&Asked) -> Answer>,
) {
    let Some(bytes) = request(&mut stream).await else { return };
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let mut words = head.split_whitespace();
    let asked = Asked {
        method: words.next().unwrap().to_owned(),
        path: words.next().unwrap().to_owned(),
        head: head.to_lowercase(),
        body: body.to_owned(),
    };
    seen.lock().unwrap().push(asked.clone());
    let answer = match script(&asked) {
        Answer::Bytes(bytes) => bytes,
        Answer::PassOn => {
            let mut server = TcpStream::connect(behind).await.unwrap();
            server.write_all(&bytes).await.unwrap();
            let mut answer = Vec::new();
            // A stand-in that cuts the connection is passed on as it is.
            let _ = server.read_to_end(&mut answer).await;
            answer
        }
    };
    let _ = stream.write_all(&answer).await;
    let _ = stream.shutdown().await;
}

/// Head and body of one request.
async fn request(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut chunk = vec![0; 16_384];
    loop {
        let read = stream.read(&mut chunk).await.ok().filter(|read| *read > 0)?;
        bytes.extend_from_slice(&chunk[..read]);
        let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
        if bytes.len() >= end + 4 + length.unwrap_or(0) {
            return Some(bytes);
        }
    }
}

/// The stand-in of an Odoo that speaks this protocol.
pub async fn sim_for(transport: TransportChoice) -> Sim {
    let version = if transport == TransportChoice::Json2 { Version::V19 } else { Version::V18 };
    sim_of(version).await
}

pub async fn sim_of(version: Version) -> Sim {
    let start = "2026-11-21T08:00:00Z".parse().unwrap();
    Sim::start(Options { version, ..Options::new(start) }).await.unwrap()
}

pub fn response(status: &str, kind: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.0 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}")
        .into_bytes()
}

/// A recorded answer of a real Odoo with its head, byte by byte.
pub fn recording(path: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/fixtures/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

pub fn of(sim: &Sim, url: &str, transport: TransportChoice) -> odoo::OdooConfig {
    let secret = secrecy::SecretString::from(sim.api_key.clone());
    odoo::OdooConfig::new(url::Url::parse(url).unwrap(), &*sim.database, &*sim.login, secret)
        .unwrap()
        .with_transport(transport)
}
